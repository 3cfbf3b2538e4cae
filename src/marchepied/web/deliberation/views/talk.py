"""Voting and proposing by a link, without an account, one statement at a time."""

from typing import Any

from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from marchepied.apps.deliberation.enums import Phase, StatementState, Vote
from marchepied.apps.deliberation.selectors.ballots import Ballot, order_for, read_ballot
from marchepied.apps.deliberation.selectors.releases import latest_release
from marchepied.apps.deliberation.selectors.results import read_result
from marchepied.apps.deliberation.selectors.statements import find_near, statements_of
from marchepied.apps.deliberation.services.ballots import finish_ballot, save_vote
from marchepied.apps.deliberation.services.statements import propose_statement
from marchepied.apps.deliberation.validators import check_sentence
from marchepied.apps.participation.selectors import reply_to
from marchepied.web.deliberation.talking import (
    DONE_COOKIE,
    NUMBER_COOKIE,
    Talk,
    forget_number,
    keep_number,
    show,
    talk_view,
)
from marchepied.web.deliberation.voting import is_proposing, read_choice, read_number, show_vote

FINAL = {"closed", "used"}


# As the questionnaire's own page: the code in the address is the right to answer, no session stands behind.
@csrf_exempt
@talk_view()
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, talk: Talk) -> HttpResponseBase:
    """The page of a link: proposing, voting, or what came of it, as the topic stands."""
    return answer(request, talk)


@csrf_exempt
@talk_view(kiosk=True)
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: HttpRequest, talk: Talk) -> HttpResponseBase:
    """The same on a shared screen: no mark on the device, nothing of one person stays for the next."""
    if talk.found.invitation is not None:
        return redirect("deliberation:talk", code=talk.code)
    return answer(request, talk)


def answer(request: HttpRequest, talk: Talk) -> HttpResponseBase:
    if request.method != "POST":
        return refuse(request, talk) or show_phase(request, talk)
    gestures = {"voter": take_vote, "proposer": take_proposal, "deposer": take_all}
    gesture = gestures.get(request.POST.get("geste", ""))
    if gesture is None:
        return redirect(talk.url)
    try:
        return gesture(request, talk)
    except ValidationError as refusal:
        if refusal.code in FINAL:
            return refuse(request, talk) or show_done(request, talk)
        return show_phase(request, talk, errors=refusal.messages, status=422)


def refuse(request: HttpRequest, talk: Talk) -> HttpResponse | None:
    """The honest page of a link that takes nothing now; None when it does."""
    phase = talk.topic.phase
    if phase == Phase.DRAFT:
        return show(request, talk, "talk_before")
    if phase not in {Phase.PROPOSE, Phase.VOTE}:
        return show_after(request, talk)
    if talk.is_over:
        return show(request, talk, "talk_over")
    if talk.needs_code:
        return show(request, talk, "talk_code")
    if talk.found.is_used or is_done_here(request, talk):
        return show_done(request, talk)
    return None


def is_done_here(request: HttpRequest, talk: Talk) -> bool:
    """Whether this device has deposited its votes, and nobody else is using it now."""
    if talk.kiosk or talk.found.invitation is not None or "autre" in request.GET:
        return False
    begun = bool(request.COOKIES.get(NUMBER_COOKIE))
    return DONE_COOKIE in request.COOKIES and not begun and request.method != "POST"


