"""The life of a survey: opened, extended, closed, shown."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.listening.compute.surveys import ENGINE_VERSION, PARAMETERS, build_release
from marchepied.apps.listening.models import Survey, SurveyRelease
from marchepied.apps.listening.rules import PAPER_DAYS
from marchepied.apps.listening.selectors.surveys import questions_of, stage_of
from marchepied.apps.listening.services.surveys._words import refuse_faults
from marchepied.apps.listening.services.surveys.answering import lock_survey
from marchepied.apps.participation.enums import AnswerMode, RoundState
from marchepied.apps.participation.rules import SURVEY_FORM
from marchepied.apps.participation.selectors import calls_of
from marchepied.apps.participation.services import (
    CallRequest,
    close_round,
    extend_round,
    open_round,
    publish_reply,
    set_calls,
    update_draft,
)
from marchepied.core.audit import record
from marchepied.core.scope import unscoped
from marchepied.engines.surveys import Question, check_conditions, find_faults, items_of


@transaction.atomic
def open_survey(*, survey: Survey, by: Any) -> Survey:
    """Freeze the questions and let people answer. Raises ValidationError with everything that lacks."""
    assert survey.round is not None
    questions = questions_of(survey)
    refuse_faults([*find_faults(questions), *check_conditions(questions)], questions)
    items = [item.id for item in items_of(questions)]
    update_draft(
        round=survey.round,
        title=survey.title,
        form=_form_of(survey, questions),
        closes_on=survey.closes_on,
        responsible=survey.responsible,
        by=by,
    )
    calls = [
        CallRequest(call.college, items, call.expected_count, AnswerMode.INDIVIDUAL)
        for call in calls_of(survey.round)
    ]
    set_calls(round=survey.round, calls=calls, by=by)
    open_round(round=survey.round, by=by)
    record("survey.opened", survey, by=by)
    return survey


@transaction.atomic
def extend_survey(*, survey: Survey, closes_on: date, by: Any) -> Survey:
    """Announce a later last day."""
    assert survey.round is not None
    lock_survey(survey.round)
    extend_round(round=survey.round, closes_on=closes_on, by=by)
    survey.closes_on = closes_on
    survey.save(update_fields=["closes_on"])
    return survey


@transaction.atomic
def close_survey(*, survey: Survey, by: Any) -> SurveyRelease:
    """Take no more answers, and compute the result once."""
    assert survey.round is not None
    lock_survey(survey.round)
    close_round(round=survey.round, by=by)
    return _release(survey, closing=True, by=by)


def close_forgotten_surveys(*, today: date | None = None, by: Any = None) -> int:
    """Close the surveys whose sheets of paper had their days to be typed in; how many."""
    day = today or timezone.localdate()
    with unscoped("the last day that was announced holds in every organisation"):
        rows = Survey.objects.filter(
            round__state=RoundState.OPEN, round__closes_on__lt=day - timedelta(days=PAPER_DAYS)
        )
        surveys = list(rows.select_related("round"))
        for survey in surveys:
            close_survey(survey=survey, by=by)
    return len(surveys)


@transaction.atomic
def show_results(*, survey: Survey, by: Any) -> SurveyRelease:
    """A result while people still answer: once ten have, then each time ten more have."""
    stage = stage_of(survey)
    if stage.state != RoundState.OPEN:
        raise ValidationError(_("Cette enquête n’est pas ouverte."))
    if stage.missing_answers:
        raise ValidationError(
            ngettext(
                "Attendez une réponse de plus : sinon on devinerait qui vient de répondre.",
                "Attendez %(n)s réponses de plus : sinon on devinerait qui vient de répondre.",
                stage.missing_answers,
            )
            % {"n": stage.missing_answers}
        )
    return _release(survey, closing=False, by=by)


@transaction.atomic
def reply_to_everybody(*, survey: Survey, text: str, by: Any) -> Any:
    """Say, at the link by which people answered, what was heard and what will be done; it may change.

    Raises ValidationError before the closing, or without a word.
    """
    assert survey.round is not None
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    title = {"fr": "Ce que nous en avons fait", "en": "What we made of it"}
    content = {language: {"title": words, "paragraphs": paragraphs} for language, words in title.items()}
    return publish_reply(round=survey.round, content=content, by=by)


def _release(survey: Survey, *, closing: bool, by: Any) -> SurveyRelease:
    previous = stage_of(survey).release
    content = build_release(survey, previous, closing=closing)
    release = SurveyRelease.objects.create(
        organisation_id=survey.organisation_id,
        survey=survey,
        number=previous.number + 1 if previous else 1,
        closing=closing,
        answers=content["answers"],
        content=content,
        parameters=PARAMETERS,
        engine_version=ENGINE_VERSION,
    )
    record("release.made", release, by=by, number=release.number)
    return release


def _form_of(survey: Survey, questions: tuple[Question, ...]) -> dict[str, Any]:
    """The frozen form of the round: the lines of the deposit, and the questions as they were asked."""
    by_id = {question.id: question for question in questions}
    return {
        "kind": SURVEY_FORM,
        "asked": len(questions),
        "quota": survey.quota,
        "whole_quota": survey.whole_quota,
        "items": [
            {"id": item.id, "levels": item.levels, "wording": dict(by_id[item.question].wording)}
            for item in items_of(questions)
        ],
        "questions": [question.as_dict() for question in questions],
    }
