"""Preparing a survey: what it asks, whom, until when; and the next wave of one that was held."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.listening.models import Survey
from marchepied.apps.listening.selectors.surveys import questions_of, waves_of
from marchepied.apps.listening.selectors.surveys.stages import state_of
from marchepied.apps.listening.services.registers import MENU
from marchepied.apps.listening.services.surveys._words import refuse_faults
from marchepied.apps.listening.validators import clean_line, clean_text
from marchepied.apps.organisations.services.doors import set_opened
from marchepied.apps.participation.enums import AnswerMode, RoundState
from marchepied.apps.participation.rules import SURVEY_FORM
from marchepied.apps.participation.services import (
    CallRequest,
    call_everyone,
    create_round,
    set_calls,
    update_draft,
)
from marchepied.core.audit import record
from marchepied.engines.surveys import (
    MOST_QUESTIONS,
    SINGLE,
    Fault,
    Question,
    check_conditions,
    find_faults,
)

TITLE_LENGTH = 160
INTRODUCTION_LENGTH = 1200


@dataclass(frozen=True)
class SurveyContent:
    """What is said of a survey. No `colleges`: everybody together, one link."""

    title: dict[str, str]
    closes_on: date | None
    responsible: str
    introduction: dict[str, str] | None = None
    colleges: Sequence[Any] = ()
    expected_count: int | None = None
    quota: int | None = None
    whole_quota: int | None = None
    crossed_by: str = ""


@transaction.atomic
def prepare_survey(
    *,
    organisation: Any,
    content: SurveyContent,
    by: Any,
    survey: Survey | None = None,
    questions: Sequence[Question] = (),
) -> Survey:
    """Write what is said of a survey in preparation, new (with these questions) or again.

    Raises ValidationError without a title, or once the survey is open.
    """
    title = {code: clean_line(text)[:TITLE_LENGTH] for code, text in content.title.items() if text.strip()}
    if not title.get("fr"):
        raise ValidationError(_("Donnez un titre à cette enquête."))
    if survey is None:
        survey = Survey(organisation=organisation, questions=[one.as_dict() for one in questions])
        set_opened(organisation=organisation, name=MENU, opened=True, by=by)
    _require_draft(survey)
    survey.title = title
    words = content.introduction or {}
    survey.introduction = {
        code: clean_text(text)[:INTRODUCTION_LENGTH] for code, text in words.items() if text.strip()
    }
    survey.closes_on, survey.responsible = content.closes_on, clean_line(content.responsible)[:200]
    survey.expected_count = content.expected_count
    survey.quota, survey.whole_quota = content.quota, content.whole_quota
    asked = {one["id"] for one in survey.questions if one["kind"] == SINGLE}
    survey.crossed_by = content.crossed_by if content.crossed_by in asked else ""
    survey.round = _prepare_round(organisation, survey, content, by)
    survey.save()
    record("survey.prepared", survey, by=by)
    return survey


@transaction.atomic
def add_question(*, survey: Survey, question: Question, by: Any) -> Question:
    """Put one more question at the end; its name is given here. Raises ValidationError with what is wrong."""
    _require_draft(survey)
    questions = list(questions_of(survey))
    if len(questions) >= MOST_QUESTIONS:
        raise ValidationError(_("Une enquête a %(most)s questions au plus.") % {"most": MOST_QUESTIONS})
    numbers = [int(one.id[1:]) for one in questions if one.id[1:].isdigit()]
    question = replace(question, id=f"q{max(numbers, default=0) + 1}")
    _save(survey, [*questions, question], question.id, by)
    return question


@transaction.atomic
def change_question(*, survey: Survey, question: Question, by: Any) -> Question:
    """Write a question again, at its place. Raises ValidationError with what is wrong in it."""
    _require_draft(survey)
    questions = [question if one.id == question.id else one for one in questions_of(survey)]
    _save(survey, questions, question.id, by)
    return question


@transaction.atomic
def remove_question(*, survey: Survey, question_id: str, by: Any) -> None:
    """Take a question away. Raises ValidationError when another one is shown only because of it."""
    _require_draft(survey)
    questions = [one for one in questions_of(survey) if one.id != question_id]
    if check_conditions(questions):
        raise ValidationError(
            _("Une autre question n’est posée que selon celle-ci : changez d’abord sa condition.")
        )
    _save(survey, questions, "", by)


@transaction.atomic
def move_question(*, survey: Survey, question_id: str, up: bool, by: Any) -> None:
    """Put a question before the one above, or after the one below; it takes the page of where it goes.

    Raises ValidationError when a condition would then speak of a question that comes later.
    """
    _require_draft(survey)
    questions = list(questions_of(survey))
    place = next((rank for rank, one in enumerate(questions) if one.id == question_id), None)
    if place is None:
        return
    other = place - 1 if up else place + 1
    if not 0 <= other < len(questions):
        return
    moved = replace(questions[place], page=questions[other].page)
    questions[place], questions[other] = questions[other], moved
    if check_conditions(questions):
        raise ValidationError(
            _("Une condition parlerait d’une question qui vient après : changez d’abord cette condition.")
        )
    _save(survey, questions, "", by)


@transaction.atomic
def start_wave(*, survey: Survey, by: Any) -> Survey:
    """A new wave in preparation: the same questions under the same names, so that they are compared."""
    waves = waves_of(survey)
    if any(state_of(wave) == RoundState.DRAFT for wave in waves):
        raise ValidationError(_("Une autre vague est déjà en préparation."))
    last = waves[-1]
    calls = list(last.round.calls.select_related("college")) if last.round is not None else []
    content = SurveyContent(
        title=last.title,
        introduction=last.introduction,
        closes_on=None,
        responsible=last.responsible,
        colleges=[call.college for call in calls if not call.college.archived],
        expected_count=last.expected_count,
        quota=last.quota,
        whole_quota=last.whole_quota,
        crossed_by=last.crossed_by,
    )
    row = prepare_survey(
        organisation=survey.organisation, content=content, by=by, questions=questions_of(last)
    )
    row.first_id = last.first_id or last.pk
    row.wave = last.wave + 1
    row.save(update_fields=["first", "wave"])
    return row


@transaction.atomic
def delete_survey(*, survey: Survey, by: Any) -> None:
    """Remove a survey that nobody could answer yet."""
    _require_draft(survey)
    record("survey.deleted", survey, by=by, title=str(survey))
    round_ = survey.round
    survey.delete()
    if round_ is not None:
        round_.delete()


def _save(survey: Survey, questions: Sequence[Question], touched: str, by: Any) -> None:
    """Keep the questions, unless something is wrong in the one that was touched."""
    faults: list[Fault] = [*find_faults(questions), *check_conditions(questions)]
    refuse_faults([fault for fault in faults if fault.question == touched and touched], questions)
    survey.questions = [one.as_dict() for one in questions]
    if survey.crossed_by not in {one.id for one in questions if one.kind == SINGLE}:
        survey.crossed_by = ""
    survey.save(update_fields=["questions", "crossed_by"])
    record("survey.questions_changed", survey, by=by, questions=len(questions))


def _prepare_round(organisation: Any, survey: Survey, content: SurveyContent, by: Any) -> Any:
    announced: dict[str, Any] = {
        "title": survey.title,
        "form": {"kind": SURVEY_FORM, "items": []},
        "closes_on": content.closes_on,
        "responsible": survey.responsible,
    }
    colleges = content.colleges or [call_everyone(organisation=organisation, by=by)]
    calls = [
        CallRequest(college, [], None if content.colleges else content.expected_count, AnswerMode.INDIVIDUAL)
        for college in colleges
    ]
    if survey.round is None:
        return create_round(organisation=organisation, calls=calls, by=by, **announced)
    update_draft(round=survey.round, by=by, **announced)
    set_calls(round=survey.round, calls=calls, by=by)
    return survey.round


def _require_draft(survey: Survey) -> None:
    if state_of(survey) != RoundState.DRAFT:
        raise ValidationError(_("Cette enquête est ouverte : elle ne change plus."))
