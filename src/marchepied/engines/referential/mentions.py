"""Where the words of a list are written in a text: whole words, whatever accents, case, singular or plural.

Plain text in, places out. An abbreviation (all capitals) is found as it is written: « AI » is not « ai ».
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_BETWEEN = re.compile(r"(?:[^\S\n]|\n(?!\s*\n)|[’'\u2010\u2011-])+")
_JOINED_BEFORE = re.compile(r"[^\W_][\u0300-\u036f]*[\u2010\u2011-]\Z")
_JOINED_AFTER = re.compile(r"[\u2010\u2011-][^\W_]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE", "ß": "ss"})
_SHORT = 3  # « de », « des », « par »: no plural


@dataclass(frozen=True, slots=True)
class Mention:
    """`text[start:end]` is a way to write the word named `key`."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """One word of a form: the ways it may be written, with or without regard to case."""

    accepted: frozenset[str]
    cased: bool

    def accepts(self, plain: str) -> bool:
        return (plain if self.cased else plain.lower()) in self.accepted


@dataclass(frozen=True, slots=True)
class _Form:
    key: str
    pieces: tuple[_Piece, ...]
    length: int


@dataclass(frozen=True, slots=True)
class _Spelt:
    """A word of the text, without its accents, and where it is."""

    start: int
    end: int
    plain: str


class Lexicon:
    """Words to look for in texts of one language; each pair is (key, a way to write it in the singular)."""

    def __init__(self, pairs: Iterable[tuple[str, str]], language: str) -> None:
        self._by_first: dict[str, list[_Form]] = defaultdict(list)
        for key, written in pairs:
            pieces = tuple(_make_piece(word, language) for word in _WORD.findall(written))
            if not pieces:
                continue
            for first in pieces[0].accepted:
                self._by_first[first].append(_Form(key, pieces, len(written)))
        for forms in self._by_first.values():
            forms.sort(key=lambda form: (-len(form.pieces), -form.length, form.key))

    def find(self, text: str) -> tuple[Mention, ...]:
        """Every mention in the order of the text, the longest one at each place; they never overlap.

        Time is proportional to the text. No mention in an empty text, nor inside a word or a compound
        (« audit » is not found in « co-audit » or « auditorium »).
        """
        words = [_Spelt(m.start(), m.end(), strip_accents(m.group())) for m in _WORD.finditer(text)]
        found: list[Mention] = []
        place = 0
        while place < len(words):
            form = self._match(text, words, place)
            if form is None:
                place += 1
                continue
            last = words[place + len(form.pieces) - 1]
            found.append(Mention(words[place].start, last.end, form.key))
            place += len(form.pieces)
        return tuple(found)

    def _match(self, text: str, words: list[_Spelt], place: int) -> _Form | None:
        plain = words[place].plain
        candidates = [*self._by_first.get(plain, ())]
        if plain.lower() != plain:
            candidates += self._by_first.get(plain.lower(), ())
            candidates.sort(key=lambda form: (-len(form.pieces), -form.length, form.key))
        for form in candidates:
            taken = words[place : place + len(form.pieces)]
            if _holds(text, taken, form) and _stands_alone(text, taken):
                return form
        return None


def strip_accents(text: str) -> str:
    """The same letters without accents or ligatures, case kept (« Œuvré » → « OEuvre »)."""
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(character for character in plain if not unicodedata.combining(character))


def fold_words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case without accents, in order."""
    return tuple(strip_accents(word).lower() for word in _WORD.findall(text))


def _make_piece(word: str, language: str) -> _Piece:
    plain = strip_accents(word)
    if len(plain) > 1 and plain.isupper():
        return _Piece(frozenset({plain, f"{plain}s"}), cased=True)
    return _Piece(frozenset(_vary(plain.lower(), language)), cased=False)


def _vary(word: str, language: str) -> set[str]:
    """The word and its plural, by the usual rules of the language."""
    if len(word) <= _SHORT or word.isdigit():
        return {word}
    if language == "en":
        if word.endswith("y") and word[-2] not in "aeiou":
            return {word, f"{word[:-1]}ies"}
        return {word, f"{word}es"} if word.endswith(("s", "x", "ch", "sh")) else {word, f"{word}s"}
    if word.endswith(("s", "x", "z")):
        return {word}
    if word.endswith("al"):
        return {word, f"{word[:-1]}ux"}
    return {word, f"{word}x"} if word.endswith(("eau", "eu")) else {word, f"{word}s"}


def _holds(text: str, taken: list[_Spelt], form: _Form) -> bool:
    if len(taken) < len(form.pieces):
        return False
    if not all(piece.accepts(word.plain) for piece, word in zip(form.pieces, taken, strict=True)):
        return False
    return all(_BETWEEN.fullmatch(text, before.end, after.start) for before, after in pairwise(taken))


def _stands_alone(text: str, taken: list[_Spelt]) -> bool:
    start, end = taken[0].start, taken[-1].end
    before = text[max(0, start - 4) : start]
    return not _JOINED_BEFORE.search(before) and not _JOINED_AFTER.match(text, end)
