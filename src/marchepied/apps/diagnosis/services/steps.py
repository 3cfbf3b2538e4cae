"""Moving the steps of a cycle: skipped, resumed, done, dated, handed to someone."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from marchepied.apps.diagnosis.enums import StepKey, StepState
from marchepied.apps.diagnosis.models import CycleStep
from marchepied.apps.diagnosis.selectors.calendar import plan_steps
from marchepied.apps.organisations.enums import Right
from marchepied.apps.organisations.rules import may
from marchepied.apps.organisations.selectors import find_membership
from marchepied.core.audit import record
from marchepied.core.mail import send
from marchepied.engines.documents.typography import format_date

DEFAULT_LANGUAGE = "fr"


@transaction.atomic
def skip_step(*, step: CycleStep, by: Any) -> CycleStep:
    """Leave a step out this time; it can be resumed."""
    return _set_state(step, StepState.SKIPPED, "step.skipped", by)


@transaction.atomic
def resume_step(*, step: CycleStep, by: Any) -> CycleStep:
    """Take up again a step that was skipped, or said done too soon."""
    return _set_state(step, StepState.TODO, "step.resumed", by)


@transaction.atomic
def complete_step(*, step: CycleStep, by: Any) -> CycleStep:
    """Say by hand that a step is done (most say it by themselves, from what was done)."""
    return _set_state(step, StepState.DONE, "step.done", by)


@transaction.atomic
def set_step_date(*, step: CycleStep, on: date | None, by: Any) -> CycleStep:
    """A date set by hand, that no new plan moves; None gives the step back to the plan."""
    step.date_by_hand = on is not None
    step.planned_on = on or _planned_date(step)
    step.save(update_fields=["planned_on", "date_by_hand"])
    record("step.dated", step, by=by, step=step.key, on=str(step.planned_on or ""))
    return step


@transaction.atomic
def hand_step(*, step: CycleStep, person: Any, by: Any) -> CycleStep:
    """Entrust a step to someone of the space, who is told by mail; None takes it back, without a mail.

    Raises ValidationError for someone who is not of the space. Nobody is written to about their own gesture.
    """
    if person is not None and not may(find_membership(person, step.organisation.slug), Right.READ):
        raise ValidationError(_("Cette personne n’est pas dans votre espace. Invitez-la d’abord."))
    changed = person is not None and person.pk != step.owner_id and person != by
    step.owner = person
    step.save(update_fields=["owner"])
    if changed:
        _tell(step, person, by)
    record("step.handed", step, by=by, step=step.key, to=str(person.pk) if person else "")
    return step


def _set_state(step: CycleStep, state: StepState, verb: str, by: Any) -> CycleStep:
    step.state = state
    step.save(update_fields=["state"])
    record(verb, step, by=by, step=step.key)
    return step


def _planned_date(step: CycleStep) -> date | None:
    planned = plan_steps(
        today=timezone.localdate(),
        assembly_on=step.cycle.assembly_on,
        n_questions=len(step.cycle.question_ids),
    )
    return next(item.on for item in planned if item.key == step.key)


def _tell(step: CycleStep, person: Any, by: Any) -> None:
    language = person.language or DEFAULT_LANGUAGE
    with override(language):
        context = {
            "person": person.get_short_name(),
            "by": by.get_short_name(),
            "organisation": step.organisation.name,
            "space": step.organisation.slug,
            "step": str(StepKey(step.key).label),
            "minutes": step.minutes,
            "on": format_date(step.planned_on, language) if step.planned_on else "",
        }
    send("step_handed", to=person.email, language=language, context=context)
