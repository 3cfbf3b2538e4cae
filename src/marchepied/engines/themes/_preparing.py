"""From texts to a sparse table of words: stems, pairs of stems, weighted by how telling they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from marchepied.engines.words import search_key

from ._masking import MARKS

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

FEWEST_TEXTS, FEWEST_TEXTS_PAIR = 2, 3
MOST_TERMS = 6_000
# A word in more than half of the texts repeats the question; with few texts it may still be a theme.
MOST_SHARE, ENOUGH_TEXTS = 0.5, 10
PAIR = " "
# Words that say nothing of a subject, beyond those that the engine « words » leaves out. Nouns that matter
# here are kept, even where a verb has the same letters: « devoirs », « pouvoir », « premiers secours ».
_FRENCH = """
plus moins tres trop bien peu beaucoup assez aussi encore toujours jamais deja alors ainsi puis enfin surtout
notamment vraiment simplement seulement fait faire fais faut faudrait falloir peut peuvent pourrait
pourraient doit doivent devrait devraient veut veulent vouloir voudrais va vont aller met mettre mise dit
dire sait savoir etre etant soit soient serait seraient sera seront avoir ait aient aurait ayant car afin
comment pourquoi lors dont chaque certain certains certaine certaines autre autres quelque quelques plusieurs
celle celles celui etc ok oui merci bonjour cordialement tant pense penser sommes veux souhaite souhaiter
question cas facon maniere point suffit voir trouve chose choses entre vers lorsque parce depuis pendant
avant apres selon contre deux trois ca
"""
_ENGLISH = """
also always another because been being could each either etc ever every get getting give go going good got
however just lot lots made make many may maybe might more most much must need never now often ok only other
others please quite rather really same say see should something still thank thanks thing things think very
want well without would yes
"""
SAYS_NOTHING = {
    language: frozenset(search_key(word, language) for word in words.split())
    for language, words in (("fr", _FRENCH), ("en", _ENGLISH))
}
_WORD = re.compile(r"[^\W\d_]{2,}")
_PIECE = re.compile(r"[^\W\d_]{2,}|[.,;:!?…()\n/\"«»]|\s[-–—]\s")
_STOPS = frozenset(".!?…\n")
_SILENT, _BREAK, _STOP = -1, -2, -3
# The first sentence says what the answer is about: its words count so many times.
OPENING = 3.0
# Words of a pair are at most so many words apart: « transports en commun », « impôt sur le revenu ».
FARTHEST = 3
_MARK = re.compile("|".join(re.escape(mark) for marks in MARKS.values() for mark in marks.values()))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms that count, a stem or two joined by a space, and the weight of each (the rarer, the more).

    `asked` are the stems of the question, which are not worth showing among the words of a theme.
    """

    terms: tuple[str, ...]
    weights: Floats = field(compare=False)
    language: str = "fr"
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """Texts as rows of a sparse table, one column a term; rows have length 1, or 0 without a known term."""

    vocabulary: Vocabulary
    matrix: Any  # scipy.sparse.csr_array, texts × terms


