"""Positions and spreads of answers on an ordinal scale."""

import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import marchepied.engines.stats as stats
from marchepied.engines.stats import (
    count_levels,
    interpolated_median,
    interpolated_quantile,
    mean_level,
    summarise_ordinal,
    weighted_mean,
    weighted_median,
    weighted_variance,
)

counts_of_people = st.lists(st.integers(0, 12), min_size=2, max_size=11).filter(any)
answers = st.lists(st.integers(1, 7), min_size=2, max_size=40)


def test_public_names_are_sorted_and_exist():
    assert stats.__all__ == sorted(
        stats.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name)
    )
    assert all(hasattr(stats, name) for name in stats.__all__)


@pytest.mark.parametrize("seed", range(20))
def test_median_is_the_grouped_median_of_the_standard_library(seed):
    """`statistics.median_grouped` is the same formula, where the rank does not fall between two levels."""
    values = np.random.default_rng(seed).integers(1, 6, 25).tolist()
    counts = count_levels(values, low=1, high=5)
    assert interpolated_median(counts) == pytest.approx(statistics.median_grouped(values))


@pytest.mark.parametrize(
    ("counts", "median"),
    [
        ((0, 2, 5, 3, 0), 3.1),
        ((4, 0, 0, 4), 2.5),
        ((0, 0, 9, 0, 0), 3.0),
        ((0, 4, 4, 0), 2.5),
        ((7, 0, 0), 1.0),
        ((0, 0), None),
    ],
)
def test_interpolated_median(counts, median):
    assert interpolated_median(counts) == (None if median is None else pytest.approx(median))


@given(counts_of_people, st.integers(-3, 3))
def test_quantiles_rise_stay_on_the_scale_and_follow_its_start(counts, low):
    ranks = [interpolated_quantile(counts, rank, low=low) for rank in (0, 0.25, 0.5, 0.75, 1)]
    assert ranks == sorted(ranks)
    assert low - 0.5 <= ranks[0]
    assert ranks[-1] <= low + len(counts) - 0.5
    assert ranks == pytest.approx(
        [interpolated_quantile(counts, r, low=0) + low for r in (0, 0.25, 0.5, 0.75, 1)]
    )


@given(counts_of_people)
def test_reading_the_scale_from_the_other_end_mirrors_the_quantiles(counts):
    end = len(counts) + 1
    for rank in (0.25, 0.5, 0.75):
        mirrored = interpolated_quantile(counts[::-1], 1 - rank)
        assert interpolated_quantile(counts, rank) == pytest.approx(end - mirrored)


@given(answers)
def test_unit_weights_change_nothing(values):
    ones = [1.0] * len(values)
    assert weighted_mean(values, ones) == pytest.approx(statistics.mean(values))
    assert weighted_median(values, ones) == statistics.median(values)
    assert weighted_variance(values, ones) == pytest.approx(statistics.variance(values))


@given(answers, st.floats(0.01, 100), st.data())
def test_the_scale_of_weights_does_not_matter(values, factor, data):
    weights = data.draw(st.lists(st.floats(0.1, 10), min_size=len(values), max_size=len(values)))
    scaled = [weight * factor for weight in weights]
    assert weighted_variance(values, scaled) == pytest.approx(weighted_variance(values, weights))
    assert weighted_mean(values, scaled) == pytest.approx(weighted_mean(values, weights))


def test_nobody():
    summary = summarise_ordinal((0, 0, 0))
    assert (summary.mean, summary.median, summary.lower_quartile, summary.upper_quartile) == (None,) * 4
    assert summary.as_dict()["warnings"] == ["Personne n’a répondu."]
    assert (mean_level(()), weighted_mean([], []), weighted_median([], []), weighted_variance([1], [1])) == (
        None,
    ) * 4


def test_counting_leaves_its_input_alone_and_refuses_what_is_no_level():
    values = np.array([1.0, np.nan, 3.0])
    values.setflags(write=False)
    assert count_levels(values, low=0, high=3, weights=[2, 5, 0.5]) == (0, 2, 0, 0.5)
    with pytest.raises(ValueError, match=r"2\.5 n’est pas un niveau de l’échelle de 1 à 3"):
        count_levels([1, 2.5], low=1, high=3)
    with pytest.raises(ValueError, match="7 n’est pas un niveau"):
        count_levels([7], low=1, high=3)


def test_impossible_ranks_and_counts_are_refused():
    with pytest.raises(ValueError, match="rang va de 0 à 1"):
        interpolated_quantile((1, 2), 1.5)
    with pytest.raises(ValueError, match="négatif"):
        interpolated_quantile((1, -2), 0.5)
