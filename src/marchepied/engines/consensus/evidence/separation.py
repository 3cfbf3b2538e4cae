"""Are there breaks between people, or one shading of opinions from end to end?"""

import numpy as np

from .arrays import Flags, Singles, Tables, find_axes
from .classes import fit_classes
from .continuum import Continuum, Shape, draw_continuum, fit_continuum
from .draws import DrawTest, compare_with_draws
from .sides import Sides


def check_separation(
    sides: Sides, rng: np.random.Generator, *, classes: int, shape: Shape, draws: int, level: float
) -> DrawTest:
    """How much better `classes` groups fit than a continuum of a `shape`, against drawn continua.

    The figure is the difference of the two log-likelihoods. Parametric bootstrap: the continuum is fitted to
    the votes, tables are drawn from it on the same mask, and everything is fitted again to each.
    """
    observed, fitted = _compare(sides.agreed[None], sides.taken, classes, shape)

    def draw(count: int) -> Singles:
        return _compare(draw_continuum(fitted, sides, rng, count), sides.taken, classes, shape)[0]

    return compare_with_draws(float(observed[0]), draw, draws=draws, level=level)


def _compare(agreed: Flags, taken: Flags, classes: int, shape: Shape) -> tuple[Singles, Continuum]:
    tables = Tables.make(agreed, taken)
    _, places = find_axes(tables.centre())
    # Someone who took few sides is pushed out, as on the map.
    places *= np.sqrt(taken.shape[1] / np.maximum(taken.sum(axis=1), 1))[:, None].astype(np.float32)
    spread = fit_continuum(tables, places[..., : shape.axes], shape)
    return fit_classes(tables, classes, places, spread.places[..., 0]) - spread.fit, spread
