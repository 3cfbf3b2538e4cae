"""From the bytes of a file to a rectangular table."""

import re
import unicodedata

from ._messages import Message, TableError
from ._neutral import has_controls, restore_text, strip_controls
from ._table import Limits, Table, name_column
from ._text import read_records

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMPTY_ZIP = b"PK\x05\x06"
_BINARY_STARTS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"{\\rtf", b"SQLite format")
_REFUSED_EXTENSIONS = ("xls", "ods", "xlsb", "fods", "numbers")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")

_Numbered = tuple[tuple[int, tuple[str, ...]], ...]


def read_table(
    data: bytes, filename: str, *, sheet: str | None = None, limits: Limits | None = None
) -> Table:
    """Read a CSV, TSV or XLSX file into a table of texts.

    The content decides of the format; the name helps to refuse old formats with advice. The first row
    that is not blank names the columns; cells keep their text exactly, except invisible controls, and
    apostrophes that protect a formula (see ``write_csv``) are taken off. ``sheet`` names a sheet of a
    workbook. Raises ``TableError``, and nothing else, for a file that cannot be read wholly.
    """
    limits = limits or Limits()
    _refuse_format(data, filename, limits)
    if data.startswith(_ZIP):
        return _read_workbook(data, sheet, limits)
    if sheet is not None:
        raise TableError("sheet_unexpected", sheet=sheet)
    records = read_records(data, filename, limits)
    headers, rows, warnings = _assemble(records.rows, limits, warn_short=True)
    return Table(
        headers=headers,
        rows=tuple(cells for _, cells in rows),
        row_numbers=tuple(number for number, _ in rows),
        encoding=records.encoding,
        separator=records.separator,
        warnings=tuple(warnings),
    )


