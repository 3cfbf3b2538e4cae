"""Which figures of a survey are told when few may be."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marchepied.apps.listening.selectors.surveys.highlights import surveys_ended
from marchepied.apps.listening.services.surveys import close_survey, open_survey, start_wave
from marchepied.core.scope import scope
from marchepied.engines.surveys import Question
from tests.factories.organisations import OrganisationFactory
from tests.factories.surveys import SCALE, fill, open_one

PEOPLE = 20


@pytest.fixture
def organisation(db):
    house = OrganisationFactory()
    with scope(house):
        yield house


def told(organisation, most=4):
    today = timezone.localdate()
    return surveys_ended(organisation, today - timedelta(days=1), today, "fr", most=most)


def asking(*kinds):
    return tuple(
        Question(f"q{rank}", kind, {"fr": f"Question {rank}"}, choices=tuple(SCALE))
        for rank, kind in enumerate(kinds, 1)
    )


def answer(survey, happy, level=("1", "4")):
    """`happy[rank]` of the twenty people choose the best answer of that question, the others the worst."""
    for person in range(PEOPLE):
        fields = {f"q{rank}": level[person < count] for rank, count in enumerate(happy, 1)}
        fill(survey, fields)
    close_survey(survey=survey, by=None)
    return survey


def test_the_first_the_least_and_the_best_answered_are_told_in_their_order(organisation):
    survey = open_one(organisation, questions=asking(*["scale"] * 5), expected_count=None)
    answer(survey, (10, 16, 12, 4, 11))
    (one,) = told(organisation)
    assert [(figure.wording, figure.share) for figure in one.figures] == [
        ("Question 1", 50), ("Question 2", 80), ("Question 4", 20),
    ]  # fmt: skip


def test_what_changed_for_certain_comes_before(organisation):
    questions = asking(*["scale"] * 5)
    first = answer(open_one(organisation, questions=questions, expected_count=None), (10, 16, 4, 4, 10))
    wave = open_survey(survey=start_wave(survey=first, by=None), by=None)
    answer(wave, (10, 16, 15, 4, 10))
    (latest,) = told(organisation)
    assert latest.waves == (wave, first)
    assert [figure.wording for figure in latest.figures] == ["Question 1", "Question 3", "Question 4"]
    assert [figure.change for figure in latest.figures if "plus que le hasard" in figure.change] == [
        latest.figures[1].change
    ]


def test_without_a_scale_what_is_chosen_is_told(organisation, plain):
    answer(open_one(organisation, questions=asking("single"), expected_count=None), (12,))
    (one,) = told(organisation)
    assert [(plain(figure.what), figure.share) for figure in one.figures] == [("« Pas du tout »", 40)]


def test_no_more_surveys_are_read_than_asked(organisation):
    for _time in range(3):
        answer(open_one(organisation, questions=asking("scale")), (10,))
    assert [len(told(organisation, most)) for most in (1, 2, 4)] == [1, 2, 3]


def test_the_surveys_of_others_are_not_told(organisation):
    answer(open_one(organisation, questions=asking("scale")), (10,))
    other = OrganisationFactory()
    with scope(organisation, other):
        assert told(other) == []
