"""Counting what was said."""

import pytest

from marchepied.apps.participation.enums import AnswerKind
from marchepied.apps.participation.models import Answer
from marchepied.apps.participation.selectors import (
    comments_of,
    counts_by_item,
    organisation_answers_of,
    read_round,
    respondent_matrix,
)
from marchepied.apps.participation.services import deposit_answers, deposit_organisation_answer
from marchepied.core.scope import scope
from marchepied.engines.privacy import CellCounts
from tests.factories.participation import CollegeFactory, RoundCollegeFactory, RoundFactory

pytestmark = pytest.mark.django_db


def answer(call, *sheets):
    for sheet in sheets:
        deposit_answers(call=call, answers=sheet, comments={"q1": f"Mot de {call.college.name}"})


@pytest.mark.parametrize("calls", [1, 3])
def test_counts_of_all_cells_in_one_query(calls, django_assert_num_queries):
    round_ = RoundFactory()
    colleges = [RoundCollegeFactory(round=round_) for _call in range(calls)]
    elsewhere = RoundCollegeFactory(organisation=round_.organisation)
    with scope(round_.organisation):
        for call in [*colleges, elsewhere]:
            answer(
                call,
                {"q1": 1, "q2": AnswerKind.DONT_KNOW},
                {"q1": 5, "q2": AnswerKind.NOT_CONCERNED},
                {"q1": 5},
            )
        with django_assert_num_queries(1):
            counts = counts_by_item(round_)

    assert counts == {
        "q1": {call.pk: CellCounts((1, 0, 0, 0, 2)) for call in colleges},
        "q2": {call.pk: CellCounts((0, 0, 0, 0, 0), dont_know=1, not_concerned=1) for call in colleges},
    }


def test_another_organisations_answers_are_not_counted():
    mine, theirs = RoundCollegeFactory(), RoundCollegeFactory()
    with scope(theirs.organisation):
        answer(theirs, {"q1": 3})
    with scope(mine.organisation):
        assert counts_by_item(theirs.round) == comments_of(theirs.round) == {}
        assert respondent_matrix(theirs).rows == ()


def test_comments_by_item_and_college():
    round_ = RoundFactory()
    first, second = (
        RoundCollegeFactory(round=round_, college=CollegeFactory(organisation=round_.organisation, name=name))
        for name in ("Bénévoles", "Salariés")
    )
    with scope(round_.organisation):
        answer(first, {"q2": 1}, {"q2": 2})
        answer(second, {"q2": 1})

        assert comments_of(round_) == {
            "q1": {first.pk: ["Mot de Bénévoles"] * 2, second.pk: ["Mot de Salariés"]}
        }


def test_matrix_joins_one_persons_levels(django_assert_num_queries):
    call = RoundCollegeFactory()
    with scope(call.organisation):
        answer(call, {"q1": 1, "q3": 2}, {"q2": AnswerKind.DONT_KNOW, "q3": 5}, {"q1": 4, "q2": 4, "q3": 4})
        with django_assert_num_queries(1):
            matrix = respondent_matrix(call)
        Answer.objects.update(respondent=None)

        assert matrix.item_ids == ("q1", "q2", "q3")
        assert sorted(matrix.rows, key=str) == [(1, None, 2), (4, 4, 4), (None, None, 5)]
        assert respondent_matrix(call).rows == ()


@pytest.mark.parametrize("colleges", [1, 3])
def test_a_whole_round_is_read_in_one_query(colleges, django_assert_num_queries):
    round_ = RoundFactory()
    calls = [RoundCollegeFactory(round=round_) for _college in range(colleges)]
    elsewhere = RoundCollegeFactory(organisation=round_.organisation)
    with scope(round_.organisation):
        for call in [*calls, elsewhere]:
            answer(
                call,
                {"q1": 1, "q3": 2},
                {"q1": AnswerKind.NOT_CONCERNED, "q2": AnswerKind.DONT_KNOW},
                {"q2": 4, "q3": 5},
            )
        with django_assert_num_queries(1):
            read = read_round(round_, calls)
        assert read.counts == counts_by_item(round_)
        assert (read.matrix.call_ids, read.matrix.item_ids) == (
            tuple(call.pk for call in calls),
            ("q1", "q2", "q3"),
        )
        by_person = sorted(zip(read.matrix.calls.tolist(), read.matrix.levels.tolist(), strict=True))
        assert by_person == [
            (rank, levels) for rank in range(colleges) for levels in ([-1, 3, 4], [0, -1, 1])
        ]
        Answer.objects.update(respondent=None)
        erased = read_round(round_, calls)
        assert erased.counts == read.counts
        assert erased.matrix.levels.shape == (0, 3)


def test_answers_in_an_organisations_name_are_read_apart(django_assert_num_queries):
    call = RoundCollegeFactory(college__kind="partners")
    with scope(call.organisation):
        for name in ("Régie de quartier", "Mission locale"):
            deposit_organisation_answer(call=call, name=name, answers={"q1": 3}, comments={})
        with django_assert_num_queries(1):
            names = [(given.name, given.call.college.name) for given in organisation_answers_of(call.round)]

        assert names == [("Mission locale", call.college.name), ("Régie de quartier", call.college.name)]
        assert counts_by_item(call.round) == {}
