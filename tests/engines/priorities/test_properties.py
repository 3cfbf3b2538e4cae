"""What majority judgment promises, whatever the ballots."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from marchepied.engines.priorities import (
    MAJORITY_GRADE,
    TIED,
    Tally,
    compare_values,
    describe_value,
    rank_proposals,
    rank_weighted,
)

from . import literal

GRADES = 5
WORDS = ("à écarter", "insuffisante", "passable", "bonne", "excellente")


def counts(most=7):
    return st.lists(st.integers(0, most), min_size=GRADES, max_size=GRADES).filter(lambda c: sum(c) >= 5)


profiles = st.lists(counts(), min_size=2, max_size=6)


def value(tally):
    return describe_value([Fraction(count, sum(tally)) for count in tally])


def judge(profile):
    return rank_proposals({str(place): Tally(tuple(c)) for place, c in enumerate(profile)}, grades=WORDS)


def ranks(result):
    return {proposal.proposal: proposal.rank for proposal in result.proposals}


@given(counts(), counts())
def test_the_runs_say_what_removing_ballots_one_by_one_says(one, other):
    assert compare_values(value(one), value(other)) == literal.compare_literally(one, other)


@given(counts(), counts())
def test_the_number_of_medians_removed_is_the_literal_one(one, other):
    result = rank_proposals({"A": Tally(tuple(one)), "B": Tally(tuple(other))}, grades=WORDS)
    assert result.proposals[0].decision.removed == literal.count_removed(one, other)


@given(counts())
def test_the_majority_grade_is_the_lower_median(tally):
    assert value(tally)[0].below == literal.write_majority_value(tally)[0]


@given(profiles, st.randoms(use_true_random=False))
def test_the_order_of_the_proposals_changes_nothing(profile, random):
    names = [str(place) for place in range(len(profile))]
    shuffled = list(names)
    random.shuffle(shuffled)
    tallies = {name: Tally(tuple(profile[int(name)])) for name in shuffled}
    assert ranks(rank_proposals(tallies, grades=WORDS)) == ranks(judge(profile))


@given(profiles, st.integers(2, 1_000_003))
def test_replicating_every_ballot_changes_nothing(profile, times):
    replicated = [[count * times for count in tally] for tally in profile]
    assert ranks(judge(replicated)) == ranks(judge(profile))


@given(profiles, st.integers(2, 50))
def test_replicating_the_ballots_of_one_proposal_changes_nothing(profile, times):
    replicated = [[count * times for count in profile[0]], *profile[1:]]
    assert ranks(judge(replicated)) == ranks(judge(profile))


@given(profiles, st.data())
def test_raising_one_grade_never_lowers_the_rank(profile, data):
    before = judge(profile)
    low = data.draw(st.sampled_from([g for g in range(GRADES) if profile[0][g]]))
    high = data.draw(st.integers(low, GRADES - 1))
    raised = list(profile[0])
    raised[low] -= 1
    raised[high] += 1
    after = judge([raised, *profile[1:]])
    assert ranks(after)["0"] <= ranks(before)["0"]


@given(profiles)
def test_the_rank_of_others_does_not_depend_on_one_proposal(profile):
    """Taking a proposal away leaves the order of the others as it was."""
    whole = ranks(judge(profile))
    fewer = ranks(
        rank_proposals(
            {str(place): Tally(tuple(c)) for place, c in enumerate(profile) if place}, grades=WORDS
        )
    )
    for one in fewer:
        for other in fewer:
            assert (fewer[one] < fewer[other]) == (whole[one] < whole[other])


@given(counts(), counts(), counts())
def test_comparing_is_transitive_and_antisymmetric(one, two, three):
    a, b, c = value(one), value(two), value(three)
    assert compare_values(a, b) == -compare_values(b, a)
    if compare_values(a, b) >= 0 and compare_values(b, c) >= 0:
        assert compare_values(a, c) >= 0


@given(profiles)
def test_equal_distributions_share_their_rank_and_others_do_not(profile):
    places = ranks(judge(profile))
    shares = [[Fraction(count, sum(tally)) for count in tally] for tally in profile]
    for one, mine in enumerate(shares):
        for other, theirs in enumerate(shares):
            assert (places[str(one)] == places[str(other)]) == (mine == theirs)
        assert places[str(one)] == 1 + sum(
            compare_values(describe_value(theirs), describe_value(mine)) > 0 for theirs in shares
        )


@given(profiles, st.integers(0, 40))
def test_no_opinion_weighs_nothing(profile, silent):
    without = {str(place): Tally(tuple(c)) for place, c in enumerate(profile)}
    with_some = {**without, "0": Tally(tuple(profile[0]), silent)}
    assert ranks(rank_proposals(with_some, grades=WORDS)) == ranks(rank_proposals(without, grades=WORDS))


@given(counts(), counts())
def test_the_majority_gauge_agrees_when_it_decides(one, other):
    """Larger of the shares above and below, where it is alone, decides as the whole value does."""
    result = rank_proposals({"A": Tally(tuple(one)), "B": Tally(tuple(other))}, grades=WORDS)
    first, second = result.proposals
    if first.majority_grade != second.majority_grade:
        assert first.majority_grade > second.majority_grade
        return
    largest = max(first.above, first.below, second.above, second.below)
    holders = [
        name
        for name, share in (
            ("first above", first.above),
            ("first below", first.below),
            ("second above", second.above),
            ("second below", second.below),
        )
        if share == largest
    ]
    if len(holders) == 1:
        assert holders[0] in ("first above", "second below")


@given(counts(), counts())
def test_the_reason_given_is_true(one, other):
    result = rank_proposals({"A": Tally(tuple(one)), "B": Tally(tuple(other))}, grades=WORDS)
    first, second = result.proposals
    reason = first.decision
    if reason.kind == TIED:
        assert first.shares == second.shares
    elif reason.kind == MAJORITY_GRADE:
        assert reason.ahead_share > Fraction(1, 2) >= reason.behind_share
    elif reason.kind == "fewer_below":
        assert reason.ahead_share < reason.behind_share
    else:
        assert reason.ahead_share > reason.behind_share
    assert first.at_least > Fraction(1, 2)


@given(profiles, st.lists(st.integers(1, 9), min_size=6, max_size=6))
def test_colleges_that_weigh_as_many_as_they_are_change_nothing(profile, sizes):
    """Weights equal to the numbers of opinions are one person, one vote."""
    for place, tally in enumerate(profile):
        again = [count * sizes[place % 6] for count in tally]
        colleges = {"A": Tally(tuple(tally)), "B": Tally(tuple(again))}
        weights = {name: Fraction(college.opinions) for name, college in colleges.items()}
        weighted = rank_weighted({"x": colleges}, weights, grades=WORDS).proposals[0]
        together = rank_proposals(
            {"x": Tally(tuple(a + b for a, b in zip(tally, again, strict=True)))}, grades=WORDS
        ).proposals[0]
        assert weighted.shares == together.shares
        assert weighted.value == together.value


@given(counts(), counts(), st.fractions(0, 1), st.integers(2, 9))
@settings(max_examples=60)
def test_a_college_weighs_its_weight_whatever_its_size(one, other, weight, times):
    weights = {"A": weight, "B": 1 - weight}
    small = {"x": {"A": Tally(tuple(one)), "B": Tally(tuple(other))}}
    large = {"x": {"A": Tally(tuple(c * times for c in one)), "B": Tally(tuple(other))}}
    shares = [rank_weighted(t, weights, grades=WORDS).proposals[0].shares for t in (small, large)]
    expected = tuple(
        weight * Fraction(a, sum(one)) + (1 - weight) * Fraction(b, sum(other))
        for a, b in zip(one, other, strict=True)
    )
    assert shares == [expected, expected]
