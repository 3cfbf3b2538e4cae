"""The sheet of a meeting round a table: one page to read beforehand, and to fill in together."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from marchepied.engines.documents._rendering import RenderedDocument, render
from marchepied.engines.documents._sheet_data import PaperQuestion
from marchepied.engines.documents._table_words import speak_plainly
from marchepied.engines.documents.typography import typeset

# Body sizes tried in turn, in points. Below the last one, more pages are better than smaller letters.
SHEET_SIZES = (12.0, 11.0, 10.0, 9.3, 8.6)
PACK_SIZES = (10.4, 9.8, 9.2, 8.6)
PACK_PAGES = 2
ACTIONS = 3


@dataclass(frozen=True, slots=True)
class TableSheet:
    """The questions of a meeting round a table, each with its descriptions from the least to the most."""

    organisation: str
    questions: tuple[PaperQuestion, ...]
    subject: str = ""


def render_table_sheet(sheet: TableSheet, *, language: str) -> RenderedDocument:
    """One A4 page: each question, its descriptions to tick, and lines for three actions.

    Printed as large as fits, from 12 down to 8.6 points; beyond, the pages that are needed come out, with a
    warning. Without a question the sheet says so.
    """
    said = speak_plainly(language)
    payload = {**asdict(sheet), "said": said, "actions": ACTIONS}
    for size in SHEET_SIZES:
        document = render(
            "table",
            payload,
            language=language,
            organisation=sheet.organisation,
            title=said["sheet_title"],
            issued_on=None,
            size=size,
        )
        if document.pages == 1:
            return document
    return _warn(document, said["sheet_long"], language)


def _warn(document: RenderedDocument, sentence: str, language: str) -> RenderedDocument:
    warning = typeset(sentence.format(pages=document.pages), language)
    return replace(document, warnings=(*document.warnings, warning))
