"""The same groups again, or not."""

import numpy as np
import pytest
from benchmarks.consensus_votes import draw_votes
from hypothesis import given
from hypothesis import strategies as st

from marchepied.engines.consensus import partition, project
from marchepied.engines.consensus.evidence import compare_partitions, measure_stability


def as_labels(*labels: int) -> np.ndarray:
    return np.array(labels, np.int8)


def test_a_published_case():
    """Hubert and Arabie's index on the example of scikit-learn's documentation: 0.57."""
    assert compare_partitions(as_labels(0, 0, 1, 2), as_labels(0, 0, 1, 1)) == pytest.approx(4 / 7)


def test_opposite_partitions_are_below_chance():
    assert compare_partitions(as_labels(0, 0, 1, 1), as_labels(0, 1, 0, 1)) == pytest.approx(-0.5)


def test_everybody_together_twice_is_the_same():
    assert compare_partitions(as_labels(0, 0, 0), as_labels(0, 0, 0)) == 1.0
    assert compare_partitions(as_labels(0), as_labels(0)) == 1.0


@given(st.lists(st.integers(0, 3), min_size=2, max_size=30))
def test_names_of_groups_do_not_matter(labels: list[int]):
    one = as_labels(*labels)
    assert compare_partitions(one, 3 - one) == pytest.approx(1.0)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=30))
def test_it_is_the_same_both_ways(pairs: list[tuple[int, int]]):
    one, two = (as_labels(*labels) for labels in zip(*pairs, strict=True))
    assert compare_partitions(one, two) == pytest.approx(compare_partitions(two, one))


def test_groups_are_stabler_than_noise():
    medians = {}
    for kind in ("two-groups", "independent"):
        rng = np.random.default_rng(2)
        votes = draw_votes(kind, 100, 40, 0.3, rng)
        found = partition(votes, project(votes), rng, count=2)
        measured = measure_stability(votes, found, rng, samples=10)
        assert measured.low <= measured.median <= measured.high
        assert measured.samples == 10
        medians[kind] = measured.median
    assert medians["two-groups"] > 0.8
    assert medians["independent"] < 0.5
