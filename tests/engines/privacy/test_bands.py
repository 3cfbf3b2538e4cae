"""The pictures of small cells, attacked exhaustively by somebody who knows the size of the cell."""

import itertools
from collections import defaultdict

import pytest

from marchepied.engines.privacy import CellCounts, find_pattern, print_cell, split_scale


def list_tables(total, columns):
    """Every way to share `total` people between `columns`."""
    if columns == 1:
        return [(total,)]
    return [(first, *rest) for first in range(total + 1) for rest in list_tables(total - first, columns - 1)]


def group_pictures(levels, people):
    """Tables of `people` on so many levels, by what is printed of them."""
    pictures = defaultdict(list)
    for table in list_tables(people, levels):
        printed = print_cell(("college",), CellCounts(table), 5)
        pictures[printed].append(table)
    return pictures


@pytest.mark.parametrize(("levels", "people"), list(itertools.product((2, 3, 4, 5), range(5, 10))))
def test_each_picture_allows_several_numbers_at_each_level(levels, people):
    for tables in group_pictures(levels, people).values():
        for column in zip(*tables, strict=True):
            assert len(set(column)) > 1


@pytest.mark.parametrize(("levels", "people"), list(itertools.product((2, 3, 4, 5), range(5, 10))))
def test_nobody_in_the_cell_learns_that_all_the_others_answered_alike(levels, people):
    limits = [band for band in split_scale(levels) if band[0] <= band[1]]
    for tables in group_pictures(levels, people).values():
        for own in range(levels):
            others = [
                [count - (place == own) for place, count in enumerate(table)]
                for table in tables
                if table[own]
            ]
            for first, last in limits:
                alike = [sum(table[first - 1 : last]) == people - 1 for table in others]
                assert not others or not all(alike)


@pytest.mark.parametrize(
    ("levels", "bands"),
    [
        (2, ((1, 1), (2, 1), (2, 2))),
        (3, ((1, 1), (2, 2), (3, 3))),
        (4, ((1, 1), (2, 3), (4, 4))),
        (5, ((1, 2), (3, 3), (4, 5))),
        (7, ((1, 2), (3, 5), (6, 7))),
        (11, ((1, 4), (5, 7), (8, 11))),
    ],
)
def test_the_scale_is_cut_evenly(levels, bands):
    assert split_scale(levels) == bands


@pytest.mark.parametrize(
    ("counts", "pattern"),
    [
        ((5, 0, 0), "mostly_low"),
        ((1, 4, 2), "mostly_middle"),
        ((0, 4, 5), "mostly_high"),
        ((3, 0, 3), "opposed"),
        ((4, 1, 4), "opposed"),
        ((2, 2, 2), "spread"),
        ((2, 1, 2), "spread"),
    ],
)
def test_pictures(counts, pattern):
    assert find_pattern(*counts) == pattern


def test_more_levels_and_a_higher_threshold_keep_the_secret_too():
    for people in range(10, 20):
        pictures = defaultdict(set)
        for low, middle, high in list_tables(people, 3):
            pictures[find_pattern(low, middle, high)].add((low, middle, high))
        assert all(
            len(set(column)) > 1 for tables in pictures.values() for column in zip(*tables, strict=True)
        )
