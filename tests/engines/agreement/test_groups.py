"""Groups of people: missing answers, weights, reversed items, gaps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.engines.agreement import Scale, compare_medians, measure_agreement, measure_item

NAN = float("nan")
SCALE = Scale(1, 5)
columns = st.lists(st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0, NAN]), min_size=1, max_size=25)


def test_missing_answers_count_item_by_item_then_listwise():
    table = [[1, 2], [NAN, 4], [5, NAN], [3, 3]]
    group = measure_agreement(table, ["a"] * 4, scale=SCALE, items=("X", "Y")).groups[0]
    assert [(item.n, item.missing) for item in group.items] == [(3, 1), (3, 1)]
    assert group.items[0].variance == pytest.approx(4)
    assert (group.n, group.n_complete) == (4, 2)
    # complete people: (1, 2) and (3, 3), variances 2 and 0.5, so s = 0.625
    assert group.rwg_j == pytest.approx(2 * 0.375 / (2 * 0.375 + 0.625))
    assert group.ad_j_mean == pytest.approx(0.75)
    assert "2 personnes sur 4" in group.warnings[0]


def test_one_person_has_no_agreement():
    group = measure_agreement([[4]], ["seule"], scale=SCALE, items=("X",)).groups[0]
    item = group.items[0]
    assert (item.n, item.mean, item.median) == (1, 4.0, 4.0)
    assert (item.variance, item.rwg, item.rwg_raw, item.ad_mean, item.ad_median) == (None,) * 5
    assert (group.rwg_j, group.ad_j_mean, group.ad_j_median) == (None,) * 3
    assert group.warnings == (
        "Moins de deux réponses (X) : l’accord d’une seule personne n’a pas de sens, "
        "rwg et l’écart moyen ne sont pas calculés.",
    )


def test_nobody():
    result = measure_agreement(np.empty((0, 1)), [], scale=SCALE, items=("X",))
    assert (result.groups, result.people, result.warnings) == ((), 0, ("Aucune réponse à mesurer.",))
    empty = measure_item([], SCALE)
    assert (empty.n, empty.mean, empty.rwg, empty.a, empty.shares) == (0, None, None, None, ())


@given(columns)
def test_unit_weights_give_exactly_the_unweighted_figures(values):
    assert measure_item(values, SCALE, weights=[1.0] * len(values)) == measure_item(values, SCALE)


@given(columns, st.sampled_from([2.0, 0.5, 8.0]))
def test_equal_weights_change_no_index(values, weight):
    plain, weighted = measure_item(values, SCALE), measure_item(values, SCALE, weights=[weight] * len(values))
    for name in ("n", "mean", "variance", "rwg", "ad_mean", "ad_median", "a", "median"):
        assert getattr(weighted, name) == pytest.approx(getattr(plain, name))
    assert [share.low for share in weighted.shares] == pytest.approx([share.low for share in plain.shares])


@given(columns)
def test_reversing_an_item_mirrors_it(values):
    plain, turned = measure_item(values, SCALE), measure_item(values, SCALE, reverse=True)
    if plain.n == 0:
        assert turned.mean is None
        return
    assert turned.mean == pytest.approx(6 - plain.mean)
    assert turned.median == pytest.approx(6 - plain.median)
    for name in ("variance", "rwg", "ad_mean", "ad_median", "a"):
        assert getattr(turned, name) == pytest.approx(getattr(plain, name))


def test_uneven_weights_follow_the_formula_and_widen_the_intervals():
    values, weights = [1.0, 2.0, 4.0], [1.0, 2.0, 1.0]
    item = measure_item(values, SCALE, weights=weights)
    # mean 9/4; sum of squares 1.5625 + 2 × 0.0625 + 3.0625 = 4.75; divisor 4 − 6/4 = 2.5
    assert item.mean == pytest.approx(2.25)
    assert item.variance == pytest.approx(1.9)
    assert item.shares[1].share == pytest.approx(0.5)
    even = measure_item([1.0, 2.0, 2.0, 4.0], SCALE)
    assert item.shares[1].high - item.shares[1].low > even.shares[1].high - even.shares[1].low


def test_inputs_are_left_alone():
    table = np.array([[1.0, 5.0], [NAN, 2.0]])
    weights = np.array([1.0, 0.0])
    table.setflags(write=False)
    weights.setflags(write=False)
    before = table.copy()
    result = measure_agreement(
        table, ["a", "b"], scale=SCALE, items=("X", "Y"), reversed_items=("Y",), weights=weights
    )
    np.testing.assert_array_equal(table, before)
    assert result.people == 1
    assert result.warnings == ("1 lignes de poids nul ont été laissées de côté.",)


def test_people_without_a_group_are_counted_and_left_out():
    result = measure_agreement([[1], [2], [5]], ["a", "", "a"], scale=SCALE, items=("X",))
    assert (result.people, result.people_without_group) == (2, 1)
    assert result.groups[0].items[0].mean == 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"answers": [[6], [1]]}, "Ligne 1, item X : 6 n’est pas un niveau de l’échelle de 1 à 5"),
        ({"answers": [[1], [1.5]]}, "Ligne 2, item X : 1.5"),
        ({"weights": [1.0]}, "1 poids pour 2 personnes"),
        ({"weights": [1.0, -2.0]}, "Ligne 2 : un poids est un nombre positif ou nul, pas -2"),
        ({"weights": [NAN, 1.0]}, "Ligne 1 : un poids"),
        ({"reversed_items": ("Z",)}, "Item inversé inconnu : Z"),
    ],
)
def test_faults_are_told_with_their_place(changes, words):
    arguments = {"answers": [[1], [2]], "scale": SCALE, "items": ("X",), **changes}
    with pytest.raises(ValueError, match=words):
        measure_agreement(groups=["a", "a"], **arguments)


def test_gap_between_groups():
    counts = {"A": (0, 0, 0, 8, 0), "B": (0, 0, 0, 7, 0), "C": (0, 9, 0, 0, 0), "D": (0, 0, 0, 0, 0)}
    gap = compare_medians(counts, SCALE)
    assert gap.as_dict() == {
        "medians": {"A": 4.0, "B": 4.0, "C": 2.0, "D": None},
        "gap": 2.0,
        "lowest": "C",
        "highest": "A",
        "pairs": [
            {"first": "A", "second": "B", "difference": 0.0},
            {"first": "A", "second": "C", "difference": -2.0},
            {"first": "B", "second": "C", "difference": -2.0},
        ],
        "apart": "C",
        "warnings": ["Aucune réponse : D."],
    }


@pytest.mark.parametrize(
    "counts",
    [
        {"A": (1, 0, 0, 0, 0), "B": (0, 0, 0, 0, 1)},
        {"A": (1, 0, 0, 0, 0), "B": (0, 0, 1, 0, 0), "C": (0, 0, 0, 0, 1)},
        {"A": (1, 0, 0, 0, 0), "B": (1, 0, 0, 0, 0), "C": (1, 0, 0, 0, 0)},
    ],
)
def test_no_group_stands_apart_on_a_tie(counts):
    assert compare_medians(counts, SCALE).apart is None


def test_a_gap_needs_two_groups_on_the_same_scale():
    assert compare_medians({"A": (1, 0, 0, 0, 0)}, SCALE).gap is None
    with pytest.raises(ValueError, match="Le groupe A a 2 effectifs pour 5 niveaux"):
        compare_medians({"A": (1, 0)}, SCALE)
