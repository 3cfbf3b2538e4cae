"""What a next cycle starts from: the last one's scope, a year later, and what the guide changed since."""

from calendar import isleap
from dataclasses import dataclass
from datetime import MAXYEAR, date
from typing import Any

from marchepied.apps.diagnosis.enums import Depth, Path, Team
from marchepied.apps.diagnosis.models import Cycle, OwnAnswer, Position
from marchepied.apps.diagnosis.selectors.cycles import referential_of
from marchepied.apps.diagnosis.selectors.sameness import asked_alike, compare_versions
from marchepied.apps.organisations.enums import SizeBand
from marchepied.apps.organisations.selectors import profile_of
from marchepied.apps.referentials.selectors import read_referential, version_after
from marchepied.engines.referential import Question, applicable_questions


@dataclass(frozen=True)
class NextScope:
    """What is proposed: the same as last time, and the assembly a year later when it had a date."""

    axis_ids: tuple[str, ...]
    depth: str
    path: str
    assembly_on: date | None


@dataclass(frozen=True)
class GuideChanges:
    """What the guide says otherwise than last time, of the questions that were asked.

    `reworded` pairs each question as it was with what it is now; `new` were not in the guide; `gone` no
    longer are.
    """

    reworded: tuple[tuple[Question, Question], ...]
    new: tuple[Question, ...]
    gone: tuple[Question, ...]

    def __bool__(self) -> bool:
        return bool(self.reworded or self.new or self.gone)


def last_cycle(organisation: Any) -> Cycle | None:
    """The latest cycle of the organisation, the one that no other goes on from; None before any."""
    followed = Cycle.objects.filter(organisation=organisation, follows__isnull=False).values("follows")
    cycles = Cycle.objects.filter(organisation=organisation).exclude(pk__in=followed)
    return cycles.select_related("round").order_by("-started_on", "-pk").first()


def propose_path(team: str) -> Path:
    """The path that suits a number of people; with groups when nothing was said."""
    return Path.TABLE if team in {Team.UNDER_TEN, Team.NO_EMPLOYEE} else Path.GROUPS


def propose_scope(organisation: Any, last: Cycle | None, today: date, version: Any = None) -> NextScope:
    """The scope of the next cycle; for a first one nothing but the path that suits the size.

    `version` is the guide it will follow, where it is not the latest of the last one's.
    """
    if last is None:
        path = Path.TABLE if organisation.size_band == SizeBand.NONE else Path.GROUPS
        return NextScope((), Depth.EXPRESS, path, None)
    version = version or version_after(last.version_id, organisation)
    ready = {axis.id for axis in read_referential(version).axes if axis.domains}
    axis_ids = tuple(axis_id for axis_id in last.axis_ids if axis_id in ready)
    assembly_on = a_year_later(last.assembly_on, today) if last.assembly_on else None
    return NextScope(axis_ids, last.depth, last.path, assembly_on)


def a_year_later(day: date, today: date) -> date:
    """The same day a year later, or the first such day to come; 29 February becomes the 28th."""
    later = _shift(day, 1)
    while later <= today:
        later = _shift(day, later.year - day.year + 1)
    return later


def _shift(day: date, years: int) -> date:
    year = min(day.year + years, MAXYEAR)
    if (day.month, day.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return day.replace(year=year)


def choose_next_questions(last: Cycle, version: Any = None) -> list[str]:
    """The questions of the last cycle that the guide still has, with those that are new at that depth.

    The guide is `version`, or the latest of the one that the last cycle followed.
    """
    referential = read_referential(version or version_after(last.version_id, last.organisation))
    # What something else answered that year is asked again, until the pilot says otherwise.
    asked = {*last.question_ids, *last.spared_ids}
    known = {question.id for question in referential_of(last).walk_questions()}
    applicable = applicable_questions(
        referential, profile_of(last.organisation), set(last.axis_ids), last.depth
    )
    fresh = {question.id for question in applicable} - known
    return [question.id for question in referential.walk_questions() if question.id in asked | fresh]


def guide_changes(last: Cycle, version: Any = None) -> GuideChanges:
    """What changed in the guide since the last cycle, for its themes (no query once both were read).

    `version` is the guide of the cycle to come, where it is not the latest of the last one's.
    """
    latest = version or version_after(last.version_id, last.organisation)
    guide = read_referential(latest)
    before = {question.id: question for question in referential_of(last).walk_questions()}
    now = {question.id: question for question in guide.walk_questions()}
    alike = compare_versions(last.version_id, latest.pk)
    asked = [identity for identity in last.question_ids if identity in before]
    return GuideChanges(
        reworded=tuple((before[i], now[i]) for i in asked if i in now and not alike[i]),
        new=tuple(now[i] for i in choose_next_questions(last, latest) if i not in before),
        gone=tuple(before[i] for i in asked if i not in now),
    )


def earlier_answer(cycle: Cycle, question_id: str) -> OwnAnswer | None:
    """What the organisation answered to the question in the cycle this one follows; None where it did not."""
    if cycle.follows_id is None:
        return None
    return (
        OwnAnswer.objects.select_related("cycle", "by")
        .filter(cycle_id=cycle.follows_id, question_id=question_id)
        .first()
    )


def earlier_positions(cycle: Cycle) -> dict[str, Position]:
    """What was agreed in the cycle this one follows, on the questions whose texts are the same."""
    if cycle.follows_id is None:
        return {}
    rows = Position.objects.select_related("cycle").filter(cycle_id=cycle.follows_id)
    found = list(rows)
    if not found:
        return {}
    alike = asked_alike(found[0].cycle, cycle)
    return {position.question_id: position for position in found if alike.get(position.question_id)}
