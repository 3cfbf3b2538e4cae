"""Tables of answers as people and other tools write them, and what is read in them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from marchepied.apps.listening.selectors.surveys.bringing import (
    PlannedAnswers,
    plan_sheets,
    read_answers_table,
)
from marchepied.apps.participation.models import Answer, Comment
from marchepied.engines.surveys import Question
from marchepied.engines.tables import Table, write_xlsx
from tests.factories.surveys import EVERY_KIND


def table_of(headings: Sequence[str], *rows: Sequence[str]) -> Table:
    return read_answers_table(write_xlsx(headings, rows), "reponses.xlsx")


def read(
    headings: Sequence[str],
    *rows: Sequence[str],
    questions: Sequence[Question] = EVERY_KIND,
    leave: bool = True,
) -> PlannedAnswers:
    return plan_sheets(questions, table_of(headings, *rows), leave=leave)


def fields_of(
    headings: Sequence[str], *rows: Sequence[str], questions: Sequence[Question] = EVERY_KIND
) -> list[dict[str, str]]:
    planned = read(headings, *rows, questions=questions)
    assert (planned.refusals, planned.unclear) == ((), {})
    return [dict(sheet.fields) for sheet in planned.sheets]


def spaced(text: str) -> str:
    """The sentence with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def refusals_of(
    headings: Sequence[str], *rows: Sequence[str], questions: Sequence[Question] = EVERY_KIND
) -> list[tuple[int, str, str, str]]:
    planned = read(headings, *rows, questions=questions)
    return [(one.row, one.column, one.value, spaced(one.reason)) for one in planned.refusals]


def held() -> Any:
    """What rests in the deposit, but for its random keys."""
    answers = Counter(Answer.objects.values_list("item_id", "kind", "level"))
    return answers, Counter(Comment.objects.values_list("item_id", "text"))
