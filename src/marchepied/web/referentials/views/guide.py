"""The guide, for everybody: its eight themes, and the sheet of each."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from marchepied.apps.referentials.selectors import (
    GuideMissingError,
    read_legal_frame,
    shipped_referentials,
)
from marchepied.engines.referential import Axis, LegalReference, Referential
from marchepied.web.shared.access import public_view

LAW = "law"


@public_view("the guide is for everybody to read")
def show_guide(request: HttpRequest) -> HttpResponse:
    """The eight themes: six by law, two added; and what the law asks."""
    guide, *beside = read_shipped()
    context = {
        "guide": guide,
        "beside": beside,
        "by_law": [axis for axis in guide.axes if axis.provenance.kind == LAW],
        "added": [axis for axis in guide.axes if axis.provenance.kind != LAW],
        "duty": read_legal_frame().find_fact("duty"),
        "free": read_legal_frame().find_fact("free-form"),
        "words": {},
    }
    return render(request, "referentials/guide.html", context)


@public_view("the guide is for everybody to read")
def show_sheet(request: HttpRequest, axis_id: str) -> HttpResponse:
    """The sheet of a theme, with the guide's own anatomy; an announced theme says that it is coming.

    Themes of what stands beside the guide have ids of their own, and the same sheet.
    """
    shipped = read_shipped()
    found = [(guide, axis) for guide in shipped if (axis := guide.find_axis(axis_id)) is not None]
    if not found:
        raise Http404
    guide, axis = found[0]
    if axis.announced:
        ready = [other for other in guide.axes if not other.announced]
        return render(
            request,
            "referentials/announced.html",
            {"axis": axis, "ready": ready, "words": {}},
        )
    return render(request, "referentials/sheet.html", _describe_sheet(shipped[0], guide, axis))


def laws_of(axis: Axis) -> list[tuple[str, LegalReference]]:
    """The texts a theme cites, each with its place on the page of the law."""
    return [(f"texte-{item.id}", item) for item in axis.legal_references]


def _describe_sheet(national: Referential, guide: Referential, axis: Axis) -> dict[str, Any]:
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
        "laws": laws_of(axis),
        "near": [other for other in national.axes if other.id in axis.near],
        "words": {},
    }


def read_shipped() -> list[Referential]:
    """The guide, then what stands beside it; Http404, with the command that loads them, without any."""
    try:
        return shipped_referentials()
    except GuideMissingError as error:
        raise Http404(str(error)) from error
