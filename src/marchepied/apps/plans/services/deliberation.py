"""From what was decided together to the plan."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.plans.models import Action
from marchepied.apps.plans.services.plan import TITLE_LENGTH, ActionContent, add_action
from marchepied.core.audit import trace


@transaction.atomic
def take_up_decision(*, decision: Any, cycle: Any, by: Any) -> Action:
    """Put a decision in the plan as an action to do, its first line as the title, the rest as a note.

    Who does it and when are asked afterwards. Raises ValidationError without a démarche of the organisation.
    """
    if cycle is None or cycle.organisation_id != decision.organisation_id:
        raise ValidationError(_("Commencez d’abord une démarche : l’action ira dans son plan."))
    first, _break, rest = decision.text.strip().partition("\n")
    title = first.strip()
    if len(title) > TITLE_LENGTH:
        title, rest = title[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…", decision.text.strip()
    action = add_action(cycle=cycle, content=ActionContent(title=title, note=rest.strip()), by=by)
    trace(decision, action, by=by)
    return action
