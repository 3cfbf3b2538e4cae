"""The effect size of gaps, and whether chance could make them."""

from itertools import permutations as every_order

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from marchepied.engines.agreement import compute_delta, find_effect, permute_groups


def count(values, levels=5):
    return [int((np.asarray(values) == level).sum()) for level in range(levels)]


def measure_z(one, other):
    """Mann-Whitney's statistic in standard deviations, corrected for ties, written out."""
    wins = sum(int(np.sign(a - b)) for a in one for b in other)
    total = len(one) + len(other)
    ties = sum(size**3 - size for size in np.unique([*one, *other], return_counts=True)[1])
    variance = len(one) * len(other) / 3 * (total + 1 - ties / (total * (total - 1)))
    return wins / np.sqrt(variance) if variance > 0 else 0.0


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=12), st.lists(st.integers(0, 4), min_size=1, max_size=12)
)
def test_delta_counts_every_pair_of_people(one, other):
    delta = compute_delta(count(one), count(other))
    assert delta == pytest.approx(np.mean([np.sign(a - b) for a in one for b in other]))
    assert compute_delta(count(other), count(one)) == pytest.approx(-delta)


def test_delta_of_groups_that_do_not_meet_is_one():
    assert compute_delta([0, 0, 4], [3, 2, 0]) == 1
    assert compute_delta([0, 0], [1, 0]) is None
    with pytest.raises(ValueError, match="2 niveaux d’un côté et 3 de l’autre"):
        compute_delta([1, 2], [1, 2, 3])


def test_the_effect_names_the_two_groups_furthest_apart():
    found = find_effect({"A": [5, 5, 0], "B": [0, 5, 5], "C": [0, 0, 0], "D": [4, 6, 0]})
    assert (found.lower, found.higher, found.delta) == ("A", "B", 0.75)
    assert found.superiority == 0.875
    assert find_effect({"A": [1, 2], "B": [0, 0]}) is None
    assert find_effect({}) is None


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_tiny_tables_equal_every_dealing_tried_by_hand(data):
    sizes = data.draw(st.sampled_from([(2, 2), (3, 2), (2, 2, 1)]))
    people, items = sum(sizes), data.draw(st.integers(1, 3))
    answer = st.integers(-1, 2)
    row = st.lists(answer, min_size=items, max_size=items)
    table = np.array(data.draw(st.lists(row, min_size=people, max_size=people)))
    groups = np.repeat(np.arange(len(sizes)), sizes)
    found = permute_groups(table, groups, levels=3, rng=np.random.default_rng(1))

    def largest(labels):
        best = 0.0
        for item in range(items):
            for one, other in found.pairs:
                first, second = (
                    [a for a, g in zip(table[:, item], labels, strict=True) if g == group and a >= 0]
                    for group in (one, other)
                )
                if first and second:
                    best = max(best, abs(measure_z(first, second)))
        return best

    dealings = [largest(labels) for labels in set(every_order(groups.tolist()))]
    assert found.exact
    assert found.permutations == len(dealings)
    for item in range(items):
        for place, z in enumerate(found.z[item]):
            if np.isnan(z):
                assert np.isnan(found.p[item, place])
            else:
                expected = np.mean([value >= abs(z) - 1e-9 for value in dealings])
                assert found.p[item, place] == pytest.approx(expected)


def test_one_pair_and_one_item_equal_scipy():
    one, other = np.array([0, 1, 1, 2, 0]), np.array([2, 3, 1, 3, 4, 2])
    found = permute_groups(
        np.concatenate((one, other))[:, None],
        [0] * 5 + [1] * 6,
        levels=5,
        rng=np.random.default_rng(0),
        permutations=1_000,
    )
    reference = stats.permutation_test(
        (one, other), lambda a, b: abs(measure_z(a, b)), alternative="greater", n_resamples=np.inf
    )
    assert (found.exact, found.permutations) == (True, 462)
    assert found.p[0, 0] == pytest.approx(reference.pvalue)
    expected = stats.mannwhitneyu(one, other, use_continuity=False, method="asymptotic")
    assert 2 * stats.norm.sf(abs(found.z[0, 0])) == pytest.approx(expected.pvalue)


