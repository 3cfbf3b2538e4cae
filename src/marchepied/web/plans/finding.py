"""The cycle, action or objective that an address names, or 404."""

from typing import Any
from uuid import UUID

from django.http import Http404

from marchepied.apps.organisations.selectors import active_people_of
from marchepied.apps.plans import selectors
from marchepied.apps.plans.selectors.acts import find_act
from marchepied.web.shared.access import SpaceRequest


def current_cycle_or_404(request: SpaceRequest) -> Any:
    cycle = selectors.plan_cycle(request.space.organisation)
    if cycle is None:
        raise Http404
    return cycle


def people_in(request: SpaceRequest) -> list[Any]:
    return active_people_of(request.space.organisation)


def objective_or_404(request: SpaceRequest, objective: UUID) -> Any:
    found = selectors.find_objective(request.space.organisation, objective)
    if found is None:
        raise Http404
    return found


def action_or_404(request: SpaceRequest, action: UUID) -> Any:
    found = selectors.find_action(request.space.organisation, action)
    if found is None:
        raise Http404
    return found


def act_or_404(request: SpaceRequest, act: UUID) -> Any:
    found = find_act(request.space.organisation, act)
    if found is None:
        raise Http404
    return found
