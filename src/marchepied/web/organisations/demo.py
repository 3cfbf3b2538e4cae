"""The printed link that signs in as the demonstration's pilot. It exists only in a demonstration, at home.

A GET may sign in here: the link is printed in the terminal of the person who started the server, works
from that machine alone, and what it opens holds nothing but invented data. It writes only the session.
"""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache

from marchepied.apps.organisations.selectors import find_demo_pilot
from marchepied.web.shared.access import public_view

LOOPBACK = {"127.0.0.1", "::1"}
# Any of them means that the request came through somebody else.
PROXY_HEADERS = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")


def demo_link() -> str:
    """The path that signs in as the demonstration's pilot; the token is made from the server's secret."""
    return reverse("organisations:demo", args=[_make_token()])


@public_view("exists only with the demo flag, for requests from the machine itself")
@never_cache
def sign_in_as_demo_pilot(request: HttpRequest, token: str) -> HttpResponse:
    """Open the demonstration; 404 anywhere else, or with another token."""
    if not settings.DEMO or not _comes_from_here(request) or not constant_time_compare(token, _make_token()):
        raise Http404
    pilot = find_demo_pilot()
    if pilot is None:
        raise Http404
    request.session.flush()
    # Not django.contrib.auth.login(), which also writes the date: a GET writes nothing but the session.
    request.session[SESSION_KEY] = str(pilot.pk)
    request.session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    request.session[HASH_SESSION_KEY] = pilot.get_session_auth_hash()
    rotate_token(request)
    return redirect("organisations:home")


def _make_token() -> str:
    return signing.Signer(salt="organisations.demo").signature("pilot")


def _comes_from_here(request: HttpRequest) -> bool:
    direct = request.META.get("REMOTE_ADDR") in LOOPBACK
    return direct and not any(header in request.headers for header in PROXY_HEADERS)
