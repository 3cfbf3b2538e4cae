"""The numbers of docs/methods/agreement.md are those of the engine."""

import numpy as np

from marchepied.engines.agreement import (
    Scale,
    compare_medians,
    compute_awg,
    compute_cronbach,
    compute_delta,
    compute_krippendorff,
    find_awg_bounds,
    measure_icc,
    measure_item,
    permute_groups,
)
from tests.engines.worked_examples import read_numbers, write_number

SCALE = Scale(1, 5)


def read_counts(numbers, start):
    return [int(number) for number in numbers[start : start + SCALE.size]]


def test_item():
    numbers = read_numbers("agreement.md", "item")
    counts = read_counts(numbers, 2)
    item = measure_item(np.repeat(np.arange(1.0, 6.0), counts), SCALE)
    figures = (
        item.mean,
        item.variance,
        SCALE.null_variance,
        item.rwg,
        item.ad_mean,
        item.ad_median,
        None,
        SCALE.deviation_cutoff,
        item.a,
        item.median,
    )
    assert numbers[:2] + numbers[7:9] == ["1", "5", "1", "5"]
    assert numbers[9:] == ["6" if figure is None else write_number(figure, 2) for figure in figures]


def test_gap():
    numbers = read_numbers("agreement.md", "gap")
    first = read_counts(read_numbers("agreement.md", "item"), 2)
    second = read_counts(numbers, 0)
    gap = compare_medians({"premier": first, "second": second}, SCALE)
    figures = (dict(gap.medians)["second"], gap.gap, compute_delta(first, second))
    assert numbers[5:] == [write_number(figure, 2) for figure in figures]


def test_awg():
    numbers = read_numbers("agreement.md", "awg")
    first = read_counts(read_numbers("agreement.md", "item"), 2)
    bounds = find_awg_bounds(sum(first), SCALE)
    figures = [write_number(value, 2) for value in (compute_awg(first, SCALE), *bounds)]
    assert numbers == [figures[0], str(sum(first)), *figures[1:]]


def test_theme():
    numbers = read_numbers("agreement.md", "theme")
    table = np.array([float(number) for number in numbers[1:13]]).reshape(4, int(numbers[0]))
    counts = [[int((column == level).sum()) for level in range(1, 6)] for column in table.T]
    figures = (compute_cronbach(table), compute_krippendorff(counts))
    assert numbers[13:] == [write_number(figure, 2) for figure in figures]


def test_icc():
    numbers = read_numbers("agreement.md", "icc")
    found = measure_icc([float(number) for number in numbers[:6]], list("aaabbc"))
    assert numbers[6:] == [
        *(write_number(figure, 2) for figure in (found.between, found.within)),
        f"{found.group_size:.0f}",
        "1",
        write_number(found.icc1, 2),
        "2",
        write_number(found.icc2, 2),
    ]


def test_chance():
    numbers = read_numbers("agreement.md", "chance")
    assert numbers[:3] == ["2", "0", "4"]
    table = np.array([int(number) for number in numbers[3:13]]).reshape(5, 2)
    found = permute_groups(table, [0, 0, 1, 1, 1], levels=5, rng=np.random.default_rng(0))
    assert found.exact
    assert np.abs(found.delta).tolist() == [[1], [1]]
    assert numbers[13:] == [str(found.permutations), *(write_number(p, 2) for p in found.p[:, 0])]
