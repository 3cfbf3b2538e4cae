"""What the pages of a survey start from: the survey of an address, in one of these states; 404 otherwise."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from marchepied.apps.listening.selectors.surveys import find_survey
from marchepied.apps.listening.selectors.surveys.stages import state_of
from marchepied.web.shared.access import SpaceRequest

View = Callable[..., HttpResponseBase]


def with_survey(*states: str) -> Callable[[View], View]:
    """Hand the space's survey to the view, in one of these states when some are given."""

    def decorate(view: View) -> View:
        @wraps(view)
        def found(request: SpaceRequest, survey: UUID, **kwargs: Any) -> HttpResponseBase:
            row = find_survey(request.space.organisation, survey)
            if row is None or (states and state_of(row) not in states):
                raise Http404
            if row.round is not None:
                row.round.organisation = request.space.organisation
            return view(request, row, **kwargs)

        return found

    return decorate


def page(request: SpaceRequest, name: str, **more: Any) -> HttpResponse:
    """One of the pages of the surveys inside the space."""
    return render(request, f"listening/surveys/{name}.html", {"section": "listening", **more})


def back_to(request: SpaceRequest, survey: Any) -> HttpResponse:
    return redirect("listening:survey", request.space.slug, survey.pk)
