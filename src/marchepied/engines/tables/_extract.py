"""Answers taken out of a table, all of them or none."""

import math
from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ._codes import (
    CODE_DONT_KNOW,
    CODE_MISSING,
    CODE_NOT_CONCERNED,
    AnswerCodes,
    explain_no_level,
    read_number,
)
from ._mapping import ItemColumn
from ._messages import Message, TableError, show_value
from ._scale import MOST_LEVELS
from ._words import fold_code

AnswerKind = Literal["level", "dont_know", "not_concerned", "missing"]

_KINDS: dict[int, AnswerKind] = {
    CODE_MISSING: "missing",
    CODE_DONT_KNOW: "dont_know",
    CODE_NOT_CONCERNED: "not_concerned",
}
_SPACES = str.maketrans("", "", " \u00a0\u202f")


@dataclass(frozen=True)
class RejectedRow:
    """Why a cell makes its row unusable. ``row_number`` is the row's number as a spreadsheet shows it."""

    row_number: int
    column: str
    value: str
    reason: Message


@dataclass(frozen=True)
class Answer:
    """One answer. ``level`` counts from 1, as the question was asked (not turned over); None without one."""

    respondent: int
    college: str
    item_id: str
    kind: AnswerKind
    level: int | None
    comment: str


@dataclass(frozen=True)
class CollegeCount:
    """People of one group in the file, and those among them who answered at least one question."""

    name: str
    people: int
    answered: int


@dataclass(frozen=True)
class Extraction:
    """The answers of a file, or the reasons why there are none.

    ``levels`` is an array of shape (respondents, items): 1 to A for a level counted from the lowest of its
    scale, ``CODE_MISSING`` (0), ``CODE_DONT_KNOW`` (-1), ``CODE_NOT_CONCERNED`` (-2). Levels are those that
    people chose; ``orient_levels`` turns the reversed items over. ``colleges_of`` gives each respondent's
    group, ``weights`` their weight or None when the file has none. Identifiers of people are used to match
    rows and are not kept; respondents stand in the order of the file, which the caller should not keep.

    When anything is rejected ``ok`` is False and no answer at all is given. ``rejected`` lists the first
    reasons in the order of the file; ``rejected_count`` and ``rejected_rows`` count all cells and rows.
    """

    items: tuple[ItemColumn, ...]
    levels: NDArray[np.int8]
    colleges_of: tuple[str, ...]
    weights: NDArray[np.float64] | None
    comments: MappingType[tuple[int, int], str]
    general_comments: tuple[str, ...]
    colleges: tuple[CollegeCount, ...]
    rejected: tuple[RejectedRow, ...] = ()
    rejected_count: int = 0
    rejected_rows: int = 0
    warnings: tuple[Message, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every row was understood."""
        return self.rejected_count == 0

    def iterate_answers(self) -> Iterator[Answer]:
        """Yield every answer, missing ones included, respondent by respondent."""
        for respondent, codes in enumerate(self.levels.tolist()):
            college = self.colleges_of[respondent]
            for position, code in enumerate(codes):
                yield Answer(
                    respondent=respondent,
                    college=college,
                    item_id=self.items[position].item_id,
                    kind=_KINDS.get(code, "level"),
                    level=code if code > 0 else None,
                    comment=self.comments.get((respondent, position), ""),
                )

    def orient_levels(self) -> NDArray[np.int8]:
        """Return a copy of ``levels`` where a high level is favourable for every item.

        A reversed item of A levels has A + 1 - level; codes below 1 are left as they are.
        """
        oriented = self.levels.copy()
        for position, item in enumerate(self.items):
            if item.reversed:
                column = oriented[:, position]
                oriented[:, position] = np.where(column > 0, item.levels + 1 - column, column)
        return oriented


@dataclass
class Rejections:
    """Counts every reason and keeps the first ones."""

    cap: int
    listed: list[RejectedRow] = field(default_factory=list)
    count: int = 0
    rows: set[int] = field(default_factory=set)

    def add(self, row: int, column: str, value: str, reason: Message) -> None:
        """Record one reason; the value is shortened to be shown."""
        self.count += 1
        self.rows.add(row)
        if len(self.listed) < self.cap:
            self.listed.append(RejectedRow(row, column, str(show_value(value)), reason))


class CellReader:
    """Reads the cells of one item, each distinct text once."""

    def __init__(self, item: ItemColumn, codes: AnswerCodes) -> None:
        self.item = item
        self.codes = codes
        self.words = dict(item.words)
        self.known: dict[str, int | Message] = {}

    def read(self, text: str) -> int | Message:
        """Return the code of an answer, or why there is none."""
        result = self.known.get(text)
        if result is None:
            result = self.known[text] = self._judge(text)
        return result

    def _judge(self, text: str) -> int | Message:
        folded = fold_code(text)
        code = self.codes.find_code(folded)
        if code is not None:
            return code
        number = self.words.get(folded, read_number(text))
        if number is None:
            return explain_no_level(text)
        level = number - self.item.low + 1
        if 1 <= level <= self.item.levels:
            return level
        if number >= 0 and level > MOST_LEVELS:
            return Message("reject_too_many_levels")
        return Message("reject_outside", {"low": self.item.low, "high": self.item.high})


def read_weight(text: str) -> float | None:
    """Return a weight, with a decimal point or comma; None unless finite and not negative."""
    bare = text.translate(_SPACES)
    if bare.count(",") + bare.count(".") > 1:
        return None
    try:
        weight = float(bare.replace(",", "."))
    except ValueError:
        return None
    return weight if math.isfinite(weight) and weight >= 0 and "_" not in bare else None


def check_known_items(
    items: tuple[ItemColumn, ...], known: MappingType[str, int], *, by_column: bool
) -> list[Message]:
    """Compare items with a questionnaire; returns a warning when some of its questions are absent.

    Raises ``TableError`` when a column is no question of it (``by_column``) or has other levels.
    """
    for item in items:
        if item.item_id not in known:
            if by_column:
                raise TableError("item_unknown", column=item.label, item=item.item_id)
            continue
        if item.levels != known[item.item_id]:
            levels = {"known": known[item.item_id], "levels": item.levels}
            raise TableError("scale_known", column=item.label, item=item.item_id, **levels)
    present = {item.item_id for item in items}
    absent = [identifier for identifier in known if identifier not in present]
    return [Message("known_absent", {"count": len(absent), "item": absent[0]})] if absent else []
