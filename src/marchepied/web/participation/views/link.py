"""What every page reached by a link or a code does first: find what the code opens, or help."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from marchepied.apps.participation.selectors import call_for_code
from marchepied.apps.participation.validators import token_of
from marchepied.core.scope import scope
from marchepied.web.shared.access import public_view

LinkView = Callable[..., HttpResponseBase]


def link_view(view: LinkView) -> LinkView:
    """A participant's page: `view(request, found, code)`, in the scope of the organisation called for.

    A code written otherwise (lower case, no dashes) is sent to its one address, so that the device's
    memory goes by it. Nothing of these pages stays in a cache or in a search engine.
    """

    @wraps(view)
    def opened(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        found = call_for_code(code)
        if found is None:
            return keep_nothing(show_unknown_code(request, code))
        handle = found.invitation.handle if found.invitation is not None else found.call.handle
        canonical = token_of(handle)
        match = request.resolver_match
        if code != canonical and request.method == "GET" and match is not None:
            return redirect(match.view_name, code=canonical)
        with scope(found.call.organisation):
            return keep_nothing(view(request, found, canonical, **kwargs))

    return public_view("whoever holds the link answers, without an account")(opened)


def show_unknown_code(request: HttpRequest, typed: str) -> HttpResponse:
    """The page that helps someone whose code opens nothing."""
    return render(
        request, "participation/code.html", {"typed": typed[:40], "unknown": True, "pause": False}, status=404
    )


def keep_nothing(response: HttpResponseBase) -> HttpResponseBase:
    """Tell the browser, proxies and search engines to keep no copy."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
