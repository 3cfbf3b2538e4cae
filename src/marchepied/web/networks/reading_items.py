"""A draft from end to end, for somebody who only reads it: its own items, in order, with their words."""

from dataclasses import dataclass
from typing import Any

from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.engines.referential import word_text
from marchepied.engines.referential.editing import say_name, walk_places
from marchepied.web.referentials.writing.words import KINDS


@dataclass(frozen=True)
class Passage:
    """An item that the draft holds: its kind, its name, and for a question its answers."""

    id: str
    kind: str
    name: str
    lines: tuple[str, ...]


def list_passages(draft: Any, organisation: Any, language: str) -> list[Passage]:
    """Every item that the draft holds itself, in order; none once it was thrown away."""
    if draft is None:
        return []
    words = vocabulary_of(organisation, language)

    def read(text: Any) -> str:
        told = text or {}
        return word_text(told.get(language) or next(iter(told.values()), ""), language, words)

    passages = []
    for place in walk_places(draft.content):
        name = word_text(say_name(place.item, language), language, words)
        # A question is most often called by its own words: they are read once.
        lines = tuple(line for line in _lines(place, read) if line and line != name)
        passages.append(Passage(place.item["id"], str(KINDS[place.kind]), name, lines))
    return passages


def _lines(place: Any, read: Any) -> list[str]:
    item = place.item
    if place.kind == "question":
        return [read(item.get("wording")), *(read(level.get("short")) for level in item.get("levels") or [])]
    return [read(item.get("purpose") or item.get("summary") or item.get("definition"))]
