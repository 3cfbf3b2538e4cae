"""From what a survey shows to the plan, in one gesture."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.listening.services.surveys import mark_taken_answer
from marchepied.apps.plans.models import Action
from marchepied.apps.plans.services.plan import ActionContent, add_action
from marchepied.core.audit import trace


@transaction.atomic
def take_up_answer(
    *,
    survey: Any,
    question_id: str,
    wording: str,
    cycle: Any,
    content: ActionContent,
    words: str = "",
    by: Any,
) -> Action:
    """Make an action of a question of a survey, or of `words` written to it, remembering which.

    `wording` is the question as it was asked. The caller takes both from a result that was shown. Raises
    ValidationError without a cycle of the same organisation.
    """
    if cycle is None or cycle.organisation_id != survey.organisation_id:
        raise ValidationError(_("Commencez d’abord une démarche : l’action ira dans son plan."))
    action = add_action(cycle=cycle, content=content, by=by)
    taken = mark_taken_answer(survey=survey, question_id=question_id, wording=wording, words=words, by=by)
    trace(taken, action, by=by)
    return action
