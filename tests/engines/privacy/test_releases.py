"""When a release may happen again, and what becomes of comments."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.engines.privacy import CellCounts, may_release_again, protect_question, shuffle_comments

FIRST = {"A": CellCounts((4, 4, 4)), "B": CellCounts((3, 2, 1)), "C": CellCounts((1, 0, 0))}


def grow(**added):
    return {
        name: CellCounts((cell.levels[0] + added.get(name, 0), *cell.levels[1:]))
        for name, cell in FIRST.items()
    }


def test_every_printed_cell_must_gain_five():
    decision = may_release_again(protect_question(FIRST), grow(A=5, B=6))
    assert decision.as_dict() == {
        "allowed": False,
        "closing": False,
        "lacking": [{"colleges": ["B"], "missing": 2}],
        "threshold": 5,
    }
    assert may_release_again(protect_question(FIRST), grow(A=5, B=8)).allowed is True
    assert may_release_again(protect_question(FIRST), grow(A=4, B=8)).lacking[0].missing == 1


def test_closing_always_releases_and_the_cells_still_protect_themselves():
    first = protect_question(FIRST)
    assert may_release_again(first, grow(A=1), closing=True).allowed is True
    assert protect_question(grow(A=1), previous=first).cell_of("A").levels == (4, 4, 4)


@given(st.lists(st.text(max_size=8), max_size=12), st.integers(0, 2**32))
def test_the_order_of_arrival_leaves_no_trace(comments, seed):
    shuffled = shuffle_comments(comments, random.Random(seed), 5)
    assert shuffle_comments(comments[::-1], random.Random(seed), 5) == shuffled
    assert sorted(shuffled) == sorted(comment.strip() for comment in comments if comment.strip())


@pytest.mark.parametrize(("n", "already_printed", "count"), [(4, 0, 0), (5, 0, 2), (9, 5, 0), (10, 5, 2)])
def test_comments_wait_for_the_threshold(n, already_printed, count):
    comments = ["Merci", "Trop long"]
    shuffled = shuffle_comments(comments, random.Random(1), n, already_printed=already_printed)
    assert len(shuffled) == count
    assert comments == ["Merci", "Trop long"]
