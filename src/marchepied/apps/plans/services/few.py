"""A few actions chosen round a table: what, who, when, and nothing else to fill in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.organisations.selectors import active_people_of, vocabulary_of
from marchepied.apps.plans.models import Action
from marchepied.apps.plans.services.plan import LINE_LENGTH, ActionContent, add_action
from marchepied.core.folding import fold
from marchepied.engines.referential import Lever, Text, word_text


@dataclass(frozen=True)
class ChosenAction:
    """What a table decides to do. `question_id` and `lever` say where the idea comes from, if anywhere."""

    title: str
    who: str = ""
    due_on: date | None = None
    question_id: str = ""
    lever: Lever | None = None


@transaction.atomic
def choose_actions(
    *, cycle: Any, chosen: Sequence[ChosenAction], positions: dict[str, Any], language: str, by: Any
) -> list[Action]:
    """Write the actions chosen into the plan; a name that is a member's own makes them the owner.

    The first step, the means and the expected result come from the lever. Raises ValidationError when
    nothing is chosen or an action has no words.
    """
    if not chosen:
        raise ValidationError(_("Choisissez au moins une action."))
    # Whoever has not said their name yet stays as the table named them: an address is never printed.
    members = {fold(person.name): person for person in active_people_of(cycle.organisation) if person.name}
    vocabulary = vocabulary_of(cycle.organisation, language)

    def words(text: Text) -> str:
        return word_text(text.read_in(language), language, vocabulary)[:LINE_LENGTH]

    actions = []
    for action in chosen:
        template = action.lever.action if action.lever else None
        owner = members.get(fold(action.who.strip()))
        content = ActionContent(
            title=action.title,
            first_step=words(template.first_step) if template else "",
            means=words(template.means) if template else "",
            expected_result=words(template.result) if template else "",
            owner=owner,
            owner_name="" if owner else action.who,
            due_on=action.due_on,
        )
        actions.append(
            add_action(
                cycle=cycle,
                content=content,
                question_id=action.question_id,
                lever_id=action.lever.id if action.lever else "",
                position_of=positions.get(action.question_id),
                by=by,
            )
        )
    return actions
