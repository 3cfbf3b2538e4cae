"""One cell by itself: when it is shown, told in words, or hidden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.engines.privacy import CellCounts, PrintedCell, print_cell

levels = st.lists(st.integers(0, 8), min_size=5, max_size=5).map(tuple)
cells = st.builds(CellCounts, levels, st.integers(0, 12), st.integers(0, 12))


def print_one(counts, *unsure):
    return print_cell(("c",), CellCounts(counts, *unsure), 5)


def test_ten_people_who_differ_are_shown_exactly():
    cell = print_one((1, 1, 3, 4, 3), 2, 1)
    assert (cell.status, cell.levels, cell.respondents, cell.rated) == ("shown", (1, 1, 3, 4, 3), 15, 12)
    assert (cell.dont_know, cell.not_concerned) == (2, 1)
    assert (cell.median, cell.lower_quartile) == (pytest.approx(3.75), pytest.approx(2.5 + 1 / 3))


@pytest.mark.parametrize("counts", [(0, 0, 0, 12, 0), (0, 1, 0, 11, 0), (0, 1, 0, 10, 1)])
def test_unanimity_and_almost_unanimity_are_printed_alike(counts):
    cell = print_one(counts)
    assert (cell.status, cell.dominant_level, cell.levels, cell.median) == ("nearly_all", 4, None, 4.0)
    assert cell == print_one((0, 0, 0, 12, 0))


def test_three_who_differ_make_an_exact_cell():
    assert print_one((0, 1, 1, 9, 1)).status == "shown"


def test_five_to_nine_are_told_in_words():
    cell = print_one((0, 1, 0, 3, 2), 1)
    assert (cell.status, cell.pattern, cell.respondents, cell.respondents_range) == (
        "banded",
        "mostly_high",
        None,
        (5, 9),
    )
    assert [(band.first, band.last, band.word) for band in cell.bands] == [
        (1, 2, "few"),
        (3, 3, "few"),
        (4, 5, "most"),
    ]
    assert (cell.median, cell.median_levels, cell.dont_know, cell.lower_quartile) == (4.5, (4, 5), None, None)


def test_opposed_people_have_no_middle():
    cell = print_one((3, 0, 0, 0, 3))
    assert (cell.pattern, cell.median, cell.median_levels) == ("opposed", None, None)


@pytest.mark.parametrize(
    ("counts", "unsure", "reason", "span"),
    [
        ((0, 0, 0, 0, 0), (0, 0), "nobody", (0, 0)),
        ((0, 0, 4, 0, 0), (0, 0), "too_few_respondents", (1, 4)),
        ((0, 0, 4, 0, 0), (3, 0), "too_few_levels", (5, 9)),
        ((3, 3), (0, 0), "too_few_levels", (5, 9)),
    ],
)
def test_small_cells_are_hidden_and_say_why(counts, unsure, reason, span):
    cell = print_one(counts, *unsure)
    assert (cell.status, cell.reason, cell.respondents_range) == ("hidden", reason, span)
    assert (cell.respondents, cell.rated, cell.dont_know, cell.median) == (None,) * 4


def test_nobody_knows_can_be_said_of_ten_people():
    cell = print_one((1, 0, 2, 0, 0), 7, 2)
    assert (cell.status, cell.rated, cell.dont_know, cell.not_concerned) == ("hidden", 3, 7, 2)
    assert (cell.levels, cell.median) == (None, None)


def test_almost_everybody_does_not_know():
    cell = print_one((1, 0, 0, 0, 0), 11, 0)
    assert (cell.dominant_answer, cell.dont_know, cell.rated) == ("dont_know", None, None)
    assert cell == print_one((0, 0, 0, 0, 0), 12, 0)


@given(cells)
def test_a_printed_cell_keeps_the_promise(counts):
    cell = print_cell(("c",), counts, 5)
    if counts.respondents < 5:
        assert not cell.prints_something
    if counts.rated < 5:
        assert cell.status == "hidden"
    if counts.rated < 10 or counts.rated - max(counts.levels) < 3:
        assert cell.levels is None
        assert cell.status != "shown"
    else:
        assert cell.levels == counts.levels
    assert PrintedCell.from_dict(cell.as_dict()) == cell


@given(cells)
def test_what_is_not_exact_says_nothing_but_its_picture(counts):
    """Two cells of one size with the same picture, word or silence are printed alike."""
    cell = print_cell(("c",), counts, 5)
    if cell.status == "nearly_all":
        level = cell.dominant_level - 1
        alike = tuple(counts.rated if place == level else 0 for place in range(5))
        assert print_cell(("c",), CellCounts(alike, counts.dont_know, counts.not_concerned), 5) == cell


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (((1,),), "de 2 à 11 niveaux, pas 1"),
        (((1, -1),), "entier positif ou nul"),
        (((1, 2), -1), "entier positif ou nul"),
    ],
)
def test_impossible_counts_are_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        CellCounts(*arguments)
