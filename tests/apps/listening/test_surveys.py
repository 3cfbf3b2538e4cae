"""The life of a survey: prepared, opened, answered, closed, compared from wave to wave."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.listening.models import Survey, SurveyBenchmark
from marchepied.apps.listening.selectors.surveys import questions_of, stage_of
from marchepied.apps.listening.selectors.surveys.results import read_result, result_grid
from marchepied.apps.listening.services.surveys import (
    add_benchmark,
    add_question,
    bring_survey,
    change_question,
    close_survey,
    delete_survey,
    deposit_sheet,
    move_question,
    open_survey,
    prepare_survey,
    remove_question,
    show_results,
    start_wave,
)
from marchepied.apps.participation.models import Answer, College, Comment
from marchepied.core.models import AuditEntry
from marchepied.engines.surveys import Question, write_xlsform
from tests.factories.participation import CollegeFactory
from tests.factories.surveys import EVERY_KIND, FILLED, call_of, content_of, fill, open_one, prepare_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation(house):
    return house


def refusal_of(gesture):
    with pytest.raises(ValidationError) as refused:
        gesture()
    return " ".join(refused.value.messages).replace("\u00a0", " ")


def ids_of(survey):
    return [one.id for one in questions_of(survey)]


def test_a_question_is_added_changed_moved_and_removed(organisation):
    survey = prepare_one(organisation)
    new = add_question(survey=survey, question=Question("", "text", {"fr": "Autre ?"}, page=2), by=None)
    assert new.id == "q10"
    change_question(survey=survey, question=replace(new, wording={"fr": "Encore ?"}), by=None)
    move_question(survey=survey, question_id="q10", up=True, by=None)
    assert ids_of(survey)[-2:] == ["q10", "q9"]
    remove_question(survey=survey, question_id="q10", by=None)
    survey.refresh_from_db()
    assert questions_of(survey) == EVERY_KIND


def test_a_question_on_which_another_hangs_stays(organisation):
    survey = prepare_one(organisation)
    said = refusal_of(lambda: remove_question(survey=survey, question_id="q1", by=None))
    assert said.startswith("Une autre question n’est posée que selon celle-ci")
    assert "q1" in ids_of(survey)


def test_what_is_wrong_in_a_question_is_said(organisation):
    survey = prepare_one(organisation)
    said = refusal_of(
        lambda: add_question(survey=survey, question=Question("", "single", {"fr": "Où ?"}, page=2), by=None)
    )
    assert said == "Question 10 : Écrivez au moins 2 réponses possibles, une par ligne."


def test_an_empty_survey_does_not_open(organisation):
    survey = prepare_one(organisation, questions=())
    assert refusal_of(lambda: open_survey(survey=survey, by=None)) == "Il n’y a pas encore de question."


def test_an_open_survey_changes_no_more(organisation):
    survey = open_one(organisation)
    said = "Cette enquête est ouverte : elle ne change plus."
    gestures = [
        lambda: prepare_survey(organisation=organisation, content=content_of(), survey=survey, by=None),
        lambda: remove_question(survey=survey, question_id="q9", by=None),
        lambda: delete_survey(survey=survey, by=None),
    ]
    assert [refusal_of(gesture) for gesture in gestures] == [said] * 3


def test_a_survey_shows_the_menu_and_may_be_removed(organisation):
    survey = prepare_one(organisation)
    organisation.refresh_from_db()
    assert "listening" in organisation.opened
    delete_survey(survey=survey, by=None)
    assert Survey.objects.count() == 0


def test_a_first_result_waits_for_ten_answers_and_the_next_for_ten_more(organisation):
    survey = open_one(organisation)
    fill(survey, FILLED, times=9)
    assert refusal_of(lambda: show_results(survey=survey, by=None)).startswith("Attendez une réponse de plus")
    fill(survey, {**FILLED, "q1": "4"}, times=3)
    release = show_results(survey=survey, by=None)
    assert (release.closing, release.answers, release.content["crossed"]) == (False, 12, [])
    assert stage_of(survey).missing_answers == 10
    assert {entry["id"]: entry.get("texts") for entry in release.content["entries"]}["q8"] == []


def test_two_groups_are_told_apart_and_together(organisation):
    colleges = [CollegeFactory(organisation=organisation, name=name) for name in ("A", "B", "C")]
    survey = open_one(organisation, colleges=colleges)
    for place, (people, level) in enumerate(((12, "1"), (14, "4"), (3, "2"))):
        fill(survey, {"q1": level}, times=people - 3, place=place)
        fill(survey, {"q1": "3"}, times=3, place=place)
    line = close_survey(survey=survey, by=None).content["entries"][0]["lines"][0]
    shown = {tuple(cell["groups"]): cell["status"] for cell in line["groups"]}
    first, second, third = (str(call_of(survey, place).pk) for place in range(3))
    assert shown == {(first,): "shown", (second,): "shown", (third,): "hidden"}
    assert [level["count"] for level in line["whole"]["levels"]] == [9, 0, 6, 11]


def test_answers_are_seen_through_the_question_announced(organisation):
    survey = open_one(organisation, crossed_by="q2")
    for place, likes in (("1", "4"), ("2", "1")):
        fill(survey, {"q1": likes, "q2": place}, times=9)
        fill(survey, {"q1": "3", "q2": place}, times=4)
    release = close_survey(survey=survey, by=None)
    (told,) = release.content["crossed"]
    assert told["id"] == "q1"
    assert [(cell["rank"], cell["people"]) for cell in told["cells"]] == [(1, 13), (2, 13)]
    entry = read_result(survey, release, "fr").entries[0]
    assert [(row.name, row.shares) for row in entry.crossed] == [
        ("D’ici", (0, 0, 31, 69)),
        ("D’à côté", (69, 0, 31, 0)),
    ]


def test_a_wave_is_compared_with_the_one_before(organisation):
    first = open_one(organisation)
    fill(first, {"q1": "1"}, times=20)
    fill(first, {"q1": "4"}, times=10)
    close_survey(survey=first, by=None)
    second = start_wave(survey=first, by=None)
    assert (second.wave, second.first_id, questions_of(second)) == (2, first.pk, EVERY_KIND)
    assert refusal_of(lambda: start_wave(survey=first, by=None)) == (
        "Une autre vague est déjà en préparation."
    )
    open_survey(survey=second, by=None)
    fill(second, {"q1": "1"}, times=5)
    fill(second, {"q1": "3"}, times=30)
    add_benchmark(
        survey=second, question_id="q1", name="INSEE", source="page 3", points="2019 ; 74 %", by=None
    )
    result = read_result(second, close_survey(survey=second, by=None), "fr")
    trend = result.entries[0].trend
    assert [point.share for point in trend.rows[0].points] == [33, 86]
    assert trend.rows[0].sentence.startswith("C’est 52 points de plus que la vague d’avant")
    assert [(series.name, series.points[0].share) for series in trend.elsewhere] == [("INSEE", 74)]


def test_figures_from_elsewhere_need_a_source(organisation, plain):
    survey = prepare_one(organisation)
    known = {"survey": survey, "question_id": "q1", "by": None}
    said = refusal_of(lambda: add_benchmark(**known, name="", source="x", points="2019 ; 74 %"))
    assert said.startswith("Dites d’où viennent ces chiffres")
    said = refusal_of(lambda: add_benchmark(**known, name="x", source="x", points="2019"))
    assert plain(said) == "Ligne 1 : « 2019 » ne se lit pas. Écrivez : 2019 ; 74 %"
    assert SurveyBenchmark.objects.count() == 0


def test_a_form_is_brought_in(organisation):
    data = write_xlsform({"fr": "Votre avis"}, EVERY_KIND)
    brought = bring_survey(
        organisation=organisation, data=data, file_name="avis.xlsx", responsible="Claire", by=None
    )
    assert (str(brought.survey), questions_of(brought.survey), brought.left) == (
        "Votre avis",
        EVERY_KIND,
        (),
    )


def test_a_file_without_question_is_refused(organisation):
    known = {"organisation": organisation, "responsible": "Claire", "by": None}
    said = refusal_of(lambda: bring_survey(data=b"<a/>", file_name="a.lss", **known))
    assert said == "Ce fichier n’est pas la structure d’une enquête LimeSurvey (.lss)."
    assert refusal_of(lambda: bring_survey(data=b"non", file_name="a.xlsx", **known)) != ""
    assert Survey.objects.count() == 0


def test_nothing_ties_answers_to_anybody(organisation):
    survey = open_one(organisation)
    before = AuditEntry.objects.count()
    fill(survey, FILLED, times=5)
    assert AuditEntry.objects.count() == before
    assert Answer.objects.values("respondent").distinct().count() == 5
    assert not {field.name for field in Comment._meta.fields} & {"respondent", "at", "created_at", "by"}


def test_the_same_form_sent_twice_counts_once(organisation):

    survey = open_one(organisation)
    sent = [deposit_sheet(call=call_of(survey), fields=FILLED, nonce="abc") for _time in range(2)]
    assert sent == [True, False]
    assert call_of(survey).answered_count == 1


def test_a_full_quota_writes_nothing_more(organisation):
    survey = open_one(organisation, quota=5)
    fill(survey, FILLED, times=5)
    said = refusal_of(lambda: fill(survey, FILLED))
    assert said == "Merci, nous avons assez de réponses."
    assert (call_of(survey).answered_count, Answer.objects.filter(item_id="q1").count()) == (5, 5)


def test_everybody_is_one_group(organisation):
    survey = prepare_one(organisation)
    assert [str(college) for college in College.objects.all()] == ["Tout le monde"]
    assert stage_of(survey).expected == 40


def test_the_table_holds_what_the_page_shows(organisation):
    survey = open_one(organisation, closes_on=timezone.localdate() + timedelta(days=1))
    fill(survey, FILLED, times=8)
    fill(survey, {**FILLED, "q1": "4", "q2": "1"}, times=12)
    headers, rows = result_grid(read_result(survey, close_survey(survey=survey, by=None), "fr"))
    assert len({len(row) for row in rows} | {len(headers)}) == 1
    assert [row[4:7] for row in rows[:4]] == [
        ["Pas du tout", 8, 40],
        ["Plutôt pas", 0, 0],
        ["Plutôt oui", 0, 0],
        ["Tout à fait", 12, 60],
    ]
