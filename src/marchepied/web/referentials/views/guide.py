"""The guide, for everybody: its eight themes, and the sheet of each."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from marchepied.apps.referentials.selectors import (
    GuideMissingError,
    find_axis,
    guide_version,
    read_legal_frame,
    read_referential,
)
from marchepied.engines.referential import Axis, Referential
from marchepied.web.shared.access import public_view

LAW = "law"


@public_view("the guide is for everybody to read")
def show_guide(request: HttpRequest) -> HttpResponse:
    """The eight themes: six by law, two added; and what the law asks."""
    guide = _read_guide()
    context = {
        "guide": guide,
        "by_law": [axis for axis in guide.axes if axis.provenance.kind == LAW],
        "added": [axis for axis in guide.axes if axis.provenance.kind != LAW],
        "legal": read_legal_frame(),
        "words": {},
    }
    return render(request, "referentials/guide.html", context)


@public_view("the guide is for everybody to read")
def show_sheet(request: HttpRequest, axis_id: str) -> HttpResponse:
    """The sheet of a theme, with the guide's own anatomy; an announced theme says that it is coming."""
    guide = _read_guide()
    axis = find_axis(guide, axis_id)
    if axis is None:
        raise Http404
    if axis.announced:
        ready = [other for other in guide.axes if not other.announced]
        return render(
            request,
            "referentials/announced.html",
            {"axis": axis, "ready": ready, "guide": guide, "words": {}},
        )
    return render(request, "referentials/sheet.html", _describe_sheet(guide, axis))


def _describe_sheet(guide: Referential, axis: Axis) -> dict[str, Any]:
    examples = [
        (kind, [example for example in axis.examples if example.kind == kind.id])
        for kind in axis.example_kinds
    ]
    return {
        "guide": guide,
        "axis": axis,
        "examples": [(kind, items) for kind, items in examples if items],
        "n_questions": sum(len(domain.questions) for domain in axis.domains),
        "n_levers": sum(len(domain.levers) for domain in axis.domains),
        "words": {},
    }


def _read_guide() -> Referential:
    try:
        return read_referential(guide_version())
    except GuideMissingError as error:
        raise Http404(str(error)) from error
