"""A stored result in words: what brings together, what divides, where we do not know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.deliberation.enums import AGREE, DIVIDES, FEW, LEANS, TOGETHER, UNSURE
from marchepied.apps.deliberation.models import Release, Topic
from marchepied.apps.deliberation.selectors.opinions import Opinions, opinions_of
from marchepied.apps.deliberation.selectors.releases import latest_release

# More statements than fit on two screens.
LONG = 12


@dataclass(frozen=True)
class ResultLine:
    """One statement of a result, in a sentence. `agree`, `passed`, `disagree` are None where figures are not
    told.
    """

    number: int
    text: str
    sentence: str
    what: str
    side: str
    agree: int | None
    passed: int | None
    disagree: int | None

    @property
    def people(self) -> int | None:
        return None if self.agree is None else self.agree + (self.passed or 0) + (self.disagree or 0)

    @property
    def bar(self) -> tuple[tuple[str, float, float], ...]:
        """Agree, pass, disagree as (name, start, width) in hundredths; () where figures are not told."""
        if not self.people:
            return ()
        parts, start = [], 0.0
        for name, count in (("agree", self.agree), ("pass", self.passed), ("disagree", self.disagree)):
            width = 100 * (count or 0) / self.people
            parts.append((name, round(start, 1), round(width, 1)))
            start += width
        return tuple(part for part in parts if part[2])


@dataclass(frozen=True)
class Result:
    """A result as it was shown on a day: statements by what they say, the clearest first."""

    release: Release
    voters: int
    made_at: datetime
    closing: bool
    verdict: str
    # What to doubt in it: codes of the engine.
    warnings: tuple[str, ...]
    together: tuple[ResultLine, ...]
    leans: tuple[ResultLine, ...]
    divides: tuple[ResultLine, ...]
    unsure: tuple[ResultLine, ...]
    few: tuple[ResultLine, ...]
    # The groups of opinion; None when there are none, or too few people to look for them.
    opinions: Opinions | None
    # How many statements still say what an earlier release said of them.
    kept: int = 0

    @property
    def is_long(self) -> bool:
        """Whether the page is worth a summary of where to go."""
        return len(self.together) + len(self.leans) + len(self.divides) + len(self.unsure) > LONG

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all may be told: too few people voted."""
        return not (self.together or self.leans or self.divides or self.unsure)


def read_result(topic: Topic) -> Result | None:
    """The last result shown of a topic, in words; None before any (one query)."""
    release = latest_release(topic)
    return None if release is None else result_of(release)


def result_of(release: Release) -> Result:
    """A release in words, in the language of the page (no query)."""
    rows = [row for row in release.content["statements"] if not row["meta"]]

    def pick(what: str) -> tuple[ResultLine, ...]:
        found = [row for row in rows if row["class"] == what]
        found.sort(key=lambda row: (-_clearness(row), row["number"]))
        return tuple(_tell(row) for row in found)

    return Result(
        release=release,
        voters=release.voters,
        made_at=release.made_at,
        closing=release.closing,
        verdict=release.content["verdict"],
        warnings=tuple(release.content["warnings"]),
        together=pick(TOGETHER),
        leans=pick(LEANS),
        divides=pick(DIVIDES),
        unsure=pick(UNSURE),
        few=pick(FEW),
        opinions=opinions_of(release),
        kept=sum(any(cell.get("kept") for cell in row["printed"]["cells"]) for row in rows),
    )


def _clearness(row: Mapping[str, Any]) -> float:
    """How clearly a statement is of its class."""
    split = row.get("split")
    if row["class"] == DIVIDES:
        return float(split or 0)
    return 1 - float(split if split is not None else 1)


def _tell(row: Mapping[str, Any]) -> ResultLine:
    levels = _levels_of(row)
    return ResultLine(
        number=row["number"],
        text=row["text"],
        sentence=_sentence(row, levels),
        what=row["class"],
        side=row["side"],
        agree=levels[0] if levels else None,
        passed=levels[1] if levels else None,
        disagree=levels[2] if levels else None,
    )


def _levels_of(row: Mapping[str, Any]) -> list[int] | None:
    """Agree, pass, disagree where they are printed exactly."""
    total: list[int] | None = row["printed"]["total"]["levels"]
    return total


def _sentence(row: Mapping[str, Any], levels: list[int] | None) -> str:
    if levels is not None:
        return _say_figures(*levels)
    if row["class"] == FEW:
        return _("Trop peu de votes pour en dire quelque chose sans montrer qui a dit quoi.")
    agreeing = row["side"] == AGREE
    if row["class"] == TOGETHER:
        return _("Presque tout le monde est d’accord.") if agreeing else _("Presque personne n’est d’accord.")
    if row["class"] == LEANS:
        return (
            _("Plus de la moitié sont d’accord.")
            if agreeing
            else _("Plus de la moitié ne sont pas d’accord.")
        )
    if row["class"] == DIVIDES:
        return _("Les avis s’opposent.")
    return _("Les avis sont partagés, ou beaucoup ne se prononcent pas.")


def _say_figures(agree: int, passed: int, disagree: int) -> str:
    people = agree + passed + disagree
    said = ngettext(
        "%(n)s personne sur %(all)s est d’accord", "%(n)s personnes sur %(all)s sont d’accord", agree
    )
    sentence = said % {"n": agree, "all": people}
    against = ngettext("%(n)s ne l’est pas", "%(n)s ne le sont pas", disagree) % {"n": disagree}
    if not disagree:
        against = _("personne n’est contre")
    if not passed:
        return _("%(agree)s, %(disagree)s.") % {"agree": sentence, "disagree": against}
    silent = ngettext("%(n)s passe", "%(n)s passent", passed) % {"n": passed}
    return _("%(agree)s, %(disagree)s, %(pass)s.") % {"agree": sentence, "disagree": against, "pass": silent}
