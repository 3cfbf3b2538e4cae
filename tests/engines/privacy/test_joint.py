"""Figures that depend on how one person's answers go together: the attack, and what is printed."""

from collections import defaultdict
from itertools import product

import numpy as np
import pytest

from marchepied.engines.agreement import compute_cronbach
from marchepied.engines.privacy import print_joint


def spread_out(table):
    """People × questions from how many gave each pair of answers."""
    return np.array([[a, b] for (a, b), count in np.ndenumerate(table) for _ in range(count)])


def test_with_ten_people_and_two_questions_alpha_gives_answers_away():
    """Every table with these counts is tried: at the largest alpha, each answer to the first question has one
    answer to the second, which the counts alone do not tell.
    """
    counts = defaultdict(list)
    for a, b, c, d in product(range(5), repeat=4):
        # Ten people, 4, 3 and 3 at the levels of the first question; the same for the second.
        table = np.array([[a, b, 4 - a - b], [c, d, 3 - c - d], [4 - a - c, 3 - b - d, a + b + c + d - 4]])
        if table.min() >= 0:
            counts[round(compute_cronbach(spread_out(table)), 1)].append(table)
    ((largest, tables),) = [max(counts.items())]
    assert (largest, len(tables)) == (1.0, 1)
    assert (tables[0] == np.diag([4, 3, 3])).all()
    everything = [table for found in counts.values() for table in found]
    assert min(table[0, 0] for table in everything) == 0


def test_a_small_group_or_few_questions_print_nothing():
    allowed = {"people": 30, "questions": 3, "left_out": 0}
    assert print_joint(0.72, 0.98, **allowed) == 0.7
    for change in ({"people": 29}, {"questions": 2}, {"left_out": 1}, {"left_out": 4}):
        assert print_joint(0.72, 0.98, **(allowed | change)) is None
    assert print_joint(0.72, 0.98, **(allowed | {"left_out": 5})) == 0.7
    assert print_joint(None, None, **allowed) is None


def test_nothing_is_printed_next_to_the_most_that_the_counts_allow():
    allowed = {"people": 40, "questions": 4, "left_out": 0}
    assert print_joint(0.62, 0.66, **allowed) is None
    assert print_joint(0.60, 0.66, **allowed) == 0.6
    assert print_joint(0.999, 0.999, **allowed) is None


def test_both_ends_are_said_as_ends():
    allowed = {"people": 40, "questions": 4, "left_out": 0}
    assert [print_joint(value, 1.0, **allowed) for value in (-3.0, 0.02, 0.94)] == [0.0, 0.0, 0.9]


@pytest.mark.parametrize("seed", range(12))
def test_any_person_could_have_answered_otherwise(seed):
    """At the printed sizes, everybody's answer can be exchanged with somebody else's, if need be with another
    exchange that makes up for it: same counts, and the same figure printed.
    """
    rng = np.random.default_rng(seed)
    leaning = rng.normal(3, rng.uniform(0.2, 1.2), (30, 1))
    table = np.clip(np.round(leaning + rng.normal(0, 0.9, (30, 3))), 1, 5)
    highest = compute_cronbach(np.sort(table, axis=0))

    def printed(answers):
        return print_joint(compute_cronbach(answers), highest, people=30, questions=3, left_out=0)

    said = printed(table)
    for person, question in product(range(30), range(3)):
        turned = (exchange(table, person, other, question) for other in range(30))
        changed = [one for one in turned if one[person, question] != table[person, question]]
        assert any(printed(one) == said for one in changed) or any(
            printed(exchange(one, *rng.choice(np.delete(np.arange(30), person), 2, replace=False), place))
            == said
            for one in changed
            for place in range(3)
            for _ in range(50)
        )


def exchange(table, one, other, question):
    turned = table.copy()
    turned[[one, other], question] = table[[other, one], question]
    return turned
