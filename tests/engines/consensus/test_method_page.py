"""The worked example of the method page is what the engine computes."""

import numpy as np

from marchepied.engines.consensus import Tally, measure_representativeness, measure_together
from tests.engines.worked_examples import read_numbers, write_number


def test_the_example_of_a_group_is_computed():
    groups = np.array([[[2], [2], [16]], [[20], [8], [12]]])
    tally = Tally(groups.sum(axis=0), groups, np.array([20, 40]))
    agree = measure_representativeness(tally).agree
    together = measure_together(tally)
    figures = [getattr(agree, name)[0, 0] for name in ("p_success", "p_test", "repness", "repness_test")] + [
        together.product_agree[0],
        together.mean_agree[0],
    ]
    shown = read_numbers("consensus.md", "group")
    assert shown == ["20", "16", "2", "2", "40", "12", "20", *(write_number(value, 2) for value in figures)]


def test_the_product_sinks_and_the_mean_does_not():
    """Six groups that agree at 92 % (a share of 47 out of 51)."""
    groups = np.tile(np.array([[3], [0], [46]]), (6, 1, 1))
    together = measure_together(Tally(groups.sum(axis=0), groups, np.full(6, 49)))
    assert write_number(together.product_agree[0], 2) == "0,61"
    assert write_number(together.mean_agree[0], 2) == "0,92"
