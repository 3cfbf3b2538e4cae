"""Answering a survey by a link, without an account: page after page, nothing kept before it is sent."""

import secrets
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from marchepied.apps.listening.selectors.surveys import is_full, questions_of, survey_of_round
from marchepied.apps.listening.services.surveys import deposit_sheet, say_faults
from marchepied.apps.participation.rules import SHOWN_FROM, is_survey
from marchepied.apps.participation.selectors import FoundCall
from marchepied.engines.referential import minutes_for
from marchepied.engines.surveys import read_sheet
from marchepied.web.listening.surveys.filling import lay_page, read_fields, read_page, steps_of
from marchepied.web.participation.views.answer import DEVICE_COOKIE, refuse, remember_device
from marchepied.web.participation.views.link import link_view
from marchepied.web.participation.views.receipt import show_done, show_page


# As the questionnaire's own page: the code in the address is the right to answer, no session stands behind.
@csrf_exempt
@link_view
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, found: FoundCall, code: str) -> HttpResponse:
    """The survey of a link; or, when it takes no answer, what comes next."""
    survey = _survey_or_404(found)
    refusal = _refuse(request, found, code)
    if refusal is not None:
        return refusal
    if request.method == "POST":
        return receive(request, found, code, survey, kiosk=False)
    if DEVICE_COOKIE in request.COOKIES and found.invitation is None and "autre" not in request.GET:
        return show_done(request, found, code, again=True)
    return show_survey(request, found, code, survey, fields={}, kiosk=False)


@csrf_exempt
@link_view
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: HttpRequest, found: FoundCall, code: str) -> HttpResponse:
    """The same on a shared screen: no mark on the device, nothing of one person stays for the next."""
    survey = _survey_or_404(found)
    if found.invitation is not None:
        return redirect("listening:survey-answer", code=code)
    refusal = _refuse(request, found, code)
    if refusal is not None:
        return refusal
    if request.method == "POST":
        return receive(request, found, code, survey, kiosk=True)
    return show_survey(request, found, code, survey, fields={}, kiosk=True)


@link_view
@require_safe
def thanks(request: HttpRequest, found: FoundCall, code: str) -> HttpResponse:
    """That the answers have arrived, and what happens next."""
    _survey_or_404(found)
    refusal = refuse(request, found, code) if found.invitation is None else None
    if refusal is not None:
        return refusal
    if "borne" in request.GET:
        return show_page(request, found, code, "kiosk")
    return show_page(request, found, code, "receipt", kiosk=False, again=False)


def receive(request: HttpRequest, found: FoundCall, code: str, survey: Any, *, kiosk: bool) -> HttpResponse:
    """Go to another page, or take what was sent, once however often it is sent."""
    questions = questions_of(survey)
    fields = read_fields(questions, request.POST)
    page = read_page(request.POST.get("page", ""))
    steps = steps_of(questions, fields)
    place = steps.index(page) if page in steps else 0
    towards = request.POST.get("vers", "")
    show: dict[str, Any] = {"fields": fields, "kiosk": kiosk}
    if towards == "retour":
        return show_survey(request, found, code, survey, page=steps[max(0, place - 1)], **show)
    faults = read_sheet(questions, fields).faults
    here = {one.id for one in questions if one.page == page}
    if towards == "suite":
        wrong = [fault for fault in faults if fault.question in here]
        if not wrong:
            follows = steps[min(place + 1, len(steps) - 1)]
            return show_survey(request, found, code, survey, page=follows, **show)
        errors = say_faults(wrong, questions)
        return show_survey(request, found, code, survey, page=page, errors=errors, **show)
    try:
        deposit_sheet(
            call=found.call,
            fields=fields,
            invitation=found.invitation,
            nonce=request.POST.get("envoi", "")[:64],
        )
    except ValidationError as refusal:
        return _tell_refusal(request, found, code, survey, refusal, page=page, **show)
    url = reverse("listening:survey-thanks", args=[code])
    response = redirect(f"{url}?borne=1" if kiosk else url)
    if not kiosk and found.invitation is None:
        remember_device(response, code)
    return response


def show_survey(
    request: HttpRequest,
    found: FoundCall,
    code: str,
    survey: Any,
    *,
    fields: dict[str, str],
    kiosk: bool,
    page: int | None = None,
    errors: list[str] | None = None,
) -> HttpResponse:
    """One page of the survey, filled with what is already known of it."""
    questions = questions_of(survey)
    by = next((one for one in questions if one.id == survey.crossed_by), None)
    context = {
        "found": found,
        "call": found.call,
        "code": code,
        "organisation": found.call.organisation,
        "survey": survey,
        "filling": lay_page(questions, fields, page if page is not None else questions[0].page),
        "crossed_by": by,
        "minutes": minutes_for(len(questions)),
        "errors": errors or [],
        "arrives": request.method != "POST",
        "kiosk": kiosk,
        "nonce": request.POST.get("envoi") or secrets.token_urlsafe(12),
        "shown_from": SHOWN_FROM,
        "key_months": settings.RESPONDENT_KEY_MONTHS,
    }
    return render(request, "listening/surveys/answer.html", context, status=422 if errors else 200)


def _tell_refusal(
    request: HttpRequest,
    found: FoundCall,
    code: str,
    survey: Any,
    refusal: ValidationError,
    *,
    page: int,
    **show: Any,
) -> HttpResponse:
    """Why nothing was taken, on the page as it was filled; or the page of a link that takes nothing more."""
    code_of_refusal = getattr(refusal, "code", "")  # several sentences together have none
    if code_of_refusal == "full":
        return _show_over(request, found, code, full=True)
    if code_of_refusal in {"closed", "used", "collective_done"}:
        found.call.round.refresh_from_db(fields=["state"])
        return _refuse(request, found, code) or show_done(request, found, code, again=False)
    questions = questions_of(survey)
    faults = read_sheet(questions, show["fields"]).faults
    first = next((one.page for one in questions if faults and one.id == faults[0].question), page)
    return show_survey(request, found, code, survey, page=first, errors=refusal.messages, **show)


def _survey_or_404(found: FoundCall) -> Any:
    survey = survey_of_round(found.call.round) if is_survey(found.call.round) else None
    if survey is None:
        raise Http404
    return survey


def _refuse(request: HttpRequest, found: FoundCall, code: str) -> HttpResponse | None:
    refusal = refuse(request, found, code)
    if refusal is not None:
        return refusal
    round_ = found.call.round
    if round_.closes_on is not None and round_.closes_on < timezone.localdate():
        return _show_over(request, found, code, full=False)
    if is_full(found.call):
        return _show_over(request, found, code, full=True)
    return None


def _show_over(request: HttpRequest, found: FoundCall, code: str, *, full: bool) -> HttpResponse:
    """That the last day is past, or that the answers wanted are there."""
    context = {
        "found": found,
        "call": found.call,
        "code": code,
        "organisation": found.call.organisation,
        "full": full,
        "title": _("Merci, nous avons assez de réponses.") if full else _("Cette enquête est terminée."),
    }
    return render(request, "listening/surveys/over.html", context)
