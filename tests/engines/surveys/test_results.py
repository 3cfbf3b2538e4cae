"""What may be shown of the answers: shares, intervals, words, and nothing that gives somebody away."""

import csv
import json
from itertools import product
from pathlib import Path

import pytest
from scipy.stats import beta

from marchepied.engines.privacy import CellCounts
from marchepied.engines.surveys import OTHERS, cross, read_questions, sum_up, weigh_levels
from tests.factories.surveys import EVERY_KIND, SCALE

LIKERT = Path(__file__).resolve().parents[4] / "shared" / "data" / "likert" / "hdv2003.csv"
ONE = EVERY_KIND[:1]


def told(levels, *, expected=None, **more):
    entries = sum_up(ONE, {"q1": {"a": CellCounts(levels, **more)}}, {}, populations={"a": expected})
    return entries[0]["lines"][0]["whole"]


def test_shares_have_the_interval_of_jeffreys():
    whole = told((1, 3, 12, 14))
    assert [level["count"] for level in whole["levels"]] == [1, 3, 12, 14]
    for level in whole["levels"]:
        shape = (level["count"] + 0.5, 30 - level["count"] + 0.5)
        assert level["share"] == level["count"] / 30
        assert level["low"] == pytest.approx(beta.ppf(0.025, *shape))
        assert level["high"] == pytest.approx(beta.ppf(0.975, *shape))
    assert whole["mean"] == pytest.approx((1 + 6 + 36 + 56) / 30)


def test_the_interval_shrinks_to_the_share_when_everybody_answered():
    for level in told((1, 3, 12, 14), expected=30)["levels"]:
        assert (level["low"], level["high"]) == (level["share"], level["share"])
    wide = told((1, 3, 12, 14))["levels"][3]
    close = told((1, 3, 12, 14), expected=40)["levels"][3]
    assert close["high"] - close["low"] < wide["high"] - wide["low"]


def test_those_without_an_opinion_are_taken_out_of_the_population():
    assert told((1, 3, 12, 14), expected=60, dont_know=10)["population"] == 45


def test_more_answers_than_people_have_no_population():
    assert told((1, 3, 12, 14), expected=20)["population"] is None


@pytest.mark.parametrize(
    ("levels", "status"),
    [
        ((1, 1, 1, 1), "hidden"),
        ((0, 1, 2, 4), "banded"),
        ((0, 0, 1, 12), "nearly_all"),
        ((0, 0, 3, 9), "shown"),
    ],
)
def test_few_people_are_told_in_words_or_not_at_all(levels, status):
    assert told(levels)["status"] == status
    assert (told(levels)["levels"] is not None) == (status == "shown")


def test_what_is_written_waits_for_the_end_and_for_enough_people():
    def words_of(texts, question, **more):
        entries = sum_up(EVERY_KIND, {}, {question: texts}, populations={"a": None}, **more)
        entry = next(entry for entry in entries if entry["id"] == question)
        return entry["count"], entry["texts"], entry["figures"]

    said = ["un banc", "Merci", "du café", "Bonjour", "rien"]
    assert words_of(said, "q8") == (5, ["Bonjour", "Merci", "du café", "rien", "un banc"], None)
    assert words_of(said[:4], "q8") == (None, [], None)
    assert words_of(said, "q8", closing=False) == (None, [], None)
    assert words_of([str(n) for n in range(1, 10)], "q6") == (None, [], None)
    assert words_of([str(n) for n in range(1, 12)], "q6") == (
        11,
        [],
        {"lower": 3.5, "median": 6.0, "upper": 8.5},
    )
    days = [f"2026-01-{n:02}" for n in range(1, 12)]
    assert words_of(days, "q7")[2] == {"lower": "2026-01-03", "median": "2026-01-06", "upper": "2026-01-09"}


def test_a_new_result_leaves_what_too_few_newcomers_would_betray():
    first = sum_up(ONE, {"q1": {"a": CellCounts((2, 4, 5, 4))}}, {}, populations={"a": None}, closing=False)
    again = sum_up(ONE, {"q1": {"a": CellCounts((2, 4, 5, 6))}}, {}, populations={"a": None}, previous=first)
    assert [level["count"] for level in again[0]["lines"][0]["whole"]["levels"]] == [2, 4, 5, 4]


