"""Reads of the acts: those of an organisation, their dates, what was ticked this week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from marchepied.apps.plans.enums import Rhythm
from marchepied.apps.plans.models import Act, ActDone
from marchepied.engines.calendars import Recurrence, find_last, find_next, find_occurrences
from marchepied.engines.calendars import Rhythm as Pace

WEEK = 7
# Further back, what was not ticked teaches nothing any more.
LOOK_BACK = timedelta(days=35)


@dataclass(frozen=True)
class ActDay:
    """A date of an act: whether it was ticked, and whether it may be today."""

    on: date
    done: ActDone | None
    may_tick: bool


@dataclass(frozen=True)
class ActLine:
    """An act with some of its dates."""

    act: Act
    days: tuple[ActDay, ...]

    @property
    def is_done(self) -> bool:
        return all(day.done for day in self.days)


@dataclass(frozen=True)
class MissedAct:
    """The latest date, before this week, of an act that nobody ticked."""

    act: Act
    on: date


@dataclass(frozen=True)
class ActWeek:
    """The acts of a week, Monday to Sunday, and the latest one missed before it."""

    monday: date
    lines: tuple[ActLine, ...]
    missed: MissedAct | None

    @property
    def is_empty(self) -> bool:
        return not self.lines and self.missed is None


def monday_of(day: date) -> date:
    """The Monday of the week of this day."""
    return day - timedelta(days=day.weekday())


def recurrence_of(act: Act) -> Recurrence:
    """The dates of an act, for the engine."""
    return Recurrence(Pace(act.rhythm), act.starts_on, act.ends_on)


def next_date_of(act: Act, today: date) -> date | None:
    """The first date of the act from today on; None once it is over."""
    return find_next(recurrence_of(act), today)


def _acts(organisation: Any) -> QuerySet[Act]:
    return Act.objects.select_related("owner", "action").filter(organisation=organisation)


def acts_of(organisation: Any) -> list[Act]:
    """Every act of the organisation, ended ones too, by title (one query)."""
    return list(_acts(organisation))


def running_acts(organisation: Any, today: date) -> list[Act]:
    """The acts that have not ended, by title (one query)."""
    return list(_acts(organisation).exclude(ends_on__lt=today))


def find_act(organisation: Any, act_id: UUID) -> Act | None:
    """The act of this id in the organisation; None where there is none."""
    return _acts(organisation).filter(pk=act_id).first()


def latest_ticks(act: Act, limit: int = 12) -> list[ActDone]:
    """The last dates for which the act was ticked, latest first, with who ticked them (one query)."""
    return list(ActDone.objects.select_related("by").filter(act=act)[:limit])


def look_at_week(organisation: Any, today: date, person: Any = None) -> ActWeek:
    """The acts of this week, of everybody or of one person (two queries, whatever the number of acts).

    An act of every day may be ticked up to today; the others on any day of the week.
    """
    monday = monday_of(today)
    sunday = monday + timedelta(days=WEEK - 1)
    rows = _acts(organisation).exclude(ends_on__lt=today - LOOK_BACK).filter(starts_on__lte=sunday)
    acts = list(rows.filter(owner=person) if person else rows)
    ticks = _ticks_between(acts, monday - LOOK_BACK, sunday)
    lines = []
    for act in acts:
        days = find_occurrences(recurrence_of(act), monday, sunday)
        if days:
            lines.append(ActLine(act, tuple(_day_of(act, day, ticks, today) for day in days)))
    return ActWeek(monday, tuple(lines), _find_missed(acts, ticks, monday))


def _ticks_between(acts: Sequence[Act], first: date, last: date) -> dict[tuple[UUID, date], ActDone]:
    rows = ActDone.objects.filter(act__in=acts, on__gte=first, on__lte=last)
    return {(row.act_id, row.on): row for row in rows}


def _day_of(act: Act, day: date, ticks: dict[tuple[UUID, date], ActDone], today: date) -> ActDay:
    return ActDay(day, ticks.get((act.pk, day)), day <= today or act.rhythm != Rhythm.DAILY)


def _find_missed(
    acts: Sequence[Act], ticks: dict[tuple[UUID, date], ActDone], monday: date
) -> MissedAct | None:
    missed = [
        MissedAct(act, last)
        for act in acts
        if (last := find_last(recurrence_of(act), monday, LOOK_BACK.days)) and (act.pk, last) not in ticks
    ]
    return max(missed, key=lambda line: (line.on, line.act.title, line.act.pk), default=None)
