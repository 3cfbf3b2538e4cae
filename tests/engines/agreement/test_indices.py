"""The indices, against published values, an independent computation and their properties."""

import json
import statistics
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import marchepied.engines.agreement as agreement
from marchepied.engines.agreement import (
    Scale,
    compute_awg,
    compute_deviation,
    compute_eijk_agreement,
    compute_rwg,
    compute_rwg_j,
    compute_variance,
    find_awg_bounds,
    find_median_level,
)

EIJK = json.loads((Path(__file__).parent / "cases/eijk.json").read_text())
distributions = st.lists(st.integers(0, 15), min_size=3, max_size=11).filter(any)


def test_public_names_are_sorted_and_exist():
    assert agreement.__all__ == sorted(
        agreement.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name)
    )
    assert all(hasattr(agreement, name) for name in agreement.__all__)


@pytest.mark.parametrize("case", EIJK["cases"])
def test_eijk_published_values(case):
    assert compute_eijk_agreement(case["counts"]) == pytest.approx(case["a"], abs=5e-8)


@given(distributions)
def test_eijk_stays_in_bounds_and_mirrors(counts):
    value = compute_eijk_agreement(counts)
    assert -1 - 1e-12 <= value <= 1 + 1e-12
    assert compute_eijk_agreement(counts[::-1]) == pytest.approx(value)


@given(distributions, st.integers(2, 9))
def test_eijk_depends_on_shares_only(counts, factor):
    scaled = [count * factor for count in counts]
    assert compute_eijk_agreement(scaled) == pytest.approx(compute_eijk_agreement(counts))


def test_eijk_is_undefined_under_three_levels_or_without_answers():
    assert compute_eijk_agreement((3, 4)) is None
    assert compute_eijk_agreement((0, 0, 0)) is None


@given(st.lists(st.integers(1, 5), min_size=2, max_size=30))
def test_dispersion_equals_the_standard_library(values):
    counts = [values.count(level) for level in range(1, 6)]
    mean, median = statistics.mean(values), statistics.median(values)
    assert compute_variance(counts) == pytest.approx(statistics.variance(values))
    assert find_median_level(counts) == median
    around_median = sum(abs(value - median) for value in values) / len(values)
    assert compute_deviation(counts, median) == pytest.approx(around_median)
    assert compute_deviation(counts, mean) == pytest.approx(sum(abs(v - mean) for v in values) / len(values))


@given(st.lists(st.integers(1, 5), min_size=2, max_size=30))
def test_rwg_is_one_when_unanimous_and_negative_beyond_chance(values):
    scale = Scale(1, 5)
    variance = statistics.variance(values)
    rwg = compute_rwg(variance, scale)
    assert (rwg == 1) == (len(set(values)) == 1)
    assert (rwg < 0) == (variance > 2)


def test_james_demaree_and_wolf_1984_null_variance():
    """The article's five-point scale has a uniform null variance of 2."""
    assert Scale(1, 5).null_variance == 2
    assert compute_rwg(0.5, Scale(1, 5)) == 0.75
    assert compute_rwg(4.0, Scale(1, 5)) == -1
    assert compute_rwg(None, Scale(1, 5)) is None


@given(st.lists(st.floats(0, 4), min_size=1, max_size=20))
def test_rwg_j_grows_with_items_and_equals_rwg_for_one(variances):
    scale = Scale(1, 5)
    assert compute_rwg_j(variances[:1], scale) == pytest.approx(max(0, compute_rwg(variances[0], scale)))
    assert 0 <= compute_rwg_j(variances, scale) <= 1
    assert compute_rwg_j(variances * 2, scale) >= compute_rwg_j(variances, scale) - 1e-12


def test_awg_compares_with_the_widest_that_the_mean_allows():
    """Brown & Hauenstein 2005: half at each end is −1, everybody at one place 1, whatever the place."""
    scale = Scale(1, 5)
    assert compute_awg((5, 0, 0, 0, 5), scale) == -1
    assert [compute_awg(counts, scale) for counts in ((8, 0, 0, 0, 0), (0, 0, 8, 0, 0))] == [1, 1]
    # 2, 2, 3, 5: mean 3, V = 6/4, room (5 − 3)(3 − 1) = 4
    assert compute_awg((0, 2, 1, 0, 1), scale) == pytest.approx(1 - 2 * 1.5 / 4)
    assert compute_awg((0, 1, 0, 0, 0), scale) is None


def test_awg_is_not_read_near_the_ends():
    """Under the mean of one person at the top and all the others at the bottom, no variance would do."""
    scale = Scale(1, 5)
    assert find_awg_bounds(10, scale) == (1.4, 4.6)
    assert compute_awg((7, 3, 0, 0, 0), scale) is None  # mean 1,3
    assert compute_awg((6, 4, 0, 0, 0), scale) == pytest.approx(1 - 2 * 0.24 / (3.6 * 0.4))  # mean 1,4


@given(distributions)
def test_awg_mirrors_and_stays_in_bounds(counts):
    scale = Scale(1, len(counts))
    awg, mirrored = compute_awg(counts, scale), compute_awg(counts[::-1], scale)
    assert (awg is None) == (mirrored is None)
    if awg is not None:
        assert mirrored == pytest.approx(awg)
        assert -1 - 1e-9 <= awg <= 1


def test_rwg_j_needs_every_variance():
    assert compute_rwg_j([1.0, None], Scale(1, 5)) is None
    assert compute_rwg_j([], Scale(1, 5)) is None


@pytest.mark.parametrize(("low", "high"), [(1, 1), (0, 11), (5, 1)])
def test_a_scale_has_two_to_eleven_levels(low, high):
    with pytest.raises(ValueError, match="il en faut de 2 à 11"):
        Scale(low, high)


def test_nobody_and_one_person():
    assert compute_variance((0, 0)) is None
    assert compute_variance((0, 1)) is None
    assert compute_deviation((0, 0), 1.0) is None
    assert find_median_level((0, 0)) is None
