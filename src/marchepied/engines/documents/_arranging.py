"""What a person changed in a document: the order of its sections, those left out, their own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from marchepied.engines.documents._document import (
    Block,
    BlockKind,
    Column,
    Document,
    Section,
    read_prose,
    walk_blocks,
    write_prose,
)

# The free words at the head of a section: empty until somebody writes them.
FOREWORD = "words"


@dataclass(frozen=True, slots=True)
class SectionChoice:
    """What was chosen for one section: hidden or not, its own title, and its parts in own words by name."""

    key: str
    hidden: bool = False
    title: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A part that may be written in own words: its name, what it is, and the text as it stands."""

    name: str
    label: str
    text: str
    one_line: bool = False


def order_sections(sections: Sequence[Section], keys: Sequence[str]) -> tuple[Section, ...]:
    """The sections in the order of ``keys``; one that is not named stays after the one it follows by default.

    Keys of sections that the document does not have are ignored.
    """
    known = {section.key: section for section in sections}
    placed = [key for key in dict.fromkeys(keys) if key in known]
    previous = ""
    for section in sections:
        if section.key not in placed:
            placed.insert(placed.index(previous) + 1 if previous else 0, section.key)
        previous = section.key
    return tuple(known[key] for key in placed)


def arrange_document(
    document: Document, choices: Iterable[SectionChoice], *, with_hidden: bool = False
) -> Document:
    """The document as it was chosen: ordered, retitled, in own words, without what is hidden or empty.

    A locked section is never hidden, and keeps its title and its text. ``with_hidden`` keeps hidden and empty
    sections, for the page where they are arranged.
    """
    chosen = {choice.key: choice for choice in choices}
    sections = order_sections(document.sections, list(chosen))
    texts = {name: text for choice in chosen.values() for name, text in choice.texts.items()}
    kept = []
    for section in sections:
        choice = chosen.get(section.key, SectionChoice(section.key))
        told = _tell_section(section, choice, texts)
        if with_hidden or (told.printed and not (choice.hidden and not section.locked)):
            kept.append(told)
    return replace(document, sections=tuple(kept))


def _tell_section(section: Section, choice: SectionChoice, texts: Mapping[str, str]) -> Section:
    title = choice.title.strip()
    return replace(
        section,
        title=title if title and not section.locked else section.title,
        blocks=_tell_blocks(section.blocks, texts),
    )


def _tell_blocks(blocks: Iterable[Block], texts: Mapping[str, str]) -> tuple[Block, ...]:
    """The blocks with own words in the place of the first block of each part; its others go."""
    told: list[Block] = []
    replaced: set[str] = set()
    for block in blocks:
        if block.kind is BlockKind.COLUMNS:
            columns = tuple(Column(_tell_blocks(column.blocks, texts)) for column in block.columns)
            told.append(replace(block, columns=columns))
        elif not block.part or not texts.get(block.part, "").strip():
            told.append(block)
        elif block.part not in replaced:
            told += read_prose(texts[block.part], block)
            replaced.add(block.part)
    return tuple(told)


def list_parts(section: Section) -> tuple[Part, ...]:
    """The parts of a section that may be written in own words, in reading order, each once."""
    found: dict[str, list[Block]] = {}
    for block in walk_blocks(section.blocks):
        if block.part.startswith(f"{section.key}."):
            found.setdefault(block.part, []).append(block)
    return tuple(
        Part(name, blocks[0].label, write_prose(blocks), blocks[0].kind is BlockKind.HEADING)
        for name, blocks in found.items()
    )
