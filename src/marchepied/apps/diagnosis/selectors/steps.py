"""Where a cycle stands, deduced from what was done, so that nobody ticks a box twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from marchepied.apps.diagnosis.enums import CycleState, Path, StepKey, StepState
from marchepied.apps.diagnosis.models import ASIDE, Cycle, CycleStep, OwnAnswer, Position, Release
from marchepied.apps.diagnosis.selectors.calendar import keys_of
from marchepied.apps.participation.enums import AnswerMode, RoundState

SHOWN_FROM = 5


@dataclass(frozen=True)
class CallFacts:
    """A group called to answer: how many did, of how many expected (None: not said)."""

    name: str
    answered: int
    expected: int | None
    collective: bool = False

    @property
    def is_heard(self) -> bool:
        """Whether enough people answered for the group's views to be shown."""
        return self.answered >= (1 if self.collective else SHOWN_FROM)


@dataclass(frozen=True)
class StepFacts:
    """What was done in a cycle. The plan and the restitution are above: the page asks them and fills in."""

    questions: int = 0
    own_answers: int = 0
    round_state: str = ""  # empty: no group was called
    closes_on: date | None = None
    calls: tuple[CallFacts, ...] = ()
    releases: int = 0
    positions: int = 0
    actions: int = 0
    carried_actions: int = 0  # of the actions, those that came from the year before
    late_actions: int = 0
    staff_sheet: bool = False
    packs: int = 0
    assembly_told: bool = False  # whether something was noted of the assembly

    @property
    def answered(self) -> int:
        """How many people answered, over all groups."""
        return sum(call.answered for call in self.calls)

    @property
    def chosen_actions(self) -> int:
        """How many actions were chosen this year; those carried over from the last were chosen then."""
        return max(0, self.actions - self.carried_actions)

    @property
    def heard(self) -> tuple[CallFacts, ...]:
        return tuple(call for call in self.calls if call.is_heard)

    @property
    def unheard(self) -> tuple[CallFacts, ...]:
        """Groups with too few answers to be shown."""
        return tuple(call for call in self.calls if not call.is_heard)


class Progress(StrEnum):
    """How far a step is; `skipped` and `done` may also be said by hand."""

    AHEAD = "ahead"
    UNDERWAY = "underway"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class StepView:
    """A step as the home page shows it."""

    step: CycleStep
    progress: Progress
    is_late: bool

    @property
    def key(self) -> str:
        return self.step.key

    @property
    def is_over(self) -> bool:
        return self.progress in {Progress.DONE, Progress.SKIPPED}

    @property
    def is_out_of_time(self) -> bool:
        """Whether the assembly is too near to begin it: it was planned without a date."""
        return self.step.planned_on is None and self.progress is Progress.AHEAD


def facts_of(cycle: Cycle) -> StepFacts:
    """What diagnosis and participation know of a cycle (four queries); the rest is left at zero."""
    asked = set(cycle.question_ids)
    own = OwnAnswer.objects.filter(cycle=cycle, question_id__in=asked).count()
    calls = cycle.round.calls.select_related("college") if cycle.round else ()
    return StepFacts(
        questions=len(cycle.question_ids),
        own_answers=own,
        round_state=cycle.round.state if cycle.round else "",
        closes_on=cycle.round.closes_on if cycle.round else None,
        calls=tuple(
            CallFacts(
                call.college.name,
                call.answered_count,
                call.expected_count,
                collective=call.mode == AnswerMode.COLLECTIVE,
            )
            for call in calls
        ),
        releases=Release.objects.filter(cycle=cycle).count(),
        positions=Position.objects.filter(cycle=cycle).exclude(question_id__contains=ASIDE).count(),
        staff_sheet=hasattr(cycle.round, "reply"),
    )


def look_at_steps(cycle: Cycle, steps: Sequence[CycleStep], facts: StepFacts, today: date) -> list[StepView]:
    """Each step of the cycle's path with its progress: what was said by hand, otherwise what facts tell."""
    taken = set(keys_of(cycle.path))
    skipped = {step.key for step in steps if step.state == StepState.SKIPPED}
    views = []
    for step in steps:
        if step.key not in taken:
            continue
        progress = _progress_of(step, skipped, facts, cycle)
        over = progress in {Progress.DONE, Progress.SKIPPED}
        late = step.planned_on is not None and step.planned_on < today and not over
        if step.key == StepKey.COLLECT and _takes_answers_until(facts, today):
            late = False  # an open questionnaire is late only once its closing date is past
        views.append(StepView(step, progress, late and cycle.state == CycleState.RUNNING))
    return views


def _takes_answers_until(facts: StepFacts, today: date) -> bool:
    return facts.round_state == RoundState.OPEN and (facts.closes_on is None or facts.closes_on >= today)


def find_next(views: Sequence[StepView]) -> StepView | None:
    """The first step to take up: neither done nor skipped, nor out of time; None when there is none."""
    return next((view for view in views if not view.is_over and not view.is_out_of_time), None)


def _progress_of(step: CycleStep, skipped: set[str], facts: StepFacts, cycle: Cycle) -> Progress:
    if step.state == StepState.SKIPPED:
        return Progress.SKIPPED
    if step.state == StepState.DONE or cycle.state == CycleState.FINISHED:
        return Progress.DONE
    if step.key == StepKey.CROSS and StepKey.COLLECT in skipped and not facts.round_state:
        return Progress.SKIPPED  # nobody was asked: there is nothing to look at together
    deduce = _deduce_at_table if cycle.path == Path.TABLE else _deduce
    done, begun = deduce(StepKey(step.key), facts)
    return Progress.DONE if done else Progress.UNDERWAY if begun else Progress.AHEAD


def _deduce(key: StepKey, facts: StepFacts) -> tuple[bool, bool]:
    """(done, begun) as the facts tell it."""
    table = {
        StepKey.SCOPE: (facts.questions > 0, True),
        StepKey.TAKE_STOCK: (0 < facts.questions <= facts.own_answers, facts.own_answers > 0),
        StepKey.COLLECT: (facts.round_state == RoundState.CLOSED, bool(facts.round_state)),
        StepKey.CROSS: (facts.releases > 0, False),
        # Five questions are enough for a meeting; whoever has moved on to the plan has met.
        StepKey.WORKSHOP: (
            0 < min(facts.questions, 5) <= facts.positions
            or (facts.positions > 0 and facts.chosen_actions > 0),
            facts.positions > 0,
        ),
        StepKey.PLAN: (facts.chosen_actions > 0, False),
        StepKey.STAFF: (facts.staff_sheet, False),
        StepKey.ASSEMBLY: (False, facts.packs > 0),
    }
    return table[key]


def _deduce_at_table(key: StepKey, facts: StepFacts) -> tuple[bool, bool]:
    """(done, begun) round a table: the sheet has been read once the meeting has begun."""
    met = facts.positions > 0
    if key == StepKey.TAKE_STOCK:
        return met, False
    if key == StepKey.WORKSHOP:
        return met and (facts.positions >= facts.questions or facts.chosen_actions > 0), met
    return _deduce(key, facts)
