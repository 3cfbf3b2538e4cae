"""A committee of experts, as who writes the guide leads it."""

from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.networks.rules import (
    GO_WITHOUT_EXPERTS,
    LEAD_WRITING,
    MANAGE_MEMBERS,
    READ_NETWORK,
    is_current,
)
from marchepied.apps.networks.selectors.committees import (
    experts_of,
    find_expert,
    find_remark,
    open_round_of,
    opinions_of,
    remarks_of,
    rounds_of,
    standing_of,
)
from marchepied.apps.networks.services import (
    answer_remark,
    close_reading,
    end_expert,
    go_without,
    invite_expert,
    open_committee,
    open_reading,
)
from marchepied.web.networks.finding import with_committee
from marchepied.web.networks.forms import AnswerForm, CommitteeForm, ExpertForm, OverrideForm, ReadingForm
from marchepied.web.networks.saying import tell_needed
from marchepied.web.networks.views.appeals import draft_or_404
from marchepied.web.networks.views.network import TOO_MANY, TOO_MANY_LETTERS
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data


@member_view(LEAD_WRITING)
def open_new(request: SpaceRequest, draft: UUID) -> HttpResponse:
    """A new committee on a draft: from now on, its agreement is needed to publish."""
    row = draft_or_404(request, draft)
    form = CommitteeForm(posted_data(request), initial={"needed": 2})
    if request.method == "POST" and form.is_valid():
        try:
            committee = open_committee(draft=row, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Le comité est créé. Invitez maintenant qui relira."))
            return redirect("networks:committee", request.space.slug, committee.pk)
    return render(request, "networks/committee_new.html", {"form": form, "draft": row, "section": "house"})


@member_view(READ_NETWORK)
@with_committee
def show_committee(request: SpaceRequest, committee: Any) -> HttpResponse:
    """Who reads, what they said, what is still to be answered, whether the guide may be published."""
    standing = standing_of(committee)
    signed = {opinion.pk for opinion in standing.signed}
    draft = committee.draft
    experts = [(expert, is_current(expert)) for expert in experts_of(committee)]
    reading, remarks = open_round_of(committee), remarks_of(committee)
    context = {
        "committee": committee,
        "standing": standing,
        "needed": tell_needed(standing.missing),
        "experts": experts,
        # Enough people to reach the agreements decided, and nothing begun: reading comes next.
        "ready": reading is None and sum(current for _, current in experts) >= committee.needed,
        "unanswered": sum(not remark.answer for remark in remarks),
        "rounds": rounds_of(committee),
        "reading": reading,
        "reading_form": ReadingForm(),
        "remarks": remarks,
        "opinions": [(opinion, opinion.pk in signed) for opinion in opinions_of(committee)],
        "is_written": draft is not None and draft.published_id is None,
        "section": "house",
    }
    return render(request, "networks/committee.html", context)


@member_view(MANAGE_MEMBERS)
@with_committee
def invite(request: SpaceRequest, committee: Any) -> HttpResponse:
    """Invite somebody to read, until a date."""
    form = ExpertForm(posted_data(request))
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="invite_member"):
            form.add_error(None, str(TOO_MANY))
        else:
            try:
                expert = invite_expert(committee=committee, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("L’invitation part à %(address)s.") % {"address": expert.email})
                return redirect("networks:committee", request.space.slug, committee.pk)
    context = {"form": form, "committee": committee, "section": "house"}
    return render(request, "networks/expert_invite.html", context)


@member_view(MANAGE_MEMBERS)
@with_committee
def end(request: SpaceRequest, committee: Any, expert: UUID) -> HttpResponse:
    """Close the draft to an expert before their date, after a page that says what stays."""
    row = find_expert(committee, expert)
    if row is None or not is_current(row):
        raise Http404
    if request.method == "POST":
        end_expert(expert=row, by=request.user)
        messages.success(request, _("C’est fait : %(name)s ne relit plus.") % {"name": row.name})
        return redirect("networks:committee", request.space.slug, committee.pk)
    context = {"committee": committee, "expert": row, "section": "house"}
    return render(request, "networks/expert_end.html", context)


@require_POST
@member_view(LEAD_WRITING)
@with_committee
def change_reading(request: SpaceRequest, committee: Any) -> HttpResponse:
    """Begin a time of reading, or end it."""
    form = ReadingForm(request.POST)
    try:
        if request.POST.get("gesture") == "close":
            close_reading(committee=committee, by=request.user)
            messages.success(request, _("La lecture est finie."))
        elif form.is_valid() and not ratelimit.consume(request, action="write_to_members"):
            messages.error(request, str(TOO_MANY_LETTERS))
        elif form.is_valid():
            open_reading(committee=committee, closes_on=form.cleaned_data["closes_on"], by=request.user)
            messages.success(request, _("La lecture commence."))
        else:
            messages.error(request, _("Cette date est incomplète."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("networks:committee", request.space.slug, committee.pk)


@member_view(LEAD_WRITING)
@with_committee
def answer(request: SpaceRequest, committee: Any, remark: UUID) -> HttpResponse:
    """Answer a remark."""
    row = find_remark(committee, remark)
    if row is None:
        raise Http404
    form = AnswerForm(posted_data(request), initial={"answer": row.answer})
    if request.method == "POST" and form.is_valid():
        answer_remark(remark=row, answer=form.cleaned_data["answer"], by=request.user)
        messages.success(request, _("La réponse est écrite."))
        return redirect("networks:committee", request.space.slug, committee.pk)
    context = {"form": form, "committee": committee, "remark": row, "section": "house"}
    return render(request, "networks/remark.html", context)


@member_view(GO_WITHOUT_EXPERTS)
@with_committee
def override(request: SpaceRequest, committee: Any) -> HttpResponse:
    """Publish without the agreements decided: the reason stays in the history."""
    form = OverrideForm(posted_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            go_without(committee=committee, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("C’est écrit. Ce qui est écrit aujourd’hui peut être publié."))
            return redirect("networks:committee", request.space.slug, committee.pk)
    context = {"form": form, "committee": committee, "section": "house"}
    return render(request, "networks/override.html", context)
