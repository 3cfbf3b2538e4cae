"""Handing a published guide to members."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from marchepied.apps.networks.rules import LEAD_WRITING
from marchepied.apps.networks.selectors.affiliations import members_of
from marchepied.apps.networks.selectors.sharings import find_own_version, told_of
from marchepied.apps.networks.services import share_version
from marchepied.web.networks.forms import ShareForm
from marchepied.web.networks.views.appeals import require_letters
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data


@member_view(LEAD_WRITING)
def share(request: SpaceRequest, version: UUID) -> HttpResponse:
    """Who has this version, and to whom to hand it."""
    organisation = request.space.organisation
    row = find_own_version(organisation, version)
    if row is None:
        raise Http404
    told, members = told_of(row), members_of(organisation)
    left = [line for line in members if line.member_id not in told]
    form = ShareForm(posted_data(request), members=left)
    if request.method == "POST" and form.is_valid():
        chosen = {UUID(one) for one in form.cleaned_data["members"]}
        try:
            require_letters(request)
            made = share_version(network=organisation, version=row, members=chosen, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            sentence = ngettext(
                "Un membre a maintenant ce guide. Ses pilotes sont prévenus.",
                "%(n)s membres ont maintenant ce guide. Leurs pilotes sont prévenus.",
                len(made),
            )
            messages.success(request, sentence % {"n": len(made)})
            return redirect("networks:share", request.space.slug, row.pk)
    context = {
        "version": row,
        "form": form,
        "left": left,
        "has": [line for line in members if line.member_id in told],
        "any": bool(members),
        "section": "house",
    }
    return render(request, "networks/share.html", context)
