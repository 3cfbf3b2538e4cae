"""From the sheets of a workbook to the data of a referential, each fault with its cell."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from marchepied.engines.referential.codes import LANGUAGES, QUESTIONNAIRE
from marchepied.engines.tables import SheetError, Table, TableError, name_column, read_workbook

from ._bounds import BOOK_LIMITS, TEXT_LIMITS
from ._cells import CellError, read_cell, set_at
from ._columns import (
    BY_NAME,
    HEAD,
    LEFTOVER_COLUMNS,
    LEFTOVERS,
    PARENT,
    README,
    SHEETS,
    TEXT,
    TEXTS,
    Column,
    Sheet,
    name_of,
)
from ._grids import children_of, is_given_empty, read_key
from ._naming import fold
from ._sentences import (
    NOTHING,
    Fault,
    FileRefusedError,
    Sentence,
    Understood,
    cell_fault,
    gettext_noop,
    refuse,
    sentence,
)
from ._spreadsheet_write import LONG_COLUMNS

MAX_FAULTS = 200
_NUMBERED = re.compile(r"(.+?) ?(\d{0,3})? ?\((\w\w)\)\Z")
_EXPECTED: Mapping[str, Sentence] = {
    "whole": sentence(gettext_noop("on attend un nombre entier.")),
    "flag": sentence(gettext_noop("on attend « oui » ou « non ».")),
}


class RowItem(dict[str, Any]):
    """An item that knows its sheet and its row, where messages of the validation look for them."""

    def __init__(self, sheet: str, row: int) -> None:
        super().__init__()
        self.file, self.line = sheet, row
        self.lines: dict[Any, int] = {}


Target = tuple[Column, str, int]
"""(the field, the language of a text, its number among several)"""


_SHEET_NAMES = {fold(sheet.name): sheet for sheet in SHEETS}


def is_spreadsheet(names: Sequence[str]) -> bool:
    """Whether sheets of these names may hold a referential."""
    known = {fold(name) for name in names} & set(_SHEET_NAMES)
    return bool(known & {fold("Thèmes"), fold("Questions")})


def read_spreadsheet(data: bytes, filename: str = "guide.xlsx") -> Understood:
    """The data of a workbook made by `write_spreadsheet`, or filled in from the template.

    Nothing is checked but what a cell can say: `validate` finds the rest, and `locate_problems` its cells.
    Raises FileRefusedError with every fault: sheet, row, column, what is wrong, what to do.
    """
    return read_sheets(open_workbook(data, filename))


def open_workbook(data: bytes, filename: str) -> dict[str, Table]:
    """The sheets of a workbook; FileRefusedError, with the sheet, for one that cannot be read."""
    try:
        return read_workbook(data, filename, limits=BOOK_LIMITS)
    except TableError as error:
        raise FileRefusedError([table_fault(error)]) from error


def table_fault(error: TableError) -> Fault:
    """A fault found by the reader of tables, with its sheet where it is known."""
    sheet = error.sheet if isinstance(error, SheetError) else ""
    told = Sentence(error.message.template, error.message.params)
    where = cell_fault(told, sheet=sheet).where  # the sentence itself says the row and the column
    return Fault(told, NOTHING, where, sheet, error.row, str(error.column or ""))


def read_long_csv(table: Table) -> Understood:
    """The data of a table of cells made by `write_long_csv`. Same errors as `read_spreadsheet`."""
    grids: dict[str, dict[int, dict[str, str]]] = {}
    faults = []
    for number, row in zip(table.row_numbers, table.rows, strict=True):
        sheet, line, column, value = (row[table.find_column(name)] for name in LONG_COLUMNS)
        if not line.strip().isdigit() or len(line) > 6 or not column.strip():
            faults.append(
                cell_fault(
                    sentence(gettext_noop("« %(value)s » n’est pas un numéro de ligne."), value=line),
                    sentence(gettext_noop("Corrigez la colonne « Ligne ».")),
                    row=number,
                )
            )
            continue
        grids.setdefault(sheet, {}).setdefault(int(line), {})[column] = value
    if faults:
        raise FileRefusedError(faults[:MAX_FAULTS])
    return read_sheets({name: _square(name, rows) for name, rows in grids.items()})


def _square(name: str, rows: Mapping[int, Mapping[str, str]]) -> Table:
    headers = tuple(dict.fromkeys(header for row in rows.values() for header in row))
    numbers = tuple(sorted(rows))
    # Each line may name a column of its own: the grid would grow as the square of the file.
    if len(headers) * len(numbers) > TEXT_LIMITS.cells:
        found = TableError("too_many_cells", limit=TEXT_LIMITS.cells)
        raise FileRefusedError([table_fault(SheetError(name, found))])
    cells = tuple(tuple(rows[number].get(header, "") for header in headers) for number in numbers)
    return Table(headers=headers, rows=cells, row_numbers=numbers, sheet=name)


def is_long_csv(table: Table) -> bool:
    """Whether a table is one of cells."""
    return {fold(name) for name in LONG_COLUMNS} == {fold(header) for header in table.headers}


def read_sheets(tables: Mapping[str, Table]) -> Understood:
    """The data of these sheets. Raises FileRefusedError with every fault."""
    return _Reader(tables).read()


class _Reader:
    def __init__(self, tables: Mapping[str, Table]) -> None:
        self.tables = {
            _SHEET_NAMES[fold(name)].name: table
            for name, table in tables.items()
            if fold(name) in _SHEET_NAMES
        }
        self.others = [name for name in tables if fold(name) not in _SHEET_NAMES]
        self.leftovers = next((t for name, t in tables.items() if fold(name) == fold(LEFTOVERS)), None)
        self.faults: list[Fault] = []
        self.items: dict[str, list[tuple[str, RowItem]]] = {}
        self.places: dict[str, dict[str, str]] = {}

    def read(self) -> Understood:
        if not is_spreadsheet(list(self.tables)):
            raise refuse(
                sentence(gettext_noop("Ce classeur n’a ni feuille « Thèmes » ni feuille « Questions ».")),
                sentence(gettext_noop("Partez du modèle proposé ici, sans changer le nom de ses feuilles.")),
            )
        for sheet in SHEETS:
            self.items[sheet.name] = list(self.read_sheet(sheet))
        data = self.check_head()
        for sheet in SHEETS[1:]:
            self.attach(sheet)
        self.fill_lists(data)
        self.overlay()
        if self.faults:
            raise FileRefusedError(self.faults[:MAX_FAULTS])
        notes = [
            sentence(
                gettext_noop(
                    "La feuille « %(sheet)s » n’est pas reprise : elle ne fait pas partie du modèle."
                ),
                sheet=name,
            )
            for name in self.others
            if fold(name) not in {fold(README), fold(LEFTOVERS)}
        ]
        return Understood("workbook", data, tuple(notes), self.places)

    def fail(
        self, sheet: str, message: Sentence, advice: Sentence, row: int | None = None, column: str = ""
    ) -> None:
        letter = self.places.get(sheet, {}).get(column, "")
        self.faults.append(cell_fault(message, advice, sheet=sheet, row=row, column=column, letter=letter))

    def check_head(self) -> RowItem:
        heads = self.items[HEAD.name]
        if len(heads) != 1:
            self.fail(
                HEAD.name,
                sentence(gettext_noop("lignes remplies : %(count)s, il en faut une."), count=len(heads)),
                sentence(gettext_noop("Gardez une seule ligne : le titre et la version de ce guide.")),
            )
        return heads[0][1] if heads else RowItem(HEAD.name, 2)

    def read_sheet(self, sheet: Sheet) -> Any:
        table = self.tables.get(sheet.name)
        if table is None:
            return
        self.places[sheet.name] = {header: name_column(i) for i, header in enumerate(table.headers)}
        self.tell_error_cells(sheet, table)
        targets = [self.find_target(sheet, header) for header in table.headers]
        parent_at = next((i for i, h in enumerate(table.headers) if fold(h) == fold(PARENT)), None)
        for number, row in zip(table.row_numbers, table.rows, strict=True):
            item = RowItem(sheet.name, number)
            texts: dict[tuple[str, ...], dict[int, dict[str, str]]] = {}
            for header, target, cell in zip(table.headers, targets, row, strict=True):
                if target is not None and cell.strip():
                    self.take(item, texts, target, cell, (sheet.name, number, header))
            for path, several in texts.items():
                set_at(item, path, [several[place] for place in sorted(several)])
            yield (row[parent_at].strip() if parent_at is not None else ""), item

    def tell_error_cells(self, sheet: Sheet, table: Table) -> None:
        for message in table.warnings:
            if message.code == "error_cells":
                self.faults.append(
                    cell_fault(
                        sentence(
                            gettext_noop("la case contient une erreur de calcul (%(value)s)."),
                            **message.params,
                        ),
                        sentence(gettext_noop("Écrivez la valeur à la place.")),
                        sheet=sheet.name,
                        row=int(str(message.params["row"])),
                        column=str(message.params["column"]),
                        letter=str(message.params["column"]),
                    )
                )

    def find_target(self, sheet: Sheet, header: str) -> Target | None:
        if sheet.parent and fold(header) == fold(PARENT):
            return None
        for column in sheet.columns:
            if column.kind not in (TEXT, TEXTS) and fold(header) == fold(column.title):
                return column, "", 0
        found = _NUMBERED.match(header.strip())
        if found and found[3] in LANGUAGES:
            for column in sheet.columns:
                if column.kind == TEXT and not found[2] and fold(found[1]) == fold(column.title):
                    return column, found[3], 0
                if column.kind == TEXTS and found[2] and fold(found[1]) == fold(column.title):
                    return column, found[3], int(found[2])
        self.fail(
            sheet.name,
            sentence(gettext_noop("la colonne « %(column)s » n’est pas connue."), column=header),
            sentence(gettext_noop("Reprenez un titre du modèle, ou retirez cette colonne.")),
            row=1,
            column=header,
        )
        return None

    def take(
        self,
        item: RowItem,
        texts: dict[tuple[str, ...], dict[int, dict[str, str]]],
        target: Target,
        cell: str,
        place: tuple[str, int, str],
    ) -> None:
        column, language, number = target
        if column.kind == TEXTS:
            texts.setdefault(column.path, {}).setdefault(number, {})[language] = cell
        elif column.kind == TEXT:
            set_at(item, (*column.path, language), cell)
        else:
            try:
                set_at(item, column.path, read_cell(column, cell))
            except CellError as error:
                sheet, row, header = place
                told = sentence(gettext_noop("« %(value)s » n’est pas lisible ici :"), value=cell)
                self.fail(sheet, told, _EXPECTED[error.expected], row, header)

    def attach(self, sheet: Sheet) -> None:
        """Put each row into the item it stands in; a row that stands nowhere is a fault."""
        parents: dict[str, RowItem] = {}
        for _, parent in self.items[sheet.parent or HEAD.name]:
            parents.setdefault(name_of(parent, "") if sheet.parent else "", parent)
        for name, item in self.items[sheet.name]:
            if sheet.parent and name not in parents:
                self.fail(
                    sheet.name,
                    sentence(
                        gettext_noop("« %(name)s » n’est l’identifiant d’aucune ligne de « %(parent)s »."),
                        name=name,
                        parent=sheet.parent,
                    ),
                    sentence(
                        gettext_noop("Recopiez un identifiant de cette feuille, ou ajoutez-y la ligne.")
                    ),
                    item.line,
                    PARENT,
                )
            elif (holder := parents.get(name if sheet.parent else "")) is not None:
                holder.setdefault(sheet.key, []).append(item)

    def fill_lists(self, data: RowItem) -> None:
        """The lists that an item has even when they are empty."""
        questionnaire = data.get("kind") == QUESTIONNAIRE
        for sheet in SHEETS:
            for child in children_of(sheet):
                for _, item in self.items[sheet.name]:
                    if is_given_empty(child, item, questionnaire=questionnaire):
                        item.setdefault(child.key, [])

    def overlay(self) -> None:
        """Give back to each item what no column holds."""
        table = self.leftovers
        if table is None or not table.rows:
            return
        known = {fold(header): place for place, header in enumerate(table.headers)}
        if not {fold(name) for name in LEFTOVER_COLUMNS} <= set(known):
            return
        key_at, value_at = (known[fold(name)] for name in LEFTOVER_COLUMNS)
        for number, row in zip(table.row_numbers, table.rows, strict=True):
            item, value = self.find_item(row[key_at]), _load_block(row[value_at])
            if item is None or value is None:
                self.fail(
                    LEFTOVERS,
                    sentence(gettext_noop("cette ligne ne se rattache à rien.")),
                    sentence(gettext_noop("Laissez la feuille telle qu’elle a été exportée, ou videz-la.")),
                    number,
                )
            else:
                merge_into(item, value)

    def find_item(self, key: str) -> RowItem | None:
        parts = read_key(key)
        if parts is None:
            return None
        sheet, parent, name = BY_NAME[parts[0]], parts[1], parts[2]
        rows = [item for given, item in self.items[sheet.name] if given == parent]
        if sheet.identified:
            for item in rows:
                if name_of(item, "") == name:
                    return item
        place = int(name) - 1 if name.isdigit() and len(name) < 7 else -1
        return rows[place] if 0 <= place < len(rows) else None


def _load_block(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def merge_into(item: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Add to an item what it lacks, block by block; what it already says stays."""
    for key, value in more.items():
        if key not in item:
            item[key] = value
        elif isinstance(item[key], dict) and isinstance(value, dict):
            merge_into(item[key], value)
