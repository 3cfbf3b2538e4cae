"""Reads of what was changed in the pack on the screen."""

from collections.abc import Mapping
from typing import Any

from marchepied.apps.restitution.models import PackDraft
from marchepied.engines.documents import SectionChoice

Entry = Mapping[str, Any]


def draft_of(cycle: Any) -> PackDraft | None:
    """What was changed in the cycle's pack; None while nothing was (one query)."""
    return PackDraft.objects.filter(cycle=cycle).first()


def entries_of(draft: PackDraft | None) -> dict[str, Entry]:
    """What was changed of each section, by its key, in the order chosen."""
    return {entry["key"]: entry for entry in draft.sections} if draft is not None else {}


def choices_of(draft: PackDraft | None, language: str) -> list[SectionChoice]:
    """The choices of the draft in one language, as the document reads them."""
    return [
        SectionChoice(
            entry["key"],
            hidden=entry.get("hidden", False),
            title=entry.get("title", {}).get(language, ""),
            texts=entry.get("text", {}).get(language, {}),
        )
        for entry in entries_of(draft).values()
    ]


def read_mark(entry: Entry) -> str:
    """When the section was last written; empty while it never was."""
    return str(entry.get("changed_at", ""))
