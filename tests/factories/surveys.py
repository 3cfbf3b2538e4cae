"""Surveys at every moment, and answers sent through the deposit."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from marchepied.apps.listening.models import Survey
from marchepied.apps.listening.selectors.surveys.models import find_survey_model
from marchepied.apps.listening.services.surveys import (
    SurveyContent,
    add_benchmark,
    close_survey,
    deposit_sheet,
    open_survey,
    prepare_survey,
    show_results,
)
from marchepied.apps.participation.selectors import calls_of
from marchepied.engines.surveys import Question, read_questions
from tests.factories.organisations import OrganisationFactory

SURVEY_TITLE = "Comment cela s’est-il passé ?"
SCALE = [{"fr": text} for text in ("Pas du tout", "Plutôt pas", "Plutôt oui", "Tout à fait")]
# One question of each kind, on two pages, with two conditions.
EVERY_KIND = read_questions(
    [
        {"id": "q1", "kind": "scale", "wording": {"fr": "Content ?", "en": "Happy?"}, "choices": SCALE},
        {
            "id": "q2",
            "kind": "single",
            "wording": {"fr": "D’où venez-vous ?"},
            "choices": [{"fr": "D’ici"}, {"fr": "D’à côté"}, {"fr": "De loin"}],
        },
        {
            "id": "q3",
            "kind": "multiple",
            "wording": {"fr": "Qu’avez-vous aimé ?"},
            "choices": [{"fr": "L’accueil"}, {"fr": "Le lieu"}, {"fr": "Les horaires"}],
        },
        {
            "id": "q4",
            "kind": "ranking",
            "wording": {"fr": "Que faut-il d’abord ?"},
            "choices": [{"fr": "Un banc"}, {"fr": "Un toit"}, {"fr": "Un café"}],
        },
        {
            "id": "q5",
            "kind": "matrix",
            "wording": {"fr": "Diriez-vous que…"},
            "rows": [{"fr": "on vous écoute"}, {"fr": "on vous répond"}],
            "choices": SCALE,
        },
        {"id": "q6", "kind": "number", "page": 2, "wording": {"fr": "Combien d’heures ?"}},
        {"id": "q7", "kind": "date", "page": 2, "wording": {"fr": "Depuis quand ?"}},
        {"id": "q8", "kind": "text", "page": 2, "when": "q1 <= 2", "wording": {"fr": "Que manque-t-il ?"}},
        {"id": "q9", "kind": "text", "page": 2, "when": "q3 contient 1", "wording": {"fr": "Un mot ?"}},
    ]
)
FILLED = {
    "q1": "1",
    "q2": "3",
    "q3.1": "2",
    "q4.1": "2",
    "q4.2": "1",
    "q5.1": "4",
    "q5.2": "sp",
    "q6": "12,5",
    "q7": "2026-03-01",
    "q8": "Un banc.",
    "q9": "Merci !",
}


def content_of(**changes: Any) -> SurveyContent:
    """Everybody, two weeks, forty people."""
    plain: dict[str, Any] = {
        "title": {"fr": SURVEY_TITLE, "en": "How did it go?"},
        "introduction": {"fr": "Pour décider de la rentrée."},
        "closes_on": timezone.localdate() + timedelta(days=14),
        "responsible": "Claire Morel, directrice",
        "expected_count": 40,
    }
    return SurveyContent(**{**plain, **changes})


def prepare_one(
    organisation: Any = None,
    by: Any = None,
    questions: tuple[Question, ...] = EVERY_KIND,
    **changes: Any,
) -> Survey:
    """A survey in preparation; the caller is in the scope of the organisation."""
    organisation = organisation or OrganisationFactory()
    return prepare_survey(
        organisation=organisation, content=content_of(**changes), questions=questions, by=by
    )


def open_one(organisation: Any, by: Any = None, **changes: Any) -> Survey:
    """A survey that takes answers."""
    return open_survey(survey=prepare_one(organisation, by, **changes), by=by)


def call_of(survey: Survey, place: int = 0) -> Any:
    """One of the calls of a survey, with its round."""
    call = calls_of(survey.round)[place]
    call.round = survey.round
    return call


def fill(survey: Survey, fields: Mapping[str, str], *, times: int = 1, place: int = 0) -> None:
    """So many people who fill the same form."""
    for _person in range(times):
        deposit_sheet(call=call_of(survey, place), fields=fields)


def live_in_surveys(organisation: Any, by: Any, moment: int = 1) -> dict[str, Any]:
    """A survey at one of its moments (in preparation, open, open with a first result, closed with its first
    wave behind it) and what its addresses name. In the scope of the organisation.
    """
    questions = find_survey_model("members").questions if moment == 0 else EVERY_KIND
    survey = prepare_one(organisation, by, questions)
    if moment > 0:
        open_survey(survey=survey, by=by)
        fill(survey, FILLED, times=3)
    if moment > 1:
        fill(survey, {**FILLED, "q1": "4", "q2": "1"}, times=12)
        show_results(survey=survey, by=by)
    if moment > 2:
        close_survey(survey=survey, by=by)
    elsewhere = add_benchmark(
        survey=survey,
        question_id="q1",
        name="Enquête nationale",
        source="https://exemple.fr",
        points="2019 ; 74 %\n2020 ; 71 % ; 1200",
        by=by,
    )
    return {
        "benchmark": elsewhere.pk,
        "survey": survey.pk,
        "survey_call": calls_of(survey.round)[0].pk,
        "survey_question": survey.questions[0]["id"],
    }


def survey_hostile(organisation: Any, texts: Sequence[str], write: Any, by: Any) -> dict[str, Any]:
    """A closed survey filled with these texts wherever a person may write, and what its addresses name."""
    choices = tuple({"fr": f"{rank} {text.strip()}"[:120], "en": text} for rank, text in enumerate(texts[:8]))
    words = {"fr": texts[0], "en": texts[1]}
    questions = (
        Question("q1", "scale", words, help={"fr": texts[2]}, choices=choices),
        Question("q2", "matrix", words, choices=choices, rows=choices),
        Question("q3", "multiple", words, choices=choices),
        Question("q4", "text", words, page=2, when="q1 >= 1"),
    )
    survey = prepare_one(
        organisation,
        by,
        questions,
        title={"fr": texts[0] + "a", "en": texts[1]},
        introduction={"fr": write()[:1200]},
        responsible=texts[3],
    )
    open_survey(survey=survey, by=by)
    for rank, text in enumerate([*texts, *texts]):
        level = str(1 + rank % len(choices))
        fill(survey, {"q1": level, "q2.1": level, f"q3.{level}": "2", "q4": text + "a"})
    close_survey(survey=survey, by=by)
    return {"survey": survey.pk, "survey_call": calls_of(survey.round)[0].pk}
