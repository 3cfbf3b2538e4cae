"""What an address names, the language of the page, and files handed over."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.text import slugify

from marchepied.apps.diagnosis.compute.elsewhere import ask_ended_again
from marchepied.apps.diagnosis.selectors.cycles import find_cycle
from marchepied.engines.documents import Document, render_document, write_docx, write_odt, write_pptx
from marchepied.web.shared.access import SpaceRequest

Writer = Callable[[Document], bytes]
# Editable formats: what writes them, and what they are called on the network.
EDITABLE: dict[str, tuple[Writer, str]] = {
    "docx": (write_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "odt": (write_odt, "application/vnd.oasis.opendocument.text"),
    "pptx": (write_pptx, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}


def cycle_or_404(request: SpaceRequest, cycle: UUID) -> Any:
    """The cycle of the space in scope, with its organisation set, asking what nothing answers any more."""
    found = find_cycle(request.space.organisation, cycle)
    if found is None:
        raise Http404
    found.organisation = request.space.organisation
    ask_ended_again(found)
    return found


def current_language() -> str:
    """The language of the page, French where there is none."""
    return translation.get_language() or "fr"


def hand_over(
    data: bytes, content_type: str, name: str, ending: str, *, inline: bool = False
) -> HttpResponse:
    """A file to read or to keep, under a name that every system takes."""
    response = HttpResponse(data, content_type=content_type)
    disposition = "inline" if inline else "attachment"
    response["Content-Disposition"] = f'{disposition}; filename="{slugify(name) or "dossier"}.{ending}"'
    return response


def hand_document(document: Document, kind: str, name: str, *, large: bool, inline: bool) -> HttpResponse:
    """A document in one of the formats: `pdf`, `docx`, `odt` or `pptx`."""
    if kind == "pdf":
        made = render_document(document, large_print=large)
        return hand_over(made.pdf, "application/pdf", name, "pdf", inline=inline)
    write, content_type = EDITABLE[kind]
    return hand_over(write(document), content_type, name, kind)
