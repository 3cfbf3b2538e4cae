"""The spaces of a person, from one page."""

from django.http import HttpResponse
from django.shortcuts import render

from marchepied.apps.organisations.selectors import spaces_of
from marchepied.web.shared.access import SpaceRequest, signed_in_view


@signed_in_view
def home(request: SpaceRequest) -> HttpResponse:
    """Every space where this person has a role, with what happens there."""
    return render(request, "organisations/home.html", {"lines": spaces_of(request.user)})
