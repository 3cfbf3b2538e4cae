"""The pieces of the tests: drawn tables keep what they must, draws stop when they may."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from marchepied.engines.consensus.evidence.arrays import Tables, find_axes, rank_evenly
from marchepied.engines.consensus.evidence.classes import fit_classes
from marchepied.engines.consensus.evidence.continuum import (
    BENT_LINE,
    LINE,
    PLANE,
    Continuum,
    Shape,
    draw_continuum,
    fit_continuum,
)
from marchepied.engines.consensus.evidence.draws import compare_with_draws
from marchepied.engines.consensus.evidence.sides import Sides
from marchepied.engines.consensus.evidence.structure import exchange


@settings(deadline=None, max_examples=30)
@given(st.integers(2, 15), st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_exchanges_keep_the_mask_and_all_margins(people: int, statements: int, seed: int):
    rng = np.random.default_rng(seed)
    taken = rng.random((people, statements)) < 0.7
    agreed = (rng.random((people, statements)) < 0.5) & taken
    tables = exchange(agreed, taken, rng, 3)
    assert not (tables & ~taken).any()
    assert (tables.sum(axis=1) == agreed.sum(axis=0)).all()
    assert (tables.sum(axis=2) == agreed.sum(axis=1)).all()


def test_exchanges_reach_every_table_evenly():
    """Three people, three statements, one agreement each: the six tables come up as often."""
    agreed, taken = np.eye(3, dtype=bool), np.ones((3, 3), bool)
    tables = exchange(agreed, taken, np.random.default_rng(0), 6_000)
    _, counts = np.unique(tables.reshape(6_000, 9), axis=0, return_counts=True)
    assert len(counts) == 6
    # Six standard deviations of a share of one in six.
    assert np.abs(counts - 1_000).max() < 6 * np.sqrt(6_000 * 5 / 36)


def test_a_test_that_fails_stops_at_once():
    asked = []

    def draw(count: int) -> np.ndarray:
        asked.append(count)
        return np.arange(count, dtype=float)

    found = compare_with_draws(0.0, draw, draws=99, level=0.02)
    assert (asked, found.draws, found.reached, found.passed) == ([4], 4, 4, False)
    assert found.p == 1.0


def test_a_test_that_passes_makes_all_its_draws():
    def draw(count: int) -> np.ndarray:
        return np.linspace(0, 1, count)

    found = compare_with_draws(5.0, draw, draws=99, level=0.01)
    assert (found.draws, found.reached, found.p, found.passed) == (99, 0, 0.01, True)


def test_beating_all_draws_by_little_is_not_enough():
    """The largest of 99 draws is easily beaten by luck: the distance counts too."""

    def draw(count: int) -> np.ndarray:
        return np.linspace(0, 1, count)

    found = compare_with_draws(1.01, draw, draws=99, level=0.01)
    assert (found.reached, found.passed) == (0, False)
    assert found.p == pytest.approx(0.04, abs=0.02)


def test_too_few_draws_are_refused():
    with pytest.raises(ValueError, match="aucun résultat ne peut passer"):
        compare_with_draws(0.0, np.zeros, draws=20, level=0.02)


def test_a_continuum_finds_its_slopes_again():
    rng = np.random.default_rng(3)
    places = rng.uniform(-1, 1, 2_000)
    slopes, levels = np.array([3.0, -2.0, 1.0, 2.5, -3.0, 2.0] * 3), np.linspace(-1, 1, 18)
    chances = LINE.floor + (1 - 2 * LINE.floor) / (1 + np.exp(-(places[:, None] * slopes + levels)))
    tables = Tables.make((rng.random((1, 2_000, 18)) < chances), np.ones((2_000, 18), bool))
    fitted = fit_continuum(tables, places[None, :, None].astype(np.float32), LINE)
    assert np.abs(fitted.coefficients[0, :, 0] - slopes).max() < 0.5
    assert np.abs(fitted.coefficients[0, :, 1] - levels).max() < 0.3
    assert np.corrcoef(fitted.places[0, :, 0], places)[0, 1] > 0.9


def test_a_bent_continuum_finds_where_agreement_peaks():
    """Each statement is agreed with by those who stand near its place."""
    rng = np.random.default_rng(5)
    places, peaks = rng.uniform(-1, 1, 3_000), np.linspace(-0.8, 0.8, 20)
    chances = 0.1 + 0.8 * np.exp(-(((places[:, None] - peaks) / 0.5) ** 2))
    tables = Tables.make(rng.random((1, 3_000, 20)) < chances, np.ones((3_000, 20), bool))
    start = places[None, :, None].astype(np.float32)
    straight, bent = (fit_continuum(tables, start, shape) for shape in (LINE, BENT_LINE))
    slopes, bends = bent.coefficients[0, :, 0], bent.coefficients[0, :, 1]
    inside = np.abs(peaks) < 0.4
    assert bends[inside].max() < -1
    assert np.abs(-slopes / (2 * bends) - peaks)[inside].max() < 0.15
    assert bent.fit[0] > straight.fit[0] + 1_000


def lean_over(lean: float, people: int = 1_000) -> Tables:
    """Sides of people of density proportional to exp(lean × place), on statements of slopes 2 and −2."""
    rng = np.random.default_rng(7)
    bottom, top = np.exp(-lean), np.exp(lean)
    places = np.log(bottom + rng.random(people) * (top - bottom)) / lean
    slopes, levels = np.tile([2.0, -2.0], 15), np.linspace(-1, 1, 30)
    chances = LINE.floor + (1 - 2 * LINE.floor) / (1 + np.exp(-(places[:, None] * slopes + levels)))
    return Tables.make(rng.random((1, people, 30)) < chances, np.ones((people, 30), bool))


def fit_lean(tables: Tables, side: int = 1) -> Continuum:
    _, places = find_axes(tables.centre())
    # The sign of an axis means nothing: here the first statement always goes up along it.
    upward = np.sign((places[0, :, 0] * (tables.agreed[0, :, 0] - 0.5)).sum())
    return fit_continuum(tables, side * upward * places[..., :1], LINE)


@pytest.mark.parametrize("lean", [-2.0, -1.0, 1.0, 2.0])
def test_a_continuum_finds_where_people_crowd(lean: float):
    assert fit_lean(lean_over(lean)).lean[0] == pytest.approx(lean, abs=0.4)


def test_an_even_continuum_does_not_lean():
    assert fit_lean(lean_over(1e-3)).lean[0] == pytest.approx(0, abs=0.2)


def test_an_axis_seen_from_its_other_end_leans_the_other_way():
    tables = lean_over(1.5)
    one, two = fit_lean(tables), fit_lean(tables, -1)
    assert two.lean[0] == pytest.approx(-one.lean[0], abs=1e-3)
    assert two.fit[0] == pytest.approx(one.fit[0], rel=1e-5)


@pytest.mark.parametrize("lean", [-2.0, 1e-6, 2.0])
def test_a_drawn_continuum_has_the_shares_of_the_fitted_one(lean: float):
    """Of statements and of people: it leans as much, on the same side."""
    tables = lean_over(lean)
    agreed, taken = tables.agreed[0] > 0, tables.taken[0] > 0
    everyone, all_statements = np.arange(1_000), np.arange(30)
    sides = Sides(agreed, taken, everyone, all_statements, False, False)
    drawn = draw_continuum(fit_lean(tables), sides, np.random.default_rng(1), 8)
    assert np.abs(drawn.mean(axis=(0, 1)) - agreed.mean(axis=0)).max() < 0.04
    signs = np.tile([1, -1], 15)
    skew = stats.skew((np.where(agreed, 1, -1) * signs).sum(axis=1))
    skews = stats.skew((np.where(drawn, 1, -1) * signs).sum(axis=2), axis=1)
    assert skews.mean() == pytest.approx(skew, abs=0.25)


@pytest.mark.parametrize("shape", [LINE, BENT_LINE, PLANE])
def test_statements_that_split_everybody_perfectly_stay_finite(shape: Shape):
    """Six hundred people along two questions, who never waver: a statement cuts them anywhere, aslant."""
    rng = np.random.default_rng(3)
    agreed = rng.uniform(-1, 1, (1, 600, 2)) @ rng.normal(0, 1, (2, 40)) > rng.uniform(-1, 1, 40)
    tables = Tables.make(agreed, np.ones((600, 40), bool))
    fitted = fit_continuum(tables, find_axes(tables.centre())[1][..., : shape.axes], shape)
    assert np.isfinite(fitted.fit).all()
    assert np.isfinite(fitted.coefficients).all()
    assert np.isfinite(fitted.lean).all()


def test_nobody_is_drawn_on_cells_without_a_side():
    tables = lean_over(1.0, 40)
    taken = np.random.default_rng(2).random((40, 30)) < 0.6
    sides = Sides(tables.agreed[0] > 0, taken, np.arange(40), np.arange(30), False, False)
    drawn = draw_continuum(fit_lean(tables), sides, np.random.default_rng(1), 5)
    assert not (drawn & ~taken).any()


def test_two_classes_fit_two_classes_as_well_as_the_truth():
    rng = np.random.default_rng(4)
    members = np.arange(400) % 2
    chances = np.where(members[:, None] == 0, 0.8, 0.2)
    agreed = rng.random((1, 400, 20)) < chances
    tables = Tables.make(agreed, np.ones((400, 20), bool))
    places = rng.normal(0, 1, (1, 400, 2)).astype(np.float32)
    fit = fit_classes(tables, 2, places, (members - 0.5 + rng.normal(0, 1, 400))[None])
    yes = np.log(
        0.5 * np.prod(np.where(agreed[0], 0.8, 0.2), axis=1)
        + 0.5 * np.prod(np.where(agreed[0], 0.2, 0.8), axis=1)
    ).sum()
    # Forty fitted chances gain about half a unit each on the true ones.
    assert yes - 5 < fit[0] < yes + 45


def test_ranks_are_spread_evenly():
    assert rank_evenly(np.array([[3.0, 1.0, 2.0, 9.0]])).tolist() == [[0.25, -0.75, -0.25, 0.75]]


@pytest.mark.parametrize("shape", [(30, 20), (20, 30), (120, 90), (90, 120)])
def test_axes_are_those_of_the_singular_values(shape: tuple[int, int]):
    """The small tables are decomposed, the large ones iterated: the same answer."""
    rng = np.random.default_rng(5)
    camps = np.where(np.arange(shape[0]) % 3 == 0, 0.6, -0.3)[:, None] * rng.choice([-1, 1], shape[1])
    table = (rng.normal(0, 1, shape) + camps).astype(np.float32)
    squares, places = find_axes(table[None])
    left, singular, _ = np.linalg.svd(table.astype(float), full_matrices=False)
    assert squares[0] == pytest.approx(singular[0] ** 2, rel=1e-3)
    assert np.abs(places[0, :, 0] @ left[:, 0]) == pytest.approx(singular[0], rel=1e-3)
