"""One person's answers into the deposit, where nobody finds them again (docs/architecture/anonymity.md)."""

from collections.abc import Mapping, Sequence
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
from marchepied.engines.surveys import Question, read_questions, read_sheet


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
    questions = read_asked(call)
    if round_.closes_on is not None and round_.closes_on < timezone.localdate() and not paper:
        raise ValidationError(_("Ce questionnaire ne prend plus de réponses."), code="closed")
    answers, words = read_given(questions, fields, paper=paper)
    quotas = not paper and (round_.form.get("quota") or round_.form.get("whole_quota"))
    full = False
    if quotas:
        # One person at a time in the whole survey: the count read below is that of who came before.
        # Before the round, as a closing does (`lock_survey`).
        lock_survey(round_)
        call.refresh_from_db(fields=["answered_count"])
        full = is_full(call)
    taken = deposit_answers(call=call, answers=answers, comments=words, invitation=invitation, nonce=nonce)
    if taken and full:
        raise ValidationError(_("Merci, nous avons assez de réponses."), code="full")
    return taken


def read_asked(call: Any) -> tuple[Question, ...]:
    """The questions as they were asked. Raises ValidationError when the round is not one of a survey."""
    if not is_survey(call.round):
        raise ValidationError(_("Ce questionnaire ne contient pas cette question."), code="invalid")
    return read_questions(call.round.form["questions"])


def read_given(
    questions: Sequence[Question], fields: Mapping[str, str], *, paper: bool
) -> tuple[dict[str, Given], Mapping[str, str]]:
    """The answers and the words of a form. Raises ValidationError with what is wrong in it."""
    sheet = read_sheet(questions, fields, everything=paper)
    refuse_faults(sheet.faults, questions)
    return {**sheet.levels, **dict.fromkeys(sorted(sheet.unsure), AnswerKind.DONT_KNOW)}, sheet.words


def lock_survey(round_: Any) -> None:
    """Queue with whoever else does this, until the transaction ends; always before the round is locked.

    What only refers to the survey, as a release that a closing makes, goes on meanwhile.
    """
    list(Survey.objects.select_for_update(no_key=True).filter(round=round_).values_list("pk"))
