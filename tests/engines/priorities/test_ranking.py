"""Few ballots, weights, ties, refusals, and the plain values handed out."""

from fractions import Fraction

import pytest

from marchepied.engines.priorities import TIED, Tally, describe_value, rank_proposals, rank_weighted

GRADES = ("à écarter", "passable", "bonne")


def test_under_five_ballots_nothing_is_shown():
    result = rank_proposals({"A": Tally((0, 1, 3)), "B": Tally((4, 0, 0))}, grades=GRADES)
    assert result.too_few
    assert [(p.rank, p.shares, p.opinions, p.decision) for p in result.proposals] == [(None,) * 4] * 2
    assert result.warnings == ("Moins de 5 bulletins : on ne montre rien.",)
    assert "3" not in str(result.as_dict()["proposals"])


def test_a_proposal_with_few_opinions_is_not_ranked_and_shows_nothing():
    result = rank_proposals({"A": Tally((0, 1, 3), 16), "B": Tally((4, 8, 8))}, grades=GRADES)
    assert [(p.proposal, p.rank) for p in result.proposals] == [("B", 1), ("A", None)]
    hidden = result.proposals[1]
    assert (hidden.shares, hidden.opinions, hidden.no_opinion, hidden.value) == (None, None, None, ())
    assert result.warnings == ("Moins de 5 avis sur « A » : elle n’est pas classée.",)


def test_equal_proposals_share_their_rank_and_the_next_is_third():
    result = rank_proposals(
        {"C": Tally((5, 0, 0)), "A": Tally((1, 2, 2)), "B": Tally((2, 4, 4))}, grades=GRADES
    )
    assert [(p.proposal, p.rank) for p in result.proposals] == [("A", 1), ("B", 1), ("C", 3)]
    assert result.proposals[0].decision.kind == TIED


def test_weights_are_exact_and_can_change_the_order():
    """Ten employees against, two volunteers for: thirds are thirds, and half of the voices is half."""
    tallies = {
        "A": {"salariés": Tally((9, 0, 1)), "bénévoles": Tally((0, 0, 3))},
        "B": {"salariés": Tally((0, 10, 0)), "bénévoles": Tally((3, 0, 0))},
    }
    weights = {"salariés": Fraction(1, 3), "bénévoles": Fraction(2, 3)}
    result = rank_weighted(tallies, weights, grades=GRADES)
    assert [p.proposal for p in result.proposals] == ["A", "B"]
    assert result.proposals[0].shares == (Fraction(3, 10), Fraction(0), Fraction(7, 10))
    assert result.weights == (("salariés", Fraction(1, 3)), ("bénévoles", Fraction(2, 3)))
    assert result.warnings == ()


def test_a_silent_college_is_said_not_silently_shared_out():
    tallies = {"A": {"salariés": Tally((1, 2, 3)), "bénévoles": Tally((0, 0, 0), 4)}}
    weights = {"salariés": Fraction(60), "bénévoles": Fraction(40)}
    result = rank_weighted(tallies, weights, grades=GRADES)
    assert result.proposals[0].silent == ("bénévoles",)
    assert result.proposals[0].shares == (Fraction(1, 6), Fraction(1, 3), Fraction(1, 2))
    assert "bénévoles" in result.warnings[0]


def test_a_college_of_no_weight_alone_ranks_nothing():
    tallies = {"A": {"salariés": Tally((0, 0, 0)), "invités": Tally((1, 2, 3))}}
    result = rank_weighted(tallies, {"salariés": Fraction(1), "invités": Fraction(0)}, grades=GRADES)
    assert result.proposals[0].rank is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: Tally((1,)), "Il faut de 2 à 11 mentions, pas 1."),
        (lambda: Tally((1, -1)), "Un nombre de bulletins est un nombre entier, positif ou nul."),
        (
            lambda: rank_proposals({"A": Tally((1, 2))}, grades=GRADES),
            "Il y a 3 mentions, mais des bulletins comptés sur 2.",
        ),
        (
            lambda: rank_weighted({"A": {"x": Tally((1, 2, 3))}}, {}, grades=GRADES),
            "Ces collèges votent sans poids : x.",
        ),
        (
            lambda: rank_weighted({"A": {"x": Tally((1, 2, 3))}}, {"x": Fraction(0)}, grades=GRADES),
            "Un poids est positif ou nul, et au moins un collège en a un.",
        ),
        (
            lambda: describe_value([Fraction(1, 2), Fraction(1, 3)]),
            "Les parts des mentions sont positives et leur somme vaut exactement 1.",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(wrong, sentence):
    with pytest.raises(ValueError) as refused:
        wrong()
    assert str(refused.value) == sentence


def test_the_result_as_plain_values_keeps_shares_exact():
    plain = rank_proposals({"A": Tally((1, 2, 3)), "B": Tally((1, 0, 5))}, grades=GRADES).as_dict()
    assert plain["parameters"] == {"grades": list(GRADES), "least": 5, "weights": {}}
    first = plain["proposals"][0]
    assert (first["proposal"], first["shares"], first["majority_grade"]) == ("B", ["1/6", "0", "5/6"], 2)
    assert first["decision"]["ahead_share"] == "5/6"


def test_no_proposal_gives_an_empty_result():
    assert rank_proposals({}, grades=GRADES, ballots=12).proposals == ()
