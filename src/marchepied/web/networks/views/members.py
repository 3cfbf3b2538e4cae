"""« Nos réseaux »: what a member belongs to, what it is invited to, what was handed to it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.networks.enums import AffiliationState, Phase
from marchepied.apps.networks.rules import JOIN, READ_APPEALS
from marchepied.apps.networks.selectors.affiliations import (
    find_invitation_to,
    find_own_affiliation,
    invitations_to,
    networks_of,
    open_door,
)
from marchepied.apps.networks.selectors.appeals import shared_appeals
from marchepied.apps.networks.selectors.sharings import offers_to
from marchepied.apps.networks.services import accept_invitation, ask_to_join, end_affiliation
from marchepied.apps.organisations.enums import Right
from marchepied.apps.organisations.selectors import spaces_of
from marchepied.web.networks.forms import JoinForm
from marchepied.web.shared.access import SpaceRequest, member_view, signed_in_view
from marchepied.web.shared.posted import posted_data


@member_view(READ_APPEALS)
def list_networks(request: SpaceRequest) -> HttpResponse:
    """The networks of a member, their calls, the guides that they handed to it."""
    organisation = request.space.organisation
    appeals = shared_appeals(organisation)
    context = {
        "networks": networks_of(organisation),
        "invitations": invitations_to(organisation, request.user) if request.space.may_pilot else [],
        "running": [appeal for appeal in appeals if appeal.phase != Phase.CLOSED],
        "over": [appeal for appeal in appeals if appeal.phase == Phase.CLOSED],
        "offers": offers_to(organisation),
        "section": "house",
    }
    return render(request, "networks/networks.html", context)


@require_POST
@member_view(JOIN)
def accept(request: SpaceRequest, invited: UUID) -> HttpResponse:
    """Say yes to a network that invited this space, or this person."""
    row = find_invitation_to(request.space.organisation, request.user, invited)
    if row is None:
        raise Http404
    try:
        affiliation = accept_invitation(affiliation=row, member=request.space.organisation, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, tell_joined(affiliation))
    return redirect("networks:networks", request.space.slug)


def tell_joined(affiliation: object) -> str:
    """What follows from a yes, or from a request."""
    told = {"network": affiliation.organisation.name}  # type: ignore[attr-defined]
    if affiliation.state == AffiliationState.ACTIVE:  # type: ignore[attr-defined]
        return _("Vous faites partie du réseau « %(network)s ».") % told
    return _("Votre demande est partie. « %(network)s » vous répondra.") % told


@member_view(JOIN)
def leave(request: SpaceRequest, own_affiliation: UUID) -> HttpResponse:
    """Leave a network, after a page that says what stays."""
    row = find_own_affiliation(request.space.organisation, own_affiliation)
    if row is None:
        raise Http404
    if request.method == "POST":
        try:
            end_affiliation(affiliation=row, member=request.space.organisation, by=request.user)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            messages.success(request, _("C’est fait. Les guides reçus restent chez vous."))
        return redirect("networks:networks", request.space.slug)
    return render(request, "networks/leave.html", {"network": row.organisation, "section": "house"})


@signed_in_view
def enter(request: HttpRequest, door_token: str) -> HttpResponse:
    """The link of a network: one chooses in whose name one joins, and reads what the network will see."""
    door = open_door(door_token)
    if door is None:
        return render(request, "networks/door_gone.html", status=404)
    spaces = [line.organisation for line in spaces_of(request.user, Right.PILOT)]
    spaces = [space for space in spaces if space.pk != door.network.pk]
    form = JoinForm(posted_data(request), spaces=spaces)
    if request.method == "POST" and form.is_valid():
        member = next(space for space in spaces if space.slug == form.cleaned_data["space"])
        try:
            affiliation = _join(request, door, member)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, tell_joined(affiliation))
            return redirect("networks:networks", member.slug)
    context = {
        "network": door.network,
        "invited": door.affiliation is not None,
        "form": form,
        "spaces": spaces,
    }
    return render(request, "networks/door.html", context)


def _join(request: HttpRequest, door: object, member: object) -> object:
    if door.affiliation is not None:  # type: ignore[attr-defined]
        return accept_invitation(affiliation=door.affiliation, member=member, by=request.user)  # type: ignore[attr-defined]
    return ask_to_join(network=door.network, member=member, by=request.user)  # type: ignore[attr-defined]
