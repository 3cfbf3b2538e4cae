"""Answering: the questionnaire of a group, without an account."""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from marchepied.apps.participation.enums import AnswerMode, RoundState
from marchepied.apps.participation.rules import (
    SHOWN_FROM,
    is_deliberation,
    is_survey,
    is_vote,
    is_vote_over,
    may_answer_as_organisation,
    needs_own_code,
)
from marchepied.apps.participation.selectors import FoundCall, call_for_code
from marchepied.apps.participation.services import deposit_answers, deposit_organisation_answer
from marchepied.apps.participation.validators import handle_of, token_of
from marchepied.engines.referential import minutes_for
from marchepied.web.participation.attempts import count_wrong_code, may_try_code
from marchepied.web.participation.forms.answer import (
    lay_part,
    read_fields,
    read_part,
    read_sheet,
)
from marchepied.web.participation.views.link import keep_nothing, link_view, show_unknown_code
from marchepied.web.participation.views.receipt import show_after, show_before, show_done, show_waiting
from marchepied.web.shared.access import public_view

DEVICE_COOKIE = "deja-repondu"
DEVICE_DAYS = 180


@csrf_exempt  # nothing is changed, and no cookie is laid on a participant's device
@public_view("whoever holds a code types it here")
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponseBase:
    """Where a code on a slip or a poster is typed; too many wrong ones from one address make it wait."""
    typed = request.POST.get("code", "").strip()
    if request.method != "POST":
        page = render(request, "participation/code.html", {"typed": "", "unknown": False, "pause": False})
        return keep_nothing(page)
    if not typed:  # nothing was tried: it does not count
        return keep_nothing(show_unknown_code(request, typed))
    if not may_try_code(request):
        page = render(
            request, "participation/code.html", {"typed": "", "unknown": False, "pause": True}, status=429
        )
        return keep_nothing(page)
    handle = handle_of(typed)
    if handle is None or call_for_code(typed) is None:
        count_wrong_code(request)
        return keep_nothing(show_unknown_code(request, typed))
    return redirect("participation:answer", code=token_of(handle))


# The code in the address is the right to answer and no session stands behind it: a forged sending needs
# the code, and whoever has it may answer. So no cookie is laid before something is sent.
@csrf_exempt
@link_view
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, found: FoundCall, code: str) -> HttpResponse:
    """The questionnaire; or, when it takes no answer, what comes next or what became of it."""
    if is_deliberation(found.call.round):
        return redirect("deliberation:talk", code=code)
    if is_survey(found.call.round):
        again = "?autre=1" if "autre" in request.GET else ""
        return redirect(reverse("listening:survey-answer", args=[code]) + again)
    if request.method == "POST":
        return receive(request, found, code, kiosk=False)
    refusal = refuse(request, found, code)
    if refusal is not None:
        return refusal
    if DEVICE_COOKIE in request.COOKIES and found.invitation is None and "autre" not in request.GET:
        return show_done(request, found, code, again=True)
    return show_sheet(request, found, code, fields={}, kiosk=False)


def refuse(request: HttpRequest, found: FoundCall, code: str) -> HttpResponse | None:
    """The honest page of a link that takes no answer now, or None when it does."""
    state = found.call.round.state
    if state == RoundState.DRAFT:
        return show_before(request, found, code)
    if state == RoundState.CLOSED:
        return show_after(request, found, code)
    if is_vote_over(found.call.round):
        return show_waiting(request, found, code, "over")
    if found.invitation is None and needs_own_code(found.call.round):
        return show_waiting(request, found, code, "code")
    if found.is_used or (found.call.mode == AnswerMode.COLLECTIVE and found.call.answered_count):
        return show_done(request, found, code, again=False)
    return None


