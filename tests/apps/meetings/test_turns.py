"""What moved between two turns is computed from counts alone, and says what it cannot tell."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.apps.meetings.selectors.turns import Turn, compare_turns, read_turn

HANDS = st.lists(st.integers(0, 30), min_size=2, max_size=7).map(tuple)


def test_a_turn_reads_its_counts():
    turn = read_turn({"2": 3, "3": 7, "none": 2}, 5)
    assert turn == Turn((0, 3, 7, 0, 0), 2)
    assert (turn.total, turn.expressed, turn.top, turn.most, turn.median) == (12, 10, (3,), 7, 3)
    assert turn.spread == Fraction(3, 10)


def test_nobody_makes_no_turn():
    assert (read_turn({}, 5), read_turn({"1": 0}, 5)) == (None, None)


def test_those_who_only_had_no_opinion_have_no_middle():
    turn = read_turn({"none": 4}, 3)
    assert (turn.total, turn.top, turn.most, turn.median, turn.spread) == (4, (), 0, None, None)


@pytest.mark.parametrize(
    ("levels", "median"),
    [((1, 1), 1), ((1, 2), 2), ((2, 0, 2), 1), ((2, 1, 2), 2), ((0, 0, 1), 3), ((3, 0, 2), 1)],
)
def test_the_median_is_the_lower_one(levels, median):
    assert Turn(levels, 0).median == median


def test_what_moved():
    shift = compare_turns(Turn((1, 5, 3, 3, 0), 0), Turn((0, 3, 7, 2, 0), 0))
    assert (shift.same_total, shift.unchanged, shift.closeness) == (True, False, 1)


@pytest.mark.parametrize(
    ("first", "second"),
    [(Turn((4, 0, 4), 0), Turn((0, 6, 0), 0)), (Turn((0, 0, 0), 4), Turn((4, 0, 0), 0))],
)
def test_other_hands_or_no_level_say_nothing_of_closeness(first, second):
    assert compare_turns(first, second).closeness == 0


def test_turns_are_compared_on_the_same_levels_only():
    assert compare_turns(Turn((1, 2), 0), Turn((1, 2, 3), 0)) is None
    assert compare_turns(None, Turn((1, 2), 0)) is None
    assert compare_turns(Turn((1, 2), 0), None) is None


@given(HANDS, st.integers(0, 10))
def test_the_median_parts_the_hands_in_halves(levels, silent):
    turn = Turn(levels, silent)
    if not turn.expressed:
        assert turn.median is None
        return
    below, above = sum(levels[: turn.median - 1]), sum(levels[turn.median :])
    assert levels[turn.median - 1] > 0
    assert (2 * below < turn.expressed, 2 * above <= turn.expressed) == (True, True)


@given(HANDS, HANDS)
def test_closeness_is_turned_round_with_the_turns(first, second):
    if len(first) != len(second):
        assert compare_turns(Turn(first, 0), Turn(second, 0)) is None
        return
    there, back = (
        compare_turns(Turn(first, 0), Turn(second, 0)),
        compare_turns(Turn(second, 0), Turn(first, 0)),
    )
    assert there.closeness == -back.closeness
    assert compare_turns(Turn(first, 0), Turn(first, 0)).unchanged is True