def test_results_are_plain_json():
    entries = sum_up(EVERY_KIND, {"q1": {"a": CellCounts((2, 4, 5, 4))}}, {}, populations={"a": 40})
    assert json.loads(json.dumps(entries)) == entries


def spread(*tables):
    """Answers and classes of people counted by class: a table is the counts of the answers."""
    answers, classes = [], []
    for rank, table in tables:
        for level, count in enumerate(table, 1):
            answers += [level] * count
            classes += [rank] * count
    return answers, classes


def test_large_classes_are_told_each():
    cells = cross(*spread((1, (5, 7)), (2, (10, 3))), levels=2, ranks=2)
    assert {rank: cell.levels for rank, cell in cells.items()} == {1: (5, 7), 2: (10, 3)}


def test_small_classes_are_put_together_with_those_who_did_not_say():
    cells = cross(*spread((1, (5, 7)), (2, (4, 2)), (3, (2, 3)), (None, (1, 3))), levels=2, ranks=3)
    assert {rank: cell.levels for rank, cell in cells.items()} == {1: (5, 7), OTHERS: (7, 8)}
    assert cells[OTHERS].colleges == ("0", "2", "3")


def test_the_smallest_class_joins_those_whom_subtraction_would_find():
    cells = cross(*spread((1, (8, 7)), (2, (6, 6)), (3, (9, 9)), (None, (1, 0))), levels=2, ranks=3)
    assert {rank: cell.levels for rank, cell in cells.items()} == {1: (8, 7), 3: (9, 9), OTHERS: (7, 6)}
    assert cells[OTHERS].colleges == ("0", "2")


def test_nothing_is_told_when_the_others_would_be_found_by_subtraction():
    assert cross(*spread((1, (5, 7)), (2, (2, 1))), levels=2, ranks=2) is None
    assert cross(*spread((1, (5, 7)), (2, (0, 11))), levels=2, ranks=2) is None
    assert cross(*spread((1, (5, 7))), levels=2, ranks=2) is None


def test_the_classes_always_add_up_to_everybody():
    for first, second, third in product(range(0, 13, 3), repeat=3):
        answers, classes = spread((1, (first, second)), (2, (third, 6)), (None, (3, first)))
        cells = cross(answers, classes, levels=2, ranks=2)
        if cells is not None:
            assert sum(cell.rated for cell in cells.values()) == len(answers)
            assert min(cell.rated for cell in cells.values()) >= 10


def test_weights_without_difference_change_nothing():
    plain = weigh_levels([1, 2, 2, None, 3], [2.0] * 5, 3)
    assert (plain["people"], plain["missing"], plain["effective"]) == (4, 1, 4.0)
    assert [level["share"] for level in plain["levels"]] == [0.25, 0.5, 0.25]


def test_nobody_has_no_share():
    assert [level["share"] for level in weigh_levels([None], [1.0], 2)["levels"]] == [None, None]


@pytest.mark.skipif(not LIKERT.exists(), reason="needs the shared copy of « Histoire de vie » (hdv2003)")
def test_weighted_shares_of_a_real_survey():
    with LIKERT.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    column = "trav.satisf"
    names = ["Insatisfaction", "Equilibre", "Satisfaction"]
    levels = [names.index(row[column]) + 1 if row[column] in names else None for row in rows]
    weights = [float(row["poids"]) for row in rows]
    result = weigh_levels(levels, weights, 3)
    assert result["people"] == sum(row[column] in names for row in rows)
    assert result["people"] + result["missing"] == len(rows) == 2000
    heavy = {name: sum(float(row["poids"]) for row in rows if row[column] == name) for name in names}
    for name, level in zip(names, result["levels"], strict=True):
        assert level["share"] == pytest.approx(heavy[name] / sum(heavy.values()), rel=1e-12)
        assert level["low"] < level["share"] < level["high"]
    assert result["effective"] < result["people"]


def test_choices_of_several_answers_have_two_levels():
    questions = read_questions(
        [{"id": "q1", "kind": "multiple", "wording": {"fr": "Quoi ?"}, "choices": SCALE}]
    )
    counts = {f"q1.{n}": {"a": CellCounts((12 - n, n))} for n in range(3, 7)}
    (entry,) = sum_up(questions, {**counts, "q1.1": {}, "q1.2": {}}, {}, populations={"a": None})
    shares = [line["whole"]["levels"] for line in entry["lines"]]
    assert [levels and levels[1]["count"] for levels in shares] == [None, None, 3, 4]
