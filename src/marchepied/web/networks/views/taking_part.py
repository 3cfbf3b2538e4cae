"""A member takes part in a call of its network: reads, proposes, discusses, votes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from marchepied.apps.networks.rules import (
    READ_APPEALS,
    TAKE_PART,
    takes_comments,
    takes_proposals,
    takes_votes,
)
from marchepied.apps.networks.selectors.appeals import own_votes, proposals_of
from marchepied.apps.networks.services import comment, propose, vote
from marchepied.web.networks.finding import with_shared_appeal
from marchepied.web.networks.forms import CommentForm, ProposalForm, VoteForm
from marchepied.web.networks.saying import list_steps, tell_now, tell_proposals
from marchepied.web.networks.targets import draw_appeal, read_target, read_words
from marchepied.web.networks.views.proposals import describe_proposal, read_content
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data


@member_view(READ_APPEALS)
@with_shared_appeal
def show_appeal(request: SpaceRequest, appeal: Any) -> HttpResponse:
    """A call as a member sees it: what it is about, what everybody proposed, what was answered."""
    organisation = request.space.organisation
    voted = own_votes(appeal, organisation)
    proposals = proposals_of(appeal)
    open_now = takes_proposals(appeal)
    context = {
        "appeal": appeal,
        "now": tell_now(appeal),
        "steps": list_steps(appeal),
        "proposals": tell_proposals(appeal, proposals),
        "ours": {proposal.pk for proposal in proposals if proposal.member_id == organisation.pk},
        "unvoted": sum(takes_votes(appeal, proposal) and proposal.pk not in voted for proposal in proposals),
        "tree": draw_appeal(appeal, organisation) if open_now else [],
        "may_propose": open_now and request.space.may_contribute,
        "section": "house",
    }
    return render(request, "networks/shared_appeal.html", context)


@member_view(TAKE_PART)
@with_shared_appeal
def add(request: SpaceRequest, appeal: Any) -> HttpResponse:
    """A proposal in the name of the member."""
    organisation = request.space.organisation
    if not takes_proposals(appeal):
        raise Http404
    target = read_target(request, appeal, organisation)
    form = ProposalForm(
        posted_data(request),
        kind=target.kind,
        question=target.asks_answers,
        named=True,
        initial=read_words(target),
    )
    if request.method == "POST" and form.is_valid():
        try:
            propose(
                appeal=appeal,
                content=read_content(form, target),
                member=organisation,
                signed=form.cleaned_data["signed"],
                by=request.user,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Votre proposition est partie. Vous lirez la réponse ici."))
            return redirect("networks:shared-appeal", request.space.slug, appeal.pk)
    context = {"appeal": appeal, "target": target, "form": form, "section": "house"}
    return render(request, "networks/shared_propose.html", context)


@member_view(READ_APPEALS)
@with_shared_appeal
def show_proposal(request: SpaceRequest, appeal: Any, proposal: Any) -> HttpResponse:
    """A proposal, its discussion, the reply; a member votes here in its own name."""
    gesture = request.POST.get("gesture", "")
    said = own_votes(appeal, request.space.organisation).get(proposal.pk, "")
    may_talk = takes_comments(appeal) and request.space.may_contribute
    may_vote = takes_votes(appeal, proposal) and request.space.may_facilitate
    talking = CommentForm(posted_data(request) if gesture == "comment" else None)
    voting = VoteForm(posted_data(request) if gesture == "vote" else None, initial={"value": said})
    if request.method == "POST":
        allowed = {"comment": may_talk, "vote": may_vote}.get(gesture, False)
        if not allowed:
            raise Http404
        form: Any = talking if gesture == "comment" else voting
        if form.is_valid() and _write(request, proposal, gesture, form):
            return redirect("networks:shared-proposal", request.space.slug, appeal.pk, proposal.pk)
    context = describe_proposal(proposal) | {
        "appeal": appeal,
        "original": "",
        "talking": talking if may_talk else None,
        "voting": voting if may_vote else None,
        "section": "house",
    }
    return render(request, "networks/shared_proposal.html", context)


def _write(request: SpaceRequest, proposal: Any, gesture: str, form: Any) -> bool:
    """Whether it could be written; otherwise the form says why."""
    chosen, member = form.cleaned_data, request.space.organisation
    try:
        if gesture == "comment":
            told = {"text": chosen["text"], "signed": chosen["signed"]}
            comment(proposal=proposal, member=member, by=request.user, **told)
            messages.success(request, _("Votre mot est dans la discussion."))
        else:
            vote(proposal=proposal, member=member, value=chosen["value"], by=request.user)
            messages.success(request, _("Votre vote est compté. Vous pouvez en changer jusqu’à la fin."))
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True
