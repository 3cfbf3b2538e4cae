"""Practices seen elsewhere, as a library: looked for by words, theme, legal form, sector and effect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from marchepied.engines.words import search_key

from .model import Axis, Example, Referential

TITLE_WEIGHT = 3
"""A word of the title says more of a practice than a word of its story."""


@dataclass(frozen=True, slots=True)
class Practice:
    """An example of practice with its theme and the referential it comes from."""

    example: Example
    axis: Axis
    referential: Referential

    @property
    def id(self) -> str:
        return self.example.id


@dataclass(frozen=True, slots=True)
class PracticeSearch:
    """What is looked for; an empty field asks nothing. `axis` is a theme's id, the others are codes."""

    words: str = ""
    axis: str = ""
    family: str = ""
    sector: str = ""
    effect: str = ""


@dataclass(frozen=True, slots=True)
class PracticeResults:
    """What was found, best first; `partial` when no practice holds every word, so some only were enough."""

    practices: tuple[Practice, ...]
    partial: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    practice: Practice
    title: frozenset[str]
    all: frozenset[str]


class PracticeLibrary:
    """The practices of some referentials, indexed once for one language; never changed afterwards.

    Words are compared by their stems without accents (« bénévoles » finds « Bénévole »), in the title, in
    what was missing, done and changed, in who did it and in the name of the theme.
    """

    def __init__(self, referentials: Iterable[Referential], language: str) -> None:
        self.language = language
        self._entries = tuple(
            self._index(Practice(example, axis, referential))
            for referential in referentials
            for axis in referential.axes
            for example in axis.examples
        )

    def _index(self, practice: Practice) -> _Entry:
        example = practice.example
        texts = (example.who, example.need, example.story, example.effect, practice.axis.short)
        title = self._stems(example.title.read_in(self.language))
        rest = " ".join(text.read_in(self.language) for text in texts if text is not None)
        return _Entry(practice, title, title | self._stems(rest))

    def _stems(self, text: str) -> frozenset[str]:
        return frozenset(search_key(text, self.language).split())

    @property
    def practices(self) -> tuple[Practice, ...]:
        """All of them, in the order of their referentials."""
        return tuple(entry.practice for entry in self._entries)

    def find(self, practice_id: str) -> Practice | None:
        """The practice of this id; None where there is none."""
        return next((practice for practice in self.practices if practice.id == practice_id), None)

    def search(self, wanted: PracticeSearch) -> PracticeResults:
        """The practices that fit, those whose title holds the words first, otherwise in their order.

        Words that say nothing (« le », « de ») are left out; without any other, the filters decide alone.
        When no practice holds every word, those that hold most of them are given, and `partial` says so.
        """
        kept = [entry for entry in self._entries if _fits(entry.practice, wanted)]
        stems = self._stems(wanted.words)
        if not stems:
            return PracticeResults(tuple(entry.practice for entry in kept))
        whole = [entry for entry in kept if stems <= entry.all]
        found = whole or [entry for entry in kept if stems & entry.all]
        ranked = sorted(
            found, key=lambda entry: -(len(stems & entry.all) + TITLE_WEIGHT * len(stems & entry.title))
        )
        return PracticeResults(tuple(entry.practice for entry in ranked), partial=bool(found) and not whole)


def _fits(practice: Practice, wanted: PracticeSearch) -> bool:
    example = practice.example
    return (
        wanted.axis in ("", practice.axis.id)
        and (not wanted.family or wanted.family in example.families)
        and (not wanted.sector or wanted.sector in example.sectors)
        and (not wanted.effect or wanted.effect in example.effects)
    )
