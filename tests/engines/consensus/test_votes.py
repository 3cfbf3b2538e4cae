"""Votes: what is kept, what is left out, what is refused."""

import numpy as np
import pytest

from marchepied.engines.consensus import Votes


def test_the_last_vote_of_a_pair_counts_in_any_order():
    votes = Votes.from_arrays([1, 0, 1, 0], [0, 1, 0, 0], [1, -1, -1, 0])
    assert votes.as_table(missing=9).tolist() == [[0, -1], [-1, 9]]
    assert votes.n_votes == 3


def test_labels_are_put_in_order_numbers_by_value():
    votes = Votes.from_labels(["10", "9", "a"], ["s2", "s10", "s2"], [1, 0, -1], statement_ids=["nobody"])
    assert votes.participant_ids == ("9", "10", "a")
    assert votes.statement_ids == ("nobody", "s10", "s2")
    assert votes.as_table(missing=9).tolist() == [[9, 0, 9], [9, 9, 1], [9, 9, -1]]


def test_statements_left_out_are_gone_but_their_votes_are_cast():
    votes = Votes.from_labels(["a", "a", "b"], ["1", "2", "2"], [1, -1, 1], excluded={"2", "3"})
    assert votes.statement_ids == ("1",)
    assert (votes.n_participants, votes.n_votes, votes.excluded) == (2, 1, 1)
    assert votes.cast.tolist() == [2, 1]
    assert votes.votes_by_participant.tolist() == [1, 0]


def test_count_values_counts_disagree_pass_agree():
    votes = Votes.from_arrays([0, 1, 2, 0], [0, 0, 0, 1], [1, 1, -1, 0])
    assert votes.count_values().tolist() == [[1, 0], [0, 1], [2, 0]]


def test_take_keeps_the_votes_of_some_people():
    votes = Votes.from_arrays([0, 1, 2, 2], [0, 0, 0, 1], [1, 0, -1, 1])
    assert votes.take(np.array([2, 0])).as_table(missing=9).tolist() == [[-1, 1], [1, 9]]


def test_a_large_shuffled_table_is_the_same():
    rng = np.random.default_rng(4)
    pairs = np.unique(rng.integers(0, [90_000, 40], (120_000, 2)), axis=0)
    values = rng.integers(-1, 2, len(pairs))
    order = rng.permutation(len(pairs))
    one = Votes.from_arrays(*pairs.T, values)
    other = Votes.from_arrays(*pairs[order].T, values[order])
    for name in ("starts", "columns", "values"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        (([0], [0], [2]), "Un vote vaut −1 (pas d’accord), 0 (passe) ou 1 (d’accord)."),
        (([0], [0], [0.5]), "Un vote vaut −1 (pas d’accord), 0 (passe) ou 1 (d’accord)."),
        (([0, 1], [0], [1]), "Il faut autant de participants, d’affirmations et de votes."),
        (([-1], [0], [1]), "Une place de participant sort des 0 étiquettes données."),
        (([0.5], [0], [1]), "Les places des participants et des affirmations sont des nombres entiers."),
    ],
)
def test_impossible_votes_are_refused(arrays, said):
    with pytest.raises(ValueError) as refusal:
        Votes.from_arrays(*arrays)
    assert str(refusal.value) == said
