"""Opinions spread without a break along one axis or two: the model that groups must beat."""

from dataclasses import dataclass

import numpy as np

from .arrays import Flags, Singles, Tables, rank_evenly, share_out, turn, weigh
from .sides import Sides

FIRST_STEPS = 4
LONGEST_STEP = 1.5
LONGEST_LEAN = 1.0
UPRIGHT = 1e-4
KERNEL = 0.3
SLOPE_PRECISION, LEVEL_PRECISION, LEAN_PRECISION = 1 / 16, 1 / 120, 1 / 16
EVEN_SQUARE = 1 / 3


@dataclass(frozen=True, slots=True)
class Shape:
    """How opinions spread: along `axes` axes (1 or 2), on a grid of `nodes` places an axis.

    `bent` (one axis only): a statement may be agreed with by those who stand near a place, and not beyond it.
    `passes` of EM; `floor`, the share of votes of each side that follows nothing.
    """

    axes: int
    bent: bool
    nodes: int
    passes: int
    floor: float

    def make_nodes(self) -> Singles:
        """Middles of equal intervals from −1 to 1 on each axis: (axes, nodes)."""
        line = (np.arange(self.nodes) + 0.5) / self.nodes * 2 - 1
        return np.stack([plane.ravel() for plane in np.meshgrid(*[line] * self.axes)]).astype(np.float32)

    def design(self, places: Singles) -> Singles:
        """What coefficients multiply (…, terms), from places (…, axes): places, square when bent, then 1."""
        terms = [places, places**2 - EVEN_SQUARE] if self.bent else [places]
        whole: Singles = np.concatenate([*terms, np.ones_like(places[..., :1])], axis=-1)
        return whole


