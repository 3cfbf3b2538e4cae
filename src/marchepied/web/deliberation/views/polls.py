"""One proposal: its amendments, and the rounds of consent or votes on it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.deliberation.enums import PollWay
from marchepied.apps.deliberation.selectors.proposals import (
    find_amendment,
    find_objection,
    find_poll,
    find_proposal,
    proposals_of,
)
from marchepied.apps.deliberation.services.polls import (
    answer_objection,
    cancel_poll,
    close_poll,
    open_poll,
    record_objection,
    remove_objection,
)
from marchepied.apps.deliberation.services.proposals import (
    accept_amendment,
    propose_amendment,
    refuse_amendment,
    reopen_amendment,
)
from marchepied.apps.organisations.enums import Right
from marchepied.web.deliberation.finding import found_or_404, near_meetings
from marchepied.web.deliberation.forms.deciding import AmendmentForm, ConsentForm, PollForm, VoteForm
from marchepied.web.deliberation.views.deciding import PROPOSAL, SECTION
from marchepied.web.participation.views.shared import attempt, attempt_in
from marchepied.web.shared.access import SpaceRequest, member_view


@member_view(Right.READ)
def proposal(request: SpaceRequest, motion: UUID) -> HttpResponse:
    """The text, what it stands on, its amendments, what people said of it."""
    found = found_or_404(find_proposal(request.space.organisation, motion))
    return render_proposal(request, found)


def render_proposal(request: SpaceRequest, found: Any, **forms_sent: forms.Form) -> HttpResponse:
    """The page of a proposal; a form that was refused comes back with what was typed."""
    row = next(row for row in proposals_of(found.topic) if row.pk == found.pk)
    consent = row.running is None or row.running.way == PollWay.CONSENT
    context: dict[str, Any] = {
        "section": SECTION,
        "topic": found.topic,
        "proposal": row,
        "amendment_form": AmendmentForm(initial={"text": row.text}, auto_id="amendement_%s"),
        "poll_form": PollForm(meetings=near_meetings(request), auto_id="avis_%s"),
        "count_form": (ConsentForm if consent else VoteForm)(auto_id="compte_%s"),
        **forms_sent,
    }
    context["form"] = next(iter(forms_sent.values()), None)
    return render(request, "deliberation/proposal.html", context)


@require_POST
@member_view(Right.FACILITATE)
def amendment_add(request: SpaceRequest, motion: UUID) -> HttpResponse:
    """Keep another wording, to be examined."""
    found = found_or_404(find_proposal(request.space.organisation, motion))
    form = AmendmentForm(request.POST, auto_id="amendement_%s")
    if form.is_valid() and attempt_in(
        form, lambda: propose_amendment(proposal=found, content=form.content(), by=request.user)
    ):
        messages.success(request, _("L’amendement est gardé : acceptez-le, ou dites pourquoi non."))
        return redirect(PROPOSAL, request.space.slug, found.pk)
    return render_proposal(request, found, amendment_form=form)


@require_POST
@member_view(Right.FACILITATE)
def amendment_settle(request: SpaceRequest, amendment: UUID) -> HttpResponse:
    """Accept an amendment, refuse it with a reason, or examine it again."""
    found = found_or_404(find_amendment(request.space.organisation, amendment))
    answer = request.POST.get("answer", "")[:1000]
    gestures: dict[str, tuple[Callable[[], Any], str]] = {
        "accept": (
            lambda: accept_amendment(amendment=found, answer=answer, by=request.user),
            _("L’amendement est accepté : le texte de la proposition a changé."),
        ),
        "refuse": (
            lambda: refuse_amendment(amendment=found, answer=answer, by=request.user),
            _("L’amendement est refusé, avec sa raison."),
        ),
        "reopen": (
            lambda: reopen_amendment(amendment=found, by=request.user),
            _("L’amendement est de nouveau à examiner."),
        ),
    }
    gesture, sentence = gestures.get(request.POST.get("do", ""), gestures["reopen"])
    if attempt(request, gesture):
        messages.success(request, sentence)
    return redirect(PROPOSAL, request.space.slug, found.proposal_id)


@require_POST
@member_view(Right.FACILITATE)
def poll_open(request: SpaceRequest, motion: UUID) -> HttpResponse:
    """Put the text to those who are there."""
    found = found_or_404(find_proposal(request.space.organisation, motion))
    form = PollForm(request.POST, meetings=near_meetings(request), auto_id="avis_%s")
    if form.is_valid() and attempt_in(
        form,
        lambda: open_poll(
            proposal=found, way=form.cleaned_data["way"], meeting=form.meeting_chosen(), by=request.user
        ),
    ):
        return redirect(PROPOSAL, request.space.slug, found.pk)
    return render_proposal(request, found, poll_form=form)


@require_POST
@member_view(Right.FACILITATE)
def poll_close(request: SpaceRequest, poll: UUID) -> HttpResponse:
    """Write the count, and say the outcome."""
    found = found_or_404(find_poll(request.space.organisation, poll))
    form = (ConsentForm if found.way == PollWay.CONSENT else VoteForm)(request.POST, auto_id="compte_%s")
    if form.is_valid() and attempt_in(
        form, lambda: close_poll(poll=found, count=form.count(), by=request.user)
    ):
        return redirect(PROPOSAL, request.space.slug, found.proposal_id)
    return render_proposal(request, found.proposal, count_form=form)


@require_POST
@member_view(Right.FACILITATE)
def poll_cancel(request: SpaceRequest, poll: UUID) -> HttpResponse:
    """Go back to discussion."""
    found = found_or_404(find_poll(request.space.organisation, poll))
    proposal_id = found.proposal_id
    if attempt(request, lambda: cancel_poll(poll=found, by=request.user)):
        messages.success(request, _("Retour à la discussion : le texte peut changer."))
    return redirect(PROPOSAL, request.space.slug, proposal_id)


@require_POST
@member_view(Right.FACILITATE)
def objection_add(request: SpaceRequest, poll: UUID) -> HttpResponse:
    """Write an objection down."""
    found = found_or_404(find_poll(request.space.organisation, poll))
    text, said_by = request.POST.get("text", "")[:2000], request.POST.get("said_by", "")[:120]
    attempt(request, lambda: record_objection(poll=found, text=text, said_by=said_by, by=request.user))
    return redirect(PROPOSAL, request.space.slug, found.proposal_id)


@require_POST
@member_view(Right.FACILITATE)
def objection_answer(request: SpaceRequest, objection: UUID) -> HttpResponse:
    """Answer an objection: lifted, kept, or written by mistake."""
    found = found_or_404(find_objection(request.space.organisation, objection))
    do, answer = request.POST.get("do", ""), request.POST.get("answer", "")[:2000]
    proposal_id = found.poll.proposal_id
    if do == "remove":
        attempt(request, lambda: remove_objection(objection=found, by=request.user))
    else:
        attempt(
            request,
            lambda: answer_objection(objection=found, answer=answer, lifted=do == "lift", by=request.user),
        )
    return redirect(PROPOSAL, request.space.slug, proposal_id)
