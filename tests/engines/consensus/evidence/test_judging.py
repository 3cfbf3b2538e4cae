"""What the verdict is, and what does not change it."""

import json

import numpy as np
import pytest
from benchmarks.consensus_votes import draw_votes

from marchepied.engines.consensus import Votes, partition, project
from marchepied.engines.consensus.evidence import Evidence, judge

SEED = 8


def judge_votes(votes: Votes, seed: int = SEED, **options: int) -> Evidence:
    rng = np.random.default_rng(seed)
    drawn = project(votes)
    found = partition(votes, drawn, rng)
    return judge(votes, drawn, found, rng, **{"samples": 4, **options})


def draw(kind: str, people: int = 60, missing: float = 0.3, statements: int = 40) -> Votes:
    return draw_votes(kind, people, statements, missing, np.random.default_rng(SEED))


def from_table(table: np.ndarray) -> Votes:
    """Votes of a whole table, NaN where there is none."""
    rows, columns = np.nonzero(~np.isnan(table))
    return Votes.from_arrays(
        rows,
        columns,
        table[rows, columns].astype(int),
        participant_ids=range(table.shape[0]),
        statement_ids=range(table.shape[1]),
    )


def test_two_groups_are_shown_with_their_stability():
    evidence = judge_votes(draw("two-groups", people=120))
    assert (evidence.verdict, evidence.reasons) == ("groups", ("structure", "two-sided"))
    assert evidence.warnings == ()
    assert (evidence.people, evidence.statements) == (120, 40)
    assert evidence.stability is not None
    assert evidence.stability.median > 0.8


def test_independent_votes_have_no_structure():
    evidence = judge_votes(draw("independent"))
    assert (evidence.verdict, evidence.reasons) == ("no-groups", ("no-structure",))
    assert evidence.camps is None
    assert evidence.stability is None


def test_one_axis_is_a_continuum():
    evidence = judge_votes(draw("axis-uniform-steep"))
    assert (evidence.verdict, evidence.reasons) == ("no-groups", ("continuum",))
    assert evidence.structure is not None
    assert evidence.structure.passed


@pytest.mark.parametrize("seed", [2, 4])
def test_one_sided_opinions_are_a_continuum(seed: int):
    """Most people at one end, fewer and fewer further on: three groups would beat an even spread."""
    votes = draw_votes("axis-lopsided", 200, 40, 0.3, np.random.default_rng(seed))
    evidence = judge_votes(votes)
    assert (evidence.verdict, evidence.reasons) == ("no-groups", ("continuum",))


def test_two_axes_are_not_groups():
    evidence = judge_votes(draw("two-bells", people=100))
    assert (evidence.verdict, evidence.reasons) == ("no-groups", ("two-continua",))


def test_nineteen_people_are_too_few_and_twenty_are_not():
    table = draw("two-groups", people=20).as_table()
    assert judge_votes(from_table(table[:19])).reasons == ("few-people",)
    assert judge_votes(from_table(table)).verdict != "too-small"


def test_five_statements_are_too_few():
    evidence = judge_votes(draw("two-groups", statements=5, missing=0.0))
    assert (evidence.verdict, evidence.reasons) == ("too-small", ("few-statements",))


def test_statements_that_all_agree_with_do_not_count():
    table = np.ones((40, 12))
    table[:20, :5] = -1
    assert judge_votes(from_table(table)).reasons == ("few-dividing-statements",)


def test_few_sides_are_too_few():
    """Everybody votes on every statement, and passes on all but four."""
    rng = np.random.default_rng(SEED)
    table = np.zeros((60, 30))
    for person in table:
        person[rng.permutation(30)[:4]] = rng.choice([-1, 1], 4)
    assert judge_votes(from_table(table)).reasons == ("few-sides",)


@pytest.mark.parametrize("value", [1, 0, -1])
def test_unanimity_is_a_result(value: int):
    evidence = judge_votes(from_table(np.full((30, 10), float(value))))
    assert (evidence.verdict, evidence.reasons) == ("no-groups", ("no-variation",))
    assert evidence.sides == 0


@pytest.mark.parametrize("shape", [(0, 0), (1, 10), (10, 1), (0, 10)])
def test_almost_nothing_is_a_result(shape: tuple[int, int]):
    assert judge_votes(from_table(np.ones(shape))).verdict == "too-small"


def test_two_camps_without_a_nuance_are_groups():
    """Everybody of a camp votes alike: nothing is infinite."""
    table = np.where(np.arange(60)[:, None] < 30, 1.0, -1.0) * np.tile([1, -1], 10)
    evidence = judge_votes(from_table(table))
    assert evidence.verdict == "groups"
    assert evidence.stability is not None
    assert evidence.stability.median == 1.0


