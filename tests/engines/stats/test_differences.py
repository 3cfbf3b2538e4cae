"""The interval of a difference: Newcombe's published table, then what must always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.engines.stats import difference_interval
from tests.engines.worked_examples import read_numbers, write_number

# R. G. Newcombe, Statistics in Medicine 17 (1998), table II, method 10: 95 % limits of p1 − p2.
PUBLISHED = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((0, 10), (0, 10), -0.2775, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0),
    ((10, 10), (0, 10), 0.6075, 1.0),
]
shares = st.integers(1, 60).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size)))


@pytest.mark.parametrize(("first", "second", "low", "high"), PUBLISHED)
def test_the_published_table(first, second, low, high):
    found = difference_interval(second, first)  # the later less the earlier
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_an_interval_that_leaves_zero_out_is_certain():
    assert difference_interval((48, 80), (56, 70)).is_certain is True
    assert difference_interval((0, 29), (5, 56)).is_certain is False


@pytest.mark.parametrize("sizes", [((0, 0), (1, 2)), ((1, 2), (0, 0))])
def test_nobody_gives_nothing_and_says_so(sizes):
    found = difference_interval(*sizes)
    assert (found.difference, found.low, found.high, found.is_certain) == (None, None, None, False)
    assert found.as_dict()["warnings"] == ["Personne n’a répondu une des deux fois."]


@pytest.mark.parametrize(
    ("arguments", "more", "why"),
    [
        (((3, 2), (1, 2)), {}, "3 réponses sur 2"),
        (((-1, 2), (1, 2)), {}, "-1 réponses sur 2"),
        (((1, 2), (1, 2)), {"level": 1.0}, "Le niveau de confiance"),
        (((1, 5), (1, 2)), {"populations": (4, None)}, "5 réponses pour 4 personnes"),
    ],
)
def test_impossible_numbers_are_refused(arguments, more, why):
    with pytest.raises(ValueError, match=why):
        difference_interval(*arguments, **more)


@given(shares, shares)
def test_the_change_is_inside_and_within_bounds(earlier, later):
    found = difference_interval(earlier, later)
    assert -1 <= found.low <= found.difference + 1e-12
    assert found.difference - 1e-12 <= found.high <= 1


@given(shares, shares)
def test_backwards_is_the_opposite(earlier, later):
    there, back = difference_interval(earlier, later), difference_interval(later, earlier)
    assert (there.difference, there.low, there.high) == pytest.approx(
        (-back.difference, -back.high, -back.low), abs=1e-12
    )


@given(shares, shares)
def test_counting_the_others_instead_is_the_opposite(earlier, later):
    others = [(size - successes, size) for successes, size in (earlier, later)]
    found, counter = difference_interval(earlier, later), difference_interval(*others)
    assert (found.low, found.high) == pytest.approx((-counter.high, -counter.low), abs=1e-9)


@given(shares, shares, st.integers(0, 40), st.integers(0, 40))
def test_knowing_how_many_people_there_are_never_widens(earlier, later, first, second):
    known = difference_interval(earlier, later, populations=(earlier[1] + first, later[1] + second))
    free = difference_interval(earlier, later)
    assert free.low - 1e-12 <= known.low
    assert known.high <= free.high + 1e-12


@given(shares, shares)
def test_when_everybody_answered_both_times_there_is_no_doubt(earlier, later):
    found = difference_interval(earlier, later, populations=(earlier[1], later[1]))
    assert (found.low, found.high) == pytest.approx((found.difference, found.difference), abs=1e-12)


@given(shares, shares, st.floats(0.5, 0.9))
def test_more_confidence_is_wider(earlier, later, level):
    wide, narrow = difference_interval(earlier, later), difference_interval(earlier, later, level=level)
    assert wide.low <= narrow.low + 1e-12
    assert narrow.high <= wide.high + 1e-12


def test_the_numbers_of_the_method_page():
    numbers = read_numbers("changes.md", "difference")
    first, size_before, second, size_now = (int(number) for number in numbers[:4])
    found = difference_interval((first, size_before), (second, size_now))
    shown = [write_number(100 * value, 1) for value in (found.difference, found.low, found.high)]
    assert numbers == ["48", "80", "56", "70", *shown]