def _refuse_format(data: bytes, filename: str, limits: Limits) -> None:
    if not data.strip():
        raise TableError("empty")
    if len(data) > limits.size:
        raise TableError("too_heavy", limit=limits.size // 1_000_000)
    if data.startswith(_OLE):
        raise TableError("ole_file")
    extension = filename.rpartition(".")[2].lower()
    if extension in _REFUSED_EXTENSIONS:
        raise TableError("old_format", format=extension.upper())
    if data.startswith((*_BINARY_STARTS, _EMPTY_ZIP)):
        raise TableError("binary")
    if extension in {"xlsx", "xlsm"} and not data.startswith(_ZIP):
        raise TableError("xlsx_broken")


def _read_workbook(data: bytes, sheet: str | None, limits: Limits) -> Table:
    # Loads openpyxl, half a second that only a workbook is worth.
    from ._workbook import read_sheet  # noqa: PLC0415

    read = read_sheet(data, sheet, limits)
    # A workbook does not store the blanks that end a row: rows of unequal length are its normal state.
    headers, rows, warnings = _assemble(read.rows, limits, warn_short=False)
    header_row = read.rows[0][0]
    for row, column, value in read.errors:
        if row == header_row:
            raise TableError("header_error", row=row, column=column, value=value)
    if read.errors:
        row, column, value = read.errors[0]
        found = {"count": len(read.errors), "row": row, "column": column, "value": value}
        warnings.append(Message("error_cells", found))
    others = [name for name in read.sheet_names if name != read.sheet]
    if others and sheet is None:
        warnings.append(Message("other_sheets", {"sheet": read.sheet, "sheets": ", ".join(others)}))
    return Table(
        headers=headers,
        rows=tuple(cells for _, cells in rows),
        row_numbers=tuple(number for number, _ in rows),
        sheet=read.sheet,
        sheet_names=read.sheet_names,
        warnings=tuple(warnings),
    )


def _assemble(
    numbered: _Numbered, limits: Limits, *, warn_short: bool
) -> tuple[tuple[str, ...], _Numbered, list[Message]]:
    if not numbered:
        raise TableError("empty")
    _, first = numbered[0]
    if len(numbered) == 1:
        raise TableError("no_rows")
    width = _measure_width(numbered, len(first), limits)
    warnings: list[Message] = []
    headers = _name_headers(first, width, numbered, warnings)
    rows = _square_rows(numbered[1:], width, limits, warnings, warn_short=warn_short)
    return headers, rows, warnings


def _measure_width(numbered: _Numbered, named: int, limits: Limits) -> int:
    """Return the number of useful columns: up to the last that has a title or a value."""
    header = numbered[0][1]
    width = _count_filled(header)
    for row, cells in numbered[1:]:
        filled = len(cells) if len(cells) <= width else _count_filled(cells)
        if filled > named:
            raise TableError("row_too_wide", row=row, cells=filled, expected=named)
        width = max(width, min(filled, named))
    if width > limits.columns:
        raise TableError("too_many_columns", limit=limits.columns)
    if width * (len(numbered) - 1) > limits.cells:
        raise TableError("too_many_cells", limit=limits.cells)
    return width


def _count_filled(cells: tuple[str, ...]) -> int:
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return width


def _clean_header(text: str) -> str:
    restored = restore_text(strip_controls(text))
    return unicodedata.normalize("NFC", " ".join(restored.split()))


def _name_headers(
    first: tuple[str, ...], width: int, numbered: _Numbered, warnings: list[Message]
) -> tuple[str, ...]:
    headers = [_clean_header(text) for text in first[:width]]
    headers += [""] * (width - len(headers))
    unnamed = [index for index, header in enumerate(headers) if not header]
    if len(unnamed) > max(1, width // 2) or len(unnamed) == width:
        raise TableError(
            "no_header", row=numbered[0][0], columns=", ".join(name_column(index) for index in unnamed)
        )
    for index in unnamed:
        headers[index] = _invent_header(index, headers)
        warnings.append(Message("unnamed_columns", {"column": name_column(index), "header": headers[index]}))
    _refuse_duplicates(headers, numbered[0][0])
    if all(_NUMBER.fullmatch(header) for header in headers):
        warnings.append(Message("numeric_header"))
    return tuple(headers)


def _invent_header(index: int, headers: list[str]) -> str:
    name = f"colonne {name_column(index)}"
    while name in headers:
        name += " (sans titre)"
    return name


def _refuse_duplicates(headers: list[str], row: int) -> None:
    places: dict[str, int] = {}
    for index, header in enumerate(headers):
        if header in places:
            raise TableError(
                "duplicate_headers",
                row=row,
                column=name_column(index),
                first=name_column(places[header]),
                second=name_column(index),
                header=header,
            )
        places[header] = index


def _square_rows(
    numbered: _Numbered, width: int, limits: Limits, warnings: list[Message], *, warn_short: bool
) -> _Numbered:
    rows = []
    short: list[int] = []
    cleaned = 0
    for number, cells in numbered:
        missing = width - len(cells)
        if missing > 0:
            short.append(number)
            cells = (*cells, *[""] * missing)
        cells = cells[:width]
        joined = "".join(cells)
        # Most rows hold nothing to clean: one search a row keeps large files fast.
        if len(joined) > limits.cell_characters or "'" in joined or has_controls(joined):
            _refuse_long_cells(number, cells, limits)
            cleaned += sum(has_controls(cell) for cell in cells)
            cells = tuple(restore_text(strip_controls(cell)) for cell in cells)
        rows.append((number, cells))
    if short and warn_short:
        warnings.append(Message("short_rows", {"count": len(short), "row": short[0]}))
    if cleaned:
        warnings.append(Message("control_characters", {"count": cleaned}))
    return tuple(rows)


def _refuse_long_cells(number: int, texts: tuple[str, ...], limits: Limits) -> None:
    for index, text in enumerate(texts):
        if len(text) > limits.cell_characters:
            raise TableError(
                "cell_too_long", row=number, column=name_column(index), limit=limits.cell_characters
            )
