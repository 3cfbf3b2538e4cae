"""The two readings of a table, row by row: one row per person, or one row per answer."""

from collections import Counter
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from ._codes import CODE_MISSING
from ._extract import CellReader, CollegeCount, Extraction, Rejections, check_known_items, read_weight
from ._mapping import ItemColumn, Mapping
from ._messages import Message
from ._table import Table
from ._words import fold_code, fold_text

LISTED_REJECTIONS = 500


@dataclass
class _Gathered:
    """What has been read so far, one entry a respondent."""

    rejections: Rejections
    rows: list[int] = field(default_factory=list)
    colleges: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    levels: list[list[int]] = field(default_factory=list)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)


class _Columns:
    """Positions of the mapped columns in the table; None for those that are not used."""

    def __init__(self, table: Table, mapping: Mapping) -> None:
        def find(name: str | None) -> int | None:
            return None if name is None else table.find_column(name)

        self.mapping = mapping
        self.headers = table.headers
        self.college = find(mapping.college_column)
        self.participant = find(mapping.participant_column)
        self.weight = find(mapping.weight_column)
        self.comment = find(mapping.comment_column)
        self.question = find(mapping.question_column)
        self.answer = find(mapping.answer_column)
        self.items = [find(item.column) for item in mapping.items]
        self.item_comments = [find(item.comment_column) for item in mapping.items]

    def read_college(self, row: tuple[str, ...], number: int, rejections: Rejections) -> str | None:
        """Return the group of a row, spaces tidied; None, with the reason recorded, when it is missing."""
        if self.college is None:
            return self.mapping.college
        name = " ".join(row[self.college].split())
        if fold_code(name) in self.mapping.codes.missing:
            reason = Message("reject_college_missing")
            rejections.add(number, self.headers[self.college], row[self.college], reason)
            return None
        return name

    def read_weight(self, row: tuple[str, ...], number: int, rejections: Rejections) -> float | None:
        """Return the weight of a row, 1 without a weight column; None, with the reason recorded."""
        if self.weight is None:
            return 1.0
        weight = read_weight(row[self.weight])
        if weight is None:
            rejections.add(number, self.headers[self.weight], row[self.weight], Message("reject_weight"))
        return weight


def extract_answers(
    table: Table,
    mapping: Mapping,
    *,
    known_items: MappingType[str, int] | None = None,
    listed: int = LISTED_REJECTIONS,
) -> Extraction:
    """Take the answers out of a table, all or none.

    ``known_items`` (identifier → number of levels) is the questionnaire that the items must belong to;
    without it the items of the result define one. A person is one row (wide), or the rows of one group that
    share an identifier (long). ``listed`` caps the listing of reasons, not their count.

    Raises ``TableError`` when the mapping does not fit the table or the questionnaire; rows that cannot be
    read are listed in the result, which then holds no answer.
    """
    columns = _Columns(table, mapping)
    by_column = mapping.layout == "wide"
    warnings = (
        [] if known_items is None else check_known_items(mapping.items, known_items, by_column=by_column)
    )
    gathered = _Gathered(Rejections(listed))
    if by_column:
        _gather_people(table, mapping, columns, gathered)
    else:
        _LongReader(table, mapping, columns, gathered, known_items).gather()
    return _conclude(mapping, gathered, warnings)


def _gather_people(table: Table, mapping: Mapping, columns: _Columns, gathered: _Gathered) -> None:
    readers = [CellReader(item, mapping.codes) for item in mapping.items]
    places = [(position, index or 0) for position, index in enumerate(columns.items)]
    seen: dict[tuple[str, str], int] = {}
    for number, row in zip(table.row_numbers, table.rows, strict=True):
        college = columns.read_college(row, number, gathered.rejections)
        weight = columns.read_weight(row, number, gathered.rejections)
        if college is not None and columns.participant is not None:
            _refuse_same_person(row, number, college, columns, seen, gathered.rejections)
        codes = []
        for position, index in places:
            result = readers[position].read(row[index])
            if isinstance(result, Message):
                gathered.rejections.add(number, table.headers[index], row[index], result)
                result = CODE_MISSING
            codes.append(result)
        _keep_comments(row, columns, gathered)
        gathered.rows.append(number)
        gathered.colleges.append(college or "")
        gathered.weights.append(weight or 0.0)
        gathered.levels.append(codes)


def _refuse_same_person(
    row: tuple[str, ...],
    number: int,
    college: str,
    columns: _Columns,
    seen: dict[tuple[str, str], int],
    rejections: Rejections,
) -> None:
    participant = row[columns.participant or 0].strip()
    if not participant:
        return
    first = seen.setdefault((college, participant), number)
    if first != number:
        header = columns.headers[columns.participant or 0]
        rejections.add(number, header, participant, Message("reject_participant_twice", {"row": first}))


def _keep_comments(row: tuple[str, ...], columns: _Columns, gathered: _Gathered) -> None:
    respondent = len(gathered.levels)
    for position, index in enumerate(columns.item_comments):
        if index is not None and (text := row[index].strip()):
            gathered.comments[respondent, position] = text
    gathered.general.append("" if columns.comment is None else row[columns.comment].strip())


