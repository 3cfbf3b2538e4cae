"""Answers gathered elsewhere, deposited as sheets of paper: all of a table, or nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.listening.selectors.surveys import survey_of_round
from marchepied.apps.listening.selectors.surveys.bringing import PlannedAnswers, PlannedSheet
from marchepied.apps.listening.services.surveys.answering import read_asked, read_given
from marchepied.apps.participation.services import CheckedSheet, check_sheet, deposit_sheets
from marchepied.core.audit import record


@dataclass(frozen=True)
class BroughtAnswers:
    """How many sheets went in, and how many were there already."""

    taken: int
    known: int


@transaction.atomic
def bring_answers(*, call: Any, planned: PlannedAnswers, by: Any) -> BroughtAnswers:
    """Put the sheets of a table among the answers of a group, in random order; all of them or none.

    The same table, in whatever order or format, changes nothing when it comes again; neither does a row that
    bears the random number of a sending already brought. What tells it is kept as for a form sent from a
    device (`SentForm`), until closing. The same table sent twice at once waits for itself. One audit entry
    says how many. Raises ValidationError, and writes nothing, while something is refused, and as
    `deposit_sheet` does, with the row where it is the cause.
    """
    survey = survey_of_round(call.round)
    if survey is None or not planned.ok:
        raise ValidationError(_("Ce tableau ne peut pas être déposé tel quel."), code="invalid")
    sheets = _check_sheets(call, planned.sheets)
    taken = deposit_sheets(call=call, sheets=sheets, by=by)
    if taken:
        record("survey.sheets_brought", survey, by=by, rows=taken)
    return BroughtAnswers(taken, len(sheets) - taken)


def _check_sheets(call: Any, sheets: Sequence[PlannedSheet]) -> list[CheckedSheet]:
    """The sheets as they may be stored. Raises ValidationError with the first row that may not."""
    questions = read_asked(call)
    checked = []
    for sheet, nonce in zip(sheets, _name_sheets(sheets), strict=True):
        try:
            answers, words = read_given(questions, sheet.fields, paper=True)
            checked.append(check_sheet(call=call, answers=answers, comments=words, nonce=nonce))
        except ValidationError as refusal:
            said = _("Ligne %(row)s : %(said)s") % {"row": sheet.row, "said": " ".join(refusal.messages)}
            raise ValidationError(said, code=getattr(refusal, "code", None)) from refusal
    return checked


def _name_sheets(sheets: Sequence[PlannedSheet]) -> list[str]:
    """What tells each sheet when it comes again: its own random number, else the whole table and its place
    among those that have none.

    Never the content of one row: two people may have said the same, and nothing kept may tie a text to the
    other answers of whoever wrote it.
    """
    contents = [json.dumps(sorted(sheet.fields.items()), ensure_ascii=False) for sheet in sheets]
    table = sha256("\n".join(sorted(contents)).encode()).hexdigest()
    places = count()
    return [
        f"sending:{sheet.sending}" if sheet.sending else f"table:{table}:{next(places)}" for sheet in sheets
    ]
