"""Following a meeting from one's own device: the screen of the room as text, and one's hand, without account.

The code in the address is the right to follow and to raise a hand, as for questionnaires: no session stands
behind it, and no cookie is laid before somebody raises a hand.
"""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from marchepied.apps.diagnosis.selectors.room import (
    Room,
    feel_pulse,
    pulse_for_code,
    read_room_for_phones,
)
from marchepied.apps.diagnosis.selectors.workshop import follow_code, read_agenda, workshop_for_code
from marchepied.apps.meetings.selectors.meetings import find_hand, running_show
from marchepied.apps.meetings.services.shows import raise_hand
from marchepied.apps.meetings.validators import check_number, draw_number, hash_voter
from marchepied.core.scope import scope
from marchepied.web.diagnosis.staging import describe_room, sort_lines
from marchepied.web.shared.access import public_view

if TYPE_CHECKING:
    from marchepied.apps.diagnosis.models import Workshop
    from marchepied.apps.meetings.models import Hand

HAND_COOKIE = "main"
HAND_HOURS = 12
NO_OPINION = "none"


@public_view("whoever is in the room follows the meeting, without an account")
def follow(request: HttpRequest, code: str) -> HttpResponseBase:
    """Where the room is now, the hand to raise when it is time, and the whole meeting as text."""
    workshop = workshop_for_code(code)
    canonical = follow_code(workshop)
    if workshop is None or not canonical:
        return _keep_nothing(_show_gone(request))
    if code != canonical:
        return redirect("diagnosis:follow", code=canonical)
    cycle = workshop.cycle
    cycle.organisation = workshop.organisation
    with scope(workshop.organisation):
        room = read_room_for_phones(cycle, workshop) if workshop.current_id else None
        whole = room is None or "tout" in request.GET
        context = {
            "organisation": workshop.organisation,
            "code": canonical,
            "agenda": read_agenda(cycle) if whole or room is None else room.agenda,
            "room": room,
            "whole": whole,
            "now": timezone.localtime(),
            "pulse": feel_pulse(workshop).mark,
            "late": "trop-tard" in request.GET,
            "phase_words": "",
            **({} if whole or room is None else _describe(request, room)),
        }
        return _keep_nothing(render(request, "diagnosis/follow.html", context))


def _describe(request: HttpRequest, room: Room) -> dict[str, Any]:
    hand = _find_own(request, room)
    return {
        **describe_room(room),
        **sort_lines(room.lines),
        "number_sealed": draw_number(),
        "hand": hand,
        "said": room.question.say_level(hand.level) if hand else "",
    }


def _find_own(request: HttpRequest, room: Room) -> "Hand | None":
    """What this phone has said in the turn that is open."""
    known = check_number(request.COOKIES.get(HAND_COOKIE, ""))
    if known is None or room.turn is None or not room.turn.is_open:
        return None
    return find_hand(room.turn.show, hash_voter(known, room.turn.show.pk))


@csrf_exempt
@require_POST
@public_view("whoever is in the room raises a hand, without an account or a name")
def raise_one(request: HttpRequest, code: str) -> HttpResponseBase:
    """One phone says its level; it may change its mind until the turn is counted."""
    workshop = workshop_for_code(code)
    canonical = follow_code(workshop)
    if workshop is None or not canonical:
        return _keep_nothing(_show_gone(request))
    page = reverse("diagnosis:follow", args=[canonical])
    # The cookie first: a second phone's page, or the same page sent twice, counts once.
    number = check_number(request.COOKIES.get(HAND_COOKIE, "")) or check_number(
        request.POST.get("numero", "")
    )
    with scope(workshop.organisation):
        if number is None or not _raise(request, workshop, number):
            return _keep_nothing(redirect(f"{page}?trop-tard"))
    return _keep_nothing(_remember(redirect(page), number))


def _raise(request: HttpRequest, workshop: "Workshop", number: str) -> bool:
    """Whether the hand was counted: the turn it was meant for is still open."""
    show = running_show(workshop.meeting)
    if show is None or str(show.pk) != request.POST.get("tour"):
        return False
    typed = request.POST.get("niveau", "")
    level = None if typed == NO_OPINION else int(typed) if typed.isdecimal() and len(typed) < 3 else 0
    try:
        raise_hand(show=show, voter=hash_voter(number, show.pk), level=level)
    except ValidationError:
        return False
    return True


def _remember(response: HttpResponse, number: str) -> HttpResponse:
    response.set_cookie(
        HAND_COOKIE,
        number,
        max_age=HAND_HOURS * 3600,
        path="/suivre/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@require_GET
@public_view("a device that follows the meeting asks whether anything changed")
def tell_pulse(request: HttpRequest, code: str) -> HttpResponseBase:
    """A few bytes, one query; 304 while nothing changed, 404 once the address stopped."""
    pulse = pulse_for_code(code)
    if pulse is None:
        return _keep_nothing(JsonResponse({"mark": ""}, status=404))
    etag = quote_etag(pulse.mark)
    found: HttpResponse | None = get_conditional_response(request, etag=etag)
    response = found or JsonResponse({"mark": pulse.mark})
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _show_gone(request: HttpRequest) -> HttpResponse:
    context = {"organisation": None}
    return render(request, "diagnosis/follow_gone.html", context, status=404)


def _keep_nothing(response: HttpResponse) -> HttpResponse:
    """No copy of what a group said stays in a cache or in a search engine."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
