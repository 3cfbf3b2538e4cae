"""What the pilot's pages of the collection start from: the cycle, its groups, one call."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseBase, QueryDict

from marchepied.apps.diagnosis.selectors.cycles import find_cycle
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.selectors import find_college
from marchepied.web.participation.places import find_place
from marchepied.web.shared.access import SpaceRequest

View = Callable[..., HttpResponseBase]


def with_cycle(view: View) -> View:
    """Hand the space's cycle to the view; 404 when it is not this space's."""

    @wraps(view)
    def found(request: SpaceRequest, cycle: UUID, **kwargs: Any) -> HttpResponseBase:
        row = find_cycle(request.space.organisation, cycle)
        if row is None:
            raise Http404
        row.organisation = request.space.organisation
        if row.round is not None:
            row.round.organisation = request.space.organisation
        return view(request, row, **kwargs)

    return found


def with_call(view: View) -> View:
    """Hand the place of a call to the view: below a démarche (its questionnaire, one of its votes), or below
    a topic. 404 when the collection is neither open nor closed.
    """

    @wraps(view)
    def found(request: SpaceRequest, **where: UUID) -> HttpResponseBase:
        return view(request, find_place(request, where))

    return found


def require_open(call: Any) -> None:
    """404 on what makes no sense once the collection is closed."""
    if call.round.state != RoundState.OPEN:
        raise Http404


def require_college(request: SpaceRequest, college_id: UUID) -> Any:
    """One of the space's groups, or 404."""
    college = find_college(request.space.organisation, college_id)
    if college is None:
        raise Http404
    return college


def posted(request: SpaceRequest) -> QueryDict | None:
    """What was sent, even nothing; None on a first look."""
    return request.POST if request.method == "POST" else None


def attempt(request: SpaceRequest, gesture: Callable[[], Any]) -> bool:
    """Do a gesture that a service may refuse; the refusal is said at the top of the next page."""
    try:
        gesture()
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
        return False
    return True


def attempt_in(form: forms.Form, gesture: Callable[[], Any], *, beside: str | None = None) -> bool:
    """Do a gesture that a service may refuse; the refusal is said in the form, beside a field if named."""
    try:
        gesture()
    except ValidationError as refusal:
        form.add_error(beside, refusal)
        return False
    return True
