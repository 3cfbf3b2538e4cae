"""Workbooks of several sheets: read whole in one opening, written with the same care as one table."""

import io
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ._messages import Message, TableError
from ._read import _assemble, _refuse_format
from ._table import Limits, Table, name_column
from ._write import _check_headers, _check_rows, _make_cell, _name_sheet, _prepare_cell

_EMPTY = ("empty", "no_rows")


class SheetError(TableError):
    """A ``TableError`` that says on which sheet it was found."""

    def __init__(self, sheet: str, error: TableError) -> None:
        known = {name: value for name, value in error.message.params.items() if name not in {"row", "column"}}
        super().__init__(error.code, row=error.row, column=error.column, **known)
        self.sheet = sheet


@dataclass(frozen=True)
class SheetToWrite:
    """One sheet: its name, its headers, its rows and, where known, the width of its columns in characters."""

    name: str
    headers: Sequence[str]
    rows: Iterable[Sequence[object]]
    widths: Sequence[int] = ()


def read_workbook(data: bytes, filename: str, *, limits: Limits | None = None) -> dict[str, Table]:
    """Every sheet of a workbook as a table of texts, by name, in the order of the workbook.

    A sheet without a row under its titles comes out as a table without rows, an empty one without headers.
    Raises ``TableError`` for a file that is no sound workbook, ``SheetError`` for a fault of one sheet.
    """
    bounds = limits or Limits()
    _refuse_format(data, filename, bounds)
    # Loads openpyxl, half a second that only a workbook is worth.
    from ._workbook import check_archive, read_all_sheets  # noqa: PLC0415

    check_archive(data, bounds)
    tables: dict[str, Table] = {}
    for read in read_all_sheets(data, bounds):
        if isinstance(read, tuple):
            raise SheetError(*read)
        try:
            tables[read.sheet] = _make_table(read.rows, read.sheet, read.errors, bounds)
        except TableError as error:
            raise SheetError(read.sheet, error) from error
    return tables


def _make_table(
    rows: tuple[tuple[int, tuple[str, ...]], ...],
    sheet: str,
    errors: tuple[tuple[int, str, str], ...],
    limits: Limits,
) -> Table:
    try:
        headers, body, found = _assemble(rows, limits, warn_short=False)
    except TableError as error:
        if error.message.code not in _EMPTY:
            raise
        headers, body, found = tuple(rows[0][1]) if rows else (), (), []
    for row, column, value in errors[:1]:
        known = {"count": len(errors), "row": row, "column": column, "value": value}
        found = [*found, Message("error_cells", known)]
    return Table(
        headers=headers,
        rows=tuple(cells for _, cells in body),
        row_numbers=tuple(number for number, _ in body),
        sheet=sheet,
        warnings=tuple(found),
    )


def write_workbook(sheets: Sequence[SheetToWrite]) -> bytes:
    """A workbook of these sheets, whose texts a spreadsheet shows and never runs (see ``write_xlsx``).

    The first row of each is frozen. Same errors as ``write_csv``; ``TableError`` for a sheet named twice.
    """
    # A library of half a second, for the few pages that write a workbook.
    import openpyxl  # noqa: PLC0415

    grids = {_name_sheet(sheet.name): (_prepare_grid(sheet), sheet.widths) for sheet in sheets}
    if len(grids) != len(sheets):
        raise TableError("write_duplicate_headers", header=", ".join(sheet.name for sheet in sheets))
    workbook = openpyxl.Workbook(write_only=True)
    for name, (grid, widths) in grids.items():
        worksheet = workbook.create_sheet(name)
        worksheet.freeze_panes = "A2"
        for index, width in enumerate(widths):
            worksheet.column_dimensions[name_column(index)].width = width
        for values in grid:
            worksheet.append([_make_cell(worksheet, value) for value in values])
    output = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook.save(output)
    return output.getvalue()


def _prepare_grid(sheet: SheetToWrite) -> list[list[bool | int | float | str | None]]:
    names = _check_headers(sheet.headers)
    grid = [[_prepare_cell(header, 1, index) for index, header in enumerate(names)]]
    for number, row in _check_rows(names, sheet.rows):
        grid.append([_prepare_cell(value, number, index) for index, value in enumerate(row)])
    return grid
