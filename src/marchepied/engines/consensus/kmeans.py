"""k-means on a plane, from starts that do not depend on the order of people."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
MOST_STARTS, FEWEST_STARTS = 48, 12
POINTS_TIMES_STARTS = 16_000
FIRST_STEPS = 5
KEPT = 4
STEPS = 100


def split_points(points: Floats, weights: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Centers (count, 2) of the best of many k-means runs (48 for few points, 12 for many).

    Starts are points drawn among the points put in order, so that the order they came in does not matter;
    after five steps, the four best runs go on until they stand still. The best has the least weighted sum of
    squared distances.
    """
    order = np.lexsort((points[:, 1], points[:, 0]))
    ordered, masses = points[order], weights[order]
    if count == 1:
        return np.average(ordered, axis=0, weights=masses)[None, :]
    starts = min(MOST_STARTS, max(FEWEST_STARTS, POINTS_TIMES_STARTS // len(ordered)))
    runs, spreads = _run(ordered, masses, ordered[_draw(len(ordered), count, starts, rng)], FIRST_STEPS)
    best = np.argsort(spreads, kind="stable")[:KEPT]
    runs, spreads = _run(ordered, masses, runs[best], STEPS)
    return runs[int(np.argmin(spreads))]


def _draw(points: int, count: int, starts: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Places of the points that each start takes, all different when there are few points."""
    if points < 64:
        return np.argsort(rng.random((starts, points)), axis=1)[:, :count]
    return rng.integers(0, points, (starts, count))


def settle(points: Floats, weights: Floats, centers: Floats, steps: int = STEPS) -> tuple[Floats, float]:
    """Lloyd's iterations until the centers stand still; the centers and the weighted sum of squares."""
    runs, spreads = _run(points, weights, centers[None], steps)
    return runs[0], float(spreads[0])


def nearest(points: Floats, centers: Floats) -> npt.NDArray[np.int8]:
    """Rank of the center nearest to each point, the first on a tie."""
    labels = np.zeros(len(points), np.int8)
    if len(centers) < 2:
        return labels
    least = _partial_distances(points, centers[:1])[:, 0]
    for rank in range(1, len(centers)):
        other = _partial_distances(points, centers[rank : rank + 1])[:, 0]
        labels[other < least] = rank
        np.minimum(least, other, out=least)
    return labels


def _run(points: Floats, weights: Floats, centers: Floats, steps: int) -> tuple[Floats, Floats]:
    """Several runs at once: centers (runs, count, 2) and their sums of squares (runs)."""
    centers = centers.copy()
    spreads = np.full(len(centers), np.inf)
    moving = np.arange(len(centers))
    for _ in range(steps):
        moved, spreads[moving] = _step(points, weights, centers[moving])
        still = np.abs(moved - centers[moving]).max(axis=(1, 2)) <= 1e-12 * max(
            1.0, float(np.abs(moved).max())
        )
        centers[moving] = moved
        moving = moving[~still]
        if len(moving) == 0:
            break
    return centers, spreads


def _step(points: Floats, weights: Floats, centers: Floats) -> tuple[Floats, Floats]:
    """One assignment and one average for each run; a center left alone stays where it is."""
    runs, count, _ = centers.shape
    labels = np.zeros((len(points), runs), np.int64)
    least = _partial_distances(points, centers[:, 0])
    for rank in range(1, count):
        other = _partial_distances(points, centers[:, rank])
        labels[other < least] = rank
        np.minimum(least, other, out=least)
    spreads = weights @ least + weights @ (points**2).sum(axis=1)
    labels += np.arange(runs) * count
    keys, size = labels.ravel(), runs * count
    total = np.bincount(keys, np.repeat(weights, runs), minlength=size)
    sums = [np.bincount(keys, np.repeat(weights * axis, runs), minlength=size) for axis in points.T]
    filled = total > 0
    moved = centers.reshape(-1, 2).copy()
    moved[filled] = np.stack(sums, axis=1)[filled] / total[filled, None]
    return moved.reshape(centers.shape), spreads


def _partial_distances(points: Floats, centers: Floats) -> Floats:
    """Squared distances (points, centers), less the square of each point: the nearest stays the same."""
    # Two dimensions: cheaper without a matrix product, and without waking its threads.
    distances: Floats = points[:, :1] * (-2 * centers[:, 0])
    distances += points[:, 1:] * (-2 * centers[:, 1])
    distances += (centers**2).sum(axis=1)
    return distances
