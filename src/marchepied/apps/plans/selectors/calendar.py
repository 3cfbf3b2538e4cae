"""What happens when: actions, acts, steps, meetings, reviews, closings, the assembly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.enums import CycleState, StepKey, StepState
from marchepied.apps.diagnosis.selectors.cycles import steps_of
from marchepied.apps.meetings.enums import MeetingKind
from marchepied.apps.meetings.selectors.meetings import meetings_between
from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.apps.plans.enums import ActionState, HappeningKind, Rhythm, VoteState
from marchepied.apps.plans.models import Act, ActDone, Action, ActionVote, Review
from marchepied.apps.plans.selectors.acts import acts_of, recurrence_of
from marchepied.apps.plans.selectors.plan import is_late
from marchepied.engines.calendars import find_occurrences

KIND_ORDER = list(HappeningKind)
# Meetings that take the place of a step when they fall on the same day.
MEETINGS_OF_A_STEP = {MeetingKind.WORKSHOP, MeetingKind.TABLE}


@dataclass(frozen=True)
class Happening:
    """One thing on one day. `row` is what it is about; `is_over` when nothing is left to do."""

    kind: HappeningKind
    on: date
    title: str
    row: Any
    who: str = ""
    is_over: bool = False
    is_late: bool = False


@dataclass(frozen=True)
class Day:
    """A day with something on it."""

    on: date
    happenings: tuple[Happening, ...]


@dataclass(frozen=True)
class Month:
    """A month: its days that hold something, and the acts of every working day, said once."""

    first: date
    last: date
    days: tuple[Day, ...]
    every_day: tuple[Act, ...]

    @property
    def previous(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        return self.last + timedelta(days=1)

    @property
    def is_empty(self) -> bool:
        return not self.days and not self.every_day


def read_month(organisation: Any, cycle: Any, day: date) -> Month:
    """The month of this day (seven queries whatever it holds)."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    acts = [act for act in acts_of(organisation) if act.starts_on <= last]
    happenings = [
        *shared_happenings(organisation, cycle, first, last),
        *action_happenings(cycle, first, last),
        *_act_happenings([act for act in acts if act.rhythm != Rhythm.DAILY], first, last),
    ]
    happenings.sort(key=lambda one: (one.on, KIND_ORDER.index(one.kind), one.title))
    by_day: dict[date, list[Happening]] = {}
    for one in happenings:
        by_day.setdefault(one.on, []).append(one)
    every_day = [act for act in acts if act.rhythm == Rhythm.DAILY and (act.ends_on or first) >= first]
    return Month(first, last, tuple(Day(on, tuple(ones)) for on, ones in by_day.items()), tuple(every_day))


def shared_happenings(organisation: Any, cycle: Any, first: date, last: date) -> list[Happening]:
    """What everybody should know of, and the steps (five queries).

    A step whose own meeting is planned the same day, the assembly's step, and an assembly that is already a
    meeting of that day are said once.
    """
    meetings = meetings_between(organisation, first, last)
    told = [_tell_meeting(row) for row in meetings]
    held = {(str(one.row.kind), one.on) for one in told}
    return [
        *told,
        *_review_happenings(cycle, first, last),
        *_closing_happenings(cycle, first, last),
        *_assembly_happenings(cycle, first, last, held),
        *step_happenings(cycle, first, last, held),
    ]


def action_happenings(cycle: Any, first: date, last: date) -> list[Happening]:
    """The dated actions of the cycle that were not dropped (one query)."""
    rows = Action.objects.filter(cycle=cycle, due_on__gte=first, due_on__lte=last).select_related("owner")
    return [
        Happening(
            HappeningKind.ACTION,
            row.due_on,
            row.title,
            row,
            who=str(row.owner or row.owner_name),
            is_over=row.state == ActionState.DONE,
            is_late=is_late(row),
        )
        for row in rows.exclude(state=ActionState.DROPPED)
    ]


def step_happenings(
    cycle: Any, first: date, last: date, held: set[tuple[str, date]] | None = None
) -> list[Happening]:
    """The steps of the cycle still to do, as they are planned (one query)."""
    return [
        Happening(
            HappeningKind.STEP,
            step.planned_on,
            str(StepKey(step.key).label),
            step,
            who=str(step.owner or ""),
            is_over=step.state == StepState.DONE or cycle.state == CycleState.FINISHED,
        )
        for step in steps_of(cycle)
        if step.planned_on
        and first <= step.planned_on <= last
        and step.state != StepState.SKIPPED
        and step.key != StepKey.ASSEMBLY
        and not _is_a_meeting(step, held or set())
    ]


def _is_a_meeting(step: Any, held: set[tuple[str, date]]) -> bool:
    return step.key == StepKey.WORKSHOP and any(
        (kind, step.planned_on) in held for kind in MEETINGS_OF_A_STEP
    )


def _tell_meeting(row: Any) -> Happening:
    on = row.held_on or row.planned_on
    return Happening(HappeningKind.MEETING, on, row.title, row, is_over=row.held_on is not None)


def _review_happenings(cycle: Any, first: date, last: date) -> list[Happening]:
    """The reviews held, and the next one planned by the latest of them."""
    rows = list(Review.objects.filter(cycle=cycle))
    title = _("Point sur le plan")
    found = [Happening(HappeningKind.REVIEW, row.held_on, title, row, is_over=True) for row in rows]
    if rows and rows[0].next_on and rows[0].next_on > rows[0].held_on:
        found.append(Happening(HappeningKind.REVIEW, rows[0].next_on, title, rows[0]))
    return [one for one in found if first <= one.on <= last]


def _closing_happenings(cycle: Any, first: date, last: date) -> list[Happening]:
    """The last days to answer: the questionnaire of the cycle, and the votes on actions."""
    votes = ActionVote.objects.filter(cycle=cycle, round__closes_on__gte=first, round__closes_on__lte=last)
    found = [
        Happening(
            HappeningKind.CLOSING,
            vote.round.closes_on,
            _("Fin du vote : %(title)s") % {"title": vote.title},
            vote.round,
            is_over=vote.state == VoteState.CLOSED,
        )
        for vote in votes.select_related("round")
    ]
    called = cycle.round
    if called and called.closes_on and first <= called.closes_on <= last:
        title = _("Fin du questionnaire")
        over = called.closed_on is not None
        found.append(Happening(HappeningKind.CLOSING, called.closes_on, title, called, is_over=over))
    return found


def _assembly_happenings(cycle: Any, first: date, last: date, held: set[tuple[str, date]]) -> list[Happening]:
    on = cycle.assembly_on
    if not on or not first <= on <= last or (MeetingKind.ASSEMBLY, on) in held:
        return []
    words = vocabulary_of(cycle.organisation, translation.get_language() or "fr")["assembly"]
    title = words[:1].upper() + words[1:]
    over = on < timezone.localdate() or cycle.state == CycleState.FINISHED
    return [Happening(HappeningKind.ASSEMBLY, on, title, cycle, is_over=over)]


def _act_happenings(acts: Sequence[Act], first: date, last: date) -> list[Happening]:
    ticks = ActDone.objects.filter(act__in=acts, on__gte=first, on__lte=last)
    done = set(ticks.values_list("act_id", "on").order_by("act_id", "on"))
    return [
        Happening(
            HappeningKind.ACT,
            on,
            act.title,
            act,
            who=str(act.owner or act.owner_name),
            is_over=(act.pk, on) in done,
        )
        for act in acts
        for on in find_occurrences(recurrence_of(act), first, last)
    ]
