"""Votes on actions: prepared, open, closed, and what they put in the plan."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from marchepied.apps.organisations.enums import Right
from marchepied.apps.participation.selectors import colleges_of, link_of
from marchepied.apps.participation.validators import token_of
from marchepied.apps.plans.enums import VoteState
from marchepied.apps.plans.selectors.plan import plan_cycle
from marchepied.apps.plans.selectors.vote_words import outcome_of
from marchepied.apps.plans.selectors.votes import (
    GRADES,
    VoteStage,
    actions_made,
    find_vote,
    offered_proposals,
    stage_of,
    votes_of,
)
from marchepied.apps.plans.services.votes import (
    adopt_proposals,
    close_vote,
    delete_vote,
    extend_vote,
    open_vote,
    prepare_vote,
)
from marchepied.engines.documents.typography import format_date
from marchepied.web.participation.forms.calling import CODES, EVERYBODY, GROUPS, LINK
from marchepied.web.participation.views.invitations import draw_code, shorten_link
from marchepied.web.participation.views.shared import attempt, attempt_in
from marchepied.web.plans.finding import current_cycle_or_404
from marchepied.web.plans.forms.votes import ExtendForm, VoteForm
from marchepied.web.shared.access import SpaceRequest, member_view

# Ten days: long enough for a notice and a reminder, short enough to be remembered.
USUAL_DAYS = 10
PAGE = "plans:vote"


def vote_or_404(request: SpaceRequest, vote: UUID, *states: str) -> Any:
    """The space's vote of that id, in one of these states when some are given."""
    found = find_vote(request.space.organisation, vote)
    if found is None or (states and found.state not in states):
        raise Http404
    return found


@member_view(Right.READ)
def votes(request: SpaceRequest) -> HttpResponse:
    """The votes of the démarche, and how to start one."""
    cycle = plan_cycle(request.space.organisation)
    found = [] if cycle is None else votes_of(cycle)
    context = {"section": "plan", "cycle": cycle, "votes": found}
    return render(request, "plans/votes.html", context)


@member_view(Right.PILOT)
def vote_new(request: SpaceRequest) -> HttpResponse:
    """Prepare a vote: on what, who, how, until when."""
    return edit(request, current_cycle_or_404(request), None)


@member_view(Right.PILOT)
def vote_edit(request: SpaceRequest, vote: UUID) -> HttpResponse:
    """Change a vote that is not open."""
    found = vote_or_404(request, vote, VoteState.DRAFT)
    return edit(request, found.cycle, found)


def edit(request: SpaceRequest, cycle: Any, vote: Any) -> HttpResponse:
    offered = offered_proposals(cycle, translation.get_language() or "fr")
    colleges = colleges_of(request.space.organisation)
    form = VoteForm(
        request.POST or None,
        offered=offered,
        colleges=colleges,
        today=timezone.localdate(),
        initial=begin(request, cycle) if vote is None else recall(vote),
    )
    if request.method == "POST" and form.is_valid():
        kept: list[Any] = []

        def keep() -> None:
            kept.append(prepare_vote(cycle=cycle, content=form.content(), vote=vote, by=request.user))

        if attempt_in(form, keep):
            return redirect(PAGE, request.space.slug, kept[0].pk)
    context = {"section": "plan", "form": form, "vote": vote, "codes": CODES, "groups": GROUPS}
    return render(request, "plans/vote_edit.html", context)


def begin(request: SpaceRequest, cycle: Any) -> dict[str, Any]:
    """What a new vote announces unless the pilot says otherwise."""
    before = cycle.round.responsible if cycle.round is not None else ""
    return {
        "title": _("Choisissons nos actions"),
        "closes_on": timezone.localdate() + timedelta(days=USUAL_DAYS),
        "responsible": before or str(request.user),
    }


def recall(vote: Any) -> dict[str, Any]:
    """What the pilot wrote the last time."""
    stage = stage_of(vote)
    grouped = len(stage.lines) > 1 or not all(line.call.college.archived for line in stage.lines)
    return {
        "title": vote.title,
        "offered": [proposal["key"] for proposal in vote.proposals if proposal["key"]],
        "typed": "\n".join(proposal["title"] for proposal in vote.proposals if not proposal["key"]),
        "who": GROUPS if grouped else EVERYBODY,
        "groups": [str(line.call.college_id) for line in stage.lines],
        "expected_count": None if grouped else stage.expected,
        "how": CODES if stage.single_use else LINK,
        "closes_on": stage.closes_on,
        "responsible": vote.round.responsible,
        "weights_source": vote.weights_source,
        **{f"weight_{college}": weight for college, weight in vote.weights.items()},
    }


