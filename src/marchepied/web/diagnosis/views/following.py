"""Following a meeting from one's own device: the screen of the room as text, without an account."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from marchepied.apps.diagnosis.selectors.workshop import follow_code, read_agenda, workshop_for_code
from marchepied.core.scope import scope
from marchepied.web.shared.access import public_view


@public_view("whoever is in the room follows the meeting, without an account")
def follow(request: HttpRequest, code: str) -> HttpResponseBase:
    """The questions of the meeting, what the groups said, and what was decided; read only."""
    workshop = workshop_for_code(code)
    canonical = follow_code(workshop)
    if workshop is None or not canonical:
        return _keep_nothing(_show_gone(request))
    if code != canonical:
        return redirect("diagnosis:follow", code=canonical)
    cycle = workshop.cycle
    cycle.organisation = workshop.organisation
    with scope(workshop.organisation):
        context = {
            "organisation": workshop.organisation,
            "agenda": read_agenda(cycle),
            "now": timezone.localtime(),
        }
        return _keep_nothing(render(request, "diagnosis/follow.html", context))


def _show_gone(request: HttpRequest) -> HttpResponse:
    context = {"organisation": None}
    return render(request, "diagnosis/follow_gone.html", context, status=404)


def _keep_nothing(response: HttpResponse) -> HttpResponse:
    """No copy of what a group said stays in a cache or in a search engine."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
