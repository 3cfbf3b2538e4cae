"""How a survey ends: the answers wanted are there, or its last day is past."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.listening.models import SurveyRelease
from marchepied.apps.listening.selectors.surveys import is_full, stage_of
from marchepied.apps.listening.selectors.surveys.waiting import SurveyWait, surveys_waiting
from marchepied.apps.listening.services import close_register
from marchepied.apps.listening.services.surveys import (
    close_forgotten_surveys,
    close_survey,
    delete_survey,
    deposit_sheet,
    open_survey,
    reply_to_everybody,
    start_wave,
)
from marchepied.apps.participation.models import Answer
from marchepied.core.scope import scope
from tests.factories.listening import open_one as open_register
from tests.factories.organisations import OrganisationFactory
from tests.factories.participation import CollegeFactory
from tests.factories.surveys import FILLED, call_of, fill, open_one, prepare_one

FULL = "Merci, nous avons assez de réponses."


@pytest.fixture
def organisation(db):
    house = OrganisationFactory()
    with scope(house):
        yield house


def end(survey, days_ago):
    """As if the last day had been so many days ago."""
    survey.closes_on = survey.round.closes_on = timezone.localdate() - timedelta(days=days_ago)
    survey.save()
    survey.round.save()
    return survey


def waits(organisation, days=7):
    today = timezone.localdate()
    found = surveys_waiting(organisation, today, today + timedelta(days=days))
    return [(wait, survey.pk) for wait, survey in found]


def grouped(organisation, **changes):
    colleges = [CollegeFactory(organisation=organisation, name=name) for name in ("Salariés", "Bénévoles")]
    return open_one(organisation, colleges=colleges, **changes)


def test_all_the_groups_together_stop_at_the_answers_wanted(organisation):
    survey = grouped(organisation, whole_quota=5)
    fill(survey, FILLED, times=3)
    fill(survey, FILLED, times=2, place=1)
    for place in (0, 1):
        with pytest.raises(ValidationError) as refused:
            fill(survey, FILLED, place=place)
        assert (refused.value.messages, refused.value.code) == ([FULL], "full")
    assert (stage_of(survey).answers, Answer.objects.filter(item_id="q1").count()) == (5, 5)
    assert [is_full(call_of(survey, place)) for place in (0, 1)] == [True, True]


def test_a_group_that_is_full_leaves_the_others_answer(organisation):
    survey = grouped(organisation, quota=5)
    fill(survey, FILLED, times=5)
    assert [is_full(call_of(survey, place)) for place in (0, 1)] == [True, False]
    assert stage_of(survey).is_complete is False
    fill(survey, FILLED, times=5, place=1)
    assert stage_of(survey).is_complete is True


def test_the_count_is_read_again_once_others_have_sent(organisation):
    """Two people opened the page for the last place: each has the call as it was then."""
    survey = open_one(organisation, whole_quota=5)
    fill(survey, FILLED, times=4)
    first, second = call_of(survey), call_of(survey)
    assert deposit_sheet(call=first, fields=FILLED, nonce="a") is True
    with pytest.raises(ValidationError):
        deposit_sheet(call=second, fields=FILLED, nonce="b")
    assert call_of(survey).answered_count == 5
    assert deposit_sheet(call=first, fields=FILLED, nonce="a") is False  # the same one sent again is thanked


def test_a_sheet_of_paper_counts_past_the_answers_wanted(organisation):
    survey = open_one(organisation, quota=5, whole_quota=5)
    fill(survey, FILLED, times=5)
    assert deposit_sheet(call=call_of(survey), fields=FILLED, paper=True) is True
    assert call_of(survey).answered_count == 6


def test_the_next_wave_wants_as_many(organisation):
    survey = open_one(organisation, quota=20, whole_quota=30)
    fill(survey, FILLED, times=5)
    close_survey(survey=survey, by=None)
    wave = start_wave(survey=survey, by=None)
    assert (wave.quota, wave.whole_quota) == (20, 30)


@pytest.mark.parametrize(("days_ago", "closed"), [(0, 0), (7, 0), (8, 1)])
def test_a_survey_closes_by_itself_once_paper_had_its_days(organisation, days_ago, closed):
    survey = open_one(organisation)
    fill(survey, FILLED, times=5)
    end(survey, days_ago)
    day = timezone.localdate()
    assert (stage_of(survey).closes_alone_on <= day) == bool(closed)
    assert close_forgotten_surveys() == closed
    assert SurveyRelease.objects.filter(survey=survey, closing=True).count() == closed
    assert close_forgotten_surveys() == 0


def test_a_survey_waits_when_it_ends_is_full_is_late_and_until_people_are_answered(organisation):
    survey = open_one(organisation, whole_quota=5)
    seen = [waits(organisation), waits(organisation, days=14)]
    fill(survey, FILLED, times=5)
    seen.append(waits(organisation))
    end(survey, 1)
    seen.append(waits(organisation))
    close_survey(survey=survey, by=None)
    seen.append(waits(organisation))
    reply_to_everybody(survey=survey, text="Un banc arrive.", by=None)
    seen.append(waits(organisation))
    told = [SurveyWait.ENDS, SurveyWait.FULL, SurveyWait.LATE, SurveyWait.REPLY]
    assert seen == [[], *[[(wait, survey.pk)] for wait in told], []]


def test_a_survey_nobody_answered_owes_nothing(organisation):
    survey = open_one(organisation)
    close_survey(survey=survey, by=None)
    assert waits(organisation) == []


def test_nobody_waits_for_a_word_after_a_year(organisation):
    survey = open_one(organisation)
    fill(survey, FILLED, times=5)
    close_survey(survey=survey, by=None)
    survey.round.closed_on = timezone.localdate() - timedelta(days=366)
    survey.round.save()
    assert waits(organisation) == []


def test_closing_the_last_register_leaves_the_menu_to_the_surveys(organisation):
    register = open_register(organisation, "ideas")
    survey = prepare_one(organisation)
    close_register(register=register, by=None)
    organisation.refresh_from_db()
    assert "listening" in organisation.opened
    delete_survey(survey=survey, by=None)
    register = open_register(organisation, "ideas")
    close_register(register=register, by=None)
    organisation.refresh_from_db()
    assert "listening" not in organisation.opened


def test_what_is_wanted_is_frozen_with_the_questions(organisation):
    survey = open_survey(survey=prepare_one(organisation, whole_quota=40), by=None)
    assert survey.round.form["whole_quota"] == 40
