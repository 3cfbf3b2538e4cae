"""Opinions spread without a break along one axis or two: the model that groups must beat."""

from dataclasses import dataclass

import numpy as np

from .arrays import Flags, Singles, Tables, rank_evenly, share_out, turn, weigh
from .sides import Sides

NODES = {1: 21, 2: 8}
PASSES = {1: 20, 2: 12}
FIRST_STEPS = 4
LONGEST_STEP = 1.5
KERNEL = 0.3
SLOPE_PRECISION, LEVEL_PRECISION = 1 / 16, 1 / 120


@dataclass(frozen=True, slots=True, eq=False)
class Continuum:
    """Fits of several tables: `coefficients` (tables, statements, axes + 1), slopes then level.

    `fit` (tables) is the log-likelihood, `places` (tables, people, axes) where people are expected to stand.
    """

    coefficients: Singles
    fit: Singles
    places: Singles


def fit_continuum(tables: Tables, start: Singles) -> Continuum:
    """Fit P(agree) = logistic(slopes · place + level), places spread evenly from −1 to 1 on each axis.

    `start` (tables, people, axes) gives a first order of people. EM on a grid of places, one Newton step a
    pass, a fixed number of passes (so that a drawn table is treated as the observed one is). Weak normal
    priors on slopes (standard deviation 4) and levels (11) keep a statement that splits people perfectly
    finite; the likelihood returned leaves them out. Source: R. D. Bock and M. Aitkin, “Marginal maximum
    likelihood estimation of item parameters”, *Psychometrika* 46(4), 1981. An even spread is the one without
    a break that is hardest to tell from groups, as in Hartigan's dip test (*Annals of Statistics* 13, 1985).
    """
    axes = start.shape[-1]
    nodes = _make_nodes(axes)
    design = np.concatenate([nodes, np.ones((1, nodes.shape[1]), np.float32)])
    places = rank_evenly(turn(start))
    parts = _spread(turn(places), nodes)
    shape = (*tables.taken.shape[::2], axes + 1)
    coefficients = np.zeros(shape, np.float32)
    for _ in range(FIRST_STEPS):
        coefficients = _improve(tables, parts, coefficients, design)
    for _ in range(PASSES[axes]):
        parts, _ = share_out(weigh(tables, _logistic(coefficients @ design)))
        coefficients = _improve(tables, parts, coefficients, design)
    parts, fit = share_out(weigh(tables, _logistic(coefficients @ design)))
    return Continuum(coefficients, fit - tables.taken.shape[1] * np.log(nodes.shape[1]), parts @ nodes.T)


def draw_continuum(fitted: Continuum, sides: Sides, rng: np.random.Generator, count: int) -> Flags:
    """`count` tables of sides drawn from the first fit, on the mask of the observed one."""
    people, statements = sides.size
    axes = fitted.places.shape[-1]
    places = rng.uniform(-1, 1, (count, people, axes))
    slopes, levels = fitted.coefficients[0, :, :axes], fitted.coefficients[0, :, axes]
    chances = _logistic(places @ slopes.T + levels)
    agreed: Flags = (rng.random((count, people, statements)) < chances) & sides.taken
    return agreed


def _make_nodes(axes: int) -> Singles:
    """Middles of equal intervals from −1 to 1 on each axis: (axes, nodes)."""
    count = NODES[axes]
    line = (np.arange(count) + 0.5) / count * 2 - 1
    return np.stack([plane.ravel() for plane in np.meshgrid(*[line] * axes)]).astype(np.float32)


def _spread(places: Singles, nodes: Singles) -> Singles:
    """Weights of the nodes around each person's first place (tables, people, nodes)."""
    squares = ((places[..., :, None] - nodes) ** 2).sum(axis=-2)
    weights: Singles = np.exp(-squares / KERNEL**2)
    return weights / weights.sum(axis=-1, keepdims=True)


def _improve(tables: Tables, parts: Singles, coefficients: Singles, design: Singles) -> Singles:
    """One bounded Newton step of every statement's coefficients."""
    yes = turn(tables.agreed) @ parts
    seen = yes + turn(tables.refused) @ parts
    chances = _logistic(coefficients @ design)
    axes = design.shape[0] - 1
    precision = np.array([SLOPE_PRECISION] * axes + [LEVEL_PRECISION], np.float32)
    gradient = (yes - seen * chances) @ design.T - precision * coefficients
    products = (design[:, None] * design[None]).reshape(-1, design.shape[1])
    curvature = (seen * chances * (1 - chances)) @ products.T
    curvature = curvature.reshape(*curvature.shape[:-1], axes + 1, axes + 1) + np.diag(precision)
    step = np.linalg.solve(curvature, gradient[..., None])[..., 0]
    return coefficients + np.clip(step, -LONGEST_STEP, LONGEST_STEP)


def _logistic(values: Singles) -> Singles:
    return 1 / (1 + np.exp(-values))