class _Stems(dict[str, int]):
    """The number of the stem of each word met, −1 when it says nothing, −2 for what ends a clause, −3 a
    sentence."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.numbers: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        number = self._number(word)
        self[word] = number
        return number

    def _number(self, word: str) -> int:
        if not word[0].isalpha():
            return _STOP if word in _STOPS else _BREAK
        key = _find_stem(word, self.language)
        if not key:
            return _SILENT
        return self.numbers.setdefault(key, len(self.numbers))


@lru_cache(maxsize=100_000)
def _find_stem(word: str, language: str) -> str:
    """The stem of a word, empty when it says nothing."""
    key = search_key(word, language).replace(PAIR, "")
    return "" if key in SAYS_NOTHING.get(language, SAYS_NOTHING["fr"]) else key


def _list_stems(text: str, language: str) -> tuple[str, ...]:
    found = {_find_stem(word, language) for word in _WORD.findall(text.lower())}
    return tuple(sorted(found - {""}))


def prepare(
    texts: Sequence[str],
    *,
    language: str = "fr",
    counts: Sequence[int] | Integers | None = None,
    question: str = "",
) -> Prepared:
    """Weigh the words of texts (TF-IDF): stems and pairs of neighbouring stems, without the words that say
    nothing.

    `counts` says how often each text was written (once by default). A stem counts when at least two people
    wrote it, a pair (in the same clause, two short words apart at most) when three did, and neither when more
    than half of ten texts or more hold it; at most 6,000 terms, the most frequent. A repeated word counts by
    1 + ln(times), and three times that when the first sentence holds it; a term in d of n texts weighs
    ln((1 + n) / (1 + d)) + 1 (Salton and Buckley, 1988, smoothed); rows have length 1. No text or no such
    word gives a table without rows or columns.
    """
    stems, kept, cells = _count(_read_stems(texts, language))
    weights = np.ones(len(texts), dtype=np.int64) if counts is None else np.asarray(counts, dtype=np.int64)
    chosen, vocabulary = _choose(kept, cells, weights, stems, language)
    vocabulary = replace(vocabulary, asked=_list_stems(question, language))
    return Prepared(vocabulary, _weigh(cells, chosen, vocabulary, len(texts)))


def weigh(texts: Sequence[str], vocabulary: Vocabulary) -> Any:
    """The same table for other texts, with the terms and weights of a vocabulary: a csr_array texts × terms.

    A text that holds none of its terms has a row of zeros.
    """
    stems, kept, cells = _count(_read_stems(texts, vocabulary.language))
    columns = {term: column for column, term in enumerate(vocabulary.terms)}
    chosen = np.array([columns.get(_write(code, stems), -1) for code in kept], dtype=np.int64)
    return _weigh(cells, chosen, vocabulary, len(texts))


@dataclass(frozen=True, slots=True)
class _Read:
    """Every telling word in order: its stem, its text, its place, its clause, and whether it is in the first
    sentence of the text that says something; and the stems met."""

    stems: list[str]
    flat: Integers
    rows: Integers
    places: Integers
    clauses: Integers
    opening: npt.NDArray[np.bool_]


def _read_stems(texts: Sequence[str], language: str) -> _Read:
    stems = _Stems(language)
    flat: list[int] = []
    lengths = []
    for text in texts:
        words = _PIECE.findall(_MARK.sub(" , ", text).lower() if "[" in text else text.lower())
        flat.extend(map(stems.__getitem__, words))
        lengths.append(len(words))
    numbers = np.array(flat, dtype=np.int64)
    rows = np.repeat(np.arange(len(texts)), lengths)
    telling = np.flatnonzero(numbers >= 0)
    clauses = np.cumsum(numbers <= _BREAK)[telling]
    sentences = np.cumsum(numbers == _STOP)[telling]
    _texts, first, mine = np.unique(rows[telling], return_index=True, return_inverse=True)
    opening = sentences == sentences[first][mine] if len(telling) else np.zeros(0, dtype=bool)
    return _Read(list(stems.numbers), numbers[telling], rows[telling], telling, clauses, opening)


def _add_pairs(read: _Read) -> tuple[Integers, npt.NDArray[np.bool_]]:
    """Codes of the pairs of neighbours, above those of the stems, and the words that they begin with."""
    flat, rows = read.flat, read.rows
    together = (rows[:-1] == rows[1:]) & (read.clauses[:-1] == read.clauses[1:]) & (flat[:-1] != flat[1:])
    together &= np.diff(read.places) <= FARTHEST
    stems = len(read.stems)
    return stems + flat[:-1][together] * stems + flat[1:][together], together


@dataclass(frozen=True, slots=True)
class _Cells:
    """How often each term (its place among those kept) is in each text, and whether it opens it."""

    rows: Integers
    places: Integers
    times: Integers
    opening: npt.NDArray[np.bool_]


def _count(read: _Read) -> tuple[list[str], Integers, _Cells]:
    """The stems, the distinct codes of stems and pairs, and the times of each in each text."""
    pairs, begins = _add_pairs(read)
    rows = np.concatenate([read.rows, read.rows[:-1][begins]])
    codes = np.concatenate([read.flat, pairs])
    opens = np.concatenate([read.opening, read.opening[:-1][begins]])
    width = max(len(read.stems) * (len(read.stems) + 1), 1)
    cells, which, times = np.unique(rows * width + codes, return_inverse=True, return_counts=True)
    opening = np.bincount(which, weights=opens, minlength=len(cells)) > 0
    kept, places = np.unique(cells % width, return_inverse=True)
    return read.stems, kept, _Cells(cells // width, places, times, opening)


def _choose(
    kept: Integers, cells: _Cells, counts: Integers, stems: list[str], language: str
) -> tuple[Integers, Vocabulary]:
    """The column of each code, −1 for those left out, and the vocabulary of the columns."""
    texts = len(counts)
    distinct = np.bincount(cells.places, minlength=len(kept))
    people = np.bincount(cells.places, weights=counts[cells.rows], minlength=len(kept))
    fewest = np.where(kept < len(stems), FEWEST_TEXTS, FEWEST_TEXTS_PAIR)
    telling = people >= fewest
    if texts >= ENOUGH_TEXTS:
        telling &= distinct <= MOST_SHARE * texts
    ranked = np.lexsort((np.arange(len(kept)), -distinct))
    chosen = np.sort(ranked[telling[ranked]][:MOST_TERMS])
    columns = np.full(len(kept), -1, dtype=np.int64)
    columns[chosen] = np.arange(len(chosen))
    weights = np.log((1 + texts) / (1 + distinct[chosen])) + 1
    return columns, Vocabulary(tuple(_write(code, stems) for code in kept[chosen]), weights, language)


def _write(code: int, stems: list[str]) -> str:
    if code < len(stems):
        return stems[code]
    first, second = divmod(int(code) - len(stems), len(stems))
    return f"{stems[first]}{PAIR}{stems[second]}"


def _weigh(cells: _Cells, columns: Integers, vocabulary: Vocabulary, texts: int) -> Any:
    chosen = columns[cells.places] if len(cells.places) else np.zeros(0, dtype=np.int64)
    known = chosen >= 0
    places = chosen[known]
    values = (1 + np.log(cells.times[known])) * vocabulary.weights[places]
    values *= np.where(cells.opening[known], OPENING, 1.0)
    shape = (texts, len(vocabulary.terms))
    table = sparse.csr_array((values, (cells.rows[known], places)), shape=shape)
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    table.data /= np.repeat(lengths, np.diff(table.indptr))
    return table


def list_terms(text: str, language: str = "fr") -> list[tuple[str, str]]:
    """Each telling word of a text with its stem, and each pair of neighbours as it is written, in order."""
    found: list[tuple[str, str]] = []
    last: tuple[str, int, int] | None = None
    blank = _MARK.sub(lambda match: "," * len(match.group()), text)
    for place, match in enumerate(_PIECE.finditer(blank)):
        if not match.group()[0].isalpha():
            last = None
            continue
        key = _find_stem(match.group().lower(), language)
        if not key:
            continue
        found.append((key, match.group().lower()))
        if last and last[0] != key and place - last[2] <= FARTHEST:
            found.append((f"{last[0]}{PAIR}{key}", " ".join(blank[last[1] : match.end()].lower().split())))
        last = (key, match.start(), place)
    return found
