"""A field of the data as cells of a row, and back: what does not fit in cells is left to the caller."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from marchepied.engines.referential.codes import LANGUAGES

from ._columns import FLAG, SEPARATOR, TEXT, TEXTS, WHOLE, WORD, WORDS, Column, title_in

YES, NO = "oui", "non"
_TRUE = {"oui", "vrai", "true", "yes", "x", "1"}
_FALSE = {"non", "faux", "false", "no", "0"}
_WHOLE = re.compile(r"[+-]?\d{1,15}(?:[.,]0+)?\Z")
_SPLIT = re.compile(r"[;,\n]")

Cells = dict[str, object]


def write_cells(column: Column, value: Any) -> Cells | None:
    """{title: what to write} for one field; None where the value is not what the column holds."""
    match column.kind:
        case "text":
            return _write_text(column, value, 0)
        case "texts":
            return _write_texts(column, value)
        case "words":
            if not isinstance(value, list) or not value or not all(_is_word(word) for word in value):
                return None
            return {column.title: SEPARATOR.join(value)}
        case "whole":
            return {column.title: value} if type(value) is int and abs(value) < 10**15 else None
        case "flag":
            return {column.title: YES if value else NO} if isinstance(value, bool) else None
    fits = isinstance(value, str) and value and value == value.strip()
    return {column.title: value} if fits else None


def _is_word(word: Any) -> bool:
    return isinstance(word, str) and bool(word) and word == word.strip() and not _SPLIT.search(word)


def _write_text(column: Column, value: Any, number: int) -> Cells | None:
    if not isinstance(value, dict) or not value or not set(value) <= set(LANGUAGES):
        return None
    if any(not isinstance(text, str) or not text.strip() for text in value.values()):
        return None
    return {title_in(column, language, number): text for language, text in value.items()}


def _write_texts(column: Column, value: Any) -> Cells | None:
    if not isinstance(value, list) or not value:
        return None
    cells: Cells = {}
    for number, text in enumerate(value, start=1):
        written = _write_text(column, text, number)
        if written is None:
            return None
        cells |= written
    return cells


def titles_of(column: Column, several: int) -> Iterator[str]:
    """The titles of the columns that a field takes on a sheet: `several` of each for a list of texts."""
    if column.kind == TEXT:
        yield from (title_in(column, language) for language in LANGUAGES)
    elif column.kind == TEXTS:
        for number in range(1, several + 1):
            yield from (title_in(column, language, number) for language in LANGUAGES)
    else:
        yield column.title


class CellError(ValueError):
    """What is written in a cell is not what its column holds; ``expected`` is one of the kinds."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected


def read_cell(column: Column, text: str) -> Any:
    """The value of a cell that is not blank. Raises CellError, with the kind that was expected."""
    bare = text.strip()
    if column.kind == WHOLE:
        if not _WHOLE.match(bare):
            raise CellError(WHOLE)
        return int(re.split(r"[.,]", bare)[0])
    if column.kind == FLAG:
        known = bare.casefold()
        if known not in _TRUE | _FALSE:
            raise CellError(FLAG)
        return known in _TRUE
    if column.kind == WORDS:
        return [word for word in (part.strip() for part in _SPLIT.split(bare)) if word]
    return bare if column.kind == WORD else text


def set_at(item: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Write a value at a path of nested blocks, making those that lack."""
    for key in path[:-1]:
        item = item.setdefault(key, {})
    item[path[-1]] = value


def without(item: Mapping[str, Any], paths: set[tuple[str, ...]]) -> dict[str, Any]:
    """A copy of an item without what stands at these paths, nor the blocks that this empties."""
    left: dict[str, Any] = {}
    for key, value in item.items():
        if (key,) in paths:
            continue
        inner = {path[1:] for path in paths if path[0] == key and len(path) > 1}
        if inner and isinstance(value, dict) and value:
            rest = without(value, inner)
            if rest:
                left[key] = rest
        else:
            left[key] = value
    return left
