"""Arrays of cells give what each cell gives alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marchepied.engines.agreement import (
    Scale,
    compute_awg,
    compute_cronbach,
    compute_deviation,
    compute_eijk_agreement,
    compute_krippendorff,
    compute_rwg,
    compute_rwg_j,
    compute_variance,
    find_awg_bounds,
    find_median_level,
    measure_cells,
    measure_icc,
    measure_table,
)
from marchepied.engines.stats import interpolated_quantile, interpolated_quantiles, mean_level

NAN = float("nan")


@st.composite
def many_cells(draw):
    levels = draw(st.integers(2, 9))
    one = st.lists(st.integers(0, 9), min_size=levels, max_size=levels)
    return draw(st.lists(one, min_size=1, max_size=6)), draw(st.integers(-2, 1))


def read(figures):
    return [None if np.isnan(figure) else pytest.approx(float(figure), abs=1e-9) for figure in figures]


@settings(deadline=None)
@given(many_cells())
def test_each_cell_is_measured_as_alone(drawn):
    cells, low = drawn
    scale = Scale(low, low + len(cells[0]) - 1)
    found = measure_cells(cells, scale)
    several = [sum(counts) > 1 for counts in cells]
    variances = [compute_variance(counts) for counts in cells]
    means = [mean_level(counts, low=low) for counts in cells]
    medians = [find_median_level(counts, low=low) for counts in cells]
    assert variances == read(found.variance)
    assert [compute_rwg(variance, scale) for variance in variances] == read(found.rwg)
    assert [compute_awg(counts, scale) for counts in cells] == read(found.awg)
    assert means == read(found.mean)
    assert medians == read(found.median_level)
    for figures, centres in ((found.ad_mean, means), (found.ad_median, medians)):
        alone = [
            compute_deviation(counts, centre, low=low) if many else None
            for counts, centre, many in zip(cells, centres, several, strict=True)
        ]
        assert alone == read(figures)
    assert [compute_eijk_agreement(counts) for counts in cells] == read(found.a)
    bounds = [
        find_awg_bounds(sum(c), scale) if many else None for c, many in zip(cells, several, strict=True)
    ]
    lows, highs = read(found.awg_low), read(found.awg_high)
    assert [b and b[0] for b in bounds] == lows
    assert [b and b[1] for b in bounds] == highs


@settings(deadline=None)
@given(many_cells(), st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]))
def test_quantiles_of_many_cells_are_those_of_each(drawn, probability):
    cells, low = drawn
    alone = [interpolated_quantile(counts, probability, low=low) for counts in cells]
    assert alone == read(interpolated_quantiles(cells, probability, low=low))


@settings(deadline=None)
@given(st.data())
def test_a_whole_table_is_measured_as_its_parts(data):
    people, items = data.draw(st.integers(1, 14)), data.draw(st.integers(1, 5))
    level = st.sampled_from([1.0, 2.0, 3.0, 4.0, NAN])
    table = np.array(
        data.draw(st.lists(st.lists(level, min_size=items, max_size=items), min_size=people, max_size=people))
    )
    groups = np.array(data.draw(st.lists(st.integers(0, 2), min_size=people, max_size=people)))
    themes = [item % 2 for item in range(items)]
    scale = Scale(1, 4)
    found = measure_table(table, groups, scale=scale, themes=themes)
    for group in range(int(groups.max()) + 1):
        for theme in set(themes):
            part = table[groups == group][:, [item for item in range(items) if themes[item] == theme]]
            counts = [[int((column == value).sum()) for value in range(1, 5)] for column in part.T]
            whole = part[~np.isnan(part).any(axis=1)]
            rwg_j = compute_rwg_j([compute_variance(levels) for levels in counts], scale)
            figures = (found.rwg_j, found.krippendorff, found.cronbach)
            assert [rwg_j, compute_krippendorff(counts), compute_cronbach(whole)] == read(
                [figure[group, theme] for figure in figures]
            )
    for item in range(items):
        alone = measure_icc(table[:, item], groups.tolist())
        assert [alone.icc1, alone.icc2] == read([found.classes.icc1[item], found.classes.icc2[item]])


def test_whole_numbers_and_floats_give_the_same_table():
    floats = np.array([[1, NAN], [3, 2], [2, 2], [4, 4]])
    numbers = np.nan_to_num(floats, nan=0).astype(np.int8)
    one, other = (measure_table(t, [0, 0, 1, 1], scale=Scale(1, 4)) for t in (floats, numbers))
    np.testing.assert_array_equal(one.cells.mean, other.cells.mean)
    np.testing.assert_array_equal(one.krippendorff, other.krippendorff)


def test_nobody_and_no_item():
    empty = measure_table(np.empty((0, 3)), [], scale=Scale(1, 5))
    assert (empty.cells.mean.shape, empty.cronbach.shape) == ((0, 3), (0, 1))
    without = measure_table(np.empty((2, 0)), [0, 1], scale=Scale(1, 5))
    assert (without.cells.mean.shape, without.rwg_j.shape, without.classes.icc1.shape) == (
        (2, 0),
        (2, 0),
        (0,),
    )


def test_a_cell_of_another_scale_is_refused():
    with pytest.raises(ValueError, match="3 effectifs pour 5 niveaux"):
        measure_cells([[1, 2, 3]], Scale(1, 5))
