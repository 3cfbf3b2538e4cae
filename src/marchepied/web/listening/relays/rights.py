"""The rights of relays, for who pilots: give one, hand its link, take it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marchepied.apps.listening.enums import RegisterKind
from marchepied.apps.listening.rules import GIVE_RELAYS, may_enter_as_relay
from marchepied.apps.listening.selectors import registers_of
from marchepied.apps.listening.selectors.relays import (
    calls_to_relay,
    find_relay,
    link_of_relay,
    list_relays,
    read_relay_door,
)
from marchepied.apps.listening.services.relays import give_relay, revoke_relay
from marchepied.web.listening.finding import require
from marchepied.web.listening.gestures import add_refusal
from marchepied.web.listening.relays.forms import RelayForm
from marchepied.web.participation.views.invitations import draw_code, shorten_link
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data


@member_view(GIVE_RELAYS)
@require_safe
def list_all(request: SpaceRequest) -> HttpResponse:
    """Who may write for others, where, and what came by each."""
    context = {"section": "listening", "lines": list_relays(request.space.organisation)}
    return render(request, "listening/relays/list.html", context)


@member_view(GIVE_RELAYS)
def give(request: SpaceRequest) -> HttpResponse:
    """Give a right; then its link is there to be handed."""
    organisation = request.space.organisation
    known = _what_is_open(organisation)
    form = RelayForm(posted_data(request), **known)
    if request.method == "POST" and form.is_valid():
        try:
            row = give_relay(organisation=organisation, content=form.content(), by=request.user)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Ce droit est donné. Remettez maintenant le lien à cette personne."))
            return redirect("listening:relay", request.space.slug, row.pk)
    context = {"section": "listening", "form": form, "nothing": not any(known.values())}
    return render(request, "listening/relays/give.html", context)


def _what_is_open(organisation: Any) -> dict[str, Any]:
    registers = registers_of(organisation)
    ideas, complaints = (registers.get(kind) for kind in (RegisterKind.IDEAS, RegisterKind.COMPLAINTS))
    return {
        "calls": calls_to_relay(organisation),
        "has_ideas": bool(ideas and ideas.is_open),
        "has_complaints": bool(complaints and complaints.is_open),
    }


@member_view(GIVE_RELAYS)
@require_safe
def show(request: SpaceRequest, relay: UUID) -> HttpResponse:
    """One right: its link while it serves, what it opens, what came by it."""
    row = require(find_relay(request.space.organisation, relay))
    link = link_of_relay(row)
    context = {
        "section": "listening",
        "relay": row,
        "door": read_relay_door(row),
        "live": may_enter_as_relay(row),
        "link": link,
        "short_link": shorten_link(link),
        "code": draw_code(link),
    }
    return render(request, "listening/relays/show.html", context)


@member_view(GIVE_RELAYS)
def revoke(request: SpaceRequest, relay: UUID) -> HttpResponse:
    """Take a right back, after a page that says what it means."""
    row = require(find_relay(request.space.organisation, relay))
    if request.method == "POST":
        revoke_relay(relay=row, by=request.user)
        messages.success(request, _("Ce droit est retiré : son lien n’ouvre plus rien."))
        return redirect("listening:relays", request.space.slug)
    return render(request, "listening/relays/revoke.html", {"section": "listening", "relay": row})
