"""One person's answers into the deposit, where nobody finds them again (docs/architecture/anonymity.md)."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.listening.models import Survey
from marchepied.apps.listening.selectors.surveys import is_full
from marchepied.apps.listening.services.surveys._words import refuse_faults
from marchepied.apps.participation.enums import AnswerKind
from marchepied.apps.participation.rules import is_survey
from marchepied.apps.participation.services import Given, deposit_answers
from marchepied.engines.surveys import read_questions, read_sheet


@transaction.atomic
def deposit_sheet(
    *,
    call: Any,
    fields: Mapping[str, str],
    invitation: Any = None,
    nonce: str = "",
    paper: bool = False,
    by: Any = None,
) -> bool:
    """Put one person's answers among those of the group: `fields` are named after the items.

    What a question that was not asked would hold is left out; on `paper` everything was asked. Nothing is
    audited and `by` is not kept. Same result and errors as `deposit_answers`; `code` is also "closed" past
    the last day, and "full" once a quota is reached; a sheet of paper was filled before, and is taken.
    """
    round_ = call.round
    if not is_survey(round_):
        raise ValidationError(_("Ce questionnaire ne contient pas cette question."), code="invalid")
    if round_.closes_on is not None and round_.closes_on < timezone.localdate() and not paper:
        raise ValidationError(_("Ce questionnaire ne prend plus de réponses."), code="closed")
    questions = read_questions(round_.form["questions"])
    sheet = read_sheet(questions, fields, everything=paper)
    refuse_faults(sheet.faults, questions)
    quotas = not paper and (round_.form.get("quota") or round_.form.get("whole_quota"))
    full = False
    if quotas:
        # One person at a time in the whole survey: the count read below is that of who came before.
        list(Survey.objects.select_for_update().filter(round=round_).values_list("pk"))
        call.refresh_from_db(fields=["answered_count"])
        full = is_full(call)
    answers: dict[str, Given] = {**sheet.levels, **dict.fromkeys(sorted(sheet.unsure), AnswerKind.DONT_KNOW)}
    taken = deposit_answers(
        call=call, answers=answers, comments=sheet.words, invitation=invitation, nonce=nonce
    )
    if taken and full:
        raise ValidationError(_("Merci, nous avons assez de réponses."), code="full")
    return taken
