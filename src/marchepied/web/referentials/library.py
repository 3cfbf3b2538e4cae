"""The library of practices as a page shows it, inside a space or for everybody."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import translation

from marchepied.apps.organisations.enums import LegalForm, Sector
from marchepied.apps.referentials.enums import PracticeEffect
from marchepied.apps.referentials.selectors import read_practices
from marchepied.engines.referential import Practice, PracticeLibrary
from marchepied.web.referentials.forms import PracticeSearchForm


@dataclass(frozen=True)
class Card:
    """A practice with the words of its codes."""

    practice: Practice
    families: tuple[str, ...]
    sectors: tuple[str, ...]
    effects: tuple[str, ...]


def library() -> PracticeLibrary:
    """The practices in the language of the page."""
    return read_practices(translation.get_language() or "fr")


def describe(practice: Practice) -> Card:
    """The card of a practice."""
    example = practice.example
    return Card(
        practice,
        tuple(str(LegalForm(code).label) for code in example.families),
        tuple(str(Sector(code).label) for code in example.sectors),
        tuple(str(PracticeEffect(code).label) for code in example.effects),
    )


def search_library(data: QueryDict) -> dict[str, Any]:
    """What the page of the library needs: the form, the cards found, and whether some words were let go."""
    shelf = library()
    form = PracticeSearchForm(data, axes=list(dict.fromkeys(p.axis for p in shelf.practices)))
    results = shelf.search(form.wanted())
    return {
        "form": form,
        "asked": form.is_asked(),
        "cards": [describe(practice) for practice in results.practices],
        "partial": results.partial,
        "total": len(shelf.practices),
    }
