"""The page of the law: what it asks, before whom, what is already done, and the texts of each theme."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marchepied.apps.organisations.enums import LegalForm
from marchepied.apps.referentials.selectors import read_legal_frame
from marchepied.engines.referential import Applicability, Duty, Referential
from marchepied.web.referentials.views.guide import laws_of, read_shipped
from marchepied.web.shared.access import public_view


@public_view("the law is for everybody to read")
def show_law(request: HttpRequest) -> HttpResponse:
    """Every fact of the law that the product states, said once, with its text and its date."""
    shipped, frame = read_shipped(), read_legal_frame()
    guide = shipped[0]
    titles = {source.id: source for source in (*guide.sources, *frame.sources)}
    context: dict[str, Any] = {
        "as_of": date.fromisoformat(f"{frame.as_of}-01"),
        "facts": [(fact, titles[fact.source]) for fact in frame.facts],
        "forms": [(LegalForm(note.legal_form).label, note) for note in frame.notes],
        "duties": group_duties(guide),
        "themes": [
            (axis, laws_of(axis))
            for referential in shipped
            for axis in referential.axes
            if axis.legal_references
        ],
        "words": {},
    }
    return render(request, "referentials/law.html", context)


def group_duties(guide: Referential) -> list[tuple[str, list[tuple[Duty, Any]]]]:
    """(for whom, duties with their source), in the order in which each group is first met."""
    groups: dict[str, list[tuple[Duty, Any]]] = {}
    sources = {source.id: source for source in guide.sources}
    for duty in guide.duties:
        groups.setdefault(_for_whom(duty.applicability), []).append((duty, sources[duty.provenance.source]))
    return list(groups.items())


def _for_whom(condition: Applicability) -> str:
    """The group a duty is filed under; the page has a sentence for each."""
    if condition.has_employees or condition.min_employees:
        return "employers"
    if condition.sectors or condition.has_pathway_employees or condition.is_esus:
        return "trades"
    return "forms" if condition.legal_forms or condition.when else "all"
