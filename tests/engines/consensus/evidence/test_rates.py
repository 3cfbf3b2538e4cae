"""How often groups are shown: a part of benchmarks/consensus_error_rates.py, and its published table."""

import re

import numpy as np
import pytest
from benchmarks.consensus_votes import draw_votes

from marchepied.engines.consensus import partition, project
from marchepied.engines.consensus.evidence import judge
from tests.engines.worked_examples import PAGES

RUNS = 20
# Agreement that peaks along an axis: three groups explain it as well. The page says so, the result warns.
MISTAKEN = "un axe, chacun d’accord avec ce qui est près de lui"
ROW = re.compile(r"(\d+) / (\d+)")


def count_shown(kind: str, people: int, missing: float, runs: int) -> int:
    shown = 0
    for run in range(runs):
        rng = np.random.default_rng([6, run])
        votes = draw_votes(kind, people, 40, missing, rng)
        drawn = project(votes)
        verdict = judge(votes, drawn, partition(votes, drawn, rng), rng, samples=2).verdict
        shown += verdict == "groups"
    return shown


@pytest.mark.parametrize(
    ("kind", "people", "missing"),
    [
        ("independent", 10, 0.3),
        ("independent", 25, 0.7),
        ("unequal", 50, 0.3),
        ("axis-uniform-steep", 25, 0.0),
        ("axis-normal", 50, 0.3),
        ("axis-lopsided", 200, 0.3),
    ],
)
def test_no_groups_are_rarely_shown(kind: str, people: int, missing: float):
    """At 2 %, three of twenty or more come up less than once in a hundred: here, at most two."""
    assert count_shown(kind, people, missing, RUNS) <= 2


@pytest.mark.parametrize("kind", ["two-groups", "three-groups"])
def test_true_groups_are_shown_at_two_hundred(kind: str):
    assert count_shown(kind, 200, 0.3, 4) == 4


def read_rows() -> list[tuple[str, list[tuple[int, int]]]]:
    """Name of the votes, then (shown, runs) of each cell, of the table of the method page."""
    text = (PAGES / "consensus.md").read_text(encoding="utf-8")
    table = text.split("<!-- error-rates -->")[1].split("<!-- /error-rates -->")[0]
    rows = [line for line in table.splitlines() if ROW.search(line)]
    return [(line.split("|")[1].strip(), [(int(a), int(b)) for a, b in ROW.findall(line)]) for line in rows]


def test_the_published_rates_without_groups_stay_under_ten_in_two_hundred():
    rows = [(name, cells) for name, cells in read_rows() if "groupes" not in name]
    nulls = [cell for name, cells in rows if name != MISTAKEN for cell in cells]
    assert len(nulls) >= 40
    assert [name for name, _ in rows].count(MISTAKEN) == 1
    assert [cell for cell in nulls if cell[0] > cell[1] * 10 / 200] == []


def test_the_spread_that_is_mistaken_for_groups_is_warned_of():
    warned = 0
    for run in range(10):
        rng = np.random.default_rng([9, run])
        votes = draw_votes("axis-near", 60, 40, 0.3, rng)
        drawn = project(votes)
        found = judge(votes, drawn, partition(votes, drawn, rng), rng, samples=2)
        warned += found.verdict == "no-groups" or "bent-axis" in found.warnings
    assert warned >= 8


def test_the_published_rates_of_true_groups_are_ninety_percent_at_two_hundred():
    rates = dict(reversed(read_rows()))  # the first table says it: the second one has no such column
    at_two_hundred = [rates[name][-1] for name in ("**deux groupes**", "**trois groupes**")]
    assert [shown / runs >= 0.9 for shown, runs in at_two_hundred] == [True, True]
