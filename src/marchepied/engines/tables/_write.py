"""Tables written so that a spreadsheet shows texts and never runs them."""

import csv
import datetime
import enum
import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ._messages import TableError
from ._neutral import neutralise_text, strip_controls
from ._table import Limits, name_column

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

LIST_SEPARATOR = " ; "
_CELL_CHARACTERS = Limits().cell_characters
# A spreadsheet reads _x000D_ as a code for a character: the mark itself has to be written as a code.
_CODE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SHEET_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LARGEST_EXACT = 10**15


def write_csv(
    headers: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    separator: str = ",",
    decimal: str | None = None,
) -> bytes:
    """Write a CSV file in UTF-8 with its mark, rows ended by CR LF.

    Any text that a spreadsheet could take for a formula is preceded by an apostrophe, headers included
    (``read_table`` takes it off). Numbers are written bare, with ``decimal``, by default a comma where the
    separator is a semicolon and a point elsewhere; booleans as VRAI and FAUX; dates in ISO form; lists
    joined by « ; »; None and numbers that are not finite as empty cells. Raises ``TableError`` for a
    repeated header, a row of another width or a text over 32,767 characters, ``TypeError`` for bytes.
    """
    point = decimal or ("," if separator == ";" else ".")
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=separator, lineterminator="\r\n")
    writer.writerow([neutralise_text(strip_controls(header)) for header in _check_headers(headers)])
    for number, row in _check_rows(headers, rows):
        writer.writerow([_write_text_cell(value, point, number, index) for index, value in enumerate(row)])
    return output.getvalue().encode("utf-8-sig")


def write_xlsx(
    headers: Sequence[str], rows: Iterable[Sequence[object]], *, sheet: str = "Feuille 1"
) -> bytes:
    """Write a workbook of one sheet.

    Texts are stored as texts, never as formulas or errors, and protected as in ``write_csv`` so that they
    stay harmless if the sheet is saved as CSV later. Numbers and booleans keep their type, dates are ISO
    texts. Same errors as ``write_csv``.
    """
    # A library of half a second, for the few pages that write a workbook.
    import openpyxl  # noqa: PLC0415

    names = _check_headers(headers)
    # Everything is checked first: the library leaves open files behind a writing that stops half-way.
    grid = [[_prepare_cell(header, 1, index) for index, header in enumerate(names)]]
    for number, row in _check_rows(headers, rows):
        grid.append([_prepare_cell(value, number, index) for index, value in enumerate(row)])
    workbook = openpyxl.Workbook(write_only=True)
    worksheet = workbook.create_sheet(_name_sheet(sheet))
    for values in grid:
        worksheet.append([_make_cell(worksheet, value) for value in values])
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


def _name_sheet(sheet: str) -> str:
    return _SHEET_FORBIDDEN.sub(" ", strip_controls(sheet)).strip("' ")[:31].strip() or "1"


def _check_headers(headers: Sequence[str]) -> Sequence[str]:
    for index, header in enumerate(headers):
        if header in headers[:index]:
            raise TableError("write_duplicate_headers", header=header)
    return headers


def _check_rows(
    headers: Sequence[str], rows: Iterable[Sequence[object]]
) -> Iterator[tuple[int, Sequence[object]]]:
    for number, row in enumerate(rows, start=2):
        if len(row) != len(headers):
            raise TableError("write_row_width", row=number, cells=len(row), expected=len(headers))
        yield number, row


def write_safe_text(value: object) -> str:
    """Return the text of any value that is no number, made harmless for a spreadsheet."""
    return neutralise_text(strip_controls(_say_value(value)))


def _say_value(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "VRAI" if value else "FAUX"
        case enum.Enum():
            return _say_value(value.value)
        case datetime.date() | datetime.time():
            return value.isoformat()
        case bytes() | bytearray() | memoryview():
            raise TypeError("bytes have no text to write in a table")
        case dict() | set() | frozenset() | list() | tuple():
            return LIST_SEPARATOR.join(_list_parts(value))
        case _:
            return str(value)


def _list_parts(
    value: dict[object, object] | set[object] | frozenset[object] | Sequence[object],
) -> list[str]:
    # Each element is made harmless too: a list may be cut again into cells.
    if isinstance(value, dict):
        return [write_safe_text(f"{key} : {write_safe_text(item)}") for key, item in value.items()]
    parts = [write_safe_text(item) for item in value]
    return sorted(parts) if isinstance(value, set | frozenset) else parts


def _read_finite(value: object) -> int | float | None:
    """Return a finite number as it is; None for anything else, booleans included."""
    if isinstance(value, enum.Enum | bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float | Decimal) and math.isfinite(value):
        return float(value)
    return None


def _is_not_finite(value: object) -> bool:
    return isinstance(value, float | Decimal) and not math.isfinite(value)


def _write_text_cell(value: object, point: str, row: int, index: int) -> str:
    number = _read_finite(value)
    if number is not None:
        return str(value).replace(".", point)
    text = "" if _is_not_finite(value) else write_safe_text(value)
    _refuse_long(text, row, index)
    return text


def _prepare_cell(value: object, row: int, index: int) -> bool | int | float | str | None:
    number = _read_finite(value)
    if isinstance(value, bool):
        return value
    if number is not None and abs(number) < _LARGEST_EXACT:
        return number
    if _is_not_finite(value):
        return None
    text = _CODE_LIKE.sub("_x005F_", write_safe_text(value)).replace("\r", "_x000D_")
    _refuse_long(text, row, index)  # once coded: the library would cut a longer text without a word
    return text or None


def _make_cell(worksheet: "WriteOnlyWorksheet", value: bool | int | float | str | None) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 (see `write_xlsx`)

    cell = WriteOnlyCell(worksheet)
    if isinstance(value, str):
        cell.value = value
        # The library turns « =… » into a formula and « #N/A » into an error: force a plain text.
        cell.data_type = "s"
    else:
        cell.value = value
    return cell


def _refuse_long(text: str, row: int, index: int) -> None:
    if len(text) > _CELL_CHARACTERS:
        raise TableError("cell_too_long", row=row, column=name_column(index), limit=_CELL_CHARACTERS)
