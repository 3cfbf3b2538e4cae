"""The AG pack and the sheet for those who answered."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.diagnosis.enums import CycleState
from marchepied.apps.diagnosis.selectors.cycles import find_cycle
from marchepied.apps.diagnosis.services.account import write_account_words
from marchepied.apps.organisations.enums import Right
from marchepied.apps.restitution import selectors, services
from marchepied.apps.restitution.compute import build_pack, build_sheet, say_missing
from marchepied.engines.documents import RenderedDocument, render_pack, render_staff_sheet
from marchepied.web.restitution.forms import AccountForm
from marchepied.web.shared.access import SpaceRequest, member_view


def cycle_or_404(request: SpaceRequest, cycle: UUID) -> Any:
    found = find_cycle(request.space.organisation, cycle)
    if found is None:
        raise Http404
    found.organisation = request.space.organisation
    return found


def current_language() -> str:
    return translation.get_language() or "fr"


def pdf_response(document: RenderedDocument, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(document.pdf, content_type="application/pdf")
    disposition = "inline" if inline else "attachment"
    response["Content-Disposition"] = f'{disposition}; filename="{slugify(name) or "dossier"}.pdf"'
    return response


@member_view(Right.READ)
def pack(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """What the pack holds today, what it lacks, the pilot's words, and the editions already made."""
    found = cycle_or_404(request, cycle)
    initial = {
        "introduction": found.introduction,
        "debate_questions": "\n".join(found.debate_questions),
    }
    form = AccountForm(request.POST or None, initial=initial)
    if request.method == "POST":
        if not request.space.may_facilitate:
            raise Http404
        if form.is_valid():
            write_account_words(
                cycle=found,
                introduction=form.cleaned_data["introduction"],
                debate_questions=form.debate_lines(),
                by=request.user,
            )
            messages.success(request, _("C’est noté : le dossier le dira."))
            return redirect("restitution:pack", request.space.slug, found.pk)
    content = build_pack(found, current_language())
    context = {
        "section": "cycle",
        "cycle": found,
        "content": content,
        "missing": say_missing(content),
        "form": form,
        "editions": selectors.packs_of(found),
    }
    return render(request, "restitution/pack.html", context)


@member_view(Right.READ)
def pack_preview(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """The pack as it stands, without keeping an edition."""
    found = cycle_or_404(request, cycle)
    content = build_pack(found, current_language())
    large = request.GET.get("taille") == "grande"
    document = render_pack(content, language=current_language(), large_print=large)
    return pdf_response(document, f"{content.organisation} {content.cycle}", inline=True)


@require_POST
@member_view(Right.FACILITATE)
def pack_make(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Keep an edition, and hand it over."""
    found = cycle_or_404(request, cycle)
    made = services.make_pack(cycle=found, language=current_language(), by=request.user)
    document = render_pack(selectors.read_pack(made), language=made.language)
    sentence = _("Le dossier est prêt : %(pages)s pages.") % {"pages": document.pages}
    if document.replaced:
        sentence += " " + _("Signes impossibles à imprimer, remplacés par leur nom : %(signs)s.") % {
            "signs": ", ".join(document.replaced[:8])
        }
    messages.success(request, sentence)
    return redirect("restitution:pack", request.space.slug, found.pk)


@member_view(Right.READ)
def pack_file(request: SpaceRequest, pack: UUID) -> HttpResponse:
    """An edition, printed again exactly as it was; `?taille=grande` in large print."""
    found = selectors.find_pack(request.space.organisation, pack)
    if found is None:
        raise Http404
    content = selectors.read_pack(found)
    large = request.GET.get("taille") == "grande"
    document = render_pack(content, language=found.language, large_print=large)
    name = f"{content.organisation} {content.cycle} {found.number}"
    return pdf_response(document, name, inline=False)


@member_view(Right.FACILITATE)
def sheet(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """The one page for those who answered, before the assembly."""
    found = cycle_or_404(request, cycle)
    context = {
        "section": "cycle",
        "cycle": found,
        "sheet": build_sheet(found, current_language()),
        "published": selectors.sheet_published(found),
        "may_say_done": found.round is None and found.state == CycleState.RUNNING,
        "can_publish": found.round is not None and found.round.state == "closed",
    }
    return render(request, "restitution/sheet.html", context)


@member_view(Right.FACILITATE)
def sheet_file(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """The same page to print and pin up."""
    found = cycle_or_404(request, cycle)
    content = build_sheet(found, current_language())
    document = render_staff_sheet(content, language=current_language())
    return pdf_response(document, f"{content.organisation} {_('ce que vous avez dit')}", inline=True)


@require_POST
@member_view(Right.FACILITATE)
def sheet_publish(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    found = cycle_or_404(request, cycle)
    try:
        services.publish_staff_sheet(cycle=found, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("C’est dit : la page s’ouvre au lien par lequel chacun a répondu."))
    return redirect("restitution:sheet", request.space.slug, found.pk)
