"""Surveys: what they ask, what a filled form says, what may be shown of it.

>>> question = read_question({"id": "q1", "kind": "multiple", "wording": {"fr": "D’où venez-vous ?"},
...                           "choices": [{"fr": "D’ici"}, {"fr": "D’ailleurs"}]})
>>> read_sheet([question], {"q1.2": "2"}).levels
{'q1.1': 1, 'q1.2': 2}
"""

from ._crossing import OTHERS, cross
from ._logic import check_conditions, find_asked, names_before
from ._lss import read_lss
from ._points import read_points
from ._questions import (
    DATE,
    KINDS,
    LANGUAGES,
    MATRIX,
    MOST_CHOICES,
    MOST_QUESTIONS,
    MOST_ROWS,
    MULTIPLE,
    NUMBER,
    RANKING,
    SCALE,
    SINGLE,
    TEXT,
    WITH_UNSURE,
    WRITTEN,
    Fault,
    Item,
    Question,
    find_faults,
    items_of,
    pages_of,
    read_question,
    read_questions,
)
from ._results import ENGINE_VERSION, LEVEL, THRESHOLD, sum_up, weigh_levels
from ._sheets import TEXT_LENGTH, UNSURE, Sheet, read_day, read_number, read_sheet, ticked_in
from ._xlsform import ReadSurvey, read_xlsform, write_xlsform

__all__ = [
    "DATE",
    "ENGINE_VERSION",
    "KINDS",
    "LANGUAGES",
    "LEVEL",
    "MATRIX",
    "MOST_CHOICES",
    "MOST_QUESTIONS",
    "MOST_ROWS",
    "MULTIPLE",
    "NUMBER",
    "OTHERS",
    "RANKING",
    "SCALE",
    "SINGLE",
    "TEXT",
    "TEXT_LENGTH",
    "THRESHOLD",
    "UNSURE",
    "WITH_UNSURE",
    "WRITTEN",
    "Fault",
    "Item",
    "Question",
    "ReadSurvey",
    "Sheet",
    "check_conditions",
    "cross",
    "find_asked",
    "find_faults",
    "items_of",
    "names_before",
    "pages_of",
    "read_day",
    "read_lss",
    "read_number",
    "read_points",
    "read_question",
    "read_questions",
    "read_sheet",
    "read_xlsform",
    "sum_up",
    "ticked_in",
    "weigh_levels",
    "write_xlsform",
]
