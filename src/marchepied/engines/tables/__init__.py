"""Tabular files in, safely out, and the pure part of importing answers.

>>> table = read_table(b"groupe;Q1;Q2\\nSalari\\xe9s;4;NSP\\n", "reponses.csv")
>>> extraction = extract_answers(table, build_mapping(table))
>>> extraction.ok, extraction.colleges[0].name
(True, 'Salariés')
"""

from ._book import SheetError, SheetToWrite, read_workbook, write_workbook
from ._build import build_mapping
from ._codes import CODE_DONT_KNOW, CODE_MISSING, CODE_NOT_CONCERNED, AnswerCodes, build_codes
from ._extract import Answer, CollegeCount, Extraction, RejectedRow
from ._gather import extract_answers
from ._items import ItemChoice, parse_items
from ._labels import label_levels
from ._layout import ColumnRole, Layout, detect_layout
from ._mapping import ItemColumn, Mapping
from ._messages import MESSAGES, Message, TableError
from ._neutral import neutralise_text, restore_text
from ._read import read_table
from ._table import Limits, Table, name_column
from ._write import write_csv, write_xlsx

__all__ = [
    "CODE_DONT_KNOW",
    "CODE_MISSING",
    "CODE_NOT_CONCERNED",
    "MESSAGES",
    "Answer",
    "AnswerCodes",
    "CollegeCount",
    "ColumnRole",
    "Extraction",
    "ItemChoice",
    "ItemColumn",
    "Layout",
    "Limits",
    "Mapping",
    "Message",
    "RejectedRow",
    "SheetError",
    "SheetToWrite",
    "Table",
    "TableError",
    "build_codes",
    "build_mapping",
    "detect_layout",
    "extract_answers",
    "label_levels",
    "name_column",
    "neutralise_text",
    "parse_items",
    "read_table",
    "read_workbook",
    "restore_text",
    "write_csv",
    "write_workbook",
    "write_xlsx",
]
