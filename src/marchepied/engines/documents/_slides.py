"""Which slides a document makes: one idea each, what is read in the room large, everything in the notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from marchepied.engines.documents._charts import OpinionScale
from marchepied.engines.documents._cleaning import shorten
from marchepied.engines.documents._document import (
    Block,
    BlockKind,
    Document,
    Item,
    Section,
    Tone,
    walk_blocks,
)
from marchepied.engines.documents._office import complete_row
from marchepied.engines.documents._words import speak

# What a room reads without effort: letters of a title, of a line; lines, rows and columns of a slide.
MOST_TITLE, MOST_LINE, MOST_LINES = 130, 190, 4
SHORT_LINE, MOST_SHORT = 60, 6
MOST_ROWS, MOST_COLUMNS = 5, 3
# A heading of this level begins a slide; below it, what is said is in the notes.
DEEPEST = 3
_SENTENCES = re.compile(r"(?<=[.!?…]) ")
_SPACES = re.compile(r"[ \t\n]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a slide, with what is said smaller around it; one that is alone takes a slide of its own."""

    text: str
    lead: str = ""
    note: str = ""
    tone: Tone = Tone.PLAIN
    bullet: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: its section, its title, what it shows, and the whole text in the notes.

    It shows a drawing, or a table, or lines: never two of them.
    """

    title: str
    section: str = ""
    lines: tuple[Line, ...] = ()
    scale: OpinionScale | None = None
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()


def plan_slides(document: Document) -> list[Slide]:
    """The slides of a document whose texts are settled, the cover first. Every text is in the notes."""
    cover = [document.organisation, document.facts, document.title, *document.meeting, *document.imprint]
    lines = [Line(document.organisation, tone=Tone.STRONG), *map(Line, document.meeting)]
    slides = [Slide(_keep_title(document), lines=tuple(lines), notes=tuple(filter(None, cover)))]
    for section in document.sections:
        slides += _plan_section(section, document.language)
    return _number_titles(slides)


def _number_titles(slides: Sequence[Slide]) -> list[Slide]:
    """No two slides have the same title: those who hear them must tell them apart."""
    counts = Counter((slide.section, slide.title) for slide in slides)
    seen: Counter[tuple[str, str]] = Counter()
    numbered = []
    for slide in slides:
        name = (slide.section, slide.title)
        seen[name] += 1
        rank = f" ({seen[name]}/{counts[name]})" if counts[name] > 1 else ""
        numbered.append(replace(slide, title=slide.title + rank))
    return numbered


def _keep_title(document: Document) -> str:
    return shorten(document.title, MOST_TITLE) or speak(document.language)["none"]


@dataclass(frozen=True, slots=True)
class _Idea:
    """What stands under one heading of a section."""

    title: str
    blocks: tuple[Block, ...]


def _plan_section(section: Section, language: str) -> Iterator[Slide]:
    ideas = [idea for idea in _split_ideas(section) if idea.blocks]
    # The section's title, and headings with nothing of their own, are said with the slide that follows.
    before: tuple[str, ...] = (section.title,)
    for idea in ideas:
        if all(block.kind is BlockKind.HEADING for block in idea.blocks):
            before += tuple(text for block in idea.blocks for text in _tell_whole(block, language))
            continue
        first, *others = _plan_idea(section, idea, language)
        yield replace(first, notes=(*before, *first.notes))
        yield from others
        before = ()
    if before:
        yield Slide(shorten(section.title, MOST_TITLE) or speak(language)["none"], notes=before)


def _split_ideas(section: Section) -> list[_Idea]:
    """The blocks of a section, cut where a heading begins something, and at each frame."""
    ideas: list[_Idea] = []
    title, blocks = section.title, list[Block]()
    for block in section.printed:
        framed = block.kind is BlockKind.COLUMNS and len(block.columns) == 1
        inner = [block] if block.kind is not BlockKind.COLUMNS else list(walk_blocks([block]))
        if framed:
            ideas += [_Idea(title, tuple(blocks)), _Idea(title, tuple(inner))]
            blocks = []
            continue
        for each in inner:
            if each.kind is BlockKind.HEADING and each.level <= DEEPEST:
                ideas.append(_Idea(title, tuple(blocks)))
                title, blocks = each.text, [each]
            else:
                blocks.append(each)
    return [*ideas, _Idea(title, tuple(blocks))]


def _plan_idea(section: Section, idea: _Idea, language: str) -> Iterator[Slide]:
    """The slides of an idea: its drawing, else its table, else its lines, a few at a time."""
    notes = tuple(text for block in idea.blocks for text in _tell_whole(block, language))
    shown = [block for block in idea.blocks if block.kind is not BlockKind.HEADING]
    kicker = section.title if idea.title != section.title else ""
    title = shorten(idea.title, MOST_TITLE) or speak(language)["none"]
    chart = next((block for block in shown if block.kind is BlockKind.CHART), None)
    if chart is not None:
        # A drawing says nothing without the question that was asked.
        asked = next((block.text for block in shown if block.kind is BlockKind.PARAGRAPH), kicker)
        yield Slide(title, _keep_line(asked), scale=chart.scale, notes=notes)
        return
    pages = list(_show_pages(shown, language)) or [Slide(title)]
    for rank, page in enumerate(pages):
        yield replace(page, title=title, section=kicker, notes=() if rank else notes)


def _show_pages(blocks: Sequence[Block], language: str) -> Iterator[Slide]:
    """What is shown of the blocks, each page being what one slide holds."""
    lines: list[Line] = []
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            if lines:
                yield from _cut_lines(lines)
                lines = []
            yield from _cut_table(block, language)
        elif block.kind is BlockKind.LIST:
            lines += [_show_item(item, block) for item in block.items]
        elif block.kind is BlockKind.PARAGRAPH:
            lines.append(Line(_keep_line(block.text), tone=block.tone))
    yield from _cut_lines(lines)


def _show_item(item: Item, block: Block) -> Line:
    tone = Tone.STRONG if block.noted else Tone.PLAIN
    return Line(
        _keep_line(item.text),
        _keep_line(item.lead),
        _keep_line(item.note),
        tone,
        bullet=True,
        alone=block.noted,
    )


def _keep_line(text: str) -> str:
    """The first sentences of a text, as many as a line of a slide holds; the notes have the others."""
    kept = ""
    for sentence in _SENTENCES.split(_SPACES.sub(" ", text).strip()):
        if kept and len(kept) + len(sentence) > MOST_LINE:
            break
        kept = f"{kept} {sentence}".strip()
    return shorten(kept, MOST_LINE)


def _cut_lines(lines: Sequence[Line]) -> Iterator[Slide]:
    # What is put to the debate deserves a slide of its own.
    short = all(len(line.lead + line.text) <= SHORT_LINE for line in lines)
    most = 1 if any(line.alone for line in lines) else MOST_SHORT if short else MOST_LINES
    for start in range(0, len(lines), most):
        yield Slide("", lines=tuple(lines[start : start + most]))


def _cut_table(block: Block, language: str) -> Iterator[Slide]:
    """The table in a few columns: the first one, then those that say the most in the least room."""
    count = len(block.head)
    widths = block.widths if len(block.widths) == count else (1.0,) * count
    narrow = sorted(range(1, count), key=lambda column: (widths[column], column))[: MOST_COLUMNS - 1]
    kept = [0, *sorted(narrow)] if count > MOST_COLUMNS else list(range(count))
    rows = [complete_row(row, count, language) for row in block.rows]
    for start in range(0, len(rows), MOST_ROWS):
        yield Slide(
            "",
            head=tuple(block.head[column] for column in kept),
            rows=tuple(
                tuple(shorten(row[column], MOST_LINE // 2) for column in kept)
                for row in rows[start : start + MOST_ROWS]
            ),
        )


def _tell_whole(block: Block, language: str) -> Iterable[str]:
    """Every text of a block, as the notes hold it: a paragraph, an item or a row each on its own."""
    if block.kind is BlockKind.TABLE:
        return [" · ".join(block.head), *(" · ".join(cell for cell in row if cell) for row in block.rows)]
    if block.kind is BlockKind.LIST:
        return ["\n".join(filter(None, (item.lead, item.text, item.note))) for item in block.items]
    if block.kind is BlockKind.HEADING:
        return [f"{block.text} · {block.aside}" if block.aside else block.text]
    return [block.text] if block.kind is BlockKind.PARAGRAPH else []
