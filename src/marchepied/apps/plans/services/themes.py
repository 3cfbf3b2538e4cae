"""From a theme of what people write to the plan, in one gesture."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.listening.services.themes import mark_taken
from marchepied.apps.plans.models import Action
from marchepied.apps.plans.services.plan import ActionContent, add_action
from marchepied.core.audit import trace


@transaction.atomic
def take_up_theme(*, board: Any, key: str, title: str, cycle: Any, content: ActionContent, by: Any) -> Action:
    """Make an action of a theme, remembering which and how it was called.

    The ideas and complaints under it stay as they are: each author is answered by a person. Raises
    ValidationError without a cycle of the same organisation.
    """
    if cycle is None or cycle.organisation_id != board.organisation_id:
        raise ValidationError(_("Commencez d’abord une démarche : l’action ira dans son plan."))
    action = add_action(cycle=cycle, content=content, by=by)
    trace(mark_taken(board=board, key=key, title=title, by=by), action, by=by)
    return action
