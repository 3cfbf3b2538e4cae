"""« Notre réseau »: the members of a network, who was invited, who asks; its calls and committees."""

from uuid import UUID

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from marchepied.apps.networks.enums import AffiliationState
from marchepied.apps.networks.rules import MANAGE_MEMBERS, READ_NETWORK
from marchepied.apps.networks.selectors.affiliations import (
    asking_of,
    find_affiliation,
    invited_by,
    members_of,
)
from marchepied.apps.networks.selectors.appeals import appeals_of
from marchepied.apps.networks.selectors.committees import committees_of
from marchepied.apps.networks.services import end_affiliation, invite_organisation, take_in
from marchepied.apps.networks.validators import asking_token
from marchepied.web.networks.forms import InviteForm
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data

TOO_MANY = gettext_lazy("Beaucoup d’invitations sont parties en peu de temps. Reprenez dans une heure.")
TOO_MANY_LETTERS = gettext_lazy("Beaucoup de courriels sont partis en peu de temps. Reprenez dans une heure.")


@member_view(READ_NETWORK)
def show_network(request: SpaceRequest) -> HttpResponse:
    """Who belongs to the network, who was invited, who asks; what is being written together."""
    organisation = request.space.organisation
    may_manage = request.space.may_pilot
    context = {
        "members": members_of(organisation),
        "asking": asking_of(organisation) if may_manage else [],
        "invited": invited_by(organisation) if may_manage else [],
        "appeals": appeals_of(organisation),
        "committees": committees_of(organisation),
        "link": settings.BASE_URL + reverse("networks:door", args=[asking_token(organisation.slug)]),
        "section": "house",
    }
    return render(request, "networks/network.html", context)


@member_view(MANAGE_MEMBERS)
def invite(request: SpaceRequest) -> HttpResponse:
    """Invite an organisation; the answer never tells whether it is there."""
    form = InviteForm(posted_data(request))
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="invite_member"):
            form.add_error(None, str(TOO_MANY))
        else:
            try:
                affiliation = invite_organisation(
                    network=request.space.organisation,
                    addressed_to=form.cleaned_data["addressed_to"],
                    by=request.user,
                )
            except ValidationError as refusal:
                form.add_error("addressed_to", refusal)
            else:
                told = {"address": affiliation.addressed_to}
                messages.success(request, _("L’invitation part à %(address)s.") % told)
                return redirect("networks:network", request.space.slug)
    return render(request, "networks/invite.html", {"form": form, "section": "house"})


@require_POST
@member_view(MANAGE_MEMBERS)
def accept(request: SpaceRequest, affiliation: UUID) -> HttpResponse:
    """Take in an organisation that asked."""
    row = find_affiliation(request.space.organisation, affiliation)
    if row is None:
        raise Http404
    try:
        take_in(affiliation=row, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("« %(name)s » fait partie de votre réseau.") % {"name": row.member})
    return redirect("networks:network", request.space.slug)


@member_view(MANAGE_MEMBERS)
def end(request: SpaceRequest, affiliation: UUID) -> HttpResponse:
    """Take an invitation back, say no to who asks, or end an affiliation, after a page that asks."""
    row = find_affiliation(request.space.organisation, affiliation)
    if row is None:
        raise Http404
    name = row.member.name if row.member else row.addressed_to
    if request.method == "POST":
        try:
            end_affiliation(affiliation=row, by=request.user)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            messages.success(
                request, _("C’est fait : « %(name)s » n’est plus dans la liste.") % {"name": name}
            )
        return redirect("networks:network", request.space.slug)
    context = {"name": name, "active": row.state == AffiliationState.ACTIVE, "section": "house"}
    return render(request, "networks/end.html", context)
