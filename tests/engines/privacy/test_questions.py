"""A whole question: small colleges together, totals that hide nothing, successive releases."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import marchepied.engines.privacy as privacy
from marchepied.engines.privacy import (
    CellCounts,
    ProtectedQuestion,
    add_counts,
    compare_printed,
    protect_question,
)

levels = st.lists(st.integers(0, 5), min_size=3, max_size=3).map(tuple)
cells = st.builds(CellCounts, levels, st.integers(0, 3), st.integers(0, 3))
questions = st.dictionaries(st.sampled_from("ABCDEF"), cells, max_size=6)


def cell(*counts, dont_know=0, not_concerned=0):
    return CellCounts(counts, dont_know, not_concerned)


def test_public_names_are_sorted_and_exist():
    assert privacy.__all__ == sorted(
        privacy.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name)
    )
    assert all(hasattr(privacy, name) for name in privacy.__all__)


def test_small_colleges_are_counted_together():
    question = protect_question({"élus": cell(1, 2, 0), "salariés": cell(3, 4, 5), "clients": cell(0, 0, 3)})
    assert [part.colleges for part in question.cells] == [("élus", "clients"), ("salariés",)]
    pool = question.cell_of("clients")
    assert (pool.status, pool.respondents_range) == ("banded", (5, 9))
    assert question.total.includes == ("salariés",)
    assert question.total.left_out == ("élus", "clients")
    assert question.warnings == ("Comptés ensemble : élus, clients.",)


def test_a_single_small_college_stays_hidden_and_out_of_the_total():
    question = protect_question({"élus": cell(1, 2, 0), "salariés": cell(3, 4, 5), "absents": cell(0, 0, 0)})
    assert question.cell_of("élus").reason == "too_few_respondents"
    assert question.cell_of("absents").reason == "nobody"
    assert (question.total.levels, question.total.left_out) == ((3, 4, 5), ("élus",))
    assert question.warnings == ("Trop peu de réponses pour être montrées : élus.",)


def test_two_small_colleges_under_five_people_are_not_put_together():
    question = protect_question({"élus": cell(1, 1, 0), "clients": cell(0, 0, 2)})
    assert [part.colleges for part in question.cells] == [("élus",), ("clients",)]
    assert question.total.levels is None


def test_no_college():
    question = protect_question({})
    assert (question.cells, question.total.levels, compare_printed(question).gap) == ((), None, None)


@given(questions)
def test_everything_printed_keeps_the_promise(counts):
    question = protect_question(counts)
    assert sorted(college for part in question.cells for college in part.colleges) == sorted(counts)
    exact = [part for part in question.cells if part.status == "shown"]
    for part in exact:
        truth = add_counts(counts[college] for college in part.colleges)
        assert part.levels == truth.levels
        assert truth.rated >= 10
        assert truth.rated - max(truth.levels) >= 3
    if exact:
        assert question.total.levels == tuple(map(sum, zip(*(part.levels for part in exact), strict=True)))
        assert question.total.respondents == sum(part.respondents for part in exact)
    else:
        assert question.total.levels is None
    for part in question.cells:
        if part.prints_something:
            assert sum(counts[college].respondents for college in part.colleges) >= 5


@given(questions)
def test_a_release_survives_json(counts):
    question = protect_question(counts)
    assert ProtectedQuestion.from_dict(json.loads(json.dumps(question.as_dict()))) == question
    json.dumps(compare_printed(question).as_dict())


@given(questions)
def test_the_same_answers_released_twice_print_the_same_numbers(counts):
    first = protect_question(counts)
    second = protect_question(counts, previous=first)
    assert second.total == first.total
    assert [(part.colleges, part.levels, part.pattern) for part in second.cells] == [
        (part.colleges, part.levels, part.pattern) for part in first.cells
    ]


def test_a_shown_college_waits_for_newcomers_who_could_be_shown_themselves():
    first = protect_question({"A": cell(4, 4, 4)})
    for added, kept in [((0, 1, 0), True), ((3, 3, 3), True), ((0, 10, 0), True), ((4, 3, 3), False)]:
        now = cell(*(4 + more for more in added))
        second = protect_question({"A": now}, previous=first)
        assert second.cells[0].kept is kept
        assert second.cells[0].levels == ((4, 4, 4) if kept else now.levels)


def test_a_college_told_in_words_or_pooled_keeps_its_picture_and_its_company():
    first = protect_question({"A": cell(3, 2, 0), "B": cell(0, 0, 3), "C": cell(2, 0, 0)})
    second = protect_question({"A": cell(9, 9, 9), "B": cell(9, 9, 9), "C": cell(2, 0, 0)}, previous=first)
    assert [part.colleges for part in second.cells] == [("A",), ("B", "C")]
    assert all(part.kept for part in second.cells)
    assert second.total.levels is None
    assert second.warnings[-1] == "Laissés comme à la publication précédente : A, B, C."


def test_a_college_of_which_nothing_was_printed_is_printed_freely():
    first = protect_question({"A": cell(1, 1, 1)})
    second = protect_question({"A": cell(4, 4, 4), "B": cell(4, 4, 4)}, previous=first)
    assert [part.status for part in second.cells] == ["shown", "shown"]


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ({"B": cell(4, 4, 4)}, "Collège déjà publié et disparu depuis : A"),
        ({"A": cell(3, 5, 4)}, "une réponse envoyée est définitive"),
        ({"A": cell(3, 4, 4)}, "une réponse envoyée est définitive"),
    ],
)
def test_answers_that_vanish_are_refused(now, words):
    with pytest.raises(ValueError, match=words):
        protect_question(now, previous=protect_question({"A": cell(4, 4, 4)}))


def test_parameters_that_would_break_the_promise_are_refused():
    with pytest.raises(ValueError, match="va de 5 à 10 personnes, pas 4"):
        protect_question({}, threshold=4)
    with pytest.raises(ValueError, match="ne change pas"):
        protect_question({}, threshold=6, previous=protect_question({}))
    with pytest.raises(ValueError, match="même échelle"):
        protect_question({"A": cell(1, 2), "B": cell(1, 2, 3)})


def test_gap_uses_printed_medians_only():
    question = protect_question(
        {"A": cell(4, 4, 4), "B": cell(0, 1, 12), "C": cell(4, 1, 1), "D": cell(3, 0, 0), "E": cell(5, 5, 3)}
    )
    gap = compare_printed(question)
    assert [names for names, _ in gap.medians] == [("A",), ("B",), ("C",), ("E",)]
    assert (gap.lowest, gap.highest, gap.gap, gap.coarse) == (("C",), ("B",), 2.0, True)
    assert gap.apart == ("B",)