def show_phase(
    request: HttpRequest, talk: Talk, *, errors: list[str] | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    """Proposing, or voting."""
    if talk.topic.phase == Phase.PROPOSE:
        context = {
            "errors": errors or [],
            "text": request.POST.get("phrase_proposee", ""),
            "near": [],
            "proposing": is_proposing(request),
            **more,
        }
        context |= {"statements": statements_of(talk.topic), "sent": request.GET.get("envoyee", "")}
        return show(request, talk, "talk_propose", status=status, **context)
    return show_vote(request, talk, errors=errors or [], status=status, **more)


def show_after(request: HttpRequest, talk: Talk) -> HttpResponse:
    """What came of the votes, as it was shown, and the reply once it is written."""
    result = read_result(talk.topic)
    reply = reply_to(talk.topic.round)
    return show(request, talk, "talk_result", result=result, reply=reply, content=in_words(request, reply))


def in_words(request: HttpRequest, reply: Any) -> dict[str, Any]:
    """The reply in the page's language, every part of it there."""
    empty: dict[str, Any] = {"title": "", "paragraphs": [], "parts": [], "followed": [], "others": []}
    if reply is None:
        return empty
    language = getattr(request, "LANGUAGE_CODE", "fr")
    return {**empty, **(reply.content.get(language) or reply.content.get("fr") or {})}


def show_done(request: HttpRequest, talk: Talk) -> HttpResponse:
    return show(request, talk, "talk_done", moment="done", shown=latest_release(talk.topic))


def take_vote(request: HttpRequest, talk: Talk) -> HttpResponseBase:
    """One vote, over what was said before; then the next statement."""
    number, choice = read_number(request.POST.get("phrase", "")), read_choice(request)
    if number is None or choice is None:
        raise ValidationError(_("Choisissez : d’accord, pas d’accord, ou je passe."), code="invalid")
    ballot = save_vote(topic=talk.topic, voter=talk.voter, number=number, vote=choice)
    if talk.kiosk:
        return show_vote(request, talk, ballot=ballot, after=number)
    if request.POST.get("retour") == "liste":
        return keep_number(redirect("deliberation:mine", code=talk.code), talk)
    return keep_number(redirect(f"{talk.url}?apres={number}"), talk)


def take_proposal(request: HttpRequest, talk: Talk) -> HttpResponseBase:
    """A sentence proposed; those that are near are shown before it is sent."""
    text = check_sentence(request.POST.get("phrase_proposee", ""))
    if "quand_meme" not in request.POST:
        near = find_near(text, statements_of(talk.topic))
        if near:
            return show_phase(request, talk, near=near, text=text)
    if not ratelimit.consume(request, action="talk_by_link"):
        raise ValidationError(
            _("Beaucoup de phrases arrivent de cet endroit : réessayez dans une heure."), code="invalid"
        )
    made = propose_statement(topic=talk.topic, voter=talk.voter, text=text)
    sent = "lue" if made.state == StatementState.WAITING else "parue"
    if talk.kiosk:
        return show_phase(request, talk, sent=sent, text="")
    return keep_number(redirect(f"{talk.url}?envoyee={sent}"), talk)


def take_all(request: HttpRequest, talk: Talk) -> HttpResponseBase:
    """The person has finished: votes are deposited, for good."""
    finish_ballot(topic=talk.topic, voter=talk.voter)
    if talk.kiosk:
        return show(request, talk, "talk_done", moment="kiosk", shown=None)
    return forget_number(redirect("deliberation:thanks", code=talk.code), talk)


@talk_view()
@require_safe
def mine(request: HttpRequest, talk: Talk) -> HttpResponseBase:
    """Every statement with what this person said of it, to change it."""
    refusal = refuse(request, talk)
    if refusal is not None or talk.topic.phase != Phase.VOTE:
        return refusal or redirect(talk.url)
    ballot = read_ballot(talk.voter)
    statements = order_for(talk.topic, statements_of(talk.topic), talk.voter)
    lines = [(statement, ballot.votes.get(statement.number or 0)) for statement in statements]
    return show(request, talk, "talk_mine", lines=lines, voted=count_voted(ballot, lines))


def count_voted(ballot: Ballot, lines: list[tuple[Any, Vote | None]]) -> int:
    """How many of the statements still there this person voted on."""
    return sum(vote is not None for _statement, vote in lines)


@csrf_exempt
@talk_view()
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, talk: Talk) -> HttpResponseBase:
    """Say what depositing does; the page of the vote takes it."""
    refusal = refuse(request, talk)
    if refusal is not None or talk.topic.phase != Phase.VOTE or request.method == "POST":
        return refusal or redirect(talk.url)
    ballot = read_ballot(talk.voter)
    left = sum(statement.number not in ballot.votes for statement in statements_of(talk.topic))
    return show(request, talk, "talk_finish", voted=len(ballot.votes), left=left)


@talk_view()
@require_safe
def thanks(request: HttpRequest, talk: Talk) -> HttpResponseBase:
    """That the votes are deposited, and what happens next."""
    if talk.topic.phase != Phase.VOTE:
        return redirect(talk.url)
    return show(request, talk, "talk_done", moment="sent", shown=latest_release(talk.topic))


@talk_view()
@require_safe
def results(request: HttpRequest, talk: Talk) -> HttpResponseBase:
    """What is shown of the votes while they are still coming; offered to those who have deposited theirs."""
    if talk.topic.phase != Phase.VOTE or latest_release(talk.topic) is None:
        return redirect(talk.url)
    return show_after(request, talk)
