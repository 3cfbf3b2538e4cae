"""Places on a map: means of several people, never one person."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.engines.privacy import PrintedPoint, print_points

PLACES = st.lists(
    st.tuples(st.floats(-5, 5, allow_nan=False), st.floats(-5, 5, allow_nan=False), st.sampled_from("ab")),
    max_size=60,
)


def test_two_lines_of_ten_people_are_four_means():
    line = [(float(x), 0.0) for x in range(10)]
    people = line + [(x, 10.0) for x, _ in line]
    assert print_points(people, ["a"] * 10 + ["b"] * 10) == (
        PrintedPoint(0.2, 0.0, 5, "a"),
        PrintedPoint(0.7, 0.0, 5, "a"),
        PrintedPoint(0.2, 1.0, 5, "b"),
        PrintedPoint(0.7, 1.0, 5, "b"),
    )


def test_nine_people_are_one_point_and_four_none():
    nine = [(float(x), 1.0) for x in range(9)]
    assert print_points(nine) == (PrintedPoint(0.5, 0.12, 9, None),)
    assert print_points(nine[:4]) == print_points([]) == ()


def test_people_at_one_place_are_one_point():
    assert print_points([(2.0, -1.0)] * 40) == (PrintedPoint(1.0, -0.5, 40, None),)


def test_the_cuts_follow_the_longer_side():
    corners = [(x + wobble / 100, y) for x in (-4, 4) for y in (-1, 1) for wobble in range(5)]
    assert [(p.x > 0, p.y > 0, p.people) for p in print_points(corners)] == [
        (False, False, 5),
        (False, True, 5),
        (True, False, 5),
        (True, True, 5),
    ]


def test_a_large_map_stays_readable():
    rng = np.random.default_rng(5)
    printed = print_points(rng.normal(size=(10_000, 2)), list(rng.integers(0, 3, 10_000)))
    assert len(printed) <= 120
    assert sum(point.people for point in printed) == 10_000


def test_labels_for_other_people_are_refused():
    with pytest.raises(ValueError, match="2 points and 1 labels"):
        print_points([(0, 0), (1, 1)], ["a"])


@given(PLACES, st.randoms())
def test_everybody_of_a_printed_group_is_in_one_mean_and_order_tells_nothing(people, random):
    places, groups = [person[:2] for person in people], [person[2] for person in people]
    printed = print_points(places, groups)
    for name in "ab":
        size = groups.count(name)
        shown = [point.people for point in printed if point.group == name]
        assert sum(shown) == (size if size >= 5 else 0)
        assert all(count >= 5 for count in shown)
    shuffled = random.sample(people, len(people))
    again = print_points([person[:2] for person in shuffled], [person[2] for person in shuffled])
    assert again == printed
