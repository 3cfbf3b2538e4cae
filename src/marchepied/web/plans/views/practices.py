"""The practices of others, read inside a space: in its own words, a gesture away from its plan."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation

from marchepied.apps.organisations.enums import Right
from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.web.referentials.library import describe, library, search_library
from marchepied.web.shared.access import SpaceRequest, member_view


@member_view(Right.READ)
def practices(request: SpaceRequest) -> HttpResponse:
    """The library, searched by words, theme, family, sector and effect."""
    context = search_library(request.GET) | _in_space(request)
    return render(request, "plans/practices.html", context)


@member_view(Right.READ)
def practice(request: SpaceRequest, practice_id: str) -> HttpResponse:
    """One practice, and the button that adapts it into an action of this space."""
    found = library().find(practice_id)
    if found is None:
        raise Http404
    sources = {source.id: source for source in found.referential.sources}
    context = {"card": describe(found), "source": sources[found.example.provenance.source]}
    return render(request, "plans/practice.html", context | _in_space(request))


def _in_space(request: SpaceRequest) -> dict[str, Any]:
    language = translation.get_language() or "fr"
    return {
        "section": "plan",
        "in_space": request.space.slug,
        "words": vocabulary_of(request.space.organisation, language),
    }
