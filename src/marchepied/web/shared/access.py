"""Every view says who may see it: one of these decorators, or a test fails.

A refusal answers 404, so that another organisation's page cannot be told from no page at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

from marchepied.apps.organisations.enums import Right
from marchepied.apps.organisations.rules import may
from marchepied.apps.organisations.selectors import find_membership
from marchepied.core.scope import scope

if TYPE_CHECKING:
    from marchepied.apps.organisations.models import Membership, Organisation, Person

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Space:
    """The organisation a page is about, and what the person signed in may do there."""

    organisation: "Organisation"
    membership: "Membership"

    @property
    def slug(self) -> str:
        return self.organisation.slug

    @property
    def may_contribute(self) -> bool:
        return may(self.membership, Right.CONTRIBUTE)

    @property
    def may_facilitate(self) -> bool:
        return may(self.membership, Right.FACILITATE)

    @property
    def may_pilot(self) -> bool:
        return may(self.membership, Right.PILOT)


class SpaceRequest(HttpRequest):
    """A request inside a space, for annotations."""

    user: "Person"
    space: Space
    htmx: Any


def keep_private(response: HttpResponseBase) -> HttpResponseBase:
    """Nothing of a member's page stays in a shared computer's cache after they sign out."""
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def member_view(right: str) -> Callable[[View], View]:
    """The view of a space, for its members who hold this right; runs inside the organisation's scope."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, space: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            membership = find_membership(request.user, space)
            if membership is None or not may(membership, right):
                raise Http404
            request.space = Space(membership.organisation, membership)  # type: ignore[attr-defined]
            with scope(membership.organisation):
                return keep_private(view(request, *args, **kwargs))

        guarded.access = f"member:{right}"  # type: ignore[attr-defined]
        return guarded

    return decorate


def signed_in_view(view: View) -> View:
    """A view for whoever is signed in, outside any space."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return keep_private(view(request, *args, **kwargs))

    guarded.access = "signed-in"  # type: ignore[attr-defined]
    return guarded


def public_view(reason: str) -> Callable[[View], View]:
    """A view for anybody, for the reason given (shown in docs/reference/access.md)."""

    def decorate(view: View) -> View:
        view.access = f"public:{reason}"  # type: ignore[attr-defined]
        return view

    return decorate
