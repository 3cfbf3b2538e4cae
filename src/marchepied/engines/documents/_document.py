"""The one model that every format prints: a cover, then sections made of blocks, in the reader's language.

What a person may write in their own words is a block with a ``part``; figures (tables, drawings, decisions)
have none, so that no correction can take them, nor what limits them, out of the document.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from marchepied.engines.documents._charts import OpinionScale


class BlockKind(StrEnum):
    """What a block is; ``columns`` holds others side by side, one column alone being a frame."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    TABLE = "table"
    CHART = "chart"
    LINK = "link"
    COLUMNS = "columns"


class Tone(StrEnum):
    """How a paragraph is said; ``missing`` is what was not done, ``warm`` a disagreement."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    MISSING = "missing"
    WARM = "warm"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list; ``lead`` comes before it (the question answered), ``note`` after it (why)."""

    text: str
    lead: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Blocks that stand together beside others."""

    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a list, a table, a drawing, a link inside the document, or columns.

    ``level`` is 2 to 4 for a heading. A row of a table that is shorter than its head says no more than it
    holds: its last cell takes the rest of the line. ``mark`` names a heading, or the heading a link leads to.
    ``part`` names what a person may write otherwise, and ``label`` says in words what it is; an ``optional``
    part is empty until somebody writes it. ``noted`` lists hold texts followed by notes rather than led by
    questions. ``widths`` of the columns are relative to one another.
    """

    kind: BlockKind
    text: str = ""
    tone: Tone = Tone.PLAIN
    level: int = 0
    items: tuple[Item, ...] = ()
    ordered: bool = False
    noted: bool = False
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()
    scale: OpinionScale | None = None
    columns: tuple[Column, ...] = ()
    mark: str = ""
    aside: str = ""
    part: str = ""
    label: str = ""

    @property
    def spread_rows(self) -> tuple[tuple[tuple[str, int], ...], ...]:
        """The rows with how many columns each cell takes: the last one of a short row takes the rest."""
        return tuple(
            (*((cell, 1) for cell in row[:-1]), (row[-1], len(self.head) - len(row) + 1))
            for row in self.rows
            if row
        )

    @property
    def texts(self) -> list[str]:
        """Every text of the block in reading order; those of a link or a drawing are left out."""
        if self.kind is BlockKind.LIST:
            return [text for item in self.items for text in (item.lead, item.text, item.note) if text]
        if self.kind is BlockKind.TABLE:
            return [*self.head, *(cell for row in self.rows for cell in row)]
        return [] if self.kind in {BlockKind.LINK, BlockKind.CHART} else [self.text, self.aside]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to print: a part that nobody has written yet."""
        return self.kind in {BlockKind.PARAGRAPH, BlockKind.LIST} and not (self.text or self.items)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document, by a key that never changes; ``locked`` ones may not be hidden."""

    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    locked: bool = False

    @property
    def printed(self) -> tuple[Block, ...]:
        """The blocks that have something to say."""
        return tuple(block for block in self.blocks if not block.is_empty)


@dataclass(frozen=True, slots=True)
class Document:
    """What is printed, in order. ``meeting`` lines say what it is for, ``imprint`` which edition it is.

    ``pages`` is how many pages the document has to hold on, in letters of the usual size (0: no matter).
    """

    organisation: str
    title: str
    language: str
    issued_on: date
    facts: str = ""
    meeting: tuple[str, ...] = ()
    imprint: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    pages: int = 0

    def without_empty(self) -> Document:
        """The document without the sections that have nothing to print."""
        return replace(self, sections=tuple(section for section in self.sections if section.printed))


