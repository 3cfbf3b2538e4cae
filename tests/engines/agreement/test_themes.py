"""Krippendorff's and Cronbach's alphas, rwg(j) and intraclass correlations."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marchepied.engines.agreement import (
    Scale,
    compute_cronbach,
    compute_krippendorff,
    measure_icc,
    measure_joint_rwg,
    measure_reliability,
)

NAN = float("nan")
# Krippendorff 2011, « Computing Krippendorff's Alpha-Reliability », part C: four observers, twelve units.
PUBLISHED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
)


def count(table, levels):
    return [[int((column == level).sum()) for level in range(1, levels + 1)] for column in table.T]


def test_krippendorff_published_ordinal_value():
    assert compute_krippendorff(count(PUBLISHED, 5)) == pytest.approx(0.815, abs=5e-4)


@settings(deadline=None)
@given(st.data())
def test_krippendorff_equals_the_package(data):
    people, items = data.draw(st.integers(2, 9)), data.draw(st.integers(1, 6))
    level = st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0, NAN])
    row = st.lists(level, min_size=items, max_size=items)
    table = np.array(data.draw(st.lists(row, min_size=people, max_size=people)))
    kept = table[:, (~np.isnan(table)).sum(axis=0) > 1]
    if np.unique(kept[~np.isnan(kept)]).size < 2:
        assert compute_krippendorff(count(table, 5)) is None
        return
    expected = krippendorff.alpha(reliability_data=kept, level_of_measurement="ordinal")
    assert compute_krippendorff(count(table, 5)) == pytest.approx(expected, abs=1e-9)


def test_krippendorff_is_one_when_all_agree_and_zero_near_chance():
    assert compute_krippendorff([[5, 0, 0], [0, 5, 0], [0, 0, 5]]) == 1
    rng = np.random.default_rng(4)
    assert compute_krippendorff(rng.multinomial(400, [0.2] * 5, size=30)) == pytest.approx(0, abs=0.01)


def test_krippendorff_is_undefined_without_pairs_or_variety():
    assert compute_krippendorff([[1, 0], [0, 1]]) is None
    assert compute_krippendorff([[9, 0], [4, 0]]) is None
    assert compute_krippendorff([]) is None


def test_cronbach_of_the_definition():
    """Items 1, 2, 3, 4 and 2, 1, 4, 3: variances 5/3 each, that of the sum 16/3."""
    answers = np.array([[1, 2], [2, 1], [3, 4], [4, 3]])
    assert compute_cronbach(answers) == pytest.approx(2 * (1 - (10 / 3) / (16 / 3)))


@settings(deadline=None)
@given(st.integers(2, 6), st.integers(3, 20), st.integers(0, 999))
def test_cronbach_rules_agree_without_missing_answers(items, people, seed):
    table = np.random.default_rng(seed).integers(1, 6, (people, items)).astype(float)
    found = measure_reliability(table)
    if found.alpha is None:
        assert found.alpha_pairwise is None
    else:
        assert found.alpha_pairwise == pytest.approx(found.alpha, rel=1e-6, abs=1e-6)
    covariances = np.cov(table, rowvar=False)
    if covariances.diagonal().min() > 0 and (total := np.corrcoef(table, rowvar=False).sum()) > 1e-6:
        assert found.alpha_standardised == pytest.approx(items / (items - 1) * (1 - items / total), rel=1e-6)


def test_cronbach_pairwise_covariances_are_those_of_who_answered_both():
    table = np.array([[1, 2, NAN], [2, 2, 3], [4, NAN, 4], [5, 4, 4], [3, 1, 5], [NAN, 5, 5]])
    covariances = np.empty((3, 3))
    for one in range(3):
        for other in range(3):
            both = table[:, [one, other]]
            both = both[~np.isnan(both).any(axis=1)]
            centred = both - both.mean(axis=0)
            covariances[one, other] = (centred[:, 0] * centred[:, 1]).sum() / (len(both) - 1)
    found = measure_reliability(table)
    assert (found.items, found.people, found.complete) == (3, 6, 3)
    assert found.alpha_pairwise == pytest.approx(1.5 * (1 - np.trace(covariances) / covariances.sum()))


def test_cronbach_is_undefined_for_one_item_or_one_person():
    assert measure_reliability([[1.0], [2.0]]).alpha is None
    assert measure_reliability([[1.0, 2.0]]).alpha is None
    assert measure_reliability(np.empty((0, 2))).mean is None
    assert compute_cronbach([[3, 3], [3, 3]]) is None


def test_joint_rwg_is_read_as_zero_beyond_chance_and_its_linear_form_is_not():
    joint, linear = measure_joint_rwg([[1.0, 1.0], [4.0, 3.0]], Scale(1, 5))
    assert joint.tolist() == pytest.approx([2 * 0.5 / (2 * 0.5 + 0.5), 0.0])
    assert linear.tolist() == pytest.approx([0.5, -0.75])


def test_icc_of_an_analysis_of_variance_written_out():
    """Groups 1, 2, 3 and 5, 5 and 9: mean 25/6; B over 2 and W over 3 degrees of freedom, mean size 2."""
    found = measure_icc([1, 2, 3, 5, 5, 9], ["a", "a", "a", "b", "b", "c"])
    grand = 25 / 6
    between = (3 * (2 - grand) ** 2 + 2 * (5 - grand) ** 2 + (9 - grand) ** 2) / 2
    within = 2 / 3
    assert (found.groups, found.people, found.group_size) == (3, 6, 2)
    assert (found.between, found.within) == pytest.approx((between, within))
    assert found.icc1 == pytest.approx((between - within) / (between + within))
    assert found.icc2 == pytest.approx((between - within) / between)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5)), min_size=1, max_size=30), st.integers(1, 9))
def test_icc_changes_neither_with_a_shift_nor_a_scale(people, factor):
    groups, values = [g for g, _ in people], [float(v) for _, v in people]
    one = measure_icc(values, groups)
    other = measure_icc([factor * value - 7 for value in values], groups)
    if one.icc1 is None:
        assert other.icc1 is None
    else:
        assert other.icc1 == pytest.approx(one.icc1, abs=1e-9)
        assert one.icc1 <= 1 + 1e-12


def test_icc_needs_two_groups_and_somebody_to_compare_with():
    assert measure_icc([1, 2], ["a", "a"]).icc1 is None
    assert measure_icc([1, 2], ["a", "b"]).icc1 is None
    assert measure_icc([3, 3, 3], ["a", "b", "b"]).icc1 is None
    assert measure_icc([NAN], ["a"]).group_size is None
    with pytest.raises(ValueError, match="1 valeurs pour 2 personnes"):
        measure_icc([1.0], ["a", "b"])
