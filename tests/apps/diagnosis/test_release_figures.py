"""The figures of a release: what they are computed from, what orders them, and what they may never tell."""

import json
import random

import numpy as np
import pytest

from marchepied.apps.diagnosis.compute import SEED, build_release
from marchepied.apps.diagnosis.selectors.effects import measure_effect, suppose_levels
from marchepied.apps.diagnosis.selectors.releases import figures_of
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.participation.models import Answer
from marchepied.core.scope import scope
from marchepied.engines.agreement import Scale, compute_awg, compute_krippendorff, measure_icc
from marchepied.engines.privacy import CellCounts, print_cell
from marchepied.engines.stats import exact_interval
from tests.factories.crossed import closed_cycle, heard

pytestmark = pytest.mark.django_db
LOW, HIGH, MIDDLE = [1] * 4 + [2] * 6 + [3] * 2, [3] * 2 + [4] * 7 + [5] * 3, [3] * 5 + [4] * 7


def release(cycle):
    """The content of a release, with the figures that are stored beside it."""
    with scope(cycle.organisation):
        stored = make_release(cycle=cycle, by=None)
        figures = figures_of(stored)
    for row in stored.content["questions"]:
        row["indices"] = figures[row["id"]]
    return stored.content


def counts(levels):
    return tuple(levels.count(level) for level in range(1, 6))


def alone(row):
    (indices,) = row["indices"].values()
    return indices


def test_shares_are_about_the_people_of_the_group_when_their_number_is_known():
    cycle = closed_cycle(questions=2)
    first, second = cycle.question_ids
    heard(cycle, "Salariés", {first: HIGH, second: [*HIGH[:10], -1, -2]}, expected=15)
    row, less = release(cycle)["questions"]
    upper, expected = alone(row)["upper"], exact_interval(10, 12, population=15)
    assert (upper["first"], upper["count"]) == (4, 10)
    assert (upper["low"], upper["high"]) == (expected.low, expected.high) == (11 / 15, 13 / 15)
    assert alone(row)["interval"] == {
        "method": "hypergeometric",
        "population": 15,
        "coverage": expected.coverage,
        "mean_coverage": expected.mean_coverage,
    }
    # Those who do not know, or are not concerned, have no level to give: thirteen people may.
    assert alone(less)["interval"]["population"] == 13


def test_everybody_answered_leaves_no_doubt_and_too_many_leave_the_number_unknown():
    cycle = closed_cycle(questions=1)
    heard(cycle, "Salariés", HIGH, expected=12)
    heard(cycle, "Clients", LOW, expected=11)
    heard(cycle, "Voisins", MIDDLE)
    content = release(cycle)
    indices = content["questions"][0]["indices"]  # PostgreSQL keeps no order of keys
    whole, above, unknown = (indices[college["id"]] for college in content["colleges"])
    assert [(share["low"], share["high"]) for share in whole["shares"]] == [
        (share["share"], share["share"]) for share in whole["shares"]
    ]
    assert whole["interval"]["coverage"] == 1
    assert above["interval"]["population"] is unknown["interval"]["population"] is None
    assert unknown["interval"]["method"] == "binomial"
    assert unknown["interval"]["coverage"] >= 0.95


def test_figures_of_a_theme_and_between_groups_are_those_of_the_engine():
    cycle = closed_cycle(questions=2)
    heard(cycle, "Salariés", LOW)
    heard(cycle, "Clients", HIGH)
    content = release(cycle)
    row = content["questions"][0]
    first = row["indices"][content["colleges"][0]["id"]]  # PostgreSQL keeps no order of keys
    assert first["awg"] == pytest.approx(compute_awg(counts(LOW), Scale(1, 5)))
    expected = measure_icc([*LOW, *HIGH], ["a"] * 12 + ["b"] * 12)
    assert (row["classes"]["icc1"], row["classes"]["icc2"]) == pytest.approx((expected.icc1, expected.icc2))
    group = next(iter(content["groups"].values()))
    assert group["krippendorff"] == pytest.approx(compute_krippendorff([counts(LOW)] * 2))
    assert content["themes"] == []  # one theme: the groups say it all


def test_the_largest_effect_is_talked_about_first_whatever_chance_says():
    """The second question has medians further apart, and opinions that cross each other."""
    cycle = closed_cycle(questions=3)
    first, second, third = cycle.question_ids
    heard(cycle, "Salariés", {first: [2] * 6 + [3] * 6, second: LOW, third: MIDDLE})
    heard(cycle, "Clients", {first: [4] * 8 + [5] * 4, second: [1] * 4 + [4] * 4 + [5] * 4, third: MIDDLE})
    content = release(cycle)
    rows = {row["id"]: row for row in content["questions"]}
    assert rows[second]["gap"]["gap"] > rows[first]["gap"]["gap"]
    assert content["discuss"] == [first, second]
    effects = {item: row["effect"] for item, row in rows.items()}
    assert [effects[item]["delta"] for item in (first, second, third)] == pytest.approx([1, 4 / 9, 0])
    assert [effects[item]["chance"] for item in (first, third)] == [0.01, 1.0]
    assert content["tests"] == {"permutations": 1_999, "exact": False}


def test_a_group_told_in_words_has_an_effect_about_right():
    small = print_cell(("b",), CellCounts((0, 0, 1, 4, 2)), 5)
    assert suppose_levels(small) == pytest.approx((0.5, 0.5, 1, 2, 2))
    large = print_cell(("a",), CellCounts(counts(LOW)), 5)
    effect = measure_effect([large, small])
    assert (effect["lower"], effect["higher"], effect["coarse"]) == (["a"], ["b"], True)
    nearly = print_cell(("c",), CellCounts((0, 1, 0, 20, 1)), 5)
    assert suppose_levels(nearly) == (0, 0, 0, 1, 0)
    assert measure_effect([small]) is None


