"""How the answers stand in a table: one row per answer or one row per person, and who is which column."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from ._codes import AnswerCodes, build_codes, read_number
from ._messages import Message
from ._table import Table
from ._words import (
    ANSWER_NAMES,
    COLLEGE_NAMES,
    COMMENT_NAMES,
    PARTICIPANT_NAMES,
    PERSONAL_NAMES,
    QUESTION_NAMES,
    WEIGHT_NAMES,
    find_word_scale,
    fold_code,
    fold_text,
)

Role = Literal["college", "participant", "item", "answer", "weight", "comment", "ignore"]
LayoutKind = Literal["long", "wide"]

_NAMED_ROLES: tuple[tuple[Role, frozenset[str]], ...] = (
    ("college", COLLEGE_NAMES),
    ("participant", PARTICIPANT_NAMES),
    ("weight", WEIGHT_NAMES),
    ("comment", COMMENT_NAMES),
)
_HIGHEST_LEVEL = 11
_TEXT_LENGTH = 25
_SMALLEST_GROUP = 5


@dataclass(frozen=True)
class ColumnRole:
    """The role proposed for one column, and why."""

    index: int
    header: str
    role: Role
    reason: Message


@dataclass(frozen=True)
class Layout:
    """A proposal to show and to correct.

    ``confidence`` goes from 0 (nothing recognised) to 1 (every needed column recognised by its name);
    it ranks proposals and is no probability.
    """

    kind: LayoutKind
    columns: tuple[ColumnRole, ...]
    confidence: float
    reasons: tuple[Message, ...]

    def find_role(self, role: Role) -> tuple[ColumnRole, ...]:
        """Return the columns that hold this role, in the order of the table."""
        return tuple(column for column in self.columns if column.role == role)


def detect_layout(table: Table) -> Layout:
    """Propose the layout of a table and a role for each of its columns.

    Names of columns decide first (French and English, accents and case ignored), then contents: whole
    numbers or known words over at most 11 levels are answers; values that come back five times or more on
    average may be groups. In the long layout the column of questions has the role ``item`` and the column
    of levels the role ``answer``. Personal data and dates are proposed as ``ignore``.
    """
    folded = tuple(fold_text(header) for header in table.headers)
    question = _find_named(folded, QUESTION_NAMES)
    answer = _find_named(folded, ANSWER_NAMES)
    if question is not None and answer is not None:
        return _propose_long(table, folded, question, answer)
    return _propose_wide(table, folded)


def _find_named(folded: tuple[str, ...], names: frozenset[str]) -> int | None:
    return next((index for index, name in enumerate(folded) if name in names), None)


def _name_roles(folded: tuple[str, ...]) -> dict[int, Role]:
    """Return the role that each name of column says; a role held by one column goes to the first."""
    roles: dict[int, Role] = {}
    held: set[Role] = set()
    for index, name in enumerate(folded):
        if name in PERSONAL_NAMES:
            roles[index] = "ignore"
            continue
        role = next((role for role, names in _NAMED_ROLES if name in names), None)
        if role is not None and (role == "comment" or role not in held):
            roles[index] = role
            held.add(role)
    return roles


def _propose_long(table: Table, folded: tuple[str, ...], question: int, answer: int) -> Layout:
    named = _name_roles(folded)
    named[question] = "item"
    named[answer] = "answer"
    columns = tuple(_describe_named(table, index, named.get(index)) for index in range(len(folded)))
    names = {"question": table.headers[question], "answer": table.headers[answer]}
    reasons = [Message("layout_long", names)]
    roles = set(named.values())
    confidence = 1.0 if {"participant", "college"} <= roles else 0.8 if "participant" in roles else 0.5
    if "college" not in roles:
        reasons.append(Message("layout_no_college"))
    return Layout("long", columns, confidence, tuple(reasons))


def _describe_named(table: Table, index: int, role: Role | None) -> ColumnRole:
    header = table.headers[index]
    if role is None:
        return ColumnRole(index, header, "ignore", Message("role_unknown"))
    reason = Message("role_personal" if role == "ignore" else "role_by_name")
    return ColumnRole(index, header, role, reason)


def _propose_wide(table: Table, folded: tuple[str, ...]) -> Layout:
    named = _name_roles(folded)
    codes = build_codes()
    columns = [
        _describe_named(table, index, named[index])
        if index in named
        else _judge_contents(table, index, folded[index], codes)
        for index in range(len(folded))
    ]
    reasons = []
    items = sum(column.role == "item" for column in columns)
    by_name = "college" in named.values()
    if not by_name:
        _propose_college(table, columns, named, codes)
    reasons.append(Message("layout_wide", {"count": items}) if items else Message("layout_nothing"))
    if not any(column.role == "college" for column in columns):
        reasons.append(Message("layout_no_college"))
    confidence = 0.0 if not items else 1.0 if by_name else 0.7
    return Layout("wide", tuple(columns), confidence, tuple(reasons))


def _judge_contents(table: Table, index: int, name: str, codes: AnswerCodes) -> ColumnRole:
    header = table.headers[index]
    if set(name.split()) & COMMENT_NAMES:
        return ColumnRole(index, header, "comment", Message("role_by_name"))
    answers = [value for value in table.list_values(index) if codes.find_code(fold_code(value)) is None]
    reason = _recognise_levels(answers)
    if reason is not None:
        return ColumnRole(index, header, "item", reason)
    distinct = set(answers)
    long = sum(len(value) > _TEXT_LENGTH for value in answers)
    if long * 2 > len(answers) and len(distinct) * 2 > len(answers):
        return ColumnRole(index, header, "comment", Message("role_text"))
    return ColumnRole(index, header, "ignore", Message("role_unknown"))


def _recognise_levels(answers: list[str]) -> Message | None:
    """Recognise answers on a scale, tolerating one odd value, or one in ten: import will explain it."""
    counts = Counter(answers)
    levels: Counter[int] = Counter()
    for value, count in counts.items():
        number = read_number(value)
        if number is not None and 0 <= number <= _HIGHEST_LEVEL:
            levels[number] += count
    odd = len(answers) - levels.total()
    if levels and odd <= max(1, 0.1 * len(answers)) and odd < levels.total():
        return Message("role_by_levels", {"low": min(levels), "high": max(levels)})
    words = find_word_scale(frozenset(fold_code(value) for value in counts))
    if words is not None:
        return Message("role_by_words", {"first": words[0], "last": words[-1]})
    return None


def _propose_college(
    table: Table, columns: list[ColumnRole], named: dict[int, Role], codes: AnswerCodes
) -> None:
    """Turn the first column that looks like a group into the proposed college."""
    for column in columns:
        if column.role != "ignore" or column.index in named:
            continue
        values = table.list_values(column.index)
        groups = {value for value in values if codes.find_code(fold_code(value)) is None}
        decimal = any("." in value or "," in value for value in groups if value[:1].isdigit())
        if 2 <= len(groups) <= len(values) / _SMALLEST_GROUP and not decimal:
            reason = Message("role_by_groups", {"count": len(groups)})
            columns[column.index] = ColumnRole(column.index, column.header, "college", reason)
            return
