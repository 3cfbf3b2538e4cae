"""Writes of the looks back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.models import Action, Review, ReviewedAction
from marchepied.apps.plans.services.plan import change_action_state
from marchepied.core.audit import record, trace


@dataclass(frozen=True)
class ReviewContent:
    """What a look back says, apart from the actions."""

    held_on: date
    worked: str = ""
    stuck: str = ""
    changes: str = ""
    next_on: date | None = None


@dataclass(frozen=True)
class ActionLook:
    """Where an action stands; an empty state leaves it where it is by now."""

    state: str = ""
    words: str = ""


@transaction.atomic
def hold_review(
    *, cycle: Any, content: ReviewContent, looks: Mapping[UUID, ActionLook], by: Any, meeting: Any = None
) -> Review:
    """Write a look back, and move the actions whose state changed, all together.

    Actions of another cycle are left out. Raises ValidationError for a date that cannot be, an unknown
    state, or a look back that says nothing.
    """
    actions = {action.pk: action for action in Action.objects.filter(cycle=cycle, pk__in=looks)}
    _check_content(content, any(looks[key].state or looks[key].words.strip() for key in actions))
    review = Review(organisation=cycle.organisation, cycle=cycle, meeting=meeting, by=by)
    _fill(review, content)
    review.save()
    for key, action in sorted(actions.items(), key=lambda pair: str(pair[1])):
        _look_at(review, action, looks[key], by)
    record("review.held", review, by=by, actions=len(actions))
    return review


def _look_at(review: Review, action: Action, look: ActionLook, by: Any) -> None:
    if look.state and look.state != action.state:
        change_action_state(action=action, state=look.state, by=by)
        trace(review, action, by=by)
    ReviewedAction.objects.create(
        organisation_id=review.organisation_id,
        review=review,
        action=action,
        state=ActionState(action.state),
        words=look.words.strip()[:300],
    )


@transaction.atomic
def update_review(*, review: Review, content: ReviewContent, by: Any) -> Review:
    """Write the answers and the dates of a look back again; the actions stay as they were seen that day."""
    _check_content(content, spoken=True)
    _fill(review, content)
    review.save()
    record("review.changed", review, by=by)
    return review


def _check_content(content: ReviewContent, spoken: bool) -> None:
    said = spoken or content.worked.strip() or content.stuck.strip() or content.changes.strip()
    if not said:
        raise ValidationError(
            _("Dites au moins une chose : où en est une action, ou ce que vous avez appris.")
        )
    if content.next_on is not None and content.next_on <= content.held_on:
        raise ValidationError({"next_on": _("Le prochain point vient après celui-ci.")})


def _fill(review: Review, content: ReviewContent) -> None:
    for name, value in vars(content).items():
        setattr(review, name, value.strip() if isinstance(value, str) else value)


@transaction.atomic
def delete_review(*, review: Review, by: Any) -> None:
    """Remove a look back written by mistake; the actions keep the states they have now."""
    record("review.deleted", review, by=by, held_on=review.held_on.isoformat())
    review.delete()
