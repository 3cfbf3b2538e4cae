"""What pages of the registers start from: the register, complaint or idea of an address; 404 otherwise."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation

from marchepied.apps.listening.enums import RegisterKind
from marchepied.apps.listening.selectors import find_register, found_by_code
from marchepied.apps.listening.selectors.complaints import find_complaint
from marchepied.apps.listening.selectors.ideas import find_idea
from marchepied.apps.listening.selectors.registers import code_of, find_door
from marchepied.apps.listening.selectors.themes import themes_of_guide
from marchepied.apps.listening.selectors.tracking import code_of_track
from marchepied.core.scope import scope
from marchepied.web.participation.attempts import count_wrong_code, may_try_code
from marchepied.web.participation.views.link import keep_nothing
from marchepied.web.shared.access import SpaceRequest, public_view

View = Callable[..., HttpResponseBase]


def with_register(kind: str) -> Callable[[View], View]:
    """Hand the space's register of this kind to the view; 404 before it was ever opened."""

    def decorate(view: View) -> View:
        @wraps(view)
        def found(request: SpaceRequest, **kwargs: Any) -> HttpResponseBase:
            return view(request, require(find_register(request.space.organisation, kind)), **kwargs)

        return found

    return decorate


def with_complaint(view: View) -> View:
    """Hand a complaint of the space to the view."""

    @wraps(view)
    def found(request: SpaceRequest, complaint: UUID, **kwargs: Any) -> HttpResponseBase:
        return view(request, require(find_complaint(request.space.organisation, complaint)), **kwargs)

    return found


def with_idea(view: View) -> View:
    """Hand an idea of the space to the view."""

    @wraps(view)
    def found(request: SpaceRequest, idea: UUID, **kwargs: Any) -> HttpResponseBase:
        return view(request, require(find_idea(request.space.organisation, idea)), **kwargs)

    return found


def with_door(kind: str, argument: str) -> Callable[[View], View]:
    """A public page by a register's code: `view(request, register, group, code)`, in its scope."""

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            found = find_door(kwargs.pop(argument), kind)
            if found is None:
                return keep_nothing(render(request, "listening/unknown.html", {"code": ""}, status=404))
            register, group = found
            with scope(register.organisation):
                if not register.is_open and kind == RegisterKind.COMPLAINTS:
                    return keep_nothing(show_closed(request, register))
                return keep_nothing(view(request, register, group, code_of(register, group), **kwargs))

        return public_view("whoever holds the code of a register opens its page, without an account")(opened)

    return decorate


def with_track(view: View) -> View:
    """A page by a tracking code: `view(request, found, code)`; too many wrong ones make it wait."""

    @wraps(view)
    def opened(request: HttpRequest, tracking: str, **kwargs: Any) -> HttpResponseBase:
        if not may_try_code(request):
            context = {"code": "", "pause": True}
            return keep_nothing(render(request, "listening/unknown.html", context, status=429))
        found = found_by_code(tracking)
        if found is None:
            if request.method == "POST":  # a page merely opened writes nothing
                count_wrong_code(request)
            context = {"code": tracking[:40], "pause": False}
            return keep_nothing(render(request, "listening/unknown.html", context, status=404))
        canonical = code_of_track(found)
        if tracking != canonical and request.method == "GET":
            return redirect("listening:follow", canonical)
        with scope(found.row.organisation):
            return keep_nothing(view(request, found, canonical, **kwargs))

    return public_view("whoever holds a tracking code follows what they sent, without an account")(opened)


def show_closed(request: HttpRequest, register: Any) -> HttpResponseBase:
    """The page of a register that takes nothing now; what was sent is still followed by its code."""
    context = {"register": register, "organisation": register.organisation}
    return render(request, "listening/closed.html", context)


def current_language() -> str:
    return translation.get_language() or "fr"


def current_themes() -> dict[str, str]:
    """The themes of the guide, in the language of the page."""
    return themes_of_guide(current_language())


def require(row: Any) -> Any:
    """The row, or 404."""
    if row is None:
        raise Http404
    return row
