"""Saying what the actions serve, of what the organisation exists for and does."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.organisations.selectors import Project
from marchepied.apps.organisations.services import set_served
from marchepied.apps.plans.models import Action
from marchepied.core.audit import record

RELATIONS = {"purpose": "purposes", "activity": "activities"}


@transaction.atomic
def point_to(*, action: Action, project: Project, by: Any) -> bool:
    """Say which purposes and activities an action serves, and no others; whether that changed.

    Raises ValidationError for those of another organisation.
    """
    return set_served(row=action, project=project, verb="action.pointed", by=by)


@transaction.atomic
def add_serving_actions(*, line: Any, cycle: Any, actions: Collection[UUID], by: Any) -> int:
    """Say that these actions of the cycle serve a purpose or an activity too; how many did not yet.

    Those that already do stay, and each keeps what else it serves. Raises ValidationError when none is
    chosen, or when one is not in the plan of the cycle.
    """
    wanted, relation = set(actions), RELATIONS[line._meta.model_name]
    if not wanted:
        raise ValidationError(_("Cochez au moins une action."))
    plan = Action.objects.filter(cycle=cycle, organisation_id=line.organisation_id)
    if plan.filter(pk__in=wanted).count() != len(wanted):
        raise ValidationError(_("Une de ces actions n’est plus dans le plan : rechargez la page."))
    already = plan.filter(**{relation: line}).order_by().values("pk")
    new = list(plan.filter(pk__in=wanted).exclude(pk__in=already))
    for action in new:
        getattr(action, relation).add(line, through_defaults={"organisation_id": line.organisation_id})
    if new:
        record(f"{line._meta.model_name}.served", line, by=by, actions=len(new))
    return len(new)
