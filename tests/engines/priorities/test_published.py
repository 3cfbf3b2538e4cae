"""The engine gives the published orders, majority grades and gauges."""

import pytest

from marchepied.engines.priorities import (
    FEWER_BELOW,
    MAJORITY_GRADE,
    MORE_ABOVE,
    Tally,
    rank_proposals,
)

from . import literal
from .published import FRANCE, FRANCE_GRADES, ORSAY, ORSAY_GAUGES, ORSAY_GRADES


def judge(profile, grades):
    return rank_proposals({name: Tally(counts) for name, counts in profile.items()}, grades=grades)


def test_orsay_2007_order_and_gauges():
    result = judge(ORSAY, ORSAY_GRADES)
    assert [proposal.proposal for proposal in result.proposals] == list(ORSAY_GAUGES)
    assert [proposal.rank for proposal in result.proposals] == list(range(1, 13))
    for proposal in result.proposals:
        above, grade, below = ORSAY_GAUGES[proposal.proposal]
        sign = proposal.sign if proposal.majority_grade else ""
        assert ORSAY_GRADES[proposal.majority_grade] + sign == grade
        # The table is rounded to a tenth of a percent, and so are the gauges.
        assert float(100 * proposal.above) == pytest.approx(above, abs=0.15)
        assert float(100 * proposal.below) == pytest.approx(below, abs=0.15)


def test_orsay_2007_says_why():
    """Bayrou and Royal have the same majority grade; what is largest decides, as the gauge does."""
    result = judge(ORSAY, ORSAY_GRADES)
    first, second, third = (proposal.decision for proposal in result.proposals[:3])
    assert (first.kind, first.grade) == (MORE_ABOVE, 3)
    assert (float(first.ahead_share), round(float(first.behind_share), 3)) == (0.443, 0.394)
    assert (second.kind, second.grade) == (FEWER_BELOW, 3)
    assert (third.kind, third.grade) == (MAJORITY_GRADE, 3)


def test_france_2012_order_and_gauges():
    result = judge(FRANCE, FRANCE_GRADES)
    assert [proposal.proposal for proposal in result.proposals] == list(FRANCE)
    published = [
        (45.05, "Assez bien+", 43.28),
        (34.06, "Assez bien−", 40.71),
        (49.25, "Passable+", 39.62),
        (42.47, "Passable+", 40.43),
    ]
    for proposal, (above, grade, below) in zip(result.proposals, published, strict=False):
        assert FRANCE_GRADES[proposal.majority_grade] + proposal.sign == grade
        assert float(100 * proposal.above) == pytest.approx(above, abs=0.015)
        assert float(100 * proposal.below) == pytest.approx(below, abs=0.015)


def test_majority_value_of_seven_judges():
    """Two wines, seven judges each (Balinski and Laraki, PNAS 104(21), 2007): 73.71… and 73.73…

    Grades out of 100 are put on the scale of the twelve that appear; both medians are 73, then 71 and 73.
    """
    one, other = [85, 73, 78, 90, 69, 70, 71], [77, 70, 95, 81, 73, 73, 66]
    scale = sorted({*one, *other})
    tallies = [[grades.count(grade) for grade in scale] for grades in (one, other)]
    values = ["".join(str(scale[g]) for g in literal.write_majority_value(tally)) for tally in tallies]
    assert values == ["73717870856990", "73737770816695"]


def test_an_even_number_of_ballots_takes_the_lower_median():
    result = judge({"A": (0, 5, 5)}, ("non", "peut-être", "oui"))
    assert result.proposals[0].majority_grade == 1


def test_removing_medians_one_at_a_time():
    """Same median, then the next removed decides: written out, A is 2 2 2 1 2…, B is 2 2 2 2 1…"""
    a, b = (0, 3, 4, 0), (0, 2, 4, 1)
    assert literal.write_majority_value(a) == [2, 1, 2, 1, 2, 1, 2]
    assert literal.write_majority_value(b) == [2, 2, 2, 1, 2, 1, 3]
    result = judge({"A": a, "B": b}, ("à écarter", "passable", "bonne", "excellente"))
    first = result.proposals[0]
    assert (first.proposal, first.decision.removed, first.decision.size) == ("B", 1, 7)
    assert (first.decision.kind, first.decision.grade) == (FEWER_BELOW, 2)
    assert (str(first.decision.ahead_share), str(first.decision.behind_share)) == ("2/7", "3/7")
