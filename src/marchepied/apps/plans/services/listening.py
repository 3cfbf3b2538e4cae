"""From what people said to the plan: a complaint or an idea becomes an action, and follows it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.listening.enums import IdeaState
from marchepied.apps.listening.selectors.ideas import find_idea
from marchepied.apps.listening.services import decide, follow_action
from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.models import Action
from marchepied.apps.plans.services.plan import ActionContent, add_action
from marchepied.core.audit import trace
from marchepied.core.models import Trace

IDEA_TYPE = "listening.idea"
STATES = {
    ActionState.TODO: IdeaState.ACCEPTED,
    ActionState.DOING: IdeaState.DOING,
    ActionState.DONE: IdeaState.DONE,
    ActionState.DROPPED: IdeaState.ACCEPTED,
}


@transaction.atomic
def take_up_complaint(*, complaint: Any, cycle: Any, content: ActionContent, by: Any) -> Action:
    """Make the corrective action of a complaint, remembering that it comes from it."""
    _check(complaint, cycle)
    action = add_action(cycle=cycle, content=content, by=by)
    trace(complaint, action, by=by)
    return action


@transaction.atomic
def take_up_idea(*, idea: Any, cycle: Any, content: ActionContent, reason: str = "", by: Any) -> Action:
    """Put an idea in the plan: it is kept, with the reason that all read, and then follows the action.

    `reason` is needed unless the idea was kept already. Raises ValidationError with a sentence.
    """
    _check(idea, cycle)
    if idea.state not in (IdeaState.ACCEPTED, IdeaState.DOING, IdeaState.DONE):
        decide(idea=idea, accepted=True, reason=reason, by=by)
    action = add_action(cycle=cycle, content=content, by=by)
    trace(idea, action, by=by)
    follow_action(idea=idea, state=STATES[ActionState(action.state)], by=by)
    return action


def bring_idea_along(*, action: Action, by: Any = None) -> None:
    """Bring the ideas that an action was made from where it is (one query when there are none)."""
    rows = Trace.objects.filter(source_type=IDEA_TYPE, target_id=str(action.pk))
    for source_id in rows.filter(target_type=Action._meta.label_lower).values_list("source_id", flat=True):
        idea = find_idea(action.organisation, source_id)
        if idea is not None:
            state = ActionState(action.state)
            follow_action(idea=idea, state=STATES[state], stopped=state == ActionState.DROPPED, by=by)


def _check(row: Any, cycle: Any) -> None:
    if cycle is None or cycle.organisation_id != row.organisation_id:
        raise ValidationError(_("Commencez d’abord une démarche : l’action ira dans son plan."))
