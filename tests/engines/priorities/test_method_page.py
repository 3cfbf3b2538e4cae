"""The numbers of docs/methods/priorities.md are those of the engine."""

from marchepied.engines.priorities import Tally, rank_proposals
from tests.engines.worked_examples import read_numbers


def test_value():
    numbers = [int(number) for number in read_numbers("priorities.md", "value")]
    shuttle, kitchen = tuple(numbers[0:4]), tuple(numbers[4:8])
    result = rank_proposals(
        {"La navette": Tally(shuttle), "La cuisine": Tally(kitchen)}, grades=("1", "2", "3", "4")
    )
    first, second = result.proposals
    assert (first.proposal, second.proposal) == ("La cuisine", "La navette")
    reason = first.decision
    grade = reason.grade + 1
    assert numbers[8:] == [
        first.majority_grade + 1, reason.removed, second.value[1].below + 1, first.value[0].below + 1,
        reason.ahead_share.numerator, reason.ahead_share.denominator, grade,
        reason.behind_share.numerator, reason.behind_share.denominator,
    ]  # fmt: skip
    assert second.majority_grade == first.majority_grade
