"""A shared screen: one person after another answers, and nothing of one stays for the next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from marchepied.apps.participation.enums import AnswerMode
from marchepied.apps.participation.rules import is_deliberation, is_survey
from marchepied.apps.participation.selectors import FoundCall
from marchepied.web.participation.views.answer import receive, refuse, show_sheet
from marchepied.web.participation.views.link import link_view
from marchepied.web.participation.views.receipt import show_page


@csrf_exempt  # as the questionnaire's own page: the code is the right to answer
@link_view
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: HttpRequest, found: FoundCall, code: str) -> HttpResponse:
    """The questionnaire on a shared screen: no mark on the device, no draft, no history."""
    if is_deliberation(found.call.round):
        return redirect("deliberation:kiosk", code=code)
    if is_survey(found.call.round):
        return redirect("listening:survey-kiosk", code=code)
    if found.invitation is not None or found.call.mode == AnswerMode.COLLECTIVE:
        return redirect("participation:answer", code=code)
    if request.method == "POST":
        return receive(request, found, code, kiosk=True)
    return refuse(request, found, code) or show_sheet(request, found, code, fields={}, kiosk=True)


@link_view
@require_safe
def kiosk_receipt(request: HttpRequest, found: FoundCall, code: str) -> HttpResponse:
    """Thanks, and the invitation to the next person."""
    if is_deliberation(found.call.round):
        return redirect("deliberation:kiosk", code=code)
    if is_survey(found.call.round):
        return redirect("listening:survey-kiosk", code=code)
    refusal = refuse(request, found, code)
    return refusal or show_page(request, found, code, "kiosk")
