"""What a theme says: its telling words as people wrote them, and its most typical sentences."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from marchepied.engines.words import count_words, fold, split_sentences

from ._preparing import PAIR, Floats, Integers, Vocabulary, list_terms, weigh
from ._results import Sentence

MOST_WORDS = 6
MOST_SENTENCES = 5
TYPICAL_TEXTS = 30
READ_TEXTS = 60
# A sentence of this many words can be quoted; a longer one only where there is no other.
SHORTEST, LONGEST = 4, 40
_OUT_OF_SIZE = 0.35


def describe(
    texts: Sequence[str], ids: Sequence[str], table: Any, members: Sequence[Integers], vocabulary: Vocabulary
) -> list[tuple[tuple[str, ...], tuple[Sentence, ...]]]:
    """The words and the sentences of each theme.

    `texts` are masked, `table` weighs their words, `members` gives the texts of each theme, the closest
    first. Words tell a theme from the others: the mean weight in it, less that in the other themes. The
    sentences are those of the thirty closest texts that hold most of these words, one a text at most,
    between 4 and 40 words where there are some.
    """
    means = _average(table, members)
    others = (means.sum(axis=0) - means) / max(len(means) - 1, 1)
    telling = means - (others if len(means) > 1 else 0)
    words = [
        _list_words(telling[place], [texts[at] for at in mine[:READ_TEXTS]], vocabulary)
        for place, mine in enumerate(members)
    ]
    sentences = _list_sentences(texts, ids, members, means, vocabulary)
    return list(zip(words, sentences, strict=True))


def _average(table: Any, members: Sequence[Integers]) -> Floats:
    means = np.zeros((len(members), table.shape[1]))
    for place, mine in enumerate(members):
        if len(mine):
            means[place] = np.asarray(table[mine].sum(axis=0)).ravel() / len(mine)
    return means


def _list_words(telling: Floats, texts: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The most telling terms, in their most frequent written form; a pair stands for its two words."""
    ranked = [int(at) for at in np.argsort(-telling, kind="stable")[: 8 * MOST_WORDS] if telling[at] > 0]
    chosen: list[str] = []
    covered: set[str] = set()
    asked = set(vocabulary.asked)
    for at in ranked:
        term = vocabulary.terms[at]
        stems = term.split(PAIR)
        if covered.issuperset(stems) or asked.issuperset(stems):
            continue
        if len(stems) > 1:
            chosen = [one for one in chosen if one not in stems]
        covered.update(stems)
        chosen.append(term)
        if len(chosen) == MOST_WORDS:
            break
    return _write_forms(chosen, texts, vocabulary.language)


def _write_forms(terms: Sequence[str], texts: Sequence[str], language: str) -> tuple[str, ...]:
    forms: dict[str, Counter[str]] = {term: Counter() for term in terms}
    for text in texts:
        for term, written in list_terms(text, language):
            if term in forms:
                forms[term][written] += 1
    best = [min(found.items(), key=lambda pair: (-pair[1], pair[0]))[0] for found in forms.values() if found]
    return tuple(dict.fromkeys(best))


def _list_sentences(
    texts: Sequence[str],
    ids: Sequence[str],
    members: Sequence[Integers],
    means: Floats,
    vocabulary: Vocabulary,
) -> list[tuple[Sentence, ...]]:
    found: list[tuple[int, int, str]] = []  # theme, text, sentence
    for place, mine in enumerate(members):
        for at in mine[:TYPICAL_TEXTS]:
            parts = split_sentences(texts[at]) or ((texts[at].strip(),) if texts[at].strip() else ())
            found.extend((place, int(at), part) for part in parts)
    if not found:
        return [() for _mine in members]
    table = weigh([sentence for _place, _at, sentence in found], vocabulary)
    places = np.array([place for place, _at, _sentence in found])
    scores = np.asarray(table.multiply(means[places]).sum(axis=1)).ravel()
    sizes = np.array([count_words(sentence) for _place, _at, sentence in found])
    scores = np.where((sizes >= SHORTEST) & (sizes <= LONGEST), scores, scores * _OUT_OF_SIZE)
    chosen: list[list[Sentence]] = [[] for _mine in members]
    quoted: set[tuple[int, object]] = set()
    for rank in np.argsort(-scores, kind="stable"):
        place, at, sentence = found[rank]
        same = {(place, at), (place, fold(sentence))}
        if len(chosen[place]) < MOST_SENTENCES and not same & quoted:
            quoted |= same
            chosen[place].append(Sentence(ids[at], sentence))
    return [tuple(sentences) for sentences in chosen]