def test_a_group_of_four_is_signalled():
    table = draw("independent", people=60, missing=0.0).as_table()
    table[:4] = -table[:4]
    votes = from_table(table)
    drawn = project(votes)
    rng = np.random.default_rng(SEED)
    found = partition(votes, drawn, rng)
    found.labels[:] = (np.arange(60) < 4).astype(np.int8)
    assert judge(votes, drawn, found, rng, samples=2).warnings == ("small-group",)


def test_the_order_of_people_and_statements_does_not_matter():
    table = draw("two-groups", people=50, missing=0.2).as_table()
    rng = np.random.default_rng(1)
    shuffled = table[rng.permutation(50)][:, rng.permutation(40)]
    one, two = judge_votes(from_table(table)), judge_votes(from_table(shuffled))
    assert (one.verdict, one.reasons) == (two.verdict, two.reasons)
    assert one.structure == approximate(two.structure)
    assert one.camps == approximate(two.camps)


def approximate(test: object) -> object:
    """The same up to the rounding of single precision, draws included."""
    return _Near(test)


class _Near:
    def __init__(self, test: object) -> None:
        self.test = test

    def __eq__(self, other: object) -> bool:
        one, two = other.as_dict(), self.test.as_dict()
        return one == pytest.approx(two, rel=1e-3, abs=1e-2)

    __hash__ = None


def test_turning_every_vote_over_does_not_change_the_figures():
    table = draw("two-groups", people=50, missing=0.2).as_table()
    one, two = judge_votes(from_table(table)), judge_votes(from_table(-table))
    assert (one.verdict, one.reasons) == (two.verdict, two.reasons)
    assert one.structure.observed == pytest.approx(two.structure.observed, rel=1e-4)
    assert one.camps.observed == pytest.approx(two.camps.observed, abs=0.05)


def test_the_same_seed_gives_the_same_evidence():
    votes = draw("two-groups")
    assert judge_votes(votes).as_dict() == judge_votes(votes).as_dict()


def test_it_is_plain_json():
    told = json.loads(json.dumps(judge_votes(draw("two-groups", people=120)).as_dict()))
    assert set(told) == {
        "verdict",
        "reasons",
        "warnings",
        "people",
        "statements",
        "sides",
        "structure",
        "camps",
        "scattered",
        "scattered_on_two",
        "bent",
        "stability",
        "parameters",
    }
    assert told["camps"]["passed"] is True
    assert told["parameters"]["fewest_people"] == 20


def test_many_people_are_judged_on_a_sample():
    votes = draw("two-groups", people=900)
    evidence = judge_votes(votes)
    assert evidence.verdict == "groups"
    assert evidence.people == 500
    assert evidence.warnings == ("sample-of-people",)


def test_little_voted_statements_are_judged_on_those_who_voted_most():
    """Two groups of 20,000 people who gave some 25 votes each: drawn at random, they do not show."""
    rng = np.random.default_rng(1)
    voted = rng.random((20_000, 500)) < 0.05
    rows, columns = np.nonzero(voted)
    one = rng.random(20_000) < 0.4
    agreed = rng.random(len(rows)) < np.where(one[rows] ^ (columns % 2 == 0), 0.8, 0.2)
    evidence = judge_votes(Votes.from_arrays(rows, columns, np.where(agreed, 1, -1)))
    assert (evidence.verdict, evidence.people, evidence.statements) == ("groups", 250, 160)
    assert evidence.sides > 250 * 160 * 0.05 * 1.5


@pytest.mark.parametrize("width", [0.4, 0.6])
def test_agreement_that_peaks_along_an_axis_is_warned_of(width: float):
    """Each agrees with what is near: one spread of opinions, that three groups fit better than a slope."""
    rng = np.random.default_rng(7)
    places, peaks = rng.uniform(-1, 1, (200, 1)), rng.uniform(-1, 1, 40)
    chances = 0.1 + 0.8 * np.exp(-(((places - peaks) / width) ** 2))
    evidence = judge_votes(from_table(np.where(rng.random((200, 40)) < chances, 1.0, -1.0)))
    assert evidence.verdict == "groups"
    assert "bent-axis" in evidence.warnings


def test_two_groups_are_not_warned_of_as_a_bent_axis():
    evidence = judge_votes(draw("two-groups", people=200))
    assert (evidence.reasons, evidence.warnings) == (("structure", "two-sided"), ())
    assert evidence.bent.passed is True


def test_many_statements_are_judged_on_those_most_voted():
    table = draw("independent", people=300, statements=200).as_table()
    evidence = judge_votes(from_table(table))
    assert (evidence.people, evidence.statements) == (250, 160)
    assert evidence.warnings == ("sample-of-people", "sample-of-statements")
