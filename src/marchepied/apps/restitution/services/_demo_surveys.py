"""A told survey, wave after wave: answers drawn from what people tend to say, always the same ones."""

import random
from collections.abc import Mapping
from typing import Any

from marchepied.apps.listening.selectors.surveys import questions_of
from marchepied.apps.listening.selectors.surveys.models import find_survey_model
from marchepied.apps.listening.services.surveys import (
    SurveyContent,
    close_survey,
    deposit_sheet,
    mark_taken_answer,
    open_survey,
    prepare_survey,
    reply_to_everybody,
    show_results,
    start_wave,
)
from marchepied.apps.participation.selectors import calls_of
from marchepied.apps.restitution.services._demo_house import Stage, Year, date_back
from marchepied.core.audit import trace
from marchepied.engines.surveys import read_questions, read_sheet

# How often somebody leaves a question, or has no opinion.
LEFT, UNSURE = 0.04, 0.05


def hold_surveys(stage: Stage, year: Year | None) -> None:
    """The surveys of a story, where it tells of some; what was asked for may be in the plan of its year."""
    for told in stage.told["registers"].get("surveys", ()):
        draw = random.Random(told["seed"])  # noqa: S311
        survey = None
        for wave in told["waves"]:
            survey = _prepare(stage, told, wave) if survey is None else _go_on(stage, survey, wave)
            _live(stage, survey, wave, draw)
            _follow(stage, survey, wave, year)


def _prepare(stage: Stage, told: Mapping[str, Any], wave: Mapping[str, Any]) -> Any:
    model = find_survey_model(told["model"])
    assert model is not None
    content = SurveyContent(
        title={"fr": told["title"]},
        introduction={"fr": told["introduction"]},
        closes_on=None,
        responsible=stage.pilot.name,
        expected_count=wave["expected"],
        crossed_by=told.get("crossed_by", ""),
    )
    return prepare_survey(
        organisation=stage.organisation, content=content, questions=model.questions, by=stage.pilot
    )


def _go_on(stage: Stage, survey: Any, wave: Mapping[str, Any]) -> Any:
    row: Any = start_wave(survey=survey, by=stage.pilot)
    row.round.calls.update(expected_count=wave["expected"])
    date_back(row, expected_count=wave["expected"])
    return row


def _live(stage: Stage, survey: Any, wave: Mapping[str, Any], draw: random.Random) -> None:
    """People answer, then it ends on its day; or they are still answering, with a first result to read."""
    open_survey(survey=survey, by=stage.pilot)
    (call,) = calls_of(survey.round)
    call.round = survey.round
    sheets = _fill_all(survey, wave, draw)
    first = wave["shown"]["answers"] if "shown" in wave else len(sheets)
    for fields in sheets[:first]:
        deposit_sheet(call=call, fields=fields)
    opened = stage.moment(wave["opened"])
    if "closed" in wave:
        closed = stage.moment(wave["closed"])
        release = close_survey(survey=survey, by=stage.pilot)
        date_back(survey.round, closed_on=closed.date())
        made, last = closed, closed.date()
    else:
        release = show_results(survey=survey, by=stage.pilot)
        for fields in sheets[first:]:
            deposit_sheet(call=call, fields=fields)
        made, last = stage.moment(wave["shown"]["on"]), stage.day(wave["closes"])
    date_back(survey, created_at=opened, closes_on=last)
    date_back(survey.round, opened_on=opened.date(), closes_on=last)
    date_back(release, made_at=made)


def _follow(stage: Stage, survey: Any, wave: Mapping[str, Any], year: Year | None) -> None:
    """What was told to everybody, and the action that came of it."""
    if "replied" in wave:
        told = wave["replied"]
        reply = reply_to_everybody(survey=survey, text=told["text"], by=stage.pilot)
        date_back(reply, published_at=stage.moment(told["on"]))
    if "taken" in wave and year is not None:
        told = wave["taken"]
        asked = next(one for one in questions_of(survey) if one.id == told["question"])
        row = mark_taken_answer(
            survey=survey,
            question_id=asked.id,
            wording=asked.wording["fr"],
            words=told["words"],
            by=stage.pilot,
        )
        trace(row, year.actions[told["action"]], by=stage.pilot)


def _fill_all(survey: Any, wave: Mapping[str, Any], draw: random.Random) -> list[dict[str, str]]:
    """One form a person; what is written goes to the first whose answers call for the question."""
    questions = tuple(survey.round.form["questions"])
    people = [_fill(wave["shares"], draw) for _person in range(wave["answers"])]
    for question, texts in wave["words"].items():
        asked = [fields for fields in people if question in _asked(questions, fields)]
        for fields, text in zip(draw.sample(asked, min(len(texts), len(asked))), texts, strict=False):
            fields[question] = text
    return people


def _fill(shares: Mapping[str, list[int]], draw: random.Random) -> dict[str, str]:
    fields = {}
    for item, weights in shares.items():
        if draw.random() < LEFT:
            continue
        ranks = [str(rank) for rank in range(1, len(weights) + 1)]
        fields[item] = "sp" if draw.random() < UNSURE else draw.choices(ranks, weights)[0]
    return fields


def _asked(questions: Any, fields: Mapping[str, str]) -> frozenset[str]:
    return read_sheet(read_questions(questions), fields).asked
