"""Starting the next cycle from the last: its scope, the head-counts of its groups, the actions left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.services.cycles import start_next_cycle
from marchepied.apps.participation.selectors import colleges_of
from marchepied.apps.participation.services import update_college
from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.models import Action
from marchepied.apps.plans.selectors.next_year import unfinished_actions
from marchepied.core.audit import record, trace


@dataclass(frozen=True)
class NextYear:
    """What is decided for the year to come.

    `version_id` is the guide to follow, where it is not the one that ships.
    `counts` are the head-counts of groups by college; `kept` the unfinished actions to carry over, `dropped`
    those given up, each with a word that says why (empty: none). `spare` asks less, because of what was done
    elsewhere and still counts.
    """

    axis_ids: Sequence[str]
    depth: str
    path: str
    assembly_on: date | None = None
    version_id: UUID | None = None
    counts: Mapping[UUID, int | None] = field(default_factory=dict)
    kept: Sequence[UUID] = ()
    dropped: Mapping[UUID, str] = field(default_factory=dict)
    spare: bool = False


@transaction.atomic
def start_next_year(*, last: Any, content: NextYear, by: Any) -> Any:
    """The next cycle with what it takes from the last one. Raises ValidationError, in words.

    An action neither kept nor dropped stays in the plan of the last cycle as it is.
    """
    cycle = start_next_cycle(
        last=last,
        axis_ids=content.axis_ids,
        depth=content.depth,
        path=content.path,
        assembly_on=content.assembly_on,
        version_id=content.version_id,
        spare=content.spare,
        by=by,
    )
    _count_again(last.organisation, content.counts, by)
    carry_over_actions(last=last, cycle=cycle, kept=content.kept, dropped=content.dropped, by=by)
    return cycle


def _count_again(organisation: Any, counts: Mapping[UUID, int | None], by: Any) -> None:
    for college in colleges_of(organisation) if counts else ():
        count = counts.get(college.pk, college.expected_count)
        if count != college.expected_count:
            update_college(college=college, name=college.name, expected_count=count, mode=college.mode, by=by)


@transaction.atomic
def carry_over_actions(
    *, last: Any, cycle: Any, kept: Sequence[UUID], dropped: Mapping[UUID, str], by: Any
) -> list[Action]:
    """Copy unfinished actions into the new plan, each traced to the one it goes on from; give others up.

    A copy serves what its action served. A date that is past is left to be chosen again. The word of an
    action given up is written after its result. Raises ValidationError for an action that is not among the
    unfinished ones of the last cycle.
    """
    waiting = {action.pk: action for action in unfinished_actions(last)}
    if not {*kept, *dropped} <= set(waiting) or set(kept) & set(dropped):
        raise ValidationError(_("Une de ces actions n’attend plus : rechargez la page."))
    made = [_go_on_with(waiting[action_id], cycle, by) for action_id in dict.fromkeys(kept)]
    for action_id, word in dropped.items():
        _give_up(waiting[action_id], word, by)
    return made


def _go_on_with(action: Action, cycle: Any, by: Any) -> Action:
    due_on = action.due_on if action.due_on and action.due_on >= timezone.localdate() else None
    copy = Action.objects.create(
        organisation_id=action.organisation_id,
        cycle=cycle,
        question_id=action.question_id,
        lever_id=action.lever_id,
        practice_id=action.practice_id,
        title=action.title,
        first_step=action.first_step,
        owner=action.owner,
        owner_name=action.owner_name,
        means=action.means,
        due_on=due_on,
        expected_result=action.expected_result,
        result=action.result,
        note=action.note,
        state=action.state,
    )
    owned = {"organisation_id": action.organisation_id}
    copy.purposes.set(action.purposes.all(), through_defaults=owned)
    copy.activities.set(action.activities.all(), through_defaults=owned)
    trace(action, copy, by=by)
    record("action.carried_over", copy, by=by, title=copy.title)
    return copy


def _give_up(action: Action, word: str, by: Any) -> None:
    before, action.state = action.state, ActionState.DROPPED
    action.result = "\n".join(filter(None, (action.result, word.strip())))
    action.save(update_fields=["state", "result"])
    record("action.changed", action, by=by, before=before, after=action.state)
