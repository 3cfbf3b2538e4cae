"""The numbers of docs/methods/agreement.md are those of the engine."""

import numpy as np

from marchepied.engines.agreement import Scale, compare_medians, measure_item
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
    gap = compare_medians({"premier": first, "second": read_counts(numbers, 0)}, SCALE)
    assert numbers[5:] == [write_number(dict(gap.medians)["second"], 2), write_number(gap.gap, 2)]
