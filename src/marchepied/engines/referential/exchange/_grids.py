"""The data of a referential as grids of cells, one for each sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from marchepied.engines.referential.codes import QUESTIONNAIRE

from ._cells import Cells, titles_of, without, write_cells
from ._columns import (
    BY_NAME,
    EMPTY_LISTS,
    HEAD,
    LEFTOVER_COLUMNS,
    LEFTOVERS,
    PARENT,
    SHEETS,
    TEXTS,
    Sheet,
    get_at,
    name_of,
)
from ._sentences import gettext_noop, refuse, sentence

Row = tuple[str, Any]
"""(the name of the parent, the item)"""


@dataclass(slots=True)
class Grid:
    """One sheet: its titles, and for each row {title: value}."""

    name: str
    headers: list[str]
    rows: list[Cells] = field(default_factory=list)

    def cells(self) -> Iterator[list[object]]:
        """The rows as lists, in the order of the titles."""
        return ([row.get(header) for header in self.headers] for row in self.rows)


def build_grids(data: Any) -> list[Grid]:
    """The sheets that hold a referential's data, those of its kind and those that hold a row.

    Anything that no column holds goes to the sheet « Autres », so that reading back gives the same data.
    Raises FileRefusedError for what is no block, and for an item without id that others stand in.
    """
    if not isinstance(data, dict):
        raise refuse(
            sentence(gettext_noop("Ce n’est pas un guide.")),
            sentence(gettext_noop("Exportez un guide enregistré ici.")),
        )
    rows: dict[str, list[Row]] = {HEAD.name: [("", data)]}
    for sheet in SHEETS[1:]:
        rows[sheet.name] = list(_rows_of(sheet, rows[sheet.parent or HEAD.name]))
    grids = [_build_grid(sheet, rows[sheet.name]) for sheet in SHEETS]
    asked = data.get("kind") == QUESTIONNAIRE
    left = [row for sheet in SHEETS for row in _leftovers(sheet, rows[sheet.name], asked)]
    if left:
        headers = list(LEFTOVER_COLUMNS)
        grids.append(Grid(LEFTOVERS, headers, [dict(zip(headers, row, strict=True)) for row in left]))
    return grids


def _rows_of(sheet: Sheet, parents: list[Row]) -> Iterator[Row]:
    for place, (_, parent) in enumerate(parents, start=1):
        items = _items_of(sheet, parent)
        if items and sheet.parent:
            name = name_of(parent, "")
            if not name:
                raise refuse(
                    sentence(
                        gettext_noop(
                            "Feuille « %(sheet)s », ligne %(row)s : l’élément n’a pas d’identifiant."
                        ),
                        sheet=sheet.parent,
                        row=place + 1,
                    ),
                    sentence(gettext_noop("Donnez-lui un identifiant avant d’exporter.")),
                )
            yield from ((name, item) for item in items)
        else:
            yield from (("", item) for item in items)


def _items_of(sheet: Sheet, parent: Any) -> list[Any]:
    """The items of a list; none when it is not a list of blocks, which then stays whole in the leftovers."""
    items = parent.get(sheet.key)
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return []
    return items


def children_of(sheet: Sheet) -> list[Sheet]:
    """The sheets whose rows stand in those of this one."""
    parent = "" if sheet is HEAD else sheet.name
    return [other for other in SHEETS if other.parent == parent]


def _build_grid(sheet: Sheet, rows: list[Row]) -> Grid:
    written = []
    for parent, item in rows:
        cells: Cells = {PARENT: parent} if sheet.parent else {}
        for column in sheet.columns:
            cells |= write_cells(column, get_at(item, column.path)) or {}
        written.append(cells)
    headers = [PARENT] if sheet.parent else []
    for column in sheet.columns:
        several = EMPTY_LISTS
        if column.kind == TEXTS:
            lengths = (len(get_at(item, column.path) or ()) for _, item in rows)
            several = max([several, *lengths])
        headers += titles_of(column, several)
    return Grid(sheet.name, headers, written)


def _leftovers(sheet: Sheet, rows: list[Row], questionnaire: bool) -> Iterator[tuple[str, str]]:
    numbers: dict[str, int] = {}
    for parent, item in rows:
        numbers[parent] = numbers.get(parent, 0) + 1
        held = {
            column.path
            for column in sheet.columns
            if write_cells(column, get_at(item, column.path)) is not None
        }
        for child in children_of(sheet):
            empty = item.get(child.key) == [] and is_given_empty(child, item, questionnaire=questionnaire)
            if empty or _items_of(child, item):
                held.add((child.key,))
        left = without(item, held)
        if left:
            name = name_of(item, "") if sheet.identified else ""
            yield write_key(sheet, parent, name or str(numbers[parent])), json.dumps(left, ensure_ascii=False)


def write_key(sheet: Sheet, parent: str, name: str) -> str:
    """How the sheet « Autres » names an item."""
    return f"{sheet.name} | {parent} | {name}"


def read_key(key: str) -> tuple[str, str, str] | None:
    """(sheet, parent, name) of a key of the sheet « Autres »; None when it names nothing."""
    parts = [part.strip() for part in key.split("|")]
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 and parts[0] in BY_NAME else None


def is_given_empty(child: Sheet, item: Mapping[str, Any], *, questionnaire: bool) -> bool:
    """Whether an item has this list even when no row stands in it.

    Not one that completes the base's, nor a theme that is only announced, nor what a questionnaire has not.
    """
    whole = "in" not in item and item.get("announced") is not True
    return child.always and whole and not (questionnaire and child.guide_only)
