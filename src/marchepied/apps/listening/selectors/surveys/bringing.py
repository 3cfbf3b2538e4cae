"""Answers gathered elsewhere, read from a table: the sheets they would make, or each cell to correct."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marchepied.apps.listening.selectors.exports import Grid
from marchepied.apps.listening.selectors.surveys.sheet_cells import CellError, CellReader
from marchepied.apps.listening.selectors.surveys.sheet_columns import (
    Columns,
    columns_to_fill,
    find_columns,
    find_sending,
    has_numbers_for_answers,
    is_blank,
    name_column,
)
from marchepied.core.cells import Refusal
from marchepied.engines.surveys import Question, read_sheet
from marchepied.engines.tables import Limits, Table, TableError, read_table, read_workbook

# A thousand sheets of twelve questions take about a second; the group's other answers wait meanwhile.
MOST_BYTES, MOST_ROWS = 5_000_000, 1_000
LIMITS = Limits(size=MOST_BYTES, rows=MOST_ROWS, columns=1_500, cells=500_000, unpacked_size=60_000_000)
# Beyond, the rows that follow are not even read: whoever corrects two hundred cells sends the file again.
MOST_REFUSALS = 200


@dataclass(frozen=True)
class PlannedSheet:
    """A row as the form would have sent it; `sending` is the random number that another tool gave it."""

    row: int
    fields: Mapping[str, str]
    sending: str = ""


@dataclass(frozen=True)
class PlannedAnswers:
    """All that a table would bring; nothing can be written while something is refused.

    `unknown` are the columns that stand for no question, `missing` the questions (or parts of one) that no
    column tells, `tabs` the other filled sheets of the workbook: all are refused unless they were `left`.
    `unclear` is {column: why it cannot be read}. `silent` rows hold no answer.
    """

    sheets: tuple[PlannedSheet, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unclear: Mapping[str, str] = field(default_factory=dict)
    silent: int = 0
    tabs: tuple[str, ...] = ()
    left: bool = False

    @property
    def must_choose(self) -> bool:
        """Whether columns, questions or sheets have to be left out knowingly."""
        return not self.left and bool(self.unknown or self.missing or self.tabs)

    @property
    def is_cut_short(self) -> bool:
        """Whether reading stopped: more cells may have to be corrected."""
        return len(self.refusals) >= MOST_REFUSALS

    @property
    def is_refused(self) -> bool:
        return bool(self.refusals or self.unclear or self.must_choose)

    @property
    def ok(self) -> bool:
        return bool(self.sheets) and not self.is_refused


def answers_grid(questions: Sequence[Question]) -> Grid:
    """The empty table to fill, in the language of the page: a heading a column, no row."""
    language = get_language() or "fr"
    return [name_column(column, language) for column in columns_to_fill(questions)], []


def read_answers_table(data: bytes, file_name: str) -> Table:
    """The table of a file, within what may be brought at once. Raises TableError when it cannot be read."""
    return read_table(data, file_name, limits=LIMITS)


def find_other_tabs(data: bytes, file_name: str, table: Table) -> tuple[str, ...]:
    """The sheets of the workbook, other than `table`, that hold more than its headings.

    All the others when one of them cannot be read.
    """
    others = tuple(name for name in table.sheet_names if name != table.sheet)
    if not others:
        return ()
    try:
        tabs = read_workbook(data, file_name, limits=LIMITS)
    except TableError:
        return others
    return tuple(
        name
        for name in others
        if name in tabs and (tabs[name].rows or tabs[name].headers not in {(), table.headers})
    )


def plan_sheets(
    questions: Sequence[Question], table: Table, *, tabs: Sequence[str] = (), leave: bool = False
) -> PlannedAnswers:
    """The sheets that a table would make; nothing is written.

    `tabs` are the other filled sheets of its workbook. `leave` leaves them out, and the columns that stand
    for no question, and the questions that have no column.
    """
    columns = find_columns(table.headers, questions, table.rows)
    unclear = {heading: _say_unclear(other) for heading, other in columns.unclear.items()}
    for place, column in columns.found.items():
        if column.coded and not columns.from_form and has_numbers_for_answers(column.question):
            unclear[table.headers[place]] = _(
                "les réponses de cette question sont des nombres, et cette colonne pourrait porter leurs "
                "rangs : mettez la question elle-même en tête de colonne."
            )
    sheets, refusals, silent = _read_rows(questions, table, columns)
    language = get_language() or "fr"
    return PlannedAnswers(
        sheets=tuple(sheets),
        refusals=tuple(refusals[:MOST_REFUSALS]),
        unknown=columns.unknown,
        missing=tuple(name_column(column, language) for column in columns.missing),
        unclear=unclear,
        silent=silent,
        tabs=tuple(tabs),
        left=leave,
    )


def _say_unclear(other: str) -> str:
    if other:
        return _("elle parle de la même chose que la colonne « %(other)s » : gardez l’une des deux.") % {
            "other": other
        }
    return _("plusieurs questions peuvent s’appeler ainsi : reprenez le titre du tableau à remplir.")


def _read_rows(
    questions: Sequence[Question], table: Table, columns: Columns
) -> tuple[list[PlannedSheet], list[Refusal], int]:
    """The sheets, the cells refused, and how many rows hold no answer."""
    # Lists first: the columns of their choices are compared to them.
    places = sorted(columns.found, key=lambda place: not columns.found[place].is_list)
    cells_of = {place: CellReader(columns.found[place], from_form=columns.from_form) for place in places}
    reader = _RowReader(questions, table.headers, cells_of)
    sheets, refusals, silent = [], [], 0
    for row, cells in zip(table.row_numbers, table.rows, strict=True):
        fields, refused = reader.read(row, cells)
        refusals += refused
        if len(refusals) >= MOST_REFUSALS:
            break
        if not fields and not refused:
            silent += 1
        elif fields:
            sheets.append(PlannedSheet(row, fields, find_sending(cells, columns.sendings)))
    return sheets, refusals, silent


class _RowReader:
    def __init__(
        self, questions: Sequence[Question], headings: Sequence[str], cells: Mapping[int, CellReader]
    ) -> None:
        self.questions = questions
        self.headings = headings
        self.cells = cells
        self.lists = {one.question.id: place for place, one in cells.items() if one.column.is_list}

    def read(self, row: int, cells: Sequence[str]) -> tuple[dict[str, str], list[Refusal]]:
        fields: dict[str, str] = {}
        refused: list[Refusal] = []
        for place, reader in self.cells.items():
            cell = cells[place]
            if is_blank(cell):
                continue
            try:
                read = reader.read(cell)
            except CellError as error:
                refused.append(self.refuse(row, place, cell, str(error)))
                continue
            other = self.lists.get(reader.question.id, place)
            if place != other and not is_blank(cells[other]):
                if fields.get(reader.column.item, "") != read.get(reader.column.item, ""):
                    said = _("Cette case ne dit pas la même chose que la colonne « %(other)s ».")
                    said %= {"other": self.headings[other]}
                    refused.append(self.refuse(row, place, cell, said))
                continue
            fields |= read
        return fields, refused or list(self.check(row, cells, fields))

    def refuse(self, row: int, place: int, cell: str, reason: str) -> Refusal:
        return Refusal(row, self.headings[place], cell.strip(), reason)

    def check(self, row: int, cells: Sequence[str], fields: Mapping[str, str]) -> Iterator[Refusal]:
        """What the sheet as a whole cannot be: the same rank twice."""
        for fault in read_sheet(self.questions, fields, everything=True).faults:
            places = [
                place
                for place, reader in self.cells.items()
                if reader.question.id == fault.question and not is_blank(cells[place])
            ]
            yield self.refuse(
                row,
                places[-1],
                cells[places[-1]],
                _("Deux réponses ont le même rang : donnez un rang différent à chacune."),
            )
