"""Blocks made in a line, for those who compose documents."""

from __future__ import annotations

from collections.abc import Sequence

from marchepied.engines.documents._document import Block, BlockKind, Item, Tone


def heading(level: int, text: str, **more: str) -> Block:
    """A heading inside a section (levels 2 to 4)."""
    return Block(BlockKind.HEADING, text, level=level, **more)  # type: ignore[arg-type]


def say(text: str, tone: Tone = Tone.PLAIN, **more: str) -> Block:
    """A paragraph."""
    return Block(BlockKind.PARAGRAPH, text, tone, **more)  # type: ignore[arg-type]


def listed(items: Sequence[Item | str], *, ordered: bool = False, noted: bool = False, **more: str) -> Block:
    """A list, numbered or not."""
    made = tuple(Item(item) if isinstance(item, str) else item for item in items)
    return Block(BlockKind.LIST, items=made, ordered=ordered, noted=noted, **more)  # type: ignore[arg-type]


def tabled(
    head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float] = (), label: str = ""
) -> Block:
    """A table with its head; ``label`` says what it holds."""
    return Block(
        BlockKind.TABLE, head=tuple(head), rows=tuple(map(tuple, rows)), widths=tuple(widths), label=label
    )
