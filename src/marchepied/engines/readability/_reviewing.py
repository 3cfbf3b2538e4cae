"""Every text of a referential, each held against the target of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from marchepied.engines.referential import Axis, Referential, Resource, Text, default_vocabulary, word_text

from ._checking import Finding, check_measured
from ._measure import FORMULAS, Readability, measure
from ._targets import FIELD_WORDS, TARGETS

PARTICIPANT_FIELDS = ("wording", "short", "low", "high")
PILOT_FIELDS = ("statement", "description", "discussion", "evidence", "part")
NOT_PROSE = ("citation", "unit", "formula", "sources")
_SEVERITY = {"participant": 2.0, "pilot": 1.0, "sheet": 0.0}


@dataclass(frozen=True, slots=True)
class Passage:
    """One text in one language, with its place: the id of what holds it and the name of the field."""

    id: str
    field: str
    theme: str
    kind: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Outlier:
    """A passage outside the target of its kind, with every finding on it and its measure."""

    id: str
    field: str
    theme: str
    kind: str
    language: str
    text: str
    findings: tuple[Finding, ...]
    score: float | None
    severity: float

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name != "findings"}
        return {**plain, "findings": [str(finding) for finding in self.findings]}


def walk_passages(referential: Referential) -> Iterator[Passage]:
    """Every text that people read, with the default words filled in, in the referential's order.

    `theme` is the id of the theme it is in, or empty. Sources, citations, units, formulas, and the titles of
    themes and resources are left out: they are names given by others.
    """
    vocabularies = {language: default_vocabulary(language) for language in referential.languages}
    for name, place, theme, text in _walk(referential, referential.id, "", ""):
        kind = "participant" if name in PARTICIPANT_FIELDS else "pilot" if name in PILOT_FIELDS else "sheet"
        if name == "short" and place == theme:
            kind = "sheet"  # the short title of a theme, not an answer
        for language, value in text.entries:
            if language in FORMULAS:
                filled = word_text(value, language, vocabularies[language])
                yield Passage(place, name, theme, kind, language, filled)


def _walk(item: Any, place: str, name: str, theme: str) -> Iterator[tuple[str, str, str, Text]]:
    if isinstance(item, Text):
        yield name, place, theme, item
    elif isinstance(item, tuple):
        for part in item:
            yield from _walk(part, place, name, theme)
    elif is_dataclass(item):
        here = getattr(item, "id", None) or _name_level(item, place)
        own = here if name == "axes" else theme
        for field in fields(item):
            if field.name not in NOT_PROSE and not (
                isinstance(item, Axis | Resource) and field.name == "title"
            ):
                yield from _walk(getattr(item, field.name), here, field.name, own)


def _name_level(item: Any, place: str) -> str:
    number = getattr(item, "number", None)
    return place if number is None else f"{place}.{number}"


def review_referential(referential: Referential) -> tuple[Outlier, ...]:
    """The passages outside their target, the gravest first: participants' wordings, then by how far outside.

    An empty tuple when every text is within its target.
    """
    allowed = {
        language: (*FIELD_WORDS.get(language, ()), *default_vocabulary(language).values())
        for language in referential.languages
    }
    found = []
    for passage in walk_passages(referential):
        limits = TARGETS[passage.kind]
        own = allowed[passage.language]
        measured = measure(
            passage.text, passage.language, allowed=own, common=limits.common_words[passage.language]
        )
        findings = check_measured(passage.text, measured, limits)
        if findings:
            found.append(_make_outlier(passage, findings, measured))
    return tuple(sorted(found, key=lambda outlier: -outlier.severity))


def _make_outlier(passage: Passage, findings: tuple[Finding, ...], measured: Readability) -> Outlier:
    worst = max(min(finding.excess, 1.0) for finding in findings)
    weight = _SEVERITY[passage.kind] + worst * 0.9 + min(len(findings), 9) * 0.01
    return Outlier(
        id=passage.id,
        field=passage.field,
        theme=passage.theme,
        kind=passage.kind,
        language=passage.language,
        text=passage.text,
        findings=findings,
        score=measured.score,
        severity=round(weight, 3),
    )
