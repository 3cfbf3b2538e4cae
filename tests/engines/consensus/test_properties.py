"""What must not change when people or statements are shuffled, votes turned round, everybody doubled."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marchepied.engines.consensus import Votes, analyse, project
from marchepied.engines.consensus.tally import count_groups
from marchepied.engines.consensus.together import measure_together

from .conversations import draw_groups, rand_index

SEEDS = st.integers(0, 10_000)


def reorder(votes: Votes, people: np.ndarray, statements: np.ndarray) -> Votes:
    """The same votes, person `people[i]` at place i, statement `statements[j]` at place j."""
    rows, columns = np.argsort(people)[votes.rows], np.argsort(statements)[votes.columns]
    return Votes.from_arrays(
        rows,
        columns,
        votes.values,
        participant_ids=range(votes.n_participants),
        statement_ids=range(votes.n_statements),
    )


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_shuffling_people_and_statements_changes_nothing(seed):
    rng = np.random.default_rng(seed)
    votes, _ = draw_groups(60, 20, 3, rng)
    people, statements = rng.permutation(60), rng.permutation(20)
    one = analyse(votes, np.random.default_rng(1))
    other = analyse(reorder(votes, people, statements), np.random.default_rng(1))
    np.testing.assert_allclose(
        np.abs(other.projection.components), np.abs(one.projection.components)[:, statements], atol=1e-7
    )
    np.testing.assert_array_equal(other.tally.everyone, one.tally.everyone[:, statements])
    np.testing.assert_allclose(other.together.p_agree, one.together.p_agree[statements])
    if one.partition.silhouette and one.partition.silhouette > 0.5:
        assert rand_index(one.partition.labels[people], other.partition.labels) == 1


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_turning_votes_round_swaps_agree_and_disagree(seed):
    votes, membership = draw_groups(50, 15, 2, np.random.default_rng(seed))
    turned = Votes.from_arrays(
        votes.rows, votes.columns, -votes.values, participant_ids=range(50), statement_ids=range(15)
    )
    labels = membership.astype(np.int8)
    one, other = count_groups(votes, labels, 2), count_groups(turned, labels, 2)
    np.testing.assert_array_equal(one.groups[:, ::-1], other.groups)
    first, second = project(votes), project(turned)
    np.testing.assert_allclose(first.components, second.components, atol=1e-7)
    np.testing.assert_allclose(first.coordinates, -second.coordinates, atol=1e-6)


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS)
def test_doubling_everybody_keeps_the_map_and_doubles_the_counts(seed):
    votes, membership = draw_groups(40, 12, 2, np.random.default_rng(seed))
    twice = Votes.from_arrays(
        np.concatenate([votes.rows, votes.rows + 40]),
        np.tile(votes.columns, 2),
        np.tile(votes.values, 2),
        participant_ids=range(80),
        statement_ids=range(12),
    )
    one, other = project(votes), project(twice)
    np.testing.assert_allclose(one.components, other.components, atol=1e-7)
    np.testing.assert_allclose(np.tile(one.coordinates, (2, 1)), other.coordinates, atol=1e-6)
    labels = membership.astype(np.int8)
    np.testing.assert_array_equal(
        2 * count_groups(votes, labels, 2).groups, count_groups(twice, np.tile(labels, 2), 2).groups
    )


def test_the_geometric_mean_does_not_sink_with_the_number_of_groups():
    """93 % agreement in each of six groups: the product says .65, the mean still .93."""
    rows = np.arange(600)
    values = np.where(np.arange(600) % 100 < 93, 1, -1)
    votes = Votes.from_arrays(rows, np.zeros(600, int), values)
    labels = (np.arange(600) // 100).astype(np.int8)
    together = measure_together(count_groups(votes, labels, 6))
    assert together.product_agree[0] == pytest.approx((94 / 102) ** 6)
    assert together.mean_agree[0] == pytest.approx(94 / 102)
