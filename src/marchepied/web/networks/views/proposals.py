"""The proposals of a call, as the network answers them: discussed, taken up with credit, replied to."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from marchepied.apps.networks.compute import quote_proposal, say_proposal
from marchepied.apps.networks.enums import Phase, ProposalKind, ProposalState
from marchepied.apps.networks.rules import LEAD_WRITING, READ_NETWORK, takes_comments, takes_proposals
from marchepied.apps.networks.selectors.appeals import (
    comments_of,
    printed_votes,
    votes_of,
    words_of_groups,
)
from marchepied.apps.networks.services import ProposalContent, comment, merge, propose, reply_to
from marchepied.web.networks.finding import with_appeal
from marchepied.web.networks.forms import CommentForm, MergeForm, ProposalForm, ReplyForm
from marchepied.web.networks.saying import tell_voices
from marchepied.web.networks.targets import count_questions, read_target, read_words
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data


def read_content(form: ProposalForm, target: Any) -> ProposalContent:
    """What a form and its address propose."""
    return ProposalContent(kind=target.kind, target_id=target.id, target_name=target.name, **form.written())


@member_view(LEAD_WRITING)
@with_appeal
def add(request: SpaceRequest, appeal: Any) -> HttpResponse:
    """A proposal of the network's own."""
    if not takes_proposals(appeal):
        raise Http404
    target = read_target(request, appeal, request.space.organisation)
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
                signed=form.cleaned_data["signed"],
                by=request.user,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Votre proposition est là, avec les autres."))
            return redirect("networks:appeal", request.space.slug, appeal.pk)
    context = {"appeal": appeal, "target": target, "form": form, "section": "house"}
    return render(request, "networks/propose.html", context)


@member_view(READ_NETWORK)
@with_appeal
def show_proposal(request: SpaceRequest, appeal: Any, proposal: Any) -> HttpResponse:
    """A proposal with its discussion, its votes, and the reply; who leads answers here."""
    if request.method == "POST" and not request.space.may_facilitate:
        raise Http404
    gesture = request.POST.get("gesture", "")
    talking = CommentForm(posted_data(request) if gesture == "comment" else None)
    answering = ReplyForm(
        posted_data(request) if gesture == "reply" else None,
        initial={"reply": proposal.reply, "state": proposal.state},
    )
    if request.method == "POST":
        form = talking if gesture == "comment" else answering
        if form.is_valid() and _write(request, proposal, gesture, form):
            return redirect("networks:proposal", request.space.slug, appeal.pk, proposal.pk)
    context = describe_proposal(proposal) | {
        "appeal": appeal,
        "original": quote_proposal(proposal) if request.space.may_facilitate else "",
        "votes": votes_of(proposal),
        "talking": talking if takes_comments(appeal) and request.space.may_facilitate else None,
        "answering": answering if may_answer(request, appeal) else None,
        "may_merge": may_merge(request, proposal),
        "section": "house",
    }
    return render(request, "networks/proposal.html", context)


def describe_proposal(proposal: Any) -> dict[str, Any]:
    """What every page of a proposal says."""
    return {
        "proposal": proposal,
        "sentence": say_proposal(proposal),
        "withheld": proposal.state == ProposalState.WITHHELD,
        "comments": comments_of(proposal),
        "voices": tell_voices(printed_votes(proposal.appeal, proposal)),
        "words": words_of_groups(proposal.appeal, proposal),
    }


def may_answer(request: SpaceRequest, appeal: Any) -> bool:
    """Whether this person may answer proposals: until the call is closed."""
    return request.space.may_facilitate and appeal.phase != Phase.CLOSED


def may_merge(request: SpaceRequest, proposal: Any) -> bool:
    """Whether the proposal may be written into the draft now."""
    draft = proposal.appeal.draft
    return (
        may_answer(request, proposal.appeal)
        and proposal.state == ProposalState.OPEN
        and proposal.kind != ProposalKind.COMMENT
        and draft is not None
        and draft.published_id is None
    )


def _write(request: SpaceRequest, proposal: Any, gesture: str, form: Any) -> bool:
    """Whether it could be written; otherwise the form says why."""
    chosen = form.cleaned_data
    try:
        if gesture == "comment":
            comment(proposal=proposal, text=chosen["text"], signed=chosen["signed"], by=request.user)
            messages.success(request, _("Votre mot est dans la discussion."))
        else:
            reply_to(proposal=proposal, state=chosen["state"], reply=chosen["reply"], by=request.user)
            messages.success(request, _("La réponse est écrite : qui a proposé peut la lire."))
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


@member_view(LEAD_WRITING)
@with_appeal
def take_up(request: SpaceRequest, appeal: Any, proposal: Any) -> HttpResponse:
    """Write a proposal into the draft, as it is or in other words, under the name of whoever proposed it."""
    if not may_merge(request, proposal):
        raise Http404
    told = {f"level_{number}": text for number, text in enumerate(proposal.levels, 1)}
    form = MergeForm(
        posted_data(request),
        kind=proposal.kind,
        question=proposal.kind == ProposalKind.QUESTION or bool(proposal.levels),
        initial={"wording": proposal.wording, **told},
    )
    if request.method == "POST" and form.is_valid():
        try:
            merge(
                proposal=proposal,
                wording=form.cleaned_data.get("wording", ""),
                levels=[form.cleaned_data[field.name] for field in form.levels()],
                reply=form.cleaned_data["reply"],
                by=request.user,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            told_name = {"name": proposal.credit}
            messages.success(request, _("C’est dans le brouillon, sur une idée de %(name)s.") % told_name)
            return redirect("networks:proposal", request.space.slug, appeal.pk, proposal.pk)
    context = {
        "appeal": appeal,
        "proposal": proposal,
        "sentence": say_proposal(proposal),
        "n_questions": count_questions(appeal.draft, proposal.target_id),
        "form": form,
        "section": "house",
    }
    return render(request, "networks/merge.html", context)
