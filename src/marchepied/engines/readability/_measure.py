"""A text in figures: its sentences, its words, and how easy the formula finds it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from marchepied.engines.words import (
    count_syllables,
    count_words,
    frequency_rank,
    search_key,
    split_sentences,
    split_words,
)

COMMON_WORDS = 10_000
FEWEST_WORDS = 100
"""Below this many words the score swings with each word: a warning says so."""


@dataclass(frozen=True, slots=True)
class Formula:
    """score = constant − per_sentence × words per sentence − per_word × syllables per word."""

    name: str
    constant: float
    per_sentence: float
    per_word: float


FORMULAS: Mapping[str, Formula] = MappingProxyType(
    {
        "fr": Formula("Kandel et Moles (1958)", 207.0, 1.015, 73.6),
        "en": Formula("Flesch (1948)", 206.835, 1.015, 84.6),
    }
)
BANDS = (
    (90.0, "very_easy"),
    (80.0, "easy"),
    (70.0, "fairly_easy"),
    (60.0, "standard"),
    (50.0, "fairly_hard"),
    (30.0, "hard"),
)
HARDEST = "very_hard"


@dataclass(frozen=True, slots=True)
class Readability:
    """What was measured on one text; the ratios, the score and its band are None where there is no word.

    `longest_sentence` and `words_per_sentence` are in words, `longest_word` is as written and the one of most
    syllables, `rare_words` in the order of the text, each once, in lower case.
    """

    language: str
    sentences: int
    words: int
    syllables: int
    words_per_sentence: float | None
    longest_sentence: int
    syllables_per_word: float | None
    longest_word: str
    longest_word_syllables: int
    score: float | None
    band: str | None
    rare_words: tuple[str, ...]
    warnings: tuple[str, ...]
    parameters: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return {**plain, "parameters": dict(self.parameters)}


def measure(
    text: str,
    language: str = "fr",
    *,
    allowed: Collection[str] = (),
    common: int = COMMON_WORDS,
) -> Readability:
    """How readable `text` is, by sentence length, syllables and common words.

    `allowed` are words never counted as rare, in any of their forms; `common` is how many of the most common
    words are not rare. A text without a word gives counts of 0 and no score, and says so. A language other
    than French or English raises ValueError. Method and limits: docs/methods/readability.md.
    """
    formula = _find_formula(language)
    sentences = split_sentences(text)
    words = count_words(text)
    syllables = sum(count_syllables(piece, language) for piece in text.split())
    per_sentence = words / len(sentences) if sentences else None
    per_word = syllables / words if words else None
    score = None
    if per_sentence is not None and per_word is not None:
        score = formula.constant - formula.per_sentence * per_sentence - formula.per_word * per_word
    longest = _find_longest_word(text, language, allowed)
    return Readability(
        language=language,
        sentences=len(sentences),
        words=words,
        syllables=syllables,
        words_per_sentence=per_sentence,
        longest_sentence=max(map(count_words, sentences), default=0),
        syllables_per_word=per_word,
        longest_word=longest,
        longest_word_syllables=count_syllables(longest, language),
        score=score,
        band=None if score is None else name_band(score),
        rare_words=find_rare_words(text, language, allowed=allowed, common=common),
        warnings=_warn(words),
        parameters=MappingProxyType({**asdict(formula), "common_words": common}),
    )


def _find_formula(language: str) -> Formula:
    if language not in FORMULAS:
        raise ValueError(f"Aucune formule pour la langue « {language} ». Choisissez fr ou en.")
    return FORMULAS[language]


def _warn(words: int) -> tuple[str, ...]:
    if words == 0:
        return ("Le texte ne contient aucun mot : il n’y a rien à mesurer.",)
    if words < FEWEST_WORDS:
        return (
            f"Le texte a moins de {FEWEST_WORDS} mots : un mot de plus ou de moins change beaucoup le score.",
        )
    return ()


def name_band(score: float) -> str:
    """The name of the band that a score falls in, from very_easy (90 and above) to very_hard (below 30)."""
    return next((name for least, name in BANDS if score >= least), HARDEST)


def find_rare_words(
    text: str, language: str = "fr", *, allowed: Collection[str] = (), common: int = COMMON_WORDS
) -> tuple[str, ...]:
    """The words of a text that few people meet often, each once, in lower case, in order.

    A word is rare when neither it nor a plainer form of it (without plural or feminine ending) is among the
    `common` most common words, and no allowed word has its stem. Numbers, pieces of one or two letters in
    lower case and names (a capital inside a sentence, not all capitals) are left out.
    """
    stems = _stem_all(tuple(sorted(allowed)), language)
    found: dict[str, None] = {}
    for sentence in split_sentences(text):
        for position, word in enumerate(split_words(sentence)):
            if _may_be_rare(word, position) and not _is_known(word.lower(), language, stems, common):
                found.setdefault(word.lower())
    return tuple(found)


@lru_cache(maxsize=64)
def _stem_all(words: tuple[str, ...], language: str) -> frozenset[str]:
    """The stems of every word of every expression."""
    return frozenset(stem for expression in words for stem in search_key(expression, language).split())


def _may_be_rare(word: str, position: int) -> bool:
    if any(character.isdigit() for character in word):
        return False
    if word.isupper() and len(word) > 1:
        return True  # an acronym has to be explained
    return len(word) > 2 and (position == 0 or word.islower())


def _is_known(word: str, language: str, stems: frozenset[str], common: int) -> bool:
    if search_key(word, language) in stems:
        return True
    ranks = (frequency_rank(form, language) for form in _list_forms(word, language))
    return any(rank is not None and rank <= common for rank in ranks)


_ENDINGS = {
    "fr": (
        ("s", ""),
        ("x", ""),
        ("aux", "al"),
        ("e", ""),
        ("es", ""),
        ("ement", ""),
        ("ement", "e"),
        ("qu", "que"),
    ),
    "en": (
        ("s", ""),
        ("es", ""),
        ("ies", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("ied", "y"),
        ("ing", ""),
        ("ing", "e"),
        ("er", ""),
        ("ly", ""),
    ),
}


def _list_forms(word: str, language: str) -> list[str]:
    """The word, then plainer forms of it that the list may hold."""
    cut = [word[: -len(end)] + new for end, new in _ENDINGS[language] if word.endswith(end)]
    return [word, *(form for form in cut if len(form) > 2)]


def _find_longest_word(text: str, language: str, allowed: Collection[str]) -> str:
    stems = _stem_all(tuple(sorted(allowed)), language)
    words = [word for word in split_words(text) if word.isalpha() and search_key(word, language) not in stems]
    return max(words, key=lambda word: count_syllables(word, language), default="")
