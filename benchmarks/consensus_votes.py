"""Votes drawn with and without groups, to count how often groups are shown (see consensus_error_rates.py)."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from marchepied.engines.consensus import Votes

Floats = npt.NDArray[np.float64]
Chances = Callable[[int, int, np.random.Generator], Floats]
FAR, NEAR = 0.8, 0.2


def draw_votes(
    kind: str, people: int, statements: int, missing: float, rng: np.random.Generator, passes: float = 0.0
) -> Votes:
    """Votes of a kind (a name of `NULLS` or `TRUTHS`); a share `missing` of cells is empty, at random."""
    chances = {**NULLS, **TRUTHS}[kind](people, statements, rng)
    sides = np.where(rng.random((people, statements)) < chances, 1, -1)
    sides[rng.random((people, statements)) < passes] = 0
    rows, columns = np.nonzero(rng.random((people, statements)) >= missing)
    return Votes.from_arrays(
        rows,
        columns,
        sides[rows, columns],
        participant_ids=range(people),
        statement_ids=range(statements),
    )


def _logistic(values: Floats) -> Floats:
    chances: Floats = 1 / (1 + np.exp(-values))
    return chances


def independent(people: int, statements: int, rng: np.random.Generator) -> Floats:
    """Each statement has its own share of agreement, from 10 to 90 %; votes are independent."""
    return np.tile(rng.uniform(0.1, 0.9, statements), (people, 1))


def even(people: int, statements: int, rng: np.random.Generator) -> Floats:
    """Every vote is a toss of a coin."""
    return np.full((people, statements), 0.5)


def unequal(people: int, statements: int, rng: np.random.Generator) -> Floats:
    """Statements are more or less agreed with, and people more or less ready to agree."""
    return _logistic(rng.normal(0, 1, people)[:, None] + rng.normal(0, 1, statements))


def make_axis(
    spread: Callable[[int, np.random.Generator], Floats],
    slopes: Callable[[int, np.random.Generator], Floats],
    bound: Callable[[Floats], Floats] = lambda chances: chances,
) -> Chances:
    """One axis: agreement is logistic in the person's place, then bounded."""

    def chances(people: int, statements: int, rng: np.random.Generator) -> Floats:
        places, levels = spread(people, rng), rng.normal(0, 0.7, statements)
        return bound(_logistic(places[:, None] * slopes(statements, rng) + levels))

    return chances


def squeeze(chances: Floats) -> Floats:
    """Brought back between 10 and 90 %: one vote in five follows nothing."""
    return 0.1 + 0.8 * chances


def cut(chances: Floats) -> Floats:
    """Never under 10 %, never over 90 %: the ends of the axis think alike."""
    return np.clip(chances, 0.1, 0.9)


def bell(people: int, rng: np.random.Generator) -> Floats:
    return rng.normal(0, 1, people)


def flat(people: int, rng: np.random.Generator) -> Floats:
    return rng.uniform(-1, 1, people)


def lopsided(people: int, rng: np.random.Generator) -> Floats:
    return rng.exponential(1, people) - 1


def mixed(largest: float) -> Callable[[int, np.random.Generator], Floats]:
    """Slopes spread evenly from −largest to largest."""
    return lambda statements, rng: rng.uniform(-largest, largest, statements)


def steep(size: float) -> Callable[[int, np.random.Generator], Floats]:
    """Slopes of one size, of either sign."""
    return lambda statements, rng: size * rng.choice([-1.0, 1.0], statements)


def aligned(size: float) -> Callable[[int, np.random.Generator], Floats]:
    """Slopes all equal: the axis is also the readiness to agree."""
    return lambda statements, rng: np.full(statements, size)


def two_axes(people: int, statements: int, rng: np.random.Generator) -> Floats:
    """Two independent axes, people spread evenly along both."""
    slopes = rng.normal(0, 1, (2, statements))
    slopes *= 3 / np.sqrt((slopes**2).sum(axis=0))
    return _logistic(rng.uniform(-1, 1, (people, 2)) @ slopes + rng.normal(0, 0.7, statements))


def two_bells(people: int, statements: int, rng: np.random.Generator) -> Floats:
    """Two independent axes, people in a bell along both."""
    slopes = rng.normal(0, 1, (2, statements))
    slopes *= 2 / np.sqrt((slopes**2).sum(axis=0))
    return _logistic(rng.normal(0, 1, (people, 2)) @ slopes + rng.normal(0, 0.7, statements))


def near(people: int, statements: int, rng: np.random.Generator) -> Floats:
    """One axis: each agrees with the statements that stand near, and less and less with those further off."""
    places, peaks = rng.uniform(-1, 1, (people, 1)), rng.uniform(-1, 1, statements)
    chances: Floats = 0.1 + 0.8 * np.exp(-(((places - peaks) / 0.6) ** 2))
    return chances


def three_any(people: int, statements: int, rng: np.random.Generator) -> Floats:
    """Three equal groups: on half of the statements each agrees at 80 % or 20 %, drawn by itself."""
    table = np.full((3, statements), 0.5)
    half = statements // 2
    table[:, :half] = np.where(rng.random((3, half)) < 0.5, FAR, NEAR)
    return table[rng.permutation(np.arange(people) % 3)]


def make_groups(sizes: tuple[float, ...]) -> Chances:
    """Groups of these shares: on half of the statements, each group agrees at 80 % or 20 %, not all alike."""

    def chances(people: int, statements: int, rng: np.random.Generator) -> Floats:
        bounds = np.cumsum(sizes)[:-1] * people
        members = np.searchsorted(bounds, np.arange(people) + 0.5)
        table = np.tile(rng.uniform(0.3, 0.7, statements), (len(sizes), 1))
        for place in rng.permutation(statements)[: statements // 2]:
            agree = np.zeros(len(sizes), bool)
            while agree.all() or not agree.any():
                agree = rng.random(len(sizes)) < 0.5
            table[:, place] = np.where(agree, FAR, NEAR)
        return table[members]

    return chances


NULLS: dict[str, Chances] = {
    "even": even,
    "independent": independent,
    "unequal": unequal,
    "axis-normal": make_axis(bell, mixed(2)),
    "axis-uniform": make_axis(flat, mixed(3)),
    "axis-uniform-steep": make_axis(flat, steep(3)),
    "axis-normal-steep": make_axis(bell, steep(3)),
    "axis-aligned": make_axis(flat, aligned(3)),
    "axis-lopsided": make_axis(lopsided, steep(2)),
    "axis-squeezed": make_axis(flat, steep(3), squeeze),
    "axis-cut": make_axis(flat, steep(3), cut),
    "axis-near": near,
    "two-axes": two_axes,
    "two-bells": two_bells,
}
TRUTHS: dict[str, Chances] = {
    "two-groups": make_groups((1 / 2, 1 / 2)),
    "three-groups": make_groups((1 / 3, 1 / 3, 1 / 3)),
    "two-unequal": make_groups((0.75, 0.25)),
    "three-unequal": make_groups((0.5, 0.3, 0.2)),
    "three-any": three_any,
}