def simulate(seed, *, shift=0.0, people=36, items=4, missing=0.1):
    """Three groups whose people's answers to the items go together; the last group may answer higher."""
    rng = np.random.default_rng(seed)
    groups = np.repeat([0, 1, 2], people // 3)
    leaning = rng.normal(size=(people, 1)) + shift * (groups == 2)[:, None]
    table = np.clip(np.round(2 + 0.8 * leaning + 0.6 * rng.normal(size=(people, items))), 0, 4).astype(int)
    table[rng.random(table.shape) < missing] = -1
    return table, groups


def smallest_p(seed, **options):
    table, groups = simulate(seed, **options)
    found = permute_groups(table, groups, levels=5, rng=np.random.default_rng(seed), permutations=99)
    return float(np.nanmin(found.p))


def test_chance_alone_is_called_a_gap_one_time_in_twenty():
    """300 tables without any gap: at 5 %, between 1 and 9 % of them (six standard errors) show one."""
    refused = np.mean([smallest_p(seed) <= 0.05 for seed in range(300)])
    assert 0.01 <= refused <= 0.09


def test_a_true_gap_is_found():
    assert np.mean([smallest_p(seed, shift=2.5) <= 0.05 for seed in range(20)]) == 1


def test_a_larger_gap_is_never_less_surprising():
    table, groups = simulate(5, shift=1.0)
    found = permute_groups(table, groups, levels=5, rng=np.random.default_rng(5), permutations=199)
    order = np.argsort(np.abs(found.z).ravel())
    assert (np.diff(found.p.ravel()[order]) <= 0).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_names_of_groups_and_order_of_items_do_not_matter(seed):
    table, groups = simulate(seed, people=9)
    plain = permute_groups(table, groups, levels=5, rng=np.random.default_rng(0), permutations=40_000)
    turned = permute_groups(
        table[:, ::-1], 2 - groups, levels=5, rng=np.random.default_rng(1), permutations=40_000
    )
    assert plain.exact
    pairs = {pair: place for place, pair in enumerate(plain.pairs)}
    for (one, other), place in pairs.items():
        mirrored = pairs[(2 - other, 2 - one)]
        np.testing.assert_allclose(plain.p[:, place], turned.p[::-1, mirrored])
        np.testing.assert_allclose(plain.delta[:, place], -turned.delta[::-1, mirrored])


def test_the_generator_decides_everything():
    table, groups = simulate(3, shift=1.0)
    one, same, other = (
        permute_groups(table, groups, levels=5, rng=np.random.default_rng(seed), permutations=99)
        for seed in (8, 8, 9)
    )
    np.testing.assert_array_equal(one.p, same.p)
    assert (one.p != other.p).any()
    assert one.p[~np.isnan(one.p)].min() >= 1 / 100


def test_a_cell_that_may_not_be_used_changes_nothing():
    """Whatever the people of a cell left out answered, no figure moves."""
    table, groups = simulate(11, shift=1.0)
    usable = np.ones((3, 4), dtype=bool)
    usable[2, 1] = usable[0, 3] = False
    scrambled = table.copy()
    scrambled[groups == 2, 1] = np.random.default_rng(0).integers(0, 5, 12)
    scrambled[groups == 0, 3] = -1
    one, other = (
        permute_groups(
            answers, groups, levels=5, rng=np.random.default_rng(2), permutations=99, usable=usable
        )
        for answers in (table, scrambled)
    )
    np.testing.assert_array_equal(one.p, other.p)
    np.testing.assert_array_equal(one.delta, other.delta)
    assert np.isnan(one.p[1]).tolist() == [False, True, True]
    assert np.isnan(one.p[3]).tolist() == [True, True, False]


def test_chance_stays_chance_when_cells_are_left_out():
    usable = np.ones((3, 4), dtype=bool)
    usable[2, 1] = usable[0, 3] = False
    refused = []
    for seed in range(200):
        table, groups = simulate(seed)
        found = permute_groups(
            table, groups, levels=5, rng=np.random.default_rng(seed), permutations=99, usable=usable
        )
        refused.append(np.nanmin(found.p) <= 0.05)
    assert 0.005 <= np.mean(refused) <= 0.11


def test_nothing_to_compare():
    empty = permute_groups(np.empty((0, 2), dtype=int), [], levels=5, rng=np.random.default_rng(0))
    assert (empty.pairs, empty.p.shape) == ((), (2, 0))
    alone = permute_groups([[1], [2]], [0, 0], levels=5, rng=np.random.default_rng(0))
    assert alone.p.shape == (1, 0)


@pytest.mark.parametrize(
    ("table", "groups", "words"),
    [
        ([[5]], [0], "Personne 1, item 1 : le niveau 5 est hors de l’échelle"),
        ([[1], [2]], [0], "1 groupes pour 2 personnes"),
        ([[1]], [-1], "laissez de côté les personnes sans groupe"),
    ],
)
def test_impossible_tables_are_refused_in_a_sentence(table, groups, words):
    with pytest.raises(ValueError, match=words):
        permute_groups(table, groups, levels=5, rng=np.random.default_rng(0))
