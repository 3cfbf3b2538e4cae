"""What is known of each statement without groups."""

import numpy as np
import pytest

from marchepied.engines.consensus import Votes
from marchepied.engines.consensus.evidence import read_statements
from marchepied.engines.stats import difference_interval, jeffreys_interval


def make_votes(*columns: list[int]) -> Votes:
    """One list a statement, of one vote a person."""
    table = np.array(columns).T
    rows, places = np.nonzero(np.ones(table.shape))
    return Votes.from_arrays(rows, places, table[rows, places])


def test_each_share_has_its_interval():
    (read,) = read_statements(make_votes([1, 1, 1, 1, -1, 0]))
    everybody = read.everybody
    assert (everybody.agree, everybody.disagree, everybody.passes, everybody.votes) == (4, 1, 1, 6)
    assert everybody.agree_share == jeffreys_interval(4, 6)
    assert everybody.disagree_share == jeffreys_interval(1, 6)
    assert everybody.pass_share == jeffreys_interval(1, 6)
    assert (read.statement, read.colleges, read.gap) == ("0", (), None)


@pytest.mark.parametrize(
    ("column", "spread"),
    [([1] * 6, 0.0), ([0] * 6, 0.0), ([1, 1, 1, -1, -1, -1], 1.0), ([1, 1, 1, 0, 0, 0], 0.25)],
)
def test_spread_goes_from_one_mind_to_two_halves(column: list[int], spread: float):
    assert read_statements(make_votes(column))[0].everybody.spread == pytest.approx(spread)


def test_the_gap_is_between_the_two_colleges_furthest_apart():
    votes = make_votes([1] * 9 + [-1] + [1] * 5 + [-1] * 5 + [1] * 2 + [-1] * 8)
    colleges = np.repeat([0, 1, 2], 10)
    (read,) = read_statements(votes, colleges, 3)
    assert [college.agree for college in read.colleges] == [9, 5, 2]
    assert read.gap is not None
    assert (read.gap.higher, read.gap.lower) == (0, 2)
    assert read.gap.difference == difference_interval((2, 10), (9, 10))
    assert read.gap.difference.difference == pytest.approx(0.7)


def test_someone_without_a_college_counts_for_everybody_only():
    (read,) = read_statements(make_votes([1, 1, -1]), np.array([0, 1, -1]), 2)
    assert read.everybody.votes == 3
    assert [college.votes for college in read.colleges] == [1, 1]


def test_an_empty_college_has_no_share_and_no_gap():
    (read,) = read_statements(make_votes([1] * 6), np.zeros(6, int), 2)
    assert read.colleges[1].agree_share.share is None
    assert read.colleges[1].spread is None
    assert read.gap is None


@pytest.mark.parametrize(
    ("column", "unknown"),
    [
        ([1] * 30, ()),
        ([1] * 15 + [-1] * 15, ()),
        ([1] * 4, ("few-votes",)),
        ([1] * 12 + [0] * 8, ("many-passes",)),
        ([1] * 5 + [-1] * 3, ("wide-interval",)),
        ([1, -1, 0], ("few-votes", "wide-interval")),
    ],
)
def test_it_says_where_we_do_not_know(column: list[int], unknown: tuple[str, ...]):
    assert read_statements(make_votes(column))[0].everybody.unknown == unknown


def test_no_votes_are_a_result():
    empty = Votes.from_arrays([], [], [], participant_ids=(), statement_ids=("a",))
    (read,) = read_statements(empty)
    assert (read.everybody.votes, read.everybody.unknown) == (0, ("few-votes",))


@pytest.mark.parametrize("colleges", [[0, 1, 2], [0, 1], [-2, 0, 0]])
def test_a_wrong_college_is_refused(colleges: list[int]):
    with pytest.raises(ValueError, match="Il faut un collège par personne"):
        read_statements(make_votes([1, 1, 1]), np.array(colleges), 2)