@member_view(Right.READ)
def vote(request: SpaceRequest, vote: UUID) -> HttpResponse:
    """Where the vote stands: to open, open with its links, or its result."""
    found = vote_or_404(request, vote)
    stage = stage_of(found)
    context: dict[str, Any] = {"section": "plan", "vote": found, "stage": stage, "grades": GRADES}
    if found.state == VoteState.CLOSED:
        context |= {"outcome": outcome_of(found), "made": actions_made(found)}
        return render(request, "plans/vote_closed.html", context)
    if found.state == VoteState.OPEN:
        return render(request, "plans/vote_open.html", {**context, **show_link(stage)})
    return render(request, "plans/vote_draft.html", context)


def show_link(stage: VoteStage) -> dict[str, Any]:
    """The one link of a vote put to everybody, drawn; nothing when each group or person has their own."""
    line = stage.only_line
    if line is None or stage.single_use:
        return {"link": ""}
    link = link_of(line.call)
    return {
        "link": link,
        "short_link": shorten_link(link),
        "code": draw_code(link),
        "token": token_of(line.call.handle),
    }


@require_POST
@member_view(Right.PILOT)
def vote_open(request: SpaceRequest, vote: UUID) -> HttpResponse:
    found = vote_or_404(request, vote)
    if attempt(request, lambda: open_vote(vote=found, by=request.user)):
        messages.success(request, _("Le vote est ouvert. Il reste à prévenir les votants."))
    return redirect(PAGE, request.space.slug, found.pk)


@member_view(Right.PILOT)
def vote_extend(request: SpaceRequest, vote: UUID) -> HttpResponse:
    """Give people more time."""
    found = vote_or_404(request, vote, VoteState.OPEN)
    last = max(found.round.closes_on or timezone.localdate(), timezone.localdate())
    later = last + min(timedelta(days=7), date.max - last)
    form = ExtendForm(request.POST or None, initial={"closes_on": later})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["closes_on"]
        if attempt_in(form, lambda: extend_vote(vote=found, closes_on=day, by=request.user)):
            told = format_date(day, translation.get_language() or "fr")
            messages.success(request, _("On peut voter jusqu’au %(day)s.") % {"day": told})
            return redirect(PAGE, request.space.slug, found.pk)
    return render(request, "plans/vote_extend.html", {"section": "plan", "vote": found, "form": form})


@member_view(Right.PILOT)
def vote_close(request: SpaceRequest, vote: UUID) -> HttpResponse:
    """Say what closing does, then close and compute the result, once."""
    found = vote_or_404(request, vote, VoteState.OPEN)
    if request.method == "POST":
        if attempt(request, lambda: close_vote(vote=found, by=request.user)):
            messages.success(request, _("Le vote est fermé. Voici le résultat."))
        return redirect(PAGE, request.space.slug, found.pk)
    context = {"section": "plan", "vote": found, "stage": stage_of(found)}
    return render(request, "plans/vote_close.html", context)


@member_view(Right.PILOT)
def vote_delete(request: SpaceRequest, vote: UUID) -> HttpResponse:
    found = vote_or_404(request, vote, VoteState.DRAFT)
    if request.method == "POST":
        if attempt(request, lambda: delete_vote(vote=found, by=request.user)):
            messages.success(request, _("Ce vote est retiré."))
        return redirect("plans:votes", request.space.slug)
    context = {
        "section": "plan",
        "question": _("Retirer ce vote ?"),
        "what": found.title,
        "consequence": _("Personne n’a encore pu voter. Les actions proposées restent où elles sont."),
    }
    return render(request, "plans/delete.html", context)


@require_POST
@member_view(Right.FACILITATE)
def vote_adopt(request: SpaceRequest, vote: UUID) -> HttpResponse:
    """Put the proposals chosen into the plan."""
    found = vote_or_404(request, vote)
    actions: list[Any] = []
    chosen = request.POST.getlist("proposal")
    if attempt(request, lambda: actions.extend(adopt_proposals(vote=found, chosen=chosen, by=request.user))):
        sentence = ngettext(
            "%(n)s action est au plan. Dites qui s’en occupe, et pour quand.",
            "%(n)s actions sont au plan. Dites qui s’en occupe, et pour quand.",
            len(actions),
        )
        messages.success(request, sentence % {"n": len(actions)})
        return redirect("plans:plan", request.space.slug)
    return redirect(PAGE, request.space.slug, found.pk)
