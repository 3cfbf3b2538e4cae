"""What a link shows when there is nothing to fill: before, after sending, after closing, at the end."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe

from marchepied.apps.participation.enums import AnswerMode, RoundState
from marchepied.apps.participation.rules import is_deliberation, is_survey, is_vote
from marchepied.apps.participation.selectors import FoundCall, reply_to
from marchepied.apps.plans.selectors.vote_words import outcome_of
from marchepied.apps.plans.selectors.votes import vote_of_round
from marchepied.web.participation.views.link import link_view


@link_view
@require_safe
def receipt(request: HttpRequest, found: FoundCall, code: str) -> HttpResponse:
    """That the answer has arrived, and what happens next."""
    if is_deliberation(found.call.round):
        return redirect("deliberation:talk", code=code)
    if is_survey(found.call.round):
        return redirect("listening:survey-answer", code=code)
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
    if is_vote(found.call.round):
        vote = vote_of_round(found.call.round)
        if vote is None or not vote.result:
            return show_waiting(request, found, code, "over")
        return show_page(request, found, code, "ballot_result", outcome=outcome_of(vote))
    reply = reply_to(found.call.round)
    if reply is None:
        return show_page(request, found, code, "receipt_after")
    language = translation.get_language() or "fr"
    written = reply.content.get(language) or reply.content.get("fr") or {}
    content = {"title": "", "paragraphs": [], "parts": [], "followed": [], "others": [], **written}
    return show_page(request, found, code, "reply", reply=reply, content=content)


def show_waiting(request: HttpRequest, found: FoundCall, code: str, moment: str) -> HttpResponse:
    """What a vote says when it takes no ballot here: it is "over", or needs a "code" of one's own."""
    return show_page(request, found, code, "ballot_waiting", moment=moment)


# The pages of a vote, told apart by their moment.
BALLOT_PAGES = {
    "receipt": ("ballot_sent", "sent"),
    "receipt_done": ("ballot_sent", "done"),
    "kiosk": ("ballot_sent", "kiosk"),
    "receipt_before": ("ballot_waiting", "before"),
}


def show_page(request: HttpRequest, found: FoundCall, code: str, page: str, **more: Any) -> HttpResponse:
    """One of the pages above, with what they all tell."""
    if is_vote(found.call.round) and page in BALLOT_PAGES:
        page, more["moment"] = BALLOT_PAGES[page]
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
