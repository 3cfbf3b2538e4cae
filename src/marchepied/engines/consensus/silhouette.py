"""Mean silhouette of a split of points on a plane, exact for few people, by convolution for many."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
EXACT_UP_TO = 2_000
ROWS_AT_ONCE = 256


def measure_silhouettes(
    points: Floats, splits: Sequence[tuple[npt.NDArray[np.int8], int]]
) -> list[float | None]:
    """Mean over people of (b − a) ÷ max(a, b) (Rousseeuw 1987), Euclidean, of each split (labels, groups).

    `a` is the mean distance to the others of one's group, `b` to the nearest other group; someone alone in a
    group counts 0. None with fewer than two groups. Quadratic in people: meant for a few thousand.
    """
    members = np.concatenate([np.eye(count)[:, labels] for labels, count in splits])
    total = np.empty((len(points), len(members)))
    across, along = points.T
    for start in range(0, len(points), ROWS_AT_ONCE):
        window = slice(start, start + ROWS_AT_ONCE)
        gaps = (across[window, None] - across) ** 2
        gaps += (along[window, None] - along) ** 2
        # Not a matrix product: it would wake as many threads as there are cores for a few milliseconds.
        total[window] = np.einsum("ij,kj->ik", np.sqrt(gaps, out=gaps), members)
    found: list[float | None] = []
    place = 0
    for labels, count in splits:
        sizes = np.bincount(labels, minlength=count)
        sums, place = total[:, place : place + count], place + count
        enough = np.count_nonzero(sizes) > 1
        found.append(float(silhouette_from_sums(sums, labels, sizes).mean()) if enough else None)
    return found


def silhouette_from_sums(
    total: Floats, labels: npt.NDArray[np.integer], sizes: npt.NDArray[np.number]
) -> Floats:
    """Silhouette of each person from the sums of distances to every group (people, groups)."""
    rows = np.arange(len(labels))
    own = sizes[labels]
    inside = total[rows, labels] / np.maximum(own - 1, 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        outside = np.where(sizes > 0, total / np.maximum(sizes, 1), np.inf)
    outside[rows, labels] = np.inf
    other = outside.min(axis=1)
    largest = np.maximum(inside, other)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.where(largest > 0, (other - inside) / largest, 0.0)
    return np.where(own > 1, values, 0.0)
