"""A table that comes in while its survey is closed, on PostgreSQL: one waits for the other, none falls."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marchepied.apps.listening.models import SurveyRelease
from marchepied.apps.listening.services.surveys import (
    bring_answers,
    close_survey,
    deposit_sheet,
    extend_survey,
)
from marchepied.apps.participation.models import Answer, SentForm
from tests.factories.answer_tables import read
from tests.factories.locks import PATIENCE, start_beside, wait_for_locks
from tests.factories.surveys import FILLED, call_of, fill, open_one

SENDINGS = [f"0d5f3f3e-0000-4000-8000-00000000000{n}" for n in range(6)]
beside_postgres = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="no PostgreSQL: scripts/postgres .venv/bin/python -m pytest tests/apps/listening",
    ),
]


def races(test):
    for mark in beside_postgres:
        test = mark(test)
    return test


def bring(survey, *sendings):
    done = bring_answers(
        call=call_of(survey), planned=read(["q1", "_uuid"], *[["2", one] for one in sendings]), by=None
    )
    return done.taken, done.known


def kept():
    """How many people's answers rest, how many forms are remembered, how many answers were released."""
    people = Answer.objects.order_by().values("respondent").distinct().count()
    return people, SentForm.objects.count(), list(SurveyRelease.objects.values_list("answers", flat=True))


@races
def test_a_closing_waits_for_a_table_that_is_coming_in(house):
    survey = open_one(house)
    bring(survey, *SENDINGS[:2])
    page = type(survey).objects.select_related("round").get()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert bring(survey, SENDINGS[2]) == (1, 0)
            closing = start_beside(pool, house, lambda: close_survey(survey=page, by=None))
            wait_for_locks(closing)
            # What is known already is written nowhere: the closing that deletes it cannot hold us.
            assert bring(survey, *SENDINGS[:4]) == (1, 3)
        assert closing.result(PATIENCE).answers == 4
    assert kept() == (4, 0, [4])


@races
@pytest.mark.parametrize("way", ["table", "known", "form"])
def test_what_comes_during_a_closing_is_refused_after_it(house, way, plain):
    survey = open_one(house)
    bring(survey, *SENDINGS[:2])
    page = type(survey).objects.select_related("round").get()
    gestures = {
        "table": lambda: bring(page, *SENDINGS[1:4]),
        "known": lambda: bring(page, *SENDINGS[:2]),
        "form": lambda: deposit_sheet(call=call_of(page), fields=FILLED),
    }
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            close_survey(survey=survey, by=None)
            other = start_beside(pool, house, gestures[way])
            wait_for_locks(other)
        refusal = other.result(PATIENCE)
    said = [plain(one) for one in refusal.messages]
    assert (said, refusal.code) == (["Ce questionnaire ne prend plus de réponses."], "closed")
    assert kept() == (2, 0, [2])


@races
@pytest.mark.parametrize("gesture", ["closed", "extended"])
def test_a_survey_with_a_quota_changes_while_people_answer(house, gesture):
    survey = open_one(house, quota=30)
    fill(survey, FILLED, times=3)
    page = type(survey).objects.select_related("round").get()
    later = timezone.localdate() + timedelta(days=40)
    gestures = {
        "closed": lambda: close_survey(survey=page, by=None).answers,
        "extended": lambda: extend_survey(survey=page, closes_on=later, by=None).closes_on,
    }
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            deposit_sheet(call=call_of(survey), fields=FILLED)
            changing = start_beside(pool, house, gestures[gesture])
            wait_for_locks(changing)
            answering = start_beside(pool, house, lambda: deposit_sheet(call=call_of(page), fields=FILLED))
            wait_for_locks(changing, answering)
        last = answering.result(PATIENCE)
        result = changing.result(PATIENCE)
    people = 5 if last is True else 4
    assert last is True or last.code == "closed"
    assert result == {"closed": people, "extended": later}[gesture]
    assert call_of(survey).answered_count == kept()[0] == people


@pytest.mark.django_db
def test_a_table_costs_no_query_a_sheet(house):
    survey, counts = open_one(house), []
    for size in (2, 60):
        call, planned = call_of(survey), read(["1", "9"], *[["2", f"Mot {size} {n}"] for n in range(size)])
        with CaptureQueriesContext(connection) as asked:
            assert bring_answers(call=call, planned=planned, by=None).taken == size
        counts.append(len(asked))
    assert counts == [12, 12]
