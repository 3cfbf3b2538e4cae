"""Weights that the statutes give: exact, and never of a group too small to be shown."""

from fractions import Fraction

import pytest

from marchepied.apps.plans.selectors.vote_words import outcome_of
from tests.apps.plans.votes.reading import by_title, close
from tests.factories.votes import ACTIONS, cast, open_weighted
from tests.sentences import plain

pytestmark = pytest.mark.django_db


def test_weights_of_the_statutes_are_exact(cycle, pilot):
    """Twelve employees against ten members who weigh two thirds."""
    vote = open_weighted(cycle, {"Salariés": 30, "Sociétaires": 70})
    cast(vote, [(6, 1, 3, 3)] * 6 + [(5, 2, 3, 4)] * 6, "Salariés")
    cast(vote, [(1, 6, 3, 3)] * 5 + [(2, 5, 4, 4)] * 5, "Sociétaires")
    lines, vote = close(vote, pilot)
    first = lines[by_title(vote)[ACTIONS[0]]]
    assert (first["rank"], first["status"], first["counts"]) == (1, "exact", None)
    shares = [Fraction(share) for share in first["shares"]]
    assert shares == [Fraction(3, 20), Fraction(3, 20), 0, 0, Fraction(7, 20), Fraction(7, 20)]
    assert [(w["college"], w["weight"]) for w in vote.result["weights"]] == [
        ("Salariés", "30"),
        ("Sociétaires", "70"),
    ]


def test_a_small_group_is_never_weighed(cycle, pilot):
    """Three founders who weigh 80 %: the weighted majority grade would be theirs, read out."""
    vote = open_weighted(cycle, {"Salariés": 20, "Fondateurs": 80})
    cast(vote, [(1, 3, 3, 3)] * 8 + [(2, 4, 2, 2)] * 6, "Salariés")
    cast(vote, [(6, 1, 3, 3)] * 3, "Fondateurs")
    lines, vote = close(vote, pilot)
    assert vote.result["weights_dropped"] == ["Fondateurs"]
    first = lines[by_title(vote)[ACTIONS[0]]]
    assert first["rank"] == 1
    assert sum(first["counts"]) == 17
    assert "Moins de cinq bulletins dans : Fondateurs" in plain(outcome_of(vote).notes[0])


def test_a_proposal_on_which_a_group_that_weighs_hardly_spoke_is_not_ranked(cycle, pilot):
    vote = open_weighted(cycle, {"Salariés": 50, "Sociétaires": 50})
    cast(vote, [(1, 3, 3, 3)] * 6 + [(2, 2, 2, 2)] * 6, "Salariés")
    cast(vote, [(0, 1, 3, 3)] * 9 + [(6, 2, 2, 2)] * 3, "Sociétaires")
    lines, vote = close(vote, pilot)
    assert lines[by_title(vote)[ACTIONS[0]]] == {
        "id": by_title(vote)[ACTIONS[0]],
        "rank": None,
        "status": "hidden",
    }


def test_exact_weighted_shares_are_not_told_of_a_group_under_ten(cycle, pilot):
    """With the weights, exact shares could be turned back into the small group's own counts."""
    vote = open_weighted(cycle, {"Salariés": 50, "Sociétaires": 50})
    cast(vote, [(1, 3, 3, 3)] * 6 + [(2, 2, 2, 2)] * 6, "Salariés")
    cast(vote, [(1, 4, 3, 3)] * 4 + [(6, 2, 2, 2)] * 3, "Sociétaires")
    lines, _vote = close(vote, pilot)
    assert {line["status"] for line in lines.values()} == {"graded"}
    assert not any("shares" in line for line in lines.values())


def test_that_a_whole_group_has_no_opinion_is_not_said(cycle, pilot):
    vote = open_weighted(cycle, {"Salariés": 50, "Sociétaires": 50})
    cast(vote, [(1, 3, 3, 3)] * 6 + [(2, 2, 2, 2)] * 6, "Salariés")
    cast(vote, [(0, 3, 3, 3)] * 5, "Sociétaires")
    lines, closed = close(vote, pilot)
    assert lines[by_title(closed)[ACTIONS[0]]] == {
        "id": by_title(closed)[ACTIONS[0]],
        "rank": None,
        "status": "hidden",
    }
    assert not any("Sociétaires" in line.aside for line in outcome_of(closed).lines)


def test_a_group_where_nobody_voted_is_said(cycle, pilot):
    vote = open_weighted(cycle, {"Salariés": 50, "Sociétaires": 50})
    cast(vote, [(1, 3, 3, 3)] * 6 + [(2, 2, 2, 2)] * 6, "Salariés")
    _lines, vote = close(vote, pilot)
    assert "Aucun avis dans : Sociétaires" in plain(outcome_of(vote).lines[0].aside)
