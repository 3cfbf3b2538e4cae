"""The latest word of an organisation on each question, over its cycles."""

from datetime import date

import pytest

from marchepied.apps.diagnosis.models import Cycle, OwnAnswer, Position
from marchepied.apps.diagnosis.selectors.standing import standings_of
from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.organisations import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    load_shipped_referentials()
    cycle = open_space(name="Ici", legal_form="association", axis_id="theme-5", by=PersonFactory())
    with scope(cycle.organisation):
        yield cycle


def shares(cycle):
    return {name: standing.share for name, standing in standings_of(cycle.organisation).items()}


def answer(cycle, question_id, level=None, kind="level"):
    OwnAnswer.objects.create(
        organisation=cycle.organisation, cycle=cycle, question_id=question_id, level=level, kind=kind
    )


def agree(cycle, question_id, level):
    Position.objects.create(
        organisation=cycle.organisation,
        cycle=cycle,
        question_id=question_id,
        level=level,
        agreement="consensus",
    )


def test_a_level_is_a_share_from_the_lowest_to_the_highest(cycle):
    assert shares(cycle) == {}
    for question, level in (("t5-quality", 1), ("t5-scale", 3), ("t5-value", 5)):
        answer(cycle, question, level)
    assert shares(cycle) == {"t5-quality": 0.0, "t5-scale": 0.5, "t5-value": 1.0}


def test_what_says_nothing_is_left_out_and_what_does_not_concern_is_none(cycle):
    answer(cycle, "t5-quality", kind="dont_know")
    answer(cycle, "t5-scale", kind="covered")
    answer(cycle, "t5-value", kind="not_concerned")
    agree(cycle, "t5-relevance", None)
    answer(cycle, "inconnue", 4)
    assert shares(cycle) == {"t5-value": None}


def test_the_room_comes_first_then_the_latest_cycle(cycle):
    before = Cycle.objects.create(
        organisation=cycle.organisation, title="Avant", version=cycle.version, started_on=date(2020, 1, 1)
    )
    agree(before, "t5-quality", 5)
    answer(cycle, "t5-quality", 2)
    assert shares(cycle) == {"t5-quality": 0.25}
    agree(cycle, "t5-quality", 4)
    assert shares(cycle) == {"t5-quality": 0.75}
    assert standings_of(cycle.organisation)["t5-quality"].cycle == cycle
    agree(before, "t5-value", 5)
    assert shares(cycle)["t5-value"] == 1.0


def test_three_queries_whatever_there_is(cycle, django_assert_num_queries):
    answer(cycle, "t5-scale", 3)
    standings_of(cycle.organisation)
    for question in ("t5-quality", "t5-value"):
        answer(cycle, question, 2)
        with django_assert_num_queries(3):
            standings_of(cycle.organisation)
