"""XLSX workbooks: the archive is judged before it is opened, then one sheet is read cell by cell."""

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser

from ._messages import TableError
from ._table import Limits, name_column

# A small workbook may compress very well without harm; only large ones are judged by their ratio.
_RATIO_FLOOR = 10_000_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class SheetRows:
    """Cells of one sheet as texts, with their row numbers, and where calculation errors stand."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    sheet: str
    sheet_names: tuple[str, ...]
    errors: tuple[tuple[int, str, str], ...]


class _Budget:
    """What is left to read of a workbook, over all its sheets.

    A text that is kept once and shown in ten thousand cells weighs nothing in the archive: what comes out is
    counted as it comes.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = self.characters = 0

    def take(self, cells: list[dict[str, Any]]) -> None:
        """Count the cells of a row and their texts. Raises ``TableError`` once there are too many."""
        self.cells += len(cells)
        self.characters += sum(len(cell["value"]) for cell in cells if isinstance(cell["value"], str))
        if self.cells > self.limits.cells:
            raise TableError("too_many_cells", limit=self.limits.cells)
        if self.characters > self.limits.unpacked_size:
            raise TableError("xlsx_bomb")


class _Parser(WorkSheetParser):
    """The library's own cell parser, which also refuses a formula saved without its value.

    Without this check a workbook written by a program, and never opened in a spreadsheet, would come in
    with holes where people see figures. A formula whose result is an empty text is typed ``str``.
    """

    def parse_cell(self, element: Element) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        computed = element.get("t") == "str" or element.findtext(VALUE_TAG)
        if element.find(FORMULA_TAG) is not None and not computed:
            column = name_column(cell["column"] - 1)
            raise TableError("formula_not_computed", row=cell["row"], column=column)
        return cell


def check_archive(data: bytes, limits: Limits) -> None:
    """Refuse, before anything is unpacked, an archive that is no workbook or would grow too large.

    The sizes are those of the archive's directory; the standard library reads no further than they say,
    so a directory that lies about them makes a broken workbook, not a large one.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as error:
        raise TableError("xlsx_broken") from error
    if "mimetype" in names and "content.xml" in names:
        raise TableError("old_format", format="ODS")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise TableError("zip_not_xlsx")
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    grows = unpacked > _RATIO_FLOOR and unpacked > limits.unpacked_ratio * min(packed, len(data))
    if unpacked > limits.unpacked_size or grows or len(parts) > limits.archive_parts:
        raise TableError("xlsx_bomb")


def read_sheet(data: bytes, sheet: str | None, limits: Limits) -> SheetRows:
    """Read one sheet (the first visible one by default) as texts.

    Dates come out in ISO form, booleans as VRAI and FAUX, whole numbers without decimals, calculation
    errors as the spreadsheet shows them. Raises ``TableError`` for anything that is not a sound workbook.
    """
    check_archive(data, limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library warns of decorations it will not keep
            return _read_sheet(data, sheet, limits)
    except TableError:
        raise
    except Exception as error:
        # A damaged workbook makes the library raise anything, from KeyError to zlib's own errors.
        raise TableError("xlsx_unsafe" if _is_unsafe(error) else "xlsx_broken") from error


def _is_unsafe(error: BaseException | None) -> bool:
    """Say whether an attack on the XML reader is behind an error, which the library wraps in its own."""
    while error is not None:
        if isinstance(error, DefusedXmlException):
            return True
        error = error.__cause__ or error.__context__
    return False


def read_all_sheets(data: bytes, limits: Limits) -> list[SheetRows | tuple[str, TableError]]:
    """Every sheet of a workbook, opened once; (name, error) for one that cannot be read wholly.

    The archive was checked before. Raises ``TableError`` for what is no sound workbook.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read_all(data, limits)
    except TableError:
        raise
    except Exception as error:
        # A damaged workbook makes the library raise anything, from KeyError to zlib's own errors.
        raise TableError("xlsx_unsafe" if _is_unsafe(error) else "xlsx_broken") from error


