"""Reads of cycles, their steps and their questions."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from marchepied.apps.diagnosis.enums import CycleState
from marchepied.apps.diagnosis.models import Cycle, CycleStep
from marchepied.apps.organisations.selectors import profile_of
from marchepied.apps.referentials.selectors import read_referential
from marchepied.engines.referential import (
    AnsweredBy,
    Axis,
    Duty,
    Question,
    Referential,
    applicable_questions,
    duties_answering,
)


def _cycles_of(organisation: Any) -> QuerySet[Cycle]:
    return Cycle.objects.select_related("round__reply").filter(organisation=organisation)


def current_cycle(organisation: Any) -> Cycle | None:
    """The running cycle of the organisation (the latest started), with its round; None without one."""
    return _cycles_of(organisation).filter(state=CycleState.RUNNING).first()


def find_cycle(organisation: Any, cycle_id: UUID) -> Cycle | None:
    """The cycle of this id in the organisation, with its round; None where there is none."""
    return _cycles_of(organisation).filter(pk=cycle_id).first()


def other_cycles(organisation: Any, cycle: Cycle | None) -> list[Cycle]:
    """The organisation's cycles but this one, latest first."""
    rows = Cycle.objects.filter(organisation=organisation)
    return list(rows.exclude(pk=cycle.pk) if cycle else rows)


def referential_of(cycle: Cycle) -> Referential:
    """The referential version of the cycle (no query once it was read in this process)."""
    return read_referential(cycle.version_id)


def themes_of(cycle: Cycle) -> list[Axis]:
    """The themes of the cycle, in the order of the guide."""
    return [axis for axis in referential_of(cycle).axes if axis.id in set(cycle.axis_ids)]


def questions_of(cycle: Cycle) -> list[Question]:
    """The questions kept for the cycle, in their order; one that the version lacks is left out."""
    known = {question.id: question for question in referential_of(cycle).walk_questions()}
    return [known[identity] for identity in cycle.question_ids if identity in known]


def possible_questions(cycle: Cycle) -> list[Question]:
    """Every question of the cycle's themes that can apply to the organisation, kept or not."""
    profile = profile_of(cycle.organisation)
    return list(applicable_questions(referential_of(cycle), profile, set(cycle.axis_ids)))


def duties_for(cycle: Cycle, question: Question) -> tuple[tuple[Duty, AnsweredBy], ...]:
    """What the organisation already does by law or custom that answers part of the question (no query)."""
    return duties_answering(referential_of(cycle), question, profile_of(cycle.organisation))


def find_question(cycle: Cycle, question_id: str) -> Question | None:
    """The question of the cycle with this id; None when the cycle does not ask it."""
    return next((question for question in questions_of(cycle) if question.id == question_id), None)


def steps_of(cycle: Cycle) -> list[CycleStep]:
    """The steps of the cycle in order, with the person each was handed to (one query)."""
    return list(CycleStep.objects.select_related("owner").filter(cycle=cycle))


def find_step(cycle: Cycle, key: str) -> CycleStep | None:
    """The step of this key, with its owner; None where there is none."""
    return CycleStep.objects.select_related("owner").filter(cycle=cycle, key=key).first()
