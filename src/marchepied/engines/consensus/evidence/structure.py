"""Do the votes hold together more than chance, whatever the shares of agreement?"""

import numpy as np

from .arrays import Flags, Singles, find_axes
from .draws import DrawTest, compare_with_draws
from .sides import Sides

MIXING = 8
LEAST_SPREAD = 0.1
NEVER = 2.0
FITTING = 20
PRECISION = 1 / 9


def check_structure(sides: Sides, rng: np.random.Generator, *, draws: int, level: float) -> DrawTest:
    """The largest squared singular value of the residual votes, against tables drawn with the same margins.

    Residuals: agreement minus the chance expected from the statement and the person's readiness to agree,
    divided by its standard deviation (its variance taken as 0.1 at least). Each draw keeps the mask, how many
    agree with each statement and how many times each person agrees: given those, a model where votes follow
    only the statement and the person leaves nothing else, so the test is exact for it (but for the finite
    number of exchanges), however unequal they are.
    """
    expected = expect(sides.agreed, sides.taken)
    weights = sides.taken / np.sqrt(np.maximum(expected * (1 - expected), LEAST_SPREAD))

    def measure(agreed: Flags) -> Singles:
        return find_axes(((agreed - expected) * weights).astype(np.float32))[0]

    def draw(count: int) -> Singles:
        return measure(exchange(sides.agreed, sides.taken, rng, count))

    observed = float(measure(sides.agreed[None])[0])
    return compare_with_draws(observed, draw, draws=draws, level=level)


def exchange(agreed: Flags, taken: Flags, rng: np.random.Generator, count: int, steps: int = MIXING) -> Flags:
    """`count` random tables (count, people, statements) with the mask and all margins of a table.

    At each step people are paired at random; each pair pools the statements on which both took sides and
    differ, and deals them out again, each keeping the number of agreements. Source: G. Strona and others, “A
    fast and unbiased procedure to randomize ecological binary matrices with fixed row and column totals”
    (curveball), *Nature Communications* 5, 2014, here with a mask and all pairs at once.
    """
    tables = np.repeat((agreed & taken)[None], count, axis=0)
    people = taken.shape[0]
    half = people // 2
    ranks = np.arange(count)[:, None]
    for _ in range(steps):
        order = np.argsort(rng.random((count, people)), axis=1)
        one, two = order[:, :half], order[:, half : 2 * half]
        mine, theirs = tables[ranks, one], tables[ranks, two]
        differ = (mine != theirs) & taken[one] & taken[two]
        dealt = _deal(mine, differ, rng)
        tables[ranks, one] = np.where(differ, dealt, mine)
        tables[ranks, two] = np.where(differ, ~dealt, theirs)
    return tables


def _deal(mine: Flags, differ: Flags, rng: np.random.Generator) -> Flags:
    """The cells of `mine` where two people differ, in a random order."""
    keys = rng.random(differ.shape, dtype=np.float32)
    keys[~differ] = NEVER
    shuffled = np.argsort(keys, axis=-1)
    pooled = np.argsort(~differ, axis=-1, kind="stable")
    dealt = mine.copy()
    np.put_along_axis(dealt, shuffled, np.take_along_axis(mine, pooled, -1), -1)
    return dealt


def expect(agreed: Flags, taken: Flags) -> Singles:
    """Chances of agreeing (people, statements) that follow only the person and the statement (Rasch's model).

    Joint likelihood with weak normal priors (standard deviation 3), by alternate Newton steps.
    """
    yes = agreed & taken
    people, statements = np.zeros((taken.shape[0], 1)), np.zeros((1, taken.shape[1]))
    for _ in range(FITTING):
        for side, axis in ((people, 1), (statements, 0)):
            chances = 1 / (1 + np.exp(-(people + statements)))
            slope = ((yes - chances) * taken).sum(axis=axis, keepdims=True) - PRECISION * side
            bend = (chances * (1 - chances) * taken).sum(axis=axis, keepdims=True) + PRECISION
            side += np.clip(slope / bend, -1, 1)
    fitted: Singles = 1 / (1 + np.exp(-(people + statements)))
    return fitted
