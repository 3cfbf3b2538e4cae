"""Writes of the plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.organisations.selectors import Project, vocabulary_of
from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.models import Action, Objective, Vision
from marchepied.apps.plans.selectors.plan import Proposal
from marchepied.apps.plans.services.coherence import point_to
from marchepied.core.audit import record, trace
from marchepied.engines.referential import ActionTemplate, Text, word_text

TITLE_LENGTH = 200
LINE_LENGTH = 300


@dataclass(frozen=True)
class ActionContent:
    """What a person writes of an action."""

    title: str
    first_step: str = ""
    owner: Any = None
    owner_name: str = ""
    means: str = ""
    due_on: date | None = None
    expected_result: str = ""
    result: str = ""
    state: str = ActionState.TODO
    objective: Any = None
    note: str = ""


@transaction.atomic
def save_vision(*, cycle: Any, text: str, by: Any) -> Vision:
    """Write what the organisation wants to have become."""
    vision, _created = Vision.objects.update_or_create(
        organisation=cycle.organisation, cycle=cycle, defaults={"text": text.strip()}
    )
    record("vision.written", vision, by=by)
    return vision


@transaction.atomic
def add_objective(*, cycle: Any, text: str, horizon: int, by: Any) -> Objective:
    """Add a target at one or three years, after the others. Raises ValidationError when it is empty."""
    if not text.strip():
        raise ValidationError(_("Écrivez l’objectif en une phrase."))
    objective = Objective.objects.create(
        organisation=cycle.organisation,
        cycle=cycle,
        text=text.strip(),
        horizon=horizon,
        position=Objective.objects.filter(cycle=cycle).count(),
    )
    record("objective.added", objective, by=by)
    return objective


@transaction.atomic
def update_objective(*, objective: Objective, text: str, horizon: int, by: Any) -> Objective:
    """Change an objective's words or horizon. Raises ValidationError when it is empty."""
    if not text.strip():
        raise ValidationError(_("Écrivez l’objectif en une phrase."))
    objective.text, objective.horizon = text.strip(), horizon
    objective.save(update_fields=["text", "horizon"])
    record("objective.changed", objective, by=by)
    return objective


@transaction.atomic
def delete_objective(*, objective: Objective, by: Any) -> None:
    """Remove an objective; its actions stay, without objective."""
    record("objective.deleted", objective, by=by, text=objective.text)
    objective.delete()


@transaction.atomic
def add_action(
    *,
    cycle: Any,
    content: ActionContent,
    question_id: str = "",
    lever_id: str = "",
    practice_id: str = "",
    position_of: Any = None,
    serves: Project | None = None,
    by: Any,
) -> Action:
    """Add an action to the plan, remembering the question, practice or agreement that it comes from.

    `serves` says which purposes and activities it serves. Raises ValidationError when it has no title.
    """
    action = Action(
        organisation=cycle.organisation,
        cycle=cycle,
        question_id=question_id,
        lever_id=lever_id,
        practice_id=practice_id,
        position_of=position_of,
    )
    _fill(action, content)
    action.save()
    if position_of is not None:
        trace(position_of, action, by=by)
    record("action.added", action, by=by, title=action.title)
    if serves is not None:
        point_to(action=action, project=serves, by=by)
    return action


@transaction.atomic
def adopt_levers(
    *,
    cycle: Any,
    proposals: Sequence[Proposal],
    positions: dict[str, Any],
    chosen: Sequence[tuple[str, str]],
    owner: Any,
    due_on: date | None,
    language: str,
    by: Any,
) -> list[Action]:
    """Turn the chosen (question id, lever id) pairs into actions, in words that the pilot can then change.

    Raises ValidationError when nothing is chosen, or when a pair is not among the proposals.
    """
    offered = {(proposal.question.id, lever.id): lever for proposal in proposals for lever in proposal.levers}
    if not chosen:
        raise ValidationError(_("Cochez au moins une action."))
    if any(pair not in offered for pair in chosen):
        raise ValidationError(_("Une de ces actions n’est plus proposée : rechargez la page."))
    vocabulary = vocabulary_of(cycle.organisation, language)
    return [
        add_action(
            cycle=cycle,
            content=_word_template(offered[pair].action, language, vocabulary, owner, due_on),
            question_id=pair[0],
            lever_id=pair[1],
            position_of=positions.get(pair[0]),
            by=by,
        )
        for pair in dict.fromkeys(chosen)
    ]


def _word_template(
    template: ActionTemplate, language: str, vocabulary: dict[str, str], owner: Any, due_on: date | None
) -> ActionContent:
    """What a lever proposes, in the organisation's words, cut to what an action may hold."""

    def words(text: Text, length: int) -> str:
        return word_text(text.read_in(language), language, vocabulary)[:length]

    return ActionContent(
        title=words(template.title, TITLE_LENGTH),
        first_step=words(template.first_step, LINE_LENGTH),
        means=words(template.means, LINE_LENGTH),
        expected_result=words(template.result, LINE_LENGTH),
        owner=owner,
        due_on=due_on,
    )


@transaction.atomic
def update_action(
    *, action: Action, content: ActionContent, serves: Project | None = None, by: Any
) -> Action:
    """Write an action again; without `serves`, it serves what it did. ValidationError without a title."""
    before = action.state
    _fill(action, content)
    action.save()
    record("action.changed", action, by=by, before=before, after=action.state)
    if serves is not None:
        point_to(action=action, project=serves, by=by)
    return action


@transaction.atomic
def change_action_state(*, action: Action, state: str, by: Any) -> Action:
    """Say that an action is to do, begun, done or dropped."""
    if state not in ActionState.values:
        raise ValidationError(_("Choisissez un état de la liste."))
    before, action.state = action.state, state
    action.save(update_fields=["state"])
    record("action.changed", action, by=by, before=before, after=state)
    return action


@transaction.atomic
def delete_action(*, action: Action, by: Any) -> None:
    """Remove an action added by mistake (one that will not be done is dropped instead)."""
    record("action.deleted", action, by=by, title=action.title)
    action.delete()


def _fill(action: Action, content: ActionContent) -> None:
    if not content.title.strip():
        raise ValidationError(_("Dites en une phrase ce qu’il y a à faire."))
    if content.objective is not None and content.objective.cycle_id != action.cycle_id:
        raise ValidationError(_("Cet objectif est celui d’une autre démarche."))
    for name, value in vars(content).items():
        setattr(action, name, value.strip() if isinstance(value, str) else value)
