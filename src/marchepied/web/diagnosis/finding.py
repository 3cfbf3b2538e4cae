"""The cycle, step or question an address names, or 404."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404

from marchepied.apps.diagnosis.compute.elsewhere import ask_ended_again
from marchepied.apps.diagnosis.selectors.cycles import find_cycle, find_question, find_step
from marchepied.web.shared.access import SpaceRequest

if TYPE_CHECKING:
    from marchepied.apps.diagnosis.models import Cycle, CycleStep
    from marchepied.engines.referential import Question


def cycle_or_404(request: SpaceRequest, cycle_id: UUID) -> "Cycle":
    """The cycle of the space in scope, with its organisation set, asking what nothing answers any more."""
    cycle = find_cycle(request.space.organisation, cycle_id)
    if cycle is None:
        raise Http404
    cycle.organisation = request.space.organisation
    ask_ended_again(cycle)
    return cycle


def step_or_404(cycle: "Cycle", key: str) -> "CycleStep":
    """The step of the cycle, with its cycle and organisation set."""
    step = find_step(cycle, key)
    if step is None:
        raise Http404
    step.cycle, step.organisation = cycle, cycle.organisation
    return step


def question_or_404(cycle: "Cycle", question_id: str) -> "Question":
    """The question, if the cycle asks it."""
    question = find_question(cycle, question_id)
    if question is None:
        raise Http404
    return question
