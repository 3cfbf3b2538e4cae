"""The pack on the screen: read from top to bottom, arranged, taken away in every format."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.diagnosis.enums import Path
from marchepied.apps.organisations.enums import Right
from marchepied.apps.restitution import selectors, services
from marchepied.apps.restitution.compute import ArrangedSection, Arrangement, arrange_pack, build_document
from marchepied.engines.documents import walk_blocks
from marchepied.web.restitution.finding import current_language, cycle_or_404, hand_document
from marchepied.web.shared.access import Space, SpaceRequest, member_view

# A section with more letters is folded: the page is for going through the whole document.
LONG_SECTION = 2_400
# Where each thing that lacks is mended, and what is asked of whoever goes there.
PLACES = {
    "groups": ("participation:colleges", Right.FACILITATE),
    "questions": ("diagnosis:questions", Right.READ),
    "evidence": ("diagnosis:questions", Right.READ),
    "workshop": ("diagnosis:workshop", Right.FACILITATE),
    "table": ("diagnosis:table", Right.FACILITATE),
    "plan": ("plans:plan", Right.READ),
    "assembly": ("diagnosis:assembly", Right.PILOT),
}


@member_view(Right.READ)
def pack(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """The whole pack as it would be printed, section by section, and the editions already frozen."""
    found = cycle_or_404(request, cycle)
    arrangement = arrange_pack(found, current_language())
    context = {
        "section": "cycle",
        "cycle": found,
        "arrangement": arrangement,
        "rows": list_rows(arrangement, every=request.space.may_facilitate),
        "missing": _list_missing(request.space, found, arrangement),
        "editions": selectors.packs_of(found),
        "compact": found.path == Path.TABLE,
    }
    return render(request, "restitution/pack.html", context)


def list_rows(arrangement: Arrangement, *, every: bool) -> list[dict[str, Any]]:
    """Each section with what the page needs to know of its place; only those printed unless `every`."""
    shown = [section for section in arrangement.sections if every or not (section.hidden or section.is_empty)]
    last = len(shown) - 1
    return [
        {"section": section, "first": place == 0, "last": place == last, "folded": _is_folded(section)}
        for place, section in enumerate(shown)
    ]


def _is_folded(arranged: ArrangedSection) -> bool:
    """Whether only its title is shown at first: it is left out, or long and not the first page."""
    length = sum(len(text) for block in walk_blocks(arranged.section.printed) for text in block.texts)
    return arranged.hidden or (length > LONG_SECTION and arranged.key != "synopsis")


def _list_missing(space: Space, cycle: Any, arrangement: Arrangement) -> list[tuple[str, str]]:
    return [(lack.sentence, _find_place(space, cycle, lack.place)) for lack in arrangement.missing]


def _find_place(space: Space, cycle: Any, place: str) -> str:
    """The address where something that lacks is mended; empty where this person may not go."""
    name, right = PLACES[place]
    allowed = {
        Right.READ: True,
        Right.FACILITATE: space.may_facilitate,
        Right.PILOT: space.may_pilot,
    }[right]
    if not allowed:
        return ""
    return reverse(name, args=[space.slug] if name == "plans:plan" else [space.slug, cycle.pk])


@require_POST
@member_view(Right.FACILITATE)
def arrange(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Move a section up or down, hide it or take it back; the page comes back at the same button."""
    found = cycle_or_404(request, cycle)
    key, gesture = request.POST.get("key", ""), request.POST.get("gesture", "")
    common = {"cycle": found, "key": key, "language": current_language(), "by": request.user}
    anchor = f"mask-{key}"
    try:
        if gesture in {"up", "down"}:
            anchor = _name_button(services.move_section(**common, down=gesture == "down"), key, gesture)
        elif gesture in {"hide", "show"}:
            services.hide_section(**common, hidden=gesture == "hide")
        else:
            raise ValidationError(_("Ce geste n’existe pas. Rechargez la page."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("restitution:pack", request.space.slug, found.pk)
    return redirect(f"{reverse('restitution:pack', args=[request.space.slug, found.pk])}#{anchor}")


def _name_button(keys: list[str], key: str, gesture: str) -> str:
    """The button that was pressed; the other arrow where the section has reached an end."""
    if gesture == "up" and key == keys[0]:
        return f"down-{key}"
    return f"up-{key}" if gesture == "down" and key == keys[-1] else f"{gesture}-{key}"


@member_view(Right.READ)
def pack_download(request: SpaceRequest, cycle: UUID, kind: str) -> HttpResponse:
    """The pack as it stands, in one of the formats, without keeping an edition."""
    found = cycle_or_404(request, cycle)
    document = build_document(found, current_language())
    name = f"{document.organisation} {found.title}"
    large = request.GET.get("taille") == "grande"
    return hand_document(document, kind, name, large=large, inline=kind == "pdf")
