"""The running order fits the time that is given, to the minute."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from marchepied.apps.diagnosis.enums import Phase
from marchepied.apps.diagnosis.selectors.kit_order import (
    LONGEST,
    fit_running_order,
    has_break,
    propose_minutes,
    shortest,
)


def test_two_hours_on_five_questions():
    order = fit_running_order(120, 5)
    assert [(moment.kind, moment.starts, moment.minutes) for moment in order] == [
        ("welcome", 0, 5),
        ("rules", 5, 5),
        ("question", 10, 16),
        ("question", 26, 16),
        ("question", 42, 16),
        ("break", 58, 10),
        ("question", 68, 16),
        ("question", 84, 16),
        ("actions", 100, 15),
        ("closing", 115, 5),
    ]
    assert order[2].phases == (
        (Phase.READ, 2),
        (Phase.FIRST, 2),
        (Phase.TALK, 7),
        (Phase.SECOND, 2),
        (Phase.DECIDE, 3),
    )


def test_an_hour_on_three_questions_has_no_break():
    order = fit_running_order(60, 3)
    assert [(moment.kind, moment.minutes) for moment in order] == [
        ("welcome", 4),
        ("rules", 4),
        ("question", 12),
        ("question", 12),
        ("question", 12),
        ("actions", 12),
        ("closing", 4),
    ]


@given(st.integers(1, 30).flatmap(lambda n: st.tuples(st.just(n), st.integers(shortest(n), LONGEST))))
def test_any_time_is_shared_exactly(case):
    questions, minutes = case
    order = fit_running_order(minutes, questions)
    assert sum(moment.minutes for moment in order) == minutes
    assert [moment.starts for moment in order] == [
        sum(earlier.minutes for earlier in order[:place]) for place in range(len(order))
    ]
    assert min(moment.minutes for moment in order) >= 1
    asked = [moment for moment in order if moment.question]
    assert [moment.question for moment in asked] == list(range(1, questions + 1))
    assert {moment.phases for moment in asked} == {asked[0].phases}
    assert sum(length for _phase, length in asked[0].phases) == asked[0].minutes
    assert min(length for _phase, length in asked[0].phases) >= 1
    assert sum(moment.kind == "break" for moment in order) == has_break(minutes, questions)


@given(st.integers(1, 20), st.integers(60, LONGEST - 1))
def test_a_longer_meeting_never_shortens_a_question(questions, minutes):
    minutes = max(minutes, shortest(questions))
    if has_break(minutes, questions) != has_break(minutes + 1, questions):
        return  # the break takes its share from there on
    lengths = [fit_running_order(time, questions)[2].minutes for time in (minutes, minutes + 1)]
    assert lengths == sorted(lengths)


@pytest.mark.parametrize(
    ("minutes", "questions", "sentence"),
    [
        (28, 5, "comptez entre 29 et 480 minutes"),
        (0, 1, "comptez entre 9 et 480 minutes"),
        (481, 5, "comptez entre 29 et 480 minutes"),
        (60, 0, "Gardez au moins une question"),
    ],
)
def test_a_time_that_cannot_be_shared_is_said(minutes, questions, sentence):
    with pytest.raises(ValidationError, match=sentence):
        fit_running_order(minutes, questions)


def test_the_time_proposed_grows_by_quarters_of_an_hour():
    assert [propose_minutes(n) for n in (0, 1, 3, 5, 8, 60)] == [60, 60, 90, 120, 180, 480]
