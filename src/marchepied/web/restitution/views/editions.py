"""Editions of the pack: frozen once, then handed over the same for ever."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from marchepied.apps.organisations.enums import Right
from marchepied.apps.restitution import selectors, services
from marchepied.apps.restitution.compute import arrange_pack
from marchepied.web.restitution.finding import current_language, cycle_or_404, hand_document
from marchepied.web.restitution.forms import signatory_forms
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data


@member_view(Right.PILOT)
def freeze(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Freeze the pack as it stands, with the officers who sign it."""
    found = cycle_or_404(request, cycle)
    language = current_language()
    forms = signatory_forms(posted_data(request))
    refused: list[str] = []
    if request.method == "POST" and forms.is_valid():
        try:
            made = services.freeze_pack(
                cycle=found, language=language, signatories=forms.signatories(), by=request.user
            )
        except ValidationError as error:
            refused = error.messages
        else:
            messages.success(
                request,
                _("L’édition %(number)s est figée : elle ne changera plus.") % {"number": made.number},
            )
            return redirect("restitution:pack", request.space.slug, found.pk)
    context = {
        "section": "cycle",
        "cycle": found,
        "forms": forms,
        "refused": refused,
        "missing": arrange_pack(found, language).missing,
    }
    return render(request, "restitution/pack_freeze.html", context)


@member_view(Right.READ)
def pack_file(request: SpaceRequest, pack: UUID, kind: str) -> HttpResponse:
    """An edition in one of the formats, exactly as it was; `?taille=grande` for a PDF in large print."""
    found = selectors.find_pack(request.space.organisation, pack)
    if found is None:
        raise Http404
    try:
        document = selectors.read_pack(found)
    except selectors.EditionAlteredError:
        messages.error(
            request,
            _(
                "L’édition %(number)s n’a plus le contenu de son empreinte : elle n’est pas donnée. "
                "Prévenez la personne qui tient votre serveur."
            )
            % {"number": found.number},
        )
        return redirect("restitution:pack", request.space.slug, found.cycle_id)
    name = f"{document.organisation} {found.cycle.title} {found.number}"
    large = request.GET.get("taille") == "grande"
    return hand_document(document, kind, name, large=large, inline=False)