def receive(request: HttpRequest, found: FoundCall, code: str, *, kiosk: bool) -> HttpResponse:
    """Take what was sent (once, however often it is sent), or show another part of a long form."""
    fields = read_fields(len(found.call.item_ids), request.POST)
    if asked := request.POST.get("partie", ""):
        return show_sheet(request, found, code, fields=fields, kiosk=kiosk, part=read_part(asked) or 1)
    try:
        deposit(found, request, fields)
    except ValidationError as refusal:
        return tell_refusal(request, found, code, fields=fields, kiosk=kiosk, refusal=refusal)
    url = reverse("participation:kiosk-receipt" if kiosk else "participation:receipt", args=[code])
    response = JsonResponse({"url": url}) if wants_json(request) else redirect(url)
    if not kiosk and found.invitation is None:
        remember_device(response, code)
    return response


def deposit(found: FoundCall, request: HttpRequest, fields: dict[str, str]) -> None:
    """Hand the sheet to the deposit: anonymous, or in an organisation's own name when that was chosen."""
    answers, comments = read_sheet(found.call.item_ids, fields)
    sheet: dict[str, Any] = {
        "call": found.call,
        "answers": answers,
        "comments": comments,
        "invitation": found.invitation,
        "nonce": request.POST.get("envoi", "")[:64],
    }
    if is_vote(found.call.round):
        deposit_answers(**{**sheet, "comments": {}})
    elif request.POST.get("signature") == "organisation":
        name, contact = request.POST.get("nom", ""), request.POST.get("contact", "")
        deposit_organisation_answer(**sheet, name=name, contact=contact)
    else:
        deposit_answers(**sheet)


def tell_refusal(
    request: HttpRequest,
    found: FoundCall,
    code: str,
    *,
    fields: dict[str, str],
    kiosk: bool,
    refusal: ValidationError,
) -> HttpResponse:
    """Say why nothing was taken, on the page as it was filled; or the page of a link that has served."""
    final = refusal.code in {"closed", "used", "collective_done"}
    if wants_json(request):
        content: dict[str, Any] = {"errors": refusal.messages}
        if final:
            content["url"] = reverse("participation:answer", args=[code])
        return JsonResponse(content, status=409 if final else 422)
    if final:
        found.call.round.refresh_from_db(fields=["state"])
        return refuse(request, found, code) or show_done(request, found, code, again=False)
    return show_sheet(request, found, code, fields=fields, kiosk=kiosk, errors=refusal.messages, status=422)


def show_sheet(
    request: HttpRequest,
    found: FoundCall,
    code: str,
    *,
    fields: dict[str, str],
    kiosk: bool,
    part: int | None = None,
    errors: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The questionnaire, filled with what is already known of it."""
    call = found.call
    number = part or read_part(request.GET.get("partie", "")) or 1
    total = len(call.item_ids)
    context = {
        "found": found,
        "call": call,
        "code": code,
        "organisation": call.organisation,
        "part": lay_part(call.round.form, call.item_ids, fields, number),
        "total": total,
        "minutes": minutes_for(total),
        "errors": errors or [],
        "kiosk": kiosk,
        "nonce": request.POST.get("envoi") or secrets.token_urlsafe(12),
        "shown_from": SHOWN_FROM,
    }
    if is_vote(call.round):
        return render(request, "participation/ballot.html", context, status=status)
    context |= {
        "together": call.mode == AnswerMode.COLLECTIVE,
        "may_sign": may_answer_as_organisation(call.college),
        "signed": request.POST.get("signature") == "organisation",
        "name": request.POST.get("nom", ""),
        "contact": request.POST.get("contact", ""),
        "key_months": settings.RESPONDENT_KEY_MONTHS,
    }
    return render(request, "participation/answer.html", context, status=status)


def remember_device(response: HttpResponse, code: str) -> None:
    """A mark on this device, for this address alone, so that it can say that it has answered."""
    response.set_cookie(
        DEVICE_COOKIE,
        "oui",
        max_age=timedelta(days=DEVICE_DAYS),
        path=reverse("participation:answer", args=[code]),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
