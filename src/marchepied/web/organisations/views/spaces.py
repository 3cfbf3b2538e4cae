"""The spaces of a person, from one page."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from marchepied.apps.diagnosis.selectors.stages import stages_in_scope
from marchepied.apps.networks.selectors.committees import seats_of
from marchepied.apps.organisations.selectors import SpaceLine, spaces_of
from marchepied.core.scope import scope
from marchepied.web.shared.access import SpaceRequest, signed_in_view


@signed_in_view
def home(request: SpaceRequest) -> HttpResponse:
    """Every space where this person has a role, with the stage each one is at."""
    spaces = spaces_of(request.user)
    stages = read_stages(spaces)
    lines = [(space, stages.get(space.organisation.pk, "")) for space in spaces]
    return render(request, "organisations/home.html", {"lines": lines, "seats": seats_of(request.user)})


def read_stages(spaces: Sequence[SpaceLine]) -> Mapping[UUID, str]:
    """One sentence an organisation about its current démarche, in one query whatever their number."""
    with scope(*(space.organisation for space in spaces)):
        return stages_in_scope()