def walk_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block in reading order; columns give way to what they hold."""
    for block in blocks:
        if block.kind is BlockKind.COLUMNS:
            for column in block.columns:
                yield from walk_blocks(column.blocks)
        else:
            yield block


def walk_document(document: Document) -> Iterator[Block]:
    """Every block of the document in reading order, without titles of sections."""
    for section in document.sections:
        yield from walk_blocks(section.printed)


def list_texts(document: Document) -> list[str]:
    """Every text that each format holds, in reading order; links and drawings (their words) left out."""
    texts = [document.organisation, document.facts, document.title, *document.meeting, *document.imprint]
    for section in document.sections:
        texts.append(section.title)
        for block in walk_blocks(section.printed):
            texts += block.texts
    return [text for text in texts if text.strip()]


def map_texts(value: Any, change: Callable[[str], str], *, kept: Sequence[str] = ()) -> Any:
    """The same document with every text changed, save those of the fields named in ``kept``."""
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(map_texts(item, change, kept=kept) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            field.name: map_texts(getattr(value, field.name), change, kept=kept)
            for field in fields(value)
            if field.name not in kept
        }
        return replace(value, **changed)
    return value


def fingerprint_content(content: Mapping[str, Any]) -> str:
    """SHA-256 of plain data (as JSON holds it), in hexadecimal: 64 characters.

    It is taken on JSON with sorted keys and no space, so that the order in which a database gives keys back
    does not matter. Two editions have the same fingerprint when they say the same.
    """
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def describe_plainly(document: Document) -> dict[str, Any]:
    """The document as JSON holds it: dates as ``2027-02-06``, kinds and tones as their names.

    The imprint is left out: it is what the edition says of itself.
    """
    plain: dict[str, Any] = json.loads(
        json.dumps(asdict(replace(document, imprint=())), default=date.isoformat)
    )
    return plain


def shorten_fingerprint(fingerprint: str) -> str:
    """The first twelve characters in groups of four, as people compare them: « 1a2b 3c4d 5e6f »."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, 12, 4))


# What begins a line of a list, as people type it.
_BULLET = re.compile(r"^\s*[-–—•*]\s+(?=\S)")
_NUMBER = re.compile(r"^\s*\d{1,3}[.)]\s+(?=\S)")
_BLANK = re.compile(r"\n\s*\n")


def write_prose(blocks: Iterable[Block]) -> str:
    """The blocks of a part as plain text: paragraphs apart, « - » or « 1. » before the items of a list.

    The second line of an item is set back by two spaces.
    """
    return "\n\n".join(filter(None, (_write_block(block) for block in blocks)))


def _write_block(block: Block) -> str:
    if block.kind is not BlockKind.LIST:
        return block.text.strip()
    lines = []
    for number, item in enumerate(block.items, 1):
        sign = f"{number}. " if block.ordered else "- "
        told = [text for part in (item.lead, item.text, item.note) for text in part.splitlines() if text]
        lines.append("\n  ".join([sign + told[0], *told[1:]]) if told else sign)
    return "\n".join(lines)


def read_prose(text: str, like: Block) -> tuple[Block, ...]:
    """Paragraphs and lists typed as plain text; nothing in it is markup. ``like`` gives tone and part.

    A heading stays one line. Lists keep the way ``like`` reads a second line of an item: led by its question,
    or followed by a note. An empty text gives nothing.
    """
    cleaned = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not cleaned:
        return ()
    if like.kind is BlockKind.HEADING:
        return (replace(like, text=" ".join(cleaned.split())),)
    tone = Tone.PLAIN if like.tone is Tone.MISSING else like.tone
    model = Block(like.kind, tone=tone, noted=like.noted, part=like.part, label=like.label)
    return tuple(block for group in _BLANK.split(cleaned) for block in _read_group(group, model))


def _read_group(group: str, model: Block) -> Iterator[Block]:
    """The paragraph before the first item, then its lists, one for each kind of sign."""
    loose: list[str] = []
    items: list[list[str]] = []
    ordered = False
    for line in group.split("\n"):
        sign = _BULLET.match(line) or _NUMBER.match(line)
        if sign is None:
            (items[-1] if items else loose).append(line.strip())
            continue
        if items and ordered != bool(_NUMBER.match(line)):
            yield _make_list(items, ordered, model)
            items = []
        ordered = bool(_NUMBER.match(line))
        items.append([line[sign.end() :].strip()])
        if loose:
            yield replace(model, kind=BlockKind.PARAGRAPH, text="\n".join(loose))
            loose = []
    if loose:
        yield replace(model, kind=BlockKind.PARAGRAPH, text="\n".join(loose))
    if items:
        yield _make_list(items, ordered, model)


def _make_list(items: Sequence[Sequence[str]], ordered: bool, model: Block) -> Block:
    made: list[Item] = []
    for first, *rest in items:
        second = "\n".join(rest)
        if not rest or model.kind is not BlockKind.LIST:
            made.append(Item("\n".join([first, *rest])))
        elif model.noted:
            made.append(Item(first, note=second))
        else:
            made.append(Item(second, lead=first))
    return replace(model, kind=BlockKind.LIST, text="", tone=Tone.PLAIN, items=tuple(made), ordered=ordered)