LINE = Shape(axes=1, bent=False, nodes=21, passes=40, floor=0.015)
BENT_LINE = Shape(axes=1, bent=True, nodes=21, passes=40, floor=0.015)
PLANE = Shape(axes=2, bent=False, nodes=8, passes=12, floor=0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Continuum:
    """Fits of several tables to a `shape`: `coefficients` (tables, statements, terms), the level last.

    `fit` (tables) is the log-likelihood, `places` (tables, people, axes) where people are expected to stand,
    `lean` (tables) how much they crowd at one end of the axis: 0 when evenly spread, and always on two axes.
    """

    shape: Shape
    coefficients: Singles
    fit: Singles
    places: Singles
    lean: Singles


def fit_continuum(tables: Tables, start: Singles, shape: Shape) -> Continuum:
    """Fit P(agree) = floor + (1 − 2 × floor) × logistic(slopes · place + level), places from −1 to 1.

    `start` (tables, people, axes) gives a first order of people. On one axis, places have a density
    proportional to exp(lean × place), fitted, and the floor is 1.5 %: nobody ever agrees, or refuses, for
    sure. A bent line adds a slope for the square of the place. On two axes, places are spread evenly and
    there is no floor.

    EM on a grid of places, one Newton step a pass, a fixed number of passes (so that a drawn table is treated
    as the observed one is); the lean, slow to settle, then lacks about a fifth. Weak normal priors on slopes
    and lean (standard deviation 4) and levels (11) keep a statement that splits people perfectly finite; the
    likelihood returned leaves them out.

    Sources: R. D. Bock and M. Aitkin, “Marginal maximum likelihood estimation of item parameters”,
    *Psychometrika* 46(4), 1981; floor and ceiling, M. A. Barton and F. M. Lord, “An upper asymptote for the
    three-parameter logistic item-response model”, ETS research report 81-20, 1981; agreement that peaks at a
    place, C. H. Coombs, “Psychological scaling without a unit of measurement”, *Psychological Review* 57,
    1950. An even spread is the one without a break that is hardest to tell from groups, as in Hartigan's dip
    test (*Annals of Statistics* 13, 1985); the lean is the least that lets it be one-sided, and never makes a
    gap.
    """
    floor, nodes = shape.floor, shape.make_nodes()
    design = turn(shape.design(turn(nodes)))
    parts = _spread(turn(rank_evenly(turn(start))), nodes)
    coefficients = np.zeros((*tables.taken.shape[::2], len(design)), np.float32)
    lean = np.zeros(len(parts), np.float32)
    for _ in range(FIRST_STEPS):
        coefficients = _improve(tables, parts, coefficients, design, floor)
    for _ in range(shape.passes):
        parts, _ = _place(tables, coefficients, lean, design, floor)
        lean = _tip(parts, nodes, lean)
        coefficients = _improve(tables, parts, coefficients, design, floor)
    parts, fit = _place(tables, coefficients, lean, design, floor)
    return Continuum(shape, coefficients, fit, parts @ nodes.T, lean)


def draw_continuum(fitted: Continuum, sides: Sides, rng: np.random.Generator, count: int) -> Flags:
    """`count` tables of sides drawn from the first fit, on the mask of the observed one."""
    people, statements = sides.size
    shape = fitted.shape
    even = rng.uniform(-1, 1, (count, people, shape.axes))
    places = _lean_over(even, float(fitted.lean[0]))
    chances = _bound(_logistic(shape.design(places) @ fitted.coefficients[0].T), shape.floor)
    agreed: Flags = (rng.random((count, people, statements)) < chances) & sides.taken
    return agreed


def _spread(places: Singles, nodes: Singles) -> Singles:
    """Weights of the nodes around each person's first place (tables, people, nodes)."""
    squares = ((places[..., :, None] - nodes) ** 2).sum(axis=-2)
    weights: Singles = np.exp(-squares / KERNEL**2)
    return weights / weights.sum(axis=-1, keepdims=True)


def _place(
    tables: Tables, coefficients: Singles, lean: Singles, design: Singles, floor: float
) -> tuple[Singles, Singles]:
    """Chance of each node for each person, and the log-likelihood of each table."""
    chances = _bound(_logistic(coefficients @ design), floor)
    return share_out(weigh(tables, chances) + _weigh_nodes(design[0], lean)[:, None, :])


def _weigh_nodes(line: Singles, lean: Singles) -> Singles:
    """Logarithms of the shares of the people at each node (tables, nodes), from the nodes' first places."""
    weights = lean[:, None] * line - np.abs(lean)[:, None]
    logs: Singles = weights - np.log(np.exp(weights).sum(axis=-1, keepdims=True))
    return logs


def _tip(parts: Singles, nodes: Singles, lean: Singles) -> Singles:
    """One bounded Newton step of the lean, on one axis."""
    if len(nodes) > 1:
        return lean
    line = nodes[0]
    shares = np.exp(_weigh_nodes(line, lean))
    mean = shares @ line
    prior = LEAN_PRECISION / parts.shape[1]
    gradient = (parts @ line).mean(axis=-1) - mean - prior * lean
    step = gradient / (shares @ line**2 - mean**2 + prior)
    return lean + np.clip(step, -LONGEST_LEAN, LONGEST_LEAN)


def _lean_over(even: Singles, lean: float) -> Singles:
    """Places of density proportional to exp(lean × place), from places evenly spread from −1 to 1."""
    if abs(lean) < UPRIGHT:
        return even
    bottom, top = np.exp(-lean), np.exp(lean)
    places: Singles = np.log(bottom + (even + 1) / 2 * (top - bottom)) / lean
    return places


def _improve(tables: Tables, parts: Singles, coefficients: Singles, design: Singles, floor: float) -> Singles:
    """One bounded Newton step of every statement's coefficients, of sides taken beyond the floor."""
    chances = _logistic(coefficients @ design)
    yes, no = turn(tables.agreed) @ parts, turn(tables.refused) @ parts
    if floor:
        # A side taken at a place is one of the floor's, or follows the place: only the second kind counts.
        bounded = _bound(chances, floor)
        yes = yes * ((bounded - floor) / bounded)
        no = no * ((1 - floor - bounded) / (1 - bounded))
    seen = yes + no
    slopes = len(design) - 1
    precision = np.array([SLOPE_PRECISION] * slopes + [LEVEL_PRECISION], np.float32)
    gradient = (yes - seen * chances) @ design.T - precision * coefficients
    products = (design[:, None] * design[None]).reshape(-1, design.shape[1])
    curvature = (seen * chances * (1 - chances)) @ products.T
    curvature = curvature.reshape(*curvature.shape[:-1], slopes + 1, slopes + 1) + np.diag(precision)
    step = np.linalg.solve(curvature, gradient[..., None])[..., 0]
    return coefficients + np.clip(step, -LONGEST_STEP, LONGEST_STEP)


def _bound(chances: Singles, floor: float) -> Singles:
    return floor + (1 - 2 * floor) * chances


def _logistic(values: Singles) -> Singles:
    return 1 / (1 + np.exp(-values))
