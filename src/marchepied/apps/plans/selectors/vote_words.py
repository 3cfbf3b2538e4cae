"""The stored result of a vote in words: a sentence and a picture a proposal, in the language of the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from marchepied.apps.plans.enums import VoteState
from marchepied.apps.plans.models import ActionVote
from marchepied.engines import priorities

HIDDEN, NEARLY_ALL, GRADED = "hidden", "nearly_all", "graded"
# Below this share of the bar, a percentage does not fit in its part.
LABEL_FROM = Fraction(9, 100)


@dataclass(frozen=True)
class Segment:
    """One grade's part of a bar: `place` from 0, the best; `start` and `width` in percent of the bar."""

    place: int
    start: str
    width: str
    middle: str
    label: str


@dataclass(frozen=True)
class OutcomeLine:
    """One proposal of a result. `rank` is None when too few people gave an opinion on it.

    `cells` holds a figure a grade, best first, empty where figures are not told; `picture` says the bar in
    words.
    """

    id: str
    rank: int | None
    title: str
    note: str
    grade: str
    sentence: str
    reason: str
    aside: str
    picture: str
    segments: tuple[Segment, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """A vote that is over, ready to be shown or printed. No line under five ballots."""

    title: str
    headline: str
    ballots: int | None
    lines: tuple[OutcomeLine, ...]
    grades: tuple[str, ...]
    notes: tuple[str, ...]
    closed_at: datetime | None

    @property
    def has_figures(self) -> bool:
        """Whether exact figures are told of one proposal at least."""
        return any(line.segments for line in self.lines)


def vote_of(cycle: Any) -> Outcome | None:
    """The result of the cycle's last closed vote, for a page or a pack; None before any (one query)."""
    closed = ActionVote.objects.filter(cycle=cycle, state=VoteState.CLOSED).order_by("-closed_at", "id")
    vote = closed.first()
    return None if vote is None else outcome_of(vote)


def outcome_of(vote: ActionVote) -> Outcome:
    """The stored result of a closed vote in words (no query)."""
    result = vote.result
    if result.get("status") != "shown":
        headline = _("Moins de cinq bulletins : on ne montre rien.")
        return Outcome(vote.title, headline, None, (), (), (), vote.closed_at)
    words = _Words(vote)
    lines = tuple(words.tell(line) for line in result["proposals"])
    return Outcome(
        title=vote.title,
        headline=words.sum_up(result["proposals"]),
        ballots=result["ballots"],
        lines=lines,
        grades=words.best_first,
        notes=tuple(words.list_notes(result)),
        closed_at=vote.closed_at,
    )


class _Words:
    """The words of one vote: its proposals' titles and its grades."""

    def __init__(self, vote: ActionVote) -> None:
        self.proposals = {proposal["id"]: proposal for proposal in vote.proposals}
        self.best_first = tuple(_read(grade) for grade in vote.result["grades"])
        self.grades = tuple(reversed(self.best_first))  # as the engine numbers them, from the worst

    def title_of(self, identity: str) -> str:
        return str(self.proposals[identity]["title"])

    def sum_up(self, lines: list[dict[str, Any]]) -> str:
        first = [self.title_of(line["id"]) for line in lines if line["rank"] == 1]
        if not first:
            return _("Trop peu d’avis pour mettre ces actions en ordre.")
        if len(first) == 1:
            return _("« %(title)s » arrive en tête.") % {"title": first[0]}
        names = _(", ").join(_("« %(title)s »") % {"title": title} for title in first)
        return _("À égalité en tête : %(names)s.") % {"names": names}

    def list_notes(self, result: Mapping[str, Any]) -> list[str]:
        notes = []
        if dropped := result["weights_dropped"]:
            notes.append(
                _(
                    "Moins de cinq bulletins dans : %(names)s. Peser leur voix l’aurait montrée : "
                    "chaque personne compte donc pour une, sans les poids des statuts."
                )
                % {"names": ", ".join(dropped)}
            )
        elif result["weights"]:
            parts = ", ".join(
                f"{one['college']} {_write(Fraction(one['weight']))} %" for one in result["weights"]
            )
            notes.append(
                _("Poids donnés par les statuts (%(source)s) : %(parts)s.")
                % {"source": result["weights_source"], "parts": parts}
            )
        else:
            notes.append(_("Une personne, une voix."))
        return notes

    def tell(self, line: dict[str, Any]) -> OutcomeLine:
        proposal = self.proposals[line["id"]]
        common = {
            "id": line["id"],
            "rank": line["rank"],
            "title": proposal["title"],
            "note": proposal["note"],
        }
        if line["status"] == HIDDEN:
            sentence = _("Trop peu d’avis sur cette action pour les montrer.")
            return OutcomeLine(
                **common, grade="", sentence=sentence, reason="", aside="", picture="", segments=(), cells=()
            )
        shares = [Fraction(share) for share in reversed(line.get("shares") or [])]
        return OutcomeLine(
            **common,
            grade=self.grades[line["grade"]],
            sentence=self._say_grade(line),
            reason=self._say_reason(line.get("reason")),
            aside=self._say_aside(line),
            picture=self._say_bar(shares),
            segments=tuple(_draw(shares)),
            cells=tuple(f"{_write(100 * share, 0)} %" for share in shares),
        )

    def _say_grade(self, line: dict[str, Any]) -> str:
        grade = self.grades[line["grade"]]
        if line["status"] == NEARLY_ALL:
            return _("Presque tout le monde lui donne la mention « %(grade)s ».") % {"grade": grade}
        if line["grade"] == 0:
            return _("La moitié au moins lui donne la mention « %(grade)s ».") % {"grade": grade}
        if line["grade"] < len(self.grades) // 3:
            return _("La moitié au moins lui donne la mention « %(grade)s » ou moins bien.") % {
                "grade": grade
            }
        if line["grade"] == len(self.grades) - 1:
            return _("Plus de la moitié lui donne la mention « %(grade)s ».") % {"grade": grade}
        return _("Plus de la moitié lui donne la mention « %(grade)s » ou mieux.") % {"grade": grade}

    def _say_reason(self, reason: dict[str, Any] | None) -> str:
        if reason is None:
            return ""
        behind = self.title_of(reason["behind"])
        kind = reason["kind"]
        if kind == priorities.TIED:
            return _("À égalité avec « %(title)s » : les avis sont répartis exactement de même.") % {
                "title": behind
            }
        if kind == priorities.MAJORITY_GRADE:
            return _("Elle passe devant « %(title)s » : sa mention est meilleure.") % {"title": behind}
        if kind not in {priorities.FEWER_BELOW, priorities.MORE_ABOVE}:
            return _(
                "Elle passe devant « %(title)s », qui a la même mention : le détail des avis les départage."
            ) % {"title": behind}
        one, other = _write_apart(Fraction(reason["ahead_share"]), Fraction(reason["behind_share"]))
        values = {"title": behind, "grade": self.grades[reason["grade"]], "one": one, "other": other}
        if kind == priorities.FEWER_BELOW:
            return (
                _(
                    "Elle passe devant « %(title)s », qui a la même mention : moins d’avis sont en dessous "
                    "de « %(grade)s » (%(one)s %% contre %(other)s %%)."
                )
                % values
            )
        return (
            _(
                "Elle passe devant « %(title)s », qui a la même mention : plus d’avis sont au-dessus "
                "de « %(grade)s » (%(one)s %% contre %(other)s %%)."
            )
            % values
        )

    def _say_aside(self, line: dict[str, Any]) -> str:
        parts = []
        if line["status"] == GRADED:
            parts.append(_("Pas de chiffres : on en tirerait ceux d’un petit groupe."))
        if pattern := _PATTERNS.get(line.get("pattern") or ""):
            parts.append(_(pattern))
        if silent := line["no_opinion"]:
            parts.append(
                ngettext(
                    "%(n)s personne ne s’est pas prononcée.",
                    "%(n)s personnes ne se sont pas prononcées.",
                    silent,
                )
                % {"n": silent}
            )
        if line["silent"]:
            parts.append(
                _("Aucun avis dans : %(names)s ; son poids ne compte pas ici.")
                % {"names": ", ".join(line["silent"])}
            )
        return " ".join(parts)

    def _say_bar(self, shares: list[Fraction]) -> str:
        told = [
            f"{grade} {_write(100 * share, 0)} %"
            for grade, share in zip(self.best_first, shares, strict=False)
            if share
        ]
        return ", ".join(told)


# What the engine privacy says of a few opinions, from its own names.
_PATTERNS = {
    "mostly_high": gettext_noop("Les avis sont surtout favorables."),
    "mostly_middle": gettext_noop("Les avis sont surtout au milieu."),
    "mostly_low": gettext_noop("Les avis sont surtout défavorables."),
    "opposed": gettext_noop("Les avis sont opposés : certains très favorables, d’autres très défavorables."),
    "spread": gettext_noop("Les avis sont partagés."),
}


def _read(grade: Mapping[str, str]) -> str:
    return grade.get(translation.get_language() or "fr") or grade["fr"]


def _draw(shares: list[Fraction]) -> list[Segment]:
    segments, start = [], Fraction(0)
    for place, share in enumerate(shares):
        if share:
            label = f"{_write(100 * share, 0)} %" if share >= LABEL_FROM else ""
            middle = start + share / 2
            segments.append(Segment(place, _percent(start), _percent(share), _percent(middle), label))
        start += share
    return segments


def _percent(share: Fraction) -> str:
    """An attribute of the drawing: always with a point."""
    return f"{float(100 * share):.4g}%"


def _write(value: Fraction, digits: int | None = None) -> str:
    """A figure in the page's language; without `digits`, as many as it needs up to two."""
    rounded = round(value, 2 if digits is None else digits)
    text = f"{float(rounded):.{2 if digits is None else digits}f}"
    if digits is None:
        text = text.rstrip("0").rstrip(".")
    return text if (translation.get_language() or "fr") == "en" else text.replace(".", ",")


def _write_apart(one: Fraction, other: Fraction) -> tuple[str, str]:
    """Two percentages with as few decimals as tell them apart, two at most."""
    for digits in (0, 1, 2):
        written = _write(100 * one, digits), _write(100 * other, digits)
        if written[0] != written[1]:
            break
    return written