def test_chance_is_not_tested_once_people_s_answers_are_no_longer_joined():
    cycle = closed_cycle(questions=1)
    heard(cycle, "Salariés", LOW)
    heard(cycle, "Clients", HIGH)
    with scope(cycle.organisation):
        Answer.objects.update(respondent=None)
    content = release(cycle)
    assert content["tests"] is None
    assert content["questions"][0]["effect"]["chance"] is None


def tell_figures(content):
    """Everything that is shown, less what names the rows of this database."""
    rows = [
        {key: row[key] for key in ("printed", "gap", "effect", "classes", "verdict", "indices")}
        for row in content["questions"]
    ]
    text = json.dumps([rows, content["groups"], content["themes"], content["tests"]])
    for rank, college in enumerate(content["colleges"]):
        text = text.replace(college["id"], f"groupe {rank}")
    return json.loads(text)


def tell(hidden, nearly):
    """The figures of four groups, one of them hidden and one almost unanimous, on three questions."""
    cycle = closed_cycle(questions=3)
    first, second, third = cycle.question_ids
    heard(cycle, "Salariés", LOW, expected=20)
    heard(cycle, "Clients", HIGH)
    heard(cycle, "Élus", {first: hidden[:3], second: hidden, third: hidden[1:]})
    heard(cycle, "Voisins", {first: nearly, second: MIDDLE, third: nearly[::-1]})
    return tell_figures(release(cycle))


def test_nothing_shown_moves_with_what_is_not_shown():
    """Groups of four or fewer, and who thinks otherwise in an almost unanimous one, leave no trace at all."""
    told = tell([1, 1, 1, 1], [4] * 11 + [1])
    assert tell([5, 1, 5, 2], [4] * 11 + [1]) == told
    assert tell([2, 3, 4, 4], [4] * 10 + [5, 2]) == told
    assert tell([5, 5, 5, 5], [3, *[4] * 11]) == told


def test_a_cell_left_as_it_was_is_not_computed_from_its_new_answers():
    """Five people more than the last release showed: neither p nor alpha may tell what they said."""
    cycle = closed_cycle(questions=1)
    call = heard(cycle, "Salariés", LOW)
    heard(cycle, "Clients", HIGH)
    with scope(cycle.organisation):
        earlier = make_release(cycle=cycle, by=None)
        earlier.content["closing"] = False
        earlier.save()
        Answer.objects.bulk_create(
            Answer(
                organisation=cycle.organisation,
                call=call,
                item_id=cycle.question_ids[0],
                respondent=number,
                level=5,
            )
            for number in range(1, 6)
        )
        content = build_release(
            cycle, earlier, closing=True, rng=random.Random(1), dealer=np.random.default_rng(SEED)
        )
    row = content["questions"][0]
    assert [cell["kept"] for cell in row["printed"]["cells"]] == [True, False]
    assert row["effect"]["chance"] is None
    assert content["tests"] is None


def test_a_cell_left_as_it_was_is_not_weighted_from_its_new_answers():
    """With the weighted counts of the last release beside, one newcomer's level would be a subtraction."""
    cycle = closed_cycle(questions=1)
    cycle.round.form["weighted"] = True
    cycle.round.save()
    call = heard(cycle, "Salariés", LOW + MIDDLE)
    with scope(cycle.organisation):
        heavy = Answer.objects.filter(call=call).order_by("level", "id").values_list("id", flat=True)[::2]
        Answer.objects.filter(id__in=list(heavy)).update(weight=2.0)
        earlier = make_release(cycle=cycle, by=None)
        ((before,),) = (cells.values() for cells in figures_of(earlier).values())
        earlier.content["closing"] = False
        earlier.save()
        owned = {"organisation": cycle.organisation, "call": call, "item_id": cycle.question_ids[0]}
        Answer.objects.create(**owned, respondent=1, level=5)
        content = build_release(
            cycle, earlier, closing=True, rng=random.Random(1), dealer=np.random.default_rng(SEED)
        )
    row = content["questions"][0]
    assert before["weighted"]["n"] == 36
    assert [cell["kept"] for cell in row["printed"]["cells"]] == [True]
    assert alone(row)["weighted"] is None


def people(rng, size, questions):
    """Levels of people who each lean somewhere, question by question."""
    leaning = rng.normal(3, 1, size)
    drawn = np.clip(np.round(leaning[:, None] + rng.normal(0, 0.8, (size, questions))), 1, 5).astype(int)
    return drawn.T.tolist()


@pytest.mark.parametrize(("size", "questions", "printed"), [(40, 4, True), (29, 4, False), (40, 2, False)])
def test_cronbach_is_said_roughly_and_of_large_groups_only(size, questions, printed):
    cycle = closed_cycle(questions=questions)
    rng = np.random.default_rng(12)
    heard(cycle, "Salariés", dict(zip(cycle.question_ids, people(rng, size, questions), strict=True)))
    (group,) = release(cycle)["groups"].values()
    assert (group["cronbach"] is not None) == printed
    if printed:
        assert group["cronbach"] == round(group["cronbach"], 1) >= 0.5


def test_the_same_answers_give_the_same_release():
    cycle = closed_cycle(questions=2)
    heard(cycle, "Salariés", MIDDLE)
    heard(cycle, "Clients", [2] * 4 + [3] * 4 + [4] * 4)
    with scope(cycle.organisation):
        one, other = (
            build_release(cycle, None, closing=True, rng=random.Random(1), dealer=np.random.default_rng(SEED))
            for _ in range(2)
        )
    assert one == other
