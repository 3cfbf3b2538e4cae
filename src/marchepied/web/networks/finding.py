"""What pages of networks start from: the call, the committee, the seat of an address; 404 otherwise."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase

from marchepied.apps.networks.selectors.appeals import (
    find_appeal,
    find_group,
    find_proposal,
    find_shared_appeal,
    group_for_code,
)
from marchepied.apps.networks.selectors.committees import find_committee, find_seat
from marchepied.apps.networks.validators import seal_group
from marchepied.core.scope import scope
from marchepied.web.participation.views.link import keep_nothing, show_unknown_code
from marchepied.web.shared.access import SpaceRequest, public_view, signed_in_view

View = Callable[..., HttpResponseBase]


def with_appeal(view: View) -> View:
    """Hand a call of the network's own to the view, and the proposal or the group that the address names."""

    @wraps(view)
    def found(request: SpaceRequest, appeal: UUID, **kwargs: Any) -> HttpResponseBase:
        row = find_appeal(request.space.organisation, appeal)
        if row is None:
            raise Http404
        if "proposal" in kwargs:
            kwargs["proposal"] = _require(find_proposal(row, kwargs["proposal"]))
        if "appeal_group" in kwargs:
            kwargs["group"] = _require(find_group(row, kwargs.pop("appeal_group")))
        return view(request, row, **kwargs)

    return found


def with_shared_appeal(view: View) -> View:
    """Hand a call that this member was chosen for; the view runs in the scope of the network that calls."""

    @wraps(view)
    def found(request: SpaceRequest, shared_appeal: UUID, **kwargs: Any) -> HttpResponseBase:
        row = _require(find_shared_appeal(request.space.organisation, shared_appeal))
        with scope(row.organisation):
            if "shared_proposal" in kwargs:
                kwargs["proposal"] = _require(find_proposal(row, kwargs.pop("shared_proposal")))
            return view(request, row, **kwargs)

    return found


def with_group(view: View) -> View:
    """A page by the link of a group: `view(request, group, code)`, in the scope of the network that calls."""

    @wraps(view)
    def opened(request: HttpRequest, group_code: str, **kwargs: Any) -> HttpResponseBase:
        group = group_for_code(group_code)
        if group is None:
            return keep_nothing(show_unknown_code(request, group_code))
        with scope(group.organisation):
            return keep_nothing(view(request, group, seal_group(group.handle), **kwargs))

    return public_view("whoever holds the link of a group takes part, without an account")(opened)


def with_committee(view: View) -> View:
    """Hand a committee of the space to the view."""

    @wraps(view)
    def found(request: SpaceRequest, committee: UUID, **kwargs: Any) -> HttpResponseBase:
        return view(request, _require(find_committee(request.space.organisation, committee)), **kwargs)

    return found


def with_seat(view: View) -> View:
    """A page of an expert, signed in with the address that was invited; in the scope of who asked them."""

    @wraps(view)
    def found(request: HttpRequest, committee: UUID, **kwargs: Any) -> HttpResponseBase:
        seat = _require(find_seat(request.user, committee))
        with scope(seat.organisation_id):
            return view(request, seat, **kwargs)

    return signed_in_view(found)


def _require(row: Any) -> Any:
    if row is None:
        raise Http404
    return row
