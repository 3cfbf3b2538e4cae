"""The page of a relay: it works without network, never shows again what was written, and sends once."""

import secrets
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from marchepied.apps.listening.rules import may_send_as_relay
from marchepied.apps.listening.selectors.channels import contacts_in
from marchepied.apps.listening.selectors.relays import RelayDoor, read_relay_door, relay_for_code
from marchepied.apps.listening.validators import relay_code as code_of
from marchepied.apps.participation.selectors import link_of
from marchepied.core.boxes import public_key_of
from marchepied.core.scope import scope
from marchepied.web.listening.finding import current_language
from marchepied.web.listening.relays.entries import (
    TAKEN,
    Entry,
    Outcome,
    open_entry,
    read_boxes,
    take_entry,
)
from marchepied.web.listening.sending import check_pace
from marchepied.web.participation.attempts import count_wrong_code, may_try_code
from marchepied.web.participation.forms.answer import lay_part
from marchepied.web.participation.views.link import keep_nothing
from marchepied.web.shared.access import public_view

MOST_BYTES = 2_000_000
NAMES = ("title", "text", "signed", "what", "when_where", "wanted", "name", "contact")


# The code in the address is the right to write and no session stands behind it: no cookie is laid.
@csrf_exempt
@public_view("whoever holds the link of a relay writes for others, without an account")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, relay_code: str) -> HttpResponseBase:
    """Forms for one person after the other; what was kept on the device arrives here, once."""
    if not may_try_code(request):
        return _show_closed(request, None, "pause", 429)
    relay = relay_for_code(relay_code)
    if relay is None:
        if request.method == "POST":  # a page merely opened writes nothing
            count_wrong_code(request)
        return _show_closed(request, None, "unknown", 404)
    with scope(relay.organisation):
        if not may_send_as_relay(relay):
            if _is_kept(request):  # the device keeps what it holds, and says why
                return _tell({"error": _("Ce droit n’est plus valable : rien n’a été pris.")}, 410)
            return _show_closed(request, relay, "over", 410)
        if request.method != "POST":
            return _show_page(request, read_relay_door(relay))
        if _is_kept(request):
            return _receive_kept(request, relay)
        return _receive_form(request, relay)


def _is_kept(request: HttpRequest) -> bool:
    """Whether a device sends what it kept."""
    json = request.headers.get("Content-Type", "").startswith("application/json")
    return json and request.method == "POST"


def _show_page(
    request: HttpRequest, door: RelayDoor, refused: Outcome | None = None, fields: Any = None
) -> HttpResponseBase:
    relay = door.relay
    code = code_of(relay.handle)
    context = {
        "door": door,
        "relay": relay,
        "organisation": relay.organisation,
        "code": code,
        "questions": _lay_questions(door.call, fields or {}),
        "after_link": link_of(door.call) if door.call else "",
        "public_key": public_key_of(code),
        "contacts": contacts_in(current_language()),
        "nonce": secrets.token_urlsafe(12),
        "refused": refused,
        "fields": {name: (fields or {}).get(name, "") for name in NAMES},
    }
    status = 422 if refused is not None else 200
    return keep_nothing(render(request, "listening/relays/page.html", context, status=status))


def _lay_questions(call: Any, fields: Any) -> list[Any]:
    """Every question of the sheet: without network, no part can be asked for."""
    if call is None:
        return []
    form, item_ids = call.round.form, call.item_ids
    first = lay_part(form, item_ids, fields, 1)
    others = [lay_part(form, item_ids, fields, number) for number in range(2, first.count + 1)]
    return [question for part in (first, *others) for question in part.questions]


def _receive_form(request: HttpRequest, relay: Any) -> HttpResponseBase:
    """One entry sent at once, by a browser without script."""
    fields = {name: text for name, text in request.POST.items() if isinstance(text, str)}
    entry = Entry(fields.get("kind", ""), fields.get("envoi", "")[:64] or secrets.token_urlsafe(12), fields)
    try:
        check_pace(request, "listen_by_link")
    except ValidationError as refusal:
        outcome = Outcome(1, "later", entry.kind, " ".join(refusal.messages))
    else:
        outcome = take_entry(relay, entry, 1)
    if outcome.state != TAKEN:
        return _show_page(request, read_relay_door(relay), outcome, fields)
    context = {
        "organisation": relay.organisation,
        "outcome": outcome,
        "code": code_of(relay.handle),
        "after_link": link_of(relay.call) if relay.call else "",
    }
    return keep_nothing(render(request, "listening/relays/sent.html", context))


def _receive_kept(request: HttpRequest, relay: Any) -> HttpResponse:
    """What a device kept for several people: an outcome for each, so that it forgets what was taken."""
    try:
        check_pace(request, "listen_by_link")
        fits = 0 < int(request.META.get("CONTENT_LENGTH") or 0) <= MOST_BYTES
    except ValidationError as refusal:
        return _tell({"error": " ".join(refusal.messages)}, 429)
    except ValueError:
        fits = False
    boxes = read_boxes(request.body) if fits else None
    if boxes is None:
        return _tell({"error": _("Cet envoi ne se lit pas.")}, 400)
    name = code_of(relay.handle)
    outcomes = [take_entry(relay, open_entry(box, name), number) for number, box in boxes]
    return _tell({"outcomes": [asdict(outcome) for outcome in outcomes]}, 200)


def _tell(content: dict[str, Any], status: int) -> HttpResponse:
    response = JsonResponse(content, status=status)
    keep_nothing(response)
    return response


def _show_closed(request: HttpRequest, relay: Any, why: str, status: int) -> HttpResponseBase:
    organisation = relay.organisation if relay is not None else None
    context = {"why": why, "relay": relay, "organisation": organisation}
    if relay is not None:
        context["code"] = code_of(relay.handle)
    return keep_nothing(render(request, "listening/relays/closed.html", context, status=status))


@public_view("the script that lets the page of a relay open without network: a file of ours")
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, from the folder whose pages it serves without network."""
    text = Path(str(finders.find("js/relay-worker.js"))).read_text(encoding="utf-8")
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response
