"""The method as its authors tell it, ballot by ballot: slow, obvious, and only for tests."""

from collections.abc import Sequence
from math import lcm


def write_majority_value(counts: Sequence[int]) -> list[int]:
    """The grades of every ballot, in the order in which the (lower) median is removed."""
    ballots = [grade for grade, count in enumerate(counts) for _ballot in range(count)]
    value = []
    while ballots:
        value.append(ballots.pop((len(ballots) - 1) // 2))
    return value


def compare_literally(one: Sequence[int], other: Sequence[int]) -> int:
    """1, −1 or 0: majority values of the ballots replicated to a common number."""
    size = lcm(sum(one), sum(other))
    mine, theirs = (
        write_majority_value([count * size // sum(counts) for count in counts]) for counts in (one, other)
    )
    return (mine > theirs) - (mine < theirs)


def count_removed(one: Sequence[int], other: Sequence[int]) -> int | None:
    """How many medians are equal before two differ; None when they never do."""
    size = lcm(sum(one), sum(other))
    mine, theirs = (
        write_majority_value([count * size // sum(counts) for count in counts]) for counts in (one, other)
    )
    return next((step for step in range(size) if mine[step] != theirs[step]), None)
