"""Exact intervals: published limits, exhaustive checks in whole fractions, coverage."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marchepied.engines.stats import _exact as exact
from marchepied.engines.stats import exact_interval, jeffreys_interval, measure_coverage

TAIL = Fraction(1, 40)


def draw(known, size, population):
    """Hypergeometric probabilities in whole fractions."""
    return [
        Fraction(comb(known, x) * comb(population - known, size - x), comb(population, size))
        for x in range(size + 1)
    ]


def hold(successes, size, population):
    """The populations that so many successes do not refute, by the definition."""
    held = []
    for known in range(population + 1):
        chances = draw(known, size, population)
        if chances[successes] and min(sum(chances[: successes + 1]), sum(chances[successes:])) > TAIL:
            held.append(known)
    return held


@pytest.mark.parametrize(
    ("successes", "size", "low", "high"),
    [
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0.0, 0.1684),
        (1, 29, 0.0009, 0.1776),
    ],
)
def test_clopper_pearson_limits_of_newcombe_1998(successes, size, low, high):
    """R. G. Newcombe, Statistics in Medicine 17, 1998, table I, method 5."""
    interval = exact_interval(successes, size)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-5)
    assert interval.method == "binomial"


@pytest.mark.parametrize("size", [1, 5, 20])
def test_nobody_or_everybody_has_a_closed_form(size):
    assert exact_interval(0, size).high == pytest.approx(1 - 0.025 ** (1 / size))
    assert exact_interval(size, size).low == pytest.approx(0.025 ** (1 / size))


@pytest.mark.parametrize(("size", "population"), [(1, 2), (3, 7), (5, 12), (9, 10), (12, 15), (6, 30)])
def test_a_finite_population_is_the_definition_enumerated(size, population):
    coverages = [Fraction(0)] * (population + 1)
    for successes in range(size + 1):
        held = hold(successes, size, population)
        interval = exact_interval(successes, size, population=population)
        assert held == list(range(held[0], held[-1] + 1))
        assert interval.low == pytest.approx(held[0] / population)
        assert interval.high == pytest.approx(held[-1] / population)
        for known in held:
            coverages[known] += draw(known, size, population)[successes]
    assert min(coverages) >= Fraction(95, 100)
    assert interval.coverage == pytest.approx(float(min(coverages)), abs=1e-9)
    assert interval.mean_coverage == pytest.approx(float(sum(coverages) / len(coverages)), abs=1e-9)


@settings(deadline=None)
@given(st.integers(1, 40), st.data())
def test_when_everybody_answered_there_is_nothing_to_doubt(size, data):
    successes = data.draw(st.integers(0, size))
    interval = exact_interval(successes, size, population=size)
    assert (interval.low, interval.share, interval.high) == (successes / size,) * 3
    assert interval.coverage == 1


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(0, 60), st.data())
def test_the_interval_holds_the_share_mirrors_and_is_within_what_is_possible(size, unseen, data):
    successes = data.draw(st.integers(0, size))
    population = size + unseen
    interval = exact_interval(successes, size, population=population)
    mirror = exact_interval(size - successes, size, population=population)
    assert successes / population <= interval.low <= interval.share + 1e-12
    assert interval.share - 1e-12 <= interval.high <= (successes + unseen) / population
    assert mirror.low == pytest.approx(1 - interval.high)
    assert interval.coverage >= 0.95 - 1e-12
    assert (interval.low * population) % 1 == pytest.approx(0, abs=1e-9) or (
        interval.low * population
    ) % 1 == pytest.approx(1, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 40), st.data())
def test_a_larger_population_gives_a_wider_interval_and_a_vast_one_the_binomial(size, data):
    successes = data.draw(st.integers(0, size))
    widths = [
        exact_interval(successes, size, population=population)
        for population in (size, 2 * size, 10 * size, 5_000)
    ]
    plain = exact_interval(successes, size)
    assert widths[-1].low == pytest.approx(plain.low, abs=2e-3)
    assert widths[-1].high == pytest.approx(plain.high, abs=2e-3)
    assert widths[0].high - widths[0].low <= plain.high - plain.low


@pytest.mark.parametrize(("size", "population"), [(12, 15), (30, 200), (99, 100)])
def test_limits_searched_one_by_one_are_those_of_the_table(size, population):
    for successes in range(size + 1):
        interval = exact_interval(successes, size, population=population)
        searched = exact._search_limits(successes, size, population, 0.95)
        assert searched == pytest.approx((interval.low, interval.high))


def test_a_population_too_large_for_a_table_is_searched():
    interval = exact_interval(300, 1_000, population=4_000)
    assert (interval.low * 4_000, interval.high * 4_000) == pytest.approx((1_102, 1_302))
    assert 0.95 <= interval.coverage < interval.mean_coverage < 0.96


@settings(deadline=None)
@given(st.integers(1, 25))
def test_the_smallest_coverage_is_that_of_a_fine_grid(size):
    intervals = [jeffreys_interval(x, size) for x in range(size + 1)]
    lows, highs = [one.low for one in intervals], [one.high for one in intervals]
    least, mean = measure_coverage(lows, highs)
    shares = np.linspace(0.0005, 0.9995, 2_000)
    ranks = np.arange(size + 1)
    ways = np.array([comb(size, rank) for rank in ranks], dtype=float)
    chances = ways * shares[:, None] ** ranks * (1 - shares[:, None]) ** (size - ranks)
    held = (np.array(lows) <= shares[:, None]) & (shares[:, None] <= np.array(highs))
    grid = (chances * held).sum(axis=1)
    assert least <= grid.min() + 1e-9
    assert least == pytest.approx(grid.min(), abs=0.02)
    assert mean == pytest.approx(grid.mean(), abs=0.005)


def test_exact_intervals_are_wider_than_jeffreys_and_say_what_that_buys():
    exact_one, plain = exact_interval(3, 12), jeffreys_interval(3, 12)
    assert exact_one.low < plain.low < plain.high < exact_one.high
    assert exact_one.coverage >= 0.95
    limits = [jeffreys_interval(x, 12) for x in range(13)]
    assert measure_coverage([one.low for one in limits], [one.high for one in limits])[0] < 0.95


def test_nobody_has_no_share():
    interval = exact_interval(0, 0, population=8)
    assert (interval.share, interval.low, interval.high, interval.coverage) == (None,) * 4
    assert interval.as_dict()["warnings"] == ["Personne n’a répondu."]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"successes": 6, "size": 5}, "6 réponses sur 5"),
        ({"successes": -1, "size": 5}, "-1 réponses sur 5"),
        ({"successes": 1.5, "size": 5}, "nombres entiers"),
        ({"successes": 1, "size": 5, "level": 0}, "niveau de confiance"),
        ({"successes": 1, "size": 5, "population": 4}, "effectif trop petit"),
    ],
)
def test_impossible_numbers_are_refused_in_a_sentence(arguments, words):
    with pytest.raises(ValueError, match=words):
        exact_interval(**arguments)
