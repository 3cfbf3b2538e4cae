"""Deciding: from shared statements to proposals, decisions and the reply."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.deliberation.enums import DISAGREE, ProposalState
from marchepied.apps.deliberation.selectors.proposals import (
    decisions_of,
    find_decision,
    find_proposal,
    proposals_of,
)
from marchepied.apps.deliberation.selectors.releases import latest_release
from marchepied.apps.deliberation.selectors.results import result_of
from marchepied.apps.deliberation.selectors.statements import statements_of
from marchepied.apps.deliberation.services.decisions import (
    OVER,
    delete_decision,
    reply_to_voters,
    write_decision,
)
from marchepied.apps.deliberation.services.proposals import (
    take_up_proposal,
    withdraw_proposal,
    write_proposal,
)
from marchepied.apps.organisations.enums import Right
from marchepied.apps.participation.selectors import reply_to
from marchepied.apps.plans.selectors.listening import actions_from
from marchepied.apps.plans.selectors.plan import plan_cycle
from marchepied.apps.plans.services.deliberation import take_up_decision
from marchepied.web.deliberation.finding import found_or_404, near_meetings, topic_or_404
from marchepied.web.deliberation.forms.deciding import DecisionForm, ProposalForm, ReplyForm
from marchepied.web.participation.views.shared import attempt, attempt_in, posted
from marchepied.web.shared.access import SpaceRequest, member_view

DECIDING, PROPOSAL = "deliberation:deciding", "deliberation:proposal"
SECTION = "deliberation"


@member_view(Right.READ)
def deciding(request: SpaceRequest, topic: UUID) -> HttpResponse:
    """What to stand on, the proposals, what is decided, the reply to those who took part."""
    found = topic_or_404(request, topic)
    return render_deciding(request, found, None)


def render_deciding(request: SpaceRequest, topic: Any, reply_form: ReplyForm | None) -> HttpResponse:
    reply = None if topic.round is None else reply_to(topic.round)
    context = {
        "section": SECTION,
        "topic": topic,
        "over": topic.phase in OVER,
        "shared": shared_statements(topic),
        "proposals": proposals_of(topic),
        "decisions": told_with_actions(decisions_of(topic)),
        "reply": reply,
        "form": reply_form or ReplyForm(initial=recall_reply(reply)),
    }
    return render(request, "deliberation/deciding.html", context)


def told_with_actions(decisions: list[Any]) -> list[Any]:
    """The decisions, each with the `actions` of the plan that were made from it."""
    actions = actions_from(decisions)
    for decision in decisions:
        decision.actions = actions.get(decision.pk, [])
    return decisions


def shared_statements(topic: Any) -> list[dict[str, Any]]:
    """The statements of the last result shown that bring people together, the clearest first."""
    release = latest_release(topic)
    if release is None:
        return []
    return [
        {
            "number": line.number,
            "told": _("Non : %(text)s") % {"text": line.text} if line.side == DISAGREE else line.text,
        }
        for line in result_of(release).together
    ]


def recall_reply(reply: Any) -> dict[str, str]:
    """What was replied already, to be written again."""
    if reply is None:
        return {"title": _("Ce que nous avons entendu, ce que nous ferons")}
    french = reply.content["fr"]
    return {"title": french["title"], "text": "\n\n".join(french.get("paragraphs", []))}


@require_POST
@member_view(Right.FACILITATE)
def reply_send(request: SpaceRequest, topic: UUID) -> HttpResponse:
    """Show the reply at people's links."""
    found = topic_or_404(request, topic)
    form = ReplyForm(request.POST)

    def keep() -> Any:
        return reply_to_voters(topic=found, by=request.user, **form.cleaned_data)

    # Where people voted elsewhere the page has no form to say the refusal in.
    if form.is_valid() and (
        attempt(request, keep) if found.origin else attempt_in(form, keep, beside="text")
    ):
        messages.success(request, _("Votre réponse se lit maintenant au lien de chacun."))
        return redirect(DECIDING, request.space.slug, found.pk)
    return render_deciding(request, found, form)


@member_view(Right.FACILITATE)
def proposal_new(request: SpaceRequest, topic: UUID) -> HttpResponse:
    """A new proposal, which starts from statements chosen on the page before."""
    found = topic_or_404(request, topic)
    return edit_proposal(request, found, None, begin_proposal(request, found))


@member_view(Right.FACILITATE)
def proposal_edit(request: SpaceRequest, motion: UUID) -> HttpResponse:
    """Write a proposal again."""
    found = found_or_404(find_proposal(request.space.organisation, motion))
    initial = {
        "title": found.title,
        "text": found.text,
        "statements": [statement.number for statement in found.statements.order_by("number")],
    }
    return edit_proposal(request, found.topic, found, initial)


