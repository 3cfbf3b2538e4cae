"""The practices of others: a library to look through, and each of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from marchepied.apps.organisations.enums import Right
from marchepied.apps.organisations.selectors import spaces_of
from marchepied.web.referentials.library import describe, library, search_library
from marchepied.web.shared.access import public_view


@public_view("practices are for everybody to read")
def list_practices(request: HttpRequest) -> HttpResponse:
    """The practices that fit the words and the filters of the address."""
    return render(request, "referentials/practices.html", search_library(request.GET) | {"words": {}})


@public_view("practices are for everybody to read")
def show_practice(request: HttpRequest, practice_id: str) -> HttpResponse:
    """One practice: what was missing, what was done, what changed; and how to begin the same at home."""
    shelf = library()
    practice = shelf.find(practice_id)
    if practice is None:
        raise Http404
    spaces = spaces_of(request.user, Right.CONTRIBUTE) if request.user.is_authenticated else []
    near = [other for other in shelf.practices if other.axis == practice.axis and other != practice]
    same = [other for other in near if set(other.example.effects) & set(practice.example.effects)]
    sources = {source.id: source for source in practice.referential.sources}
    context = {
        "card": describe(practice),
        "source": sources[practice.example.provenance.source],
        "spaces": spaces,
        "near": (same or near)[:3],
        "words": {},
    }
    return render(request, "referentials/practice.html", context)
