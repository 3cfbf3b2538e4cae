"""The pack as a document: what the cycle tells, in the order and the words that were chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from marchepied.apps.restitution.compute.pack import Lack, build_pack, say_missing
from marchepied.apps.restitution.selectors.drafts import choices_of, draft_of, entries_of
from marchepied.engines.documents import (
    Document,
    Part,
    Section,
    SectionChoice,
    arrange_document,
    compose_pack,
    list_parts,
)


@dataclass(frozen=True)
class ArrangedSection:
    """A section as the page shows it: what it prints, what may be changed, what was.

    `parts` are the parts as proposed; `written` names those written by hand, and `stale` those among them
    whose proposed text has changed since.
    """

    section: Section
    proposed: Section
    hidden: bool
    parts: tuple[Part, ...]
    written: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    retitled: bool = False

    @property
    def key(self) -> str:
        return self.section.key

    @property
    def is_empty(self) -> bool:
        """Whether it prints nothing until somebody writes it."""
        return not self.section.printed

    @property
    def is_changed(self) -> bool:
        return bool(self.written) or self.retitled


@dataclass(frozen=True)
class Arrangement:
    """The whole pack on the screen: its document as printed, every section, and what it lacks."""

    document: Document
    sections: tuple[ArrangedSection, ...]
    missing: tuple[Lack, ...]

    def find(self, key: str) -> ArrangedSection | None:
        """The section of this key; None where the document has none."""
        return next((section for section in self.sections if section.key == key), None)


def build_document(cycle: Any, language: str, *, issued_on: date | None = None) -> Document:
    """The cycle's pack as it would be printed now, or on another day."""
    proposed = compose_pack(build_pack(cycle, language, issued_on=issued_on), language)
    return arrange_document(proposed, choices_of(draft_of(cycle), language))


def arrange_pack(cycle: Any, language: str) -> Arrangement:
    """The cycle's pack as the page shows it: hidden and empty sections are there too."""
    pack = build_pack(cycle, language)
    proposed = compose_pack(pack, language)
    draft = draft_of(cycle)
    choices = choices_of(draft, language)
    whole = arrange_document(proposed, choices, with_hidden=True)
    return Arrangement(
        document=arrange_document(proposed, choices),
        sections=tuple(_look_at(proposed, whole.sections, choices, entries_of(draft), language)),
        missing=tuple(say_missing(pack)),
    )


def _look_at(
    proposed: Document,
    sections: Sequence[Section],
    choices: Sequence[SectionChoice],
    entries: Any,
    language: str,
) -> list[ArrangedSection]:
    by_key = {section.key: section for section in proposed.sections}
    chosen = {choice.key: choice for choice in choices}
    looked = []
    for section in sections:
        choice = chosen.get(section.key, SectionChoice(section.key))
        parts = list_parts(by_key[section.key])
        then = entries.get(section.key, {}).get("proposed", {}).get(language, {})
        written = tuple(part.name for part in parts if part.name in choice.texts)
        looked.append(
            ArrangedSection(
                section=section,
                proposed=by_key[section.key],
                hidden=choice.hidden and not section.locked,
                parts=parts,
                written=written,
                stale=tuple(
                    part.name for part in parts if part.name in written and then.get(part.name) != part.text
                ),
                retitled=bool(choice.title),
            )
        )
    return looked
