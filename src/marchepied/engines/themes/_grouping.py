"""Groups of points by their meaning: Ward’s tree, then means moved to the middle of their group."""

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from ._preparing import Floats, Integers

MOST_IN_TREE = 1_500
MOST_ROUNDS = 20
# Closer than this to a theme that people keep, a text is not asked to found another.
NEAR = 0.35


def normalise(rows: Floats) -> Floats:
    """Rows brought to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    scaled: Floats = rows / lengths
    return scaled


def group_points(points: Floats, count: int, counts: Integers, kept: Floats | None = None) -> Floats:
    """Directions of `count` groups of unit rows, after those of `kept` (unit rows) which never move.

    Ward’s tree (1963) on at most 1,500 points taken at equal steps, cut in `count`; then each point goes to
    the closest direction and each new direction to the mean of its points, weighted by `counts` (spherical
    k-means, Dhillon and Modha, 2001), 20 rounds at most. Nothing is left to chance. Fewer directions come
    back when there are fewer distinct points.
    """
    held = np.zeros((0, points.shape[1])) if kept is None else kept
    free = points
    if len(held):
        free = points[(points @ held.T).max(axis=1) < NEAR]
    directions = np.vstack([held, _grow(free, count)])
    last = None
    for _round in range(MOST_ROUNDS):
        nearest = (points @ directions.T).argmax(axis=1) if len(directions) else np.zeros(0, dtype=np.int64)
        if last is not None and np.array_equal(nearest, last):
            break
        last = nearest
        for place in range(len(held), len(directions)):
            mine = nearest == place
            if mine.any():
                directions[place] = (points[mine] * counts[mine, None]).sum(axis=0)
        directions[len(held) :] = normalise(directions[len(held) :])
    return directions


def _grow(points: Floats, count: int) -> Floats:
    if count <= 0 or not len(points):
        return np.zeros((0, points.shape[1]))
    step = max(1, -(-len(points) // MOST_IN_TREE))
    sample = points[::step]
    if len(sample) == 1:
        return normalise(sample.copy())
    tree = linkage(sample, method="ward")
    places = fcluster(tree, t=count, criterion="maxclust")
    return normalise(np.array([sample[places == place].mean(axis=0) for place in np.unique(places)]))
