"""Reads of the plan."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from marchepied.apps.diagnosis.selectors.cycles import (
    current_cycle,
    other_cycles,
    questions_of,
    referential_of,
)
from marchepied.apps.diagnosis.selectors.own_answers import own_answers_of
from marchepied.apps.diagnosis.selectors.positions import positions_of
from marchepied.apps.plans.enums import ActionState, Horizon
from marchepied.apps.plans.models import Action, Objective, Vision
from marchepied.core.models import Trace
from marchepied.engines.referential import Lever, Question

ENDED = {ActionState.DONE, ActionState.DROPPED}
# A level up to this one leaves something to gain: the organisation's own answer then suggests actions.
LOW_LEVEL = 3


@dataclass(frozen=True)
class Plan:
    """The plan of a cycle: vision, objectives by horizon, actions by date."""

    cycle: Any
    vision: str
    objectives: list[Objective]
    actions: list[Action]
    today: date

    @property
    def late(self) -> list[Action]:
        """Actions whose date is past and that are neither done nor dropped."""
        return [action for action in self.running if is_late(action, self.today)]

    @property
    def running(self) -> list[Action]:
        return [action for action in self.actions if action.state not in ENDED]

    @property
    def ended(self) -> list[Action]:
        return [action for action in self.actions if action.state in ENDED]

    @property
    def done(self) -> list[Action]:
        return [action for action in self.actions if action.state == ActionState.DONE]

    def objectives_at(self, horizon: Horizon) -> list[Objective]:
        return [objective for objective in self.objectives if objective.horizon == horizon]

    @property
    def objectives_by_horizon(self) -> list[tuple[Horizon, list[Objective]]]:
        return [(horizon, self.objectives_at(horizon)) for horizon in Horizon]


@dataclass(frozen=True)
class Proposal:
    """A question that calls for action, why, and the levers that are not in the plan yet."""

    question: Question
    level: int | None
    words: str
    agreed: bool  # by a meeting, rather than said by the organisation alone
    position_id: UUID | None
    levers: tuple[Lever, ...]


def is_late(action: Action, today: date | None = None) -> bool:
    """Whether the action's date is past while it is neither done nor dropped."""
    day = today or timezone.localdate()
    return action.due_on is not None and action.due_on < day and action.state not in ENDED


def plan_of(cycle: Any) -> Plan:
    """The plan of a cycle, possibly empty (three queries whatever the number of actions)."""
    vision = Vision.objects.filter(cycle=cycle).first()
    return Plan(
        cycle=cycle,
        vision=vision.text if vision else "",
        objectives=list(Objective.objects.filter(cycle=cycle)),
        actions=list(Action.objects.filter(cycle=cycle).select_related("owner", "objective")),
        today=timezone.localdate(),
    )


def plan_cycle(organisation: Any) -> Any | None:
    """The cycle whose plan is shown: the running one, or the last when none runs; None before any."""
    running = current_cycle(organisation)
    return running or next(iter(other_cycles(organisation, None)), None)


def late_actions(cycle: Any) -> list[Action]:
    """The cycle's late actions, the oldest date first (one query)."""
    today = timezone.localdate()
    rows = Action.objects.filter(cycle=cycle, due_on__lt=today).exclude(state__in=ENDED)
    return list(rows.select_related("owner"))


@dataclass(frozen=True)
class ActionTally:
    """How many actions a plan holds, how many of them are late, how many came from the year before."""

    total: int
    late: int
    carried: int = 0


def tally_actions(cycle: Any) -> ActionTally:
    """The actions of the plan of the cycle, counted in one query (three when the cycle follows another)."""
    late = Q(due_on__lt=timezone.localdate()) & ~Q(state__in=ENDED)
    counts = Action.objects.filter(cycle=cycle).aggregate(total=Count("pk"), late=Count("pk", filter=late))
    carried = _count_carried(cycle) if counts["total"] and cycle.follows_id else 0
    return ActionTally(**counts, carried=carried)


def _count_carried(cycle: Any) -> int:
    label = Action._meta.label_lower
    here = [str(action_id) for action_id in Action.objects.filter(cycle=cycle).values_list("pk", flat=True)]
    copied = Trace.objects.filter(source_type=label, target_type=label, target_id__in=here)
    return copied.values("target_id").distinct().count()


def find_action(organisation: Any, action_id: UUID) -> Action | None:
    """The action of this id in the organisation, with what it hangs on; None where there is none."""
    return (
        Action.objects.select_related("cycle", "owner", "objective", "position_of")
        .filter(organisation=organisation, pk=action_id)
        .first()
    )


def find_objective(organisation: Any, objective_id: UUID) -> Objective | None:
    """The objective of this id in the organisation; None where there is none."""
    return (
        Objective.objects.select_related("cycle").filter(organisation=organisation, pk=objective_id).first()
    )


def proposals_for(cycle: Any) -> list[Proposal]:
    """For each question that calls for action, the levers not chosen yet, in the order of the questions.

    A question calls for action when a meeting agreed something about it below the last level, or, without
    a meeting, when the organisation itself answered level 3 or below, or did not know.
    """
    positions = positions_of(cycle)
    own = own_answers_of(cycle)
    levers = {lever.id: lever for lever in referential_of(cycle).walk_levers()}
    taken = _levers_taken(cycle)
    proposed: set[str] = set()  # a lever serves several questions; it is proposed once, under the first
    proposals = []
    for question in questions_of(cycle):
        position = positions.get(question.id)
        answer = own.get(question.id)
        if position is not None:
            calls, level, words = _calls_after_meeting(position, question), position.level, position.words
        elif answer is not None:
            calls, level, words = _calls_alone(answer), answer.level, answer.narrative
        else:
            continue
        left = tuple(
            levers[identity]
            for identity in question.levers
            if identity in levers and identity not in taken[question.id] | proposed
        )
        if calls and left:
            proposed.update(lever.id for lever in left)
            proposals.append(
                Proposal(
                    question, level, words, position is not None, position.pk if position else None, left
                )
            )
    return proposals


def _levers_taken(cycle: Any) -> defaultdict[str, set[str]]:
    taken: defaultdict[str, set[str]] = defaultdict(set)
    rows = Action.objects.filter(cycle=cycle).exclude(lever_id="").order_by("id")
    for question_id, lever_id in rows.values_list("question_id", "lever_id"):
        taken[question_id].add(lever_id)
    return taken


def _calls_after_meeting(position: Any, question: Question) -> bool:
    return position.level is None or position.level < len(question.levels)


def _calls_alone(answer: Any) -> bool:
    return answer.level <= LOW_LEVEL if answer.level is not None else answer.kind == "dont_know"
