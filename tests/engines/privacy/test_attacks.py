"""Attacks by enumeration: list every state of the world that prints the same thing.

The attacker knows the method, everything printed in every release, and how many people answered in each
college. What stays the same in all the worlds that fit is what they learn for certain.
"""

import itertools
from collections import defaultdict

import pytest

from marchepied.engines.privacy import CellCounts, add_counts, print_cell, protect_question, renew_cell
from tests.engines.privacy.test_bands import list_tables


def list_cells(people, levels, *, unsure=1):
    """Every cell of so many people; `unsure` columns beyond the levels."""
    for table in list_tables(people, levels + unsure):
        yield CellCounts(table[:levels], *table[levels:])


def is_certainly_alike(worlds):
    """Whether, in all the worlds, everybody of the group chose one and the same level."""
    common = {count.levels.index(max(count.levels)) for count in worlds}
    return len(common) == 1 and all(max(count.levels) == count.respondents > 0 for count in worlds)


def may_be_known(counts):
    """Whether a group may be known exactly: it is a cell that may be shown, or nobody gave a level in it."""
    return print_cell((), counts, 5).status == "shown" or counts.rated == 0


def check_group(worlds):
    """The promise about one group of people, given every state in which it may be."""
    assert not is_certainly_alike(worlds)
    if len(worlds) == 1:
        assert may_be_known(next(iter(worlds)))


@pytest.mark.parametrize(
    "sizes", [(3,), (5,), (4, 3), (3, 6), (2, 2, 2), (2, 10), (3, 3, 4), (1, 4, 5), (4, 1)]
)
@pytest.mark.parametrize("levels", [2, 3])
def test_one_release(sizes, levels):
    """All the questions that colleges of these sizes can answer, seen together with their total."""
    unsure = 1 if sum(sizes) < 10 else 0
    worlds = defaultdict(list)
    for cells in itertools.product(*(list(list_cells(size, levels, unsure=unsure)) for size in sizes)):
        question = protect_question(dict(zip("ABC", cells, strict=False)))
        worlds[question].append(cells)
    for question, fitting in worlds.items():
        for rank, cells in enumerate(zip(*fitting, strict=True)):
            check_group(set(cells))
            part = question.cell_of("ABC"[rank])
            if part.status != "shown" and part.rated != 0:
                assert all(len(set(column)) > 1 for column in zip(*(c.levels for c in cells), strict=True))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (3, 4),
        (4, 5),
        (4, 9),
        (5, 6),
        (5, 10),
        (6, 11),
        (9, 10),
        (9, 14),
        (10, 11),
        (10, 14),
        (10, 20),
        (11, 22),
    ],
)
def test_two_releases(before, after):
    """Every history of one cell: the first people, the newcomers and all together keep the promise."""
    histories = defaultdict(lambda: (set(), set(), set()))
    for first in list_cells(before, 2):
        printed = print_cell(("A",), first, 5)
        for added in list_cells(after - before, 2):
            now = CellCounts(
                tuple(map(sum, zip(first.levels, added.levels, strict=True))),
                first.dont_know + added.dont_know,
            )
            seen = histories[printed, renew_cell(printed, now, 5)]
            for group, counts in zip(seen, (first, added, now), strict=True):
                group.add(counts)
    for seen in histories.values():
        for group in seen:
            check_group(group)


THREE_RELEASES = [
    ((4, 1, 8), 1),
    ((5, 5, 5), 1),
    ((10, 3, 10), 0),
    ((10, 10, 3), 0),
    ((10, 10, 10), 0),
    ((10, 9, 4), 0),
    ((12, 10, 1), 0),
    ((10, 5, 5), 1),
    ((10, 10, 2), 1),
]


@pytest.mark.parametrize(("sizes", "unsure"), THREE_RELEASES)
def test_three_releases(sizes, unsure):
    """The same over three releases, on two levels: each wave and each union of waves."""
    histories = defaultdict(lambda: tuple(set() for _ in range(6)))
    for waves in itertools.product(*(list(list_cells(size, 2, unsure=unsure)) for size in sizes)):
        sums = [waves[0], add_counts(waves[:2]), add_counts(waves)]
        printed = [print_cell(("A",), sums[0], 5)]
        for counts in sums[1:]:
            printed.append(renew_cell(printed[-1], counts, 5))
        groups = (*waves, *sums[1:], add_counts(waves[1:]))
        for group, counts in zip(histories[tuple(printed)], groups, strict=True):
            group.add(counts)
    for seen in histories.values():
        for group in seen:
            check_group(group)


def test_a_pool_and_its_members_over_two_releases():
    """Two small colleges printed together, one of which grows: neither can be told from the other."""
    worlds = defaultdict(set)
    for one, two in itertools.product(list_cells(3, 2, unsure=0), list_cells(4, 2, unsure=0)):
        first = protect_question({"A": one, "B": two})
        for added in list_cells(8, 2, unsure=0):
            grown = CellCounts(tuple(map(sum, zip(two.levels, added.levels, strict=True))))
            second = protect_question({"A": one, "B": grown}, previous=first)
            worlds[first, second].add((one, two, added))
    for seen in worlds.values():
        for group in zip(*seen, strict=True):
            check_group(set(group))