def begin_proposal(request: SpaceRequest, topic: Any) -> dict[str, Any]:
    """The statements ticked on the page before."""
    texts = {row["number"]: row["told"] for row in shared_statements(topic)}
    asked = [int(value) for value in request.GET.getlist("phrase") if value.isdecimal() and len(value) < 7]
    chosen = [number for number in asked if number in texts]
    return {"statements": chosen, "text": "\n".join(f"– {texts[number]}" for number in chosen)}


def edit_proposal(request: SpaceRequest, topic: Any, proposal: Any, initial: dict[str, Any]) -> HttpResponse:
    choices = [(row.number or 0, row.text) for row in statements_of(topic)]
    form = ProposalForm(posted(request), statements=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        kept: list[Any] = []

        def keep() -> None:
            kept.append(
                write_proposal(topic=topic, proposal=proposal, content=form.content(), by=request.user)
            )

        if attempt_in(form, keep):
            return redirect(PROPOSAL, request.space.slug, kept[0].pk)
    context = {"section": SECTION, "topic": topic, "proposal": proposal, "form": form}
    return render(request, "deliberation/proposal_edit.html", context)


@require_POST
@member_view(Right.FACILITATE)
def proposal_withdraw(request: SpaceRequest, motion: UUID) -> HttpResponse:
    """Leave a proposal aside, or take it up again."""
    found = found_or_404(find_proposal(request.space.organisation, motion))
    back = found.state == ProposalState.WITHDRAWN
    gesture = take_up_proposal if back else withdraw_proposal
    if attempt(request, lambda: gesture(proposal=found, by=request.user)):
        messages.success(
            request,
            _("La proposition est de nouveau en discussion.")
            if back
            else _("La proposition est retirée. Elle reste ici, et peut être reprise."),
        )
    return redirect(PROPOSAL, request.space.slug, found.pk)


@member_view(Right.FACILITATE)
def decision_new(request: SpaceRequest, topic: UUID) -> HttpResponse:
    """Write what is decided; from a proposal when one is named."""
    found = topic_or_404(request, topic)
    named = request.GET.get("proposition", "")
    proposal = next((row for row in proposals_of(found) if str(row.pk) == named), None)
    initial = {"decided_on": timezone.localdate(), "text": "" if proposal is None else proposal.text}
    return edit_decision(request, found, None, proposal, initial)


@member_view(Right.FACILITATE)
def decision_edit(request: SpaceRequest, decision: UUID) -> HttpResponse:
    """Write a decision again."""
    found = found_or_404(find_decision(request.space.organisation, decision))
    names = ("text", "reasons", "decided_by", "decided_on")
    initial = {name: getattr(found, name) for name in names}
    return edit_decision(request, found.topic, found, found.proposal, initial)


def edit_decision(
    request: SpaceRequest, topic: Any, decision: Any, proposal: Any, initial: dict[str, Any]
) -> HttpResponse:
    meetings = [] if decision is not None else near_meetings(request)
    form = DecisionForm(posted(request), meetings=meetings, initial=initial)
    if request.method == "POST" and form.is_valid():

        def keep() -> None:
            write_decision(
                topic=topic,
                decision=decision,
                proposal=proposal,
                meeting=form.meeting_chosen(),
                content=form.content(),
                by=request.user,
            )

        if attempt_in(form, keep):
            messages.success(
                request,
                _("C’est écrit. Dites-le maintenant à ceux qui ont participé.")
                if topic.origin
                else _("C’est écrit. Dites-le maintenant à ceux qui ont participé, au bas de la page."),
            )
            return redirect(DECIDING, request.space.slug, topic.pk)
    context = {"section": SECTION, "topic": topic, "decision": decision, "proposal": proposal, "form": form}
    return render(request, "deliberation/decision_edit.html", context)


@member_view(Right.FACILITATE)
def decision_delete(request: SpaceRequest, decision: UUID) -> HttpResponse:
    """Take out a decision written by mistake, after a confirmation."""
    found = found_or_404(find_decision(request.space.organisation, decision))
    topic = found.topic
    if request.method == "POST":
        delete_decision(decision=found, by=request.user)
        messages.success(request, _("La décision est retirée."))
        return redirect(DECIDING, request.space.slug, topic.pk)
    context = {"section": SECTION, "topic": topic, "decision": found}
    return render(request, "deliberation/decision_delete.html", context)


@require_POST
@member_view(Right.FACILITATE)
def decision_act(request: SpaceRequest, decision: UUID) -> HttpResponse:
    """Put a decision in the plan, then ask who does it and when."""
    found = found_or_404(find_decision(request.space.organisation, decision))
    kept: list[Any] = []

    def keep() -> None:
        cycle = plan_cycle(request.space.organisation)
        kept.append(take_up_decision(decision=found, cycle=cycle, by=request.user))

    if not attempt(request, keep):
        return redirect(DECIDING, request.space.slug, found.topic_id)
    messages.success(request, _("La décision est dans le plan. Dites qui s’en occupe, et pour quand."))
    return redirect("plans:action", request.space.slug, kept[0].pk)