class _LongReader:
    """Gathers the rows of each person, who is known by group and identifier."""

    def __init__(
        self,
        table: Table,
        mapping: Mapping,
        columns: _Columns,
        gathered: _Gathered,
        known: MappingType[str, int] | None,
    ) -> None:
        self.table = table
        self.mapping = mapping
        self.columns = columns
        self.gathered = gathered
        self.positions = self._place_items(known)
        self.readers = [CellReader(item, mapping.codes) for item in mapping.items]
        self.people: dict[tuple[str, str], int] = {}
        self.answered: list[list[int]] = []

    def _place_items(self, known: MappingType[str, int] | None) -> dict[str, int]:
        items: tuple[ItemColumn, ...] = self.mapping.items
        return {
            item.source: position
            for position, item in enumerate(items)
            if known is None or item.item_id in known
        }

    def gather(self) -> None:
        """Read every row of the table."""
        for number, row in zip(self.table.row_numbers, self.table.rows, strict=True):
            college = self.columns.read_college(row, number, self.gathered.rejections)
            weight = self.columns.read_weight(row, number, self.gathered.rejections)
            position = self._read_question(row, number)
            participant = self._read_participant(row, number)
            if college is None or weight is None or position is None or participant is None:
                continue
            respondent = self._meet(college, participant, number, weight)
            if self.gathered.weights[respondent] != weight:
                self._refuse_weight(row, number, respondent)
            self._read_answer(row, number, respondent, position)

    def _read_question(self, row: tuple[str, ...], number: int) -> int | None:
        column = self.columns.question or 0
        name = row[column].strip()
        position = self.positions.get(name)
        if position is None and (not name or name not in self.mapping.left_out):
            code = "reject_question_unknown" if name else "reject_question_missing"
            self.gathered.rejections.add(number, self.table.headers[column], name, Message(code))
        return position

    def _read_participant(self, row: tuple[str, ...], number: int) -> str | None:
        column = self.columns.participant or 0
        participant = row[column].strip()
        if not participant:
            reason = Message("reject_participant_missing")
            self.gathered.rejections.add(number, self.table.headers[column], "", reason)
            return None
        return participant

    def _meet(self, college: str, participant: str, number: int, weight: float) -> int:
        respondent = self.people.setdefault((college, participant), len(self.people))
        gathered = self.gathered
        if respondent == len(gathered.rows):
            gathered.rows.append(number)
            gathered.colleges.append(college)
            gathered.weights.append(weight)
            gathered.levels.append([CODE_MISSING] * len(self.readers))
            gathered.general.append("")
            self.answered.append([0] * len(self.readers))
        return respondent

    def _refuse_weight(self, row: tuple[str, ...], number: int, respondent: int) -> None:
        column = self.columns.weight or 0
        reason = Message("reject_weight_differs", {"row": self.gathered.rows[respondent]})
        self.gathered.rejections.add(number, self.table.headers[column], row[column], reason)

    def _read_answer(self, row: tuple[str, ...], number: int, respondent: int, position: int) -> None:
        column = self.columns.answer or 0
        before = self.answered[respondent][position]
        result: int | Message
        if before:
            result = Message("reject_answer_twice", {"row": before})
        else:
            result = self.readers[position].read(row[column])
        if isinstance(result, Message):
            self.gathered.rejections.add(number, self.table.headers[column], row[column], result)
            return
        self.answered[respondent][position] = number
        self.gathered.levels[respondent][position] = result
        comment = "" if self.columns.comment is None else row[self.columns.comment].strip()
        if comment:
            self.gathered.comments[respondent, position] = comment


def _conclude(mapping: Mapping, gathered: _Gathered, warnings: list[Message]) -> Extraction:
    rejections = gathered.rejections
    refused = rejections.count > 0
    shape = (0, len(mapping.items)) if refused else (len(gathered.levels), len(mapping.items))
    levels = np.array([] if refused else gathered.levels, dtype=np.int8).reshape(shape)
    levels.flags.writeable = False
    weights = None
    if mapping.weight_column is not None:
        weights = np.array([] if refused else gathered.weights, dtype=np.float64)
        weights.flags.writeable = False
    counts = () if refused else _count_colleges(gathered)
    if not refused:
        warnings = warnings + _warn_of_people(gathered, counts)
    return Extraction(
        items=mapping.items,
        levels=levels,
        colleges_of=() if refused else tuple(gathered.colleges),
        weights=weights,
        comments=MappingProxyType({} if refused else gathered.comments),
        general_comments=() if refused else tuple(gathered.general),
        colleges=counts,
        rejected=tuple(rejections.listed),
        rejected_count=rejections.count,
        rejected_rows=len(rejections.rows),
        warnings=tuple(warnings),
    )


def _count_colleges(gathered: _Gathered) -> tuple[CollegeCount, ...]:
    people = Counter(gathered.colleges)
    answered = Counter(
        college for college, codes in zip(gathered.colleges, gathered.levels, strict=True) if any(codes)
    )
    return tuple(CollegeCount(name, count, answered[name]) for name, count in people.items())


def _warn_of_people(gathered: _Gathered, counts: tuple[CollegeCount, ...]) -> list[Message]:
    warnings = []
    silent = [number for number, codes in zip(gathered.rows, gathered.levels, strict=True) if not any(codes)]
    if silent:
        warnings.append(Message("silent_rows", {"count": len(silent), "row": silent[0]}))
    alike: dict[str, str] = {}
    for count in counts:
        first = alike.setdefault(fold_text(count.name), count.name)
        if first != count.name:
            warnings.append(Message("colleges_alike", {"first": first, "second": count.name}))
    return warnings
