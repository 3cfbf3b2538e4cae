"""Leading a call for proposals: opened on a draft, moved from one moment to the next, its history."""

from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.networks.enums import Phase
from marchepied.apps.networks.rules import (
    LEAD_WRITING,
    READ_NETWORK,
    next_phase,
    previous_phase,
    takes_proposals,
)
from marchepied.apps.networks.selectors.affiliations import members_of
from marchepied.apps.networks.selectors.appeals import (
    appeals_on,
    groups_called,
    history_of,
    members_called,
    proposals_of,
)
from marchepied.apps.networks.selectors.committees import committees_on
from marchepied.apps.networks.services import AppealContent, move_on, open_appeal
from marchepied.apps.referentials.selectors import find_draft
from marchepied.web.networks.finding import with_appeal
from marchepied.web.networks.forms import AppealForm
from marchepied.web.networks.saying import BACK, NEXT, NOW, list_steps, tell_history, tell_now, tell_proposals
from marchepied.web.networks.targets import draw_appeal
from marchepied.web.networks.views.network import TOO_MANY_LETTERS
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data


def draft_or_404(request: SpaceRequest, draft: UUID) -> Any:
    """A draft of the space that is still being written."""
    row = find_draft(request.space.organisation, draft)
    if row is None or row.published_id is not None:
        raise Http404
    return row


def require_letters(request: SpaceRequest) -> None:
    """A bound on what one person makes the server write to others: ValidationError past it."""
    if not ratelimit.consume(request, action="write_to_members"):
        raise ValidationError(TOO_MANY_LETTERS)


@member_view(READ_NETWORK)
def show_writing(request: SpaceRequest, draft: UUID) -> HttpResponse:
    """The two ways of writing a draft with others, and what was begun of each."""
    row = draft_or_404(request, draft)
    context = {
        "draft": row,
        "appeals": appeals_on(row),
        "committees": committees_on(row),
        "section": "house",
    }
    return render(request, "networks/writing.html", context)


@member_view(LEAD_WRITING)
def open_new(request: SpaceRequest, draft: UUID) -> HttpResponse:
    """A new call on a draft."""
    row = draft_or_404(request, draft)
    form = AppealForm(posted_data(request), members=members_of(request.space.organisation))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        content = AppealContent(
            title=chosen["title"],
            text=chosen["text"],
            opens_on=chosen["opens_on"],
            closes_on=chosen["closes_on"],
            members=[UUID(one) for one in chosen.get("members", [])],
            groups=chosen["groups"],
        )
        try:
            require_letters(request)
            appeal = open_appeal(draft=row, content=content, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("L’appel est ouvert. Les pilotes des membres choisis sont prévenus."))
            return redirect("networks:appeal", request.space.slug, appeal.pk)
    return render(request, "networks/appeal_new.html", {"form": form, "draft": row, "section": "house"})


@member_view(READ_NETWORK)
@with_appeal
def show_appeal(request: SpaceRequest, appeal: Any) -> HttpResponse:
    """A call as the network leads it: who is called, what came, what comes next."""
    following = next_phase(appeal)
    proposals = proposals_of(appeal)
    open_now = takes_proposals(appeal)
    context = {
        "appeal": appeal,
        "now": tell_now(appeal),
        "steps": list_steps(appeal),
        "next": NEXT[following] if following else "",
        "back": BACK[appeal.phase] if previous_phase(appeal) else "",
        "may_date": appeal.phase not in (Phase.REPLY, Phase.CLOSED),
        "proposals": tell_proposals(appeal, proposals),
        "waiting": sum(proposal.state == "open" for proposal in proposals),
        "members": members_called(appeal),
        "groups": groups_called(appeal),
        "tree": draw_appeal(appeal, request.space.organisation) if open_now else [],
        "may_propose": open_now and request.space.may_facilitate,
        "section": "house",
    }
    return render(request, "networks/appeal.html", context)


@require_POST
@member_view(LEAD_WRITING)
@with_appeal
def go_on(request: SpaceRequest, appeal: Any) -> HttpResponse:
    """Go to the next moment, if it is still the one that the page showed."""
    if request.POST.get("phase") != appeal.phase:
        messages.error(request, _("Cet appel a avancé entre-temps."))
    else:
        try:
            move_on(appeal=appeal, by=request.user)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            messages.success(request, str(NOW[appeal.phase]))
    return redirect("networks:appeal", request.space.slug, appeal.pk)


@member_view(READ_NETWORK)
@with_appeal
def show_history(request: SpaceRequest, appeal: Any) -> HttpResponse:
    """Who proposed and who changed what, with the replies."""
    context = {
        "appeal": appeal,
        "lines": tell_history(history_of(appeal)),
        "committees": committees_on(appeal.draft) if appeal.draft else [],
        "section": "house",
    }
    return render(request, "networks/appeal_history.html", context)