def _read_all(data: bytes, limits: Limits) -> list[SheetRows | tuple[str, TableError]]:
    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    read: list[SheetRows | tuple[str, TableError]] = []
    budget = _Budget(limits)
    try:
        names = tuple(worksheet.title for worksheet in workbook.worksheets)
        for worksheet in workbook.worksheets:
            errors: list[tuple[int, str, str]] = []
            try:
                rows = tuple(_iterate_rows(worksheet, budget, errors))
            except TableError as error:
                read.append((worksheet.title, error))
            else:
                read.append(SheetRows(rows, worksheet.title, names, tuple(errors)))
        return read
    finally:
        workbook.close()


def _read_sheet(data: bytes, sheet: str | None, limits: Limits) -> SheetRows:
    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheets = workbook.worksheets
        names = tuple(worksheet.title for worksheet in sheets)
        if not sheets:
            raise TableError("xlsx_broken")
        chosen = _choose_sheet(sheets, names, sheet)
        errors: list[tuple[int, str, str]] = []
        rows = tuple(_iterate_rows(chosen, _Budget(limits), errors))
        return SheetRows(rows, chosen.title, names, tuple(errors))
    finally:
        workbook.close()


def _choose_sheet(sheets: list[Any], names: tuple[str, ...], sheet: str | None) -> Any:
    if sheet is None:
        visible = [one for one in sheets if one.sheet_state == "visible"]
        return (visible or sheets)[0]
    if sheet not in names:
        raise TableError("sheet_unknown", sheet=sheet, sheets=", ".join(names))
    return sheets[names.index(sheet)]


def _iterate_rows(
    worksheet: Any, budget: _Budget, errors: list[tuple[int, str, str]]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    # The library's own row iterator trusts the declared dimensions and silently skips a row that comes out
    # of order; its parser is used directly so that nothing is lost without a word.
    workbook = worksheet.parent
    limits = budget.limits
    last = kept = 0
    with worksheet._get_source() as source:
        parser = _Parser(
            source,
            worksheet._shared_strings,
            data_only=True,
            epoch=workbook.epoch,
            date_formats=workbook._date_formats,
            timedelta_formats=workbook._timedelta_formats,
        )
        for number, cells in parser.parse():
            if number <= last:
                raise TableError("rows_disordered", row=number)
            last = number
            budget.take(cells)
            texts = _lay_out(number, cells, limits, errors)
            if not any(text.strip() for text in texts):
                continue
            kept += 1
            if kept > limits.rows + 1:
                raise TableError("too_many_rows", limit=limits.rows)
            yield number, texts


def _lay_out(
    number: int, cells: list[dict[str, Any]], limits: Limits, errors: list[tuple[int, str, str]]
) -> tuple[str, ...]:
    places: dict[int, str] = {}
    for cell in cells:
        if cell["row"] != number or cell["column"] - 1 in places:
            raise TableError("rows_disordered", row=number)
        text = write_cell_text(cell["value"])
        if not text:
            continue
        column = cell["column"] - 1
        places[column] = text
        if cell["data_type"] == "e":
            errors.append((number, name_column(column), text))
    width = max(places, default=-1) + 1
    if width > limits.columns:
        raise TableError("too_many_columns", limit=limits.columns)
    return tuple(places.get(column, "") for column in range(width))


def write_cell_text(value: object) -> str:
    """Return the text of a cell's value, the same for every way of storing it."""
    match value:
        case None:
            return ""
        case str():
            return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
        case bool():
            return "VRAI" if value else "FAUX"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime.datetime():
            moment = value.replace(microsecond=0)
            midnight = moment.time() == datetime.time()
            return moment.date().isoformat() if midnight else moment.isoformat()
        case datetime.date() | datetime.time():
            return value.isoformat()
        case _:
            return str(value)
