"""What a link shows when there is nothing to fill: before, after sending, after closing, at the end."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe

from marchepied.apps.participation.enums import AnswerMode, RoundState
from marchepied.apps.participation.selectors import FoundCall, reply_to
from marchepied.web.participation.views.link import link_view


@link_view
@require_safe
def receipt(request: HttpRequest, found: FoundCall, code: str) -> HttpResponse:
    """That the answer has arrived, and what happens next."""
    if found.call.round.state != RoundState.OPEN:
        return redirect("participation:answer", code=code)
    return show_page(request, found, code, "receipt", kiosk=False, again=False)


def show_done(request: HttpRequest, found: FoundCall, code: str, *, again: bool) -> HttpResponse:
    """That this link or this device has answered; `again` offers to answer for somebody else."""
    return show_page(request, found, code, "receipt_done", again=again)


def show_before(request: HttpRequest, found: FoundCall, code: str) -> HttpResponse:
    """That the questionnaire is not open yet."""
    return show_page(request, found, code, "receipt_before")


def show_after(request: HttpRequest, found: FoundCall, code: str) -> HttpResponse:
    """That the questionnaire is closed and what comes next; or what became of it, once it is said."""
    reply = reply_to(found.call.round)
    if reply is None:
        return show_page(request, found, code, "receipt_after")
    language = translation.get_language() or "fr"
    written = reply.content.get(language) or reply.content.get("fr") or {}
    content = {"title": "", "paragraphs": [], "parts": [], **written}
    return show_page(request, found, code, "reply", reply=reply, content=content)


def show_page(request: HttpRequest, found: FoundCall, code: str, page: str, **more: Any) -> HttpResponse:
    """One of the pages above, with what they all tell."""
    context = {
        "found": found,
        "call": found.call,
        "code": code,
        "organisation": found.call.organisation,
        "together": found.call.mode == AnswerMode.COLLECTIVE,
        "base_url": settings.BASE_URL,
        **more,
    }
    return render(request, f"participation/{page}.html", context)
