"""The best split of people into two to five groups, by their place on the map."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .grid import Grid, deposit, gather_cells, measure_on_grid
from .kmeans import nearest, settle, split_points
from .projection import Projection
from .silhouette import EXACT_UP_TO, measure_silhouettes
from .votes import Votes

Floats = npt.NDArray[np.float64]
FEWEST_GROUPS, MOST_GROUPS = 2, 5
FEWEST_VOTES = 7
FEWEST_PLACED = 15
NOBODY = -1
NEARLY_AS_CLEAR = 0.03
REFINING_STEPS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """Who is in which group.

    `labels` (people): 0 … count − 1, largest group first; −1 for whoever voted too little to be placed.
    `centers` (count, 2) on the map. `silhouette` of the split kept (None without at least two groups);
    `silhouettes` that of each number of groups tried. `count` is 0 when nobody can be placed and 1 when all
    stand at one point: that is a result. `minimum_votes` is the number of votes it took to be placed.
    """

    labels: npt.NDArray[np.int8]
    count: int
    centers: Floats
    silhouette: float | None
    silhouettes: dict[int, float]
    minimum_votes: int = FEWEST_VOTES


def partition(
    votes: Votes,
    projection: Projection,
    rng: np.random.Generator,
    *,
    count: int | None = None,
    minimum_votes: int = FEWEST_VOTES,
) -> Partition:
    """Split people into `count` groups, or into the number (2 to 5) with the best mean silhouette.

    k-means on the map, from several starts that do not depend on the order of people. Only people who cast at
    least `minimum_votes` votes (or as many as there are statements) are placed; with fewer than 15 of those,
    that number falls until 15 are. With an imposed `count`, the first people (in the order of their ids) are
    also tried as a start, as Polis does, and kept when its silhouette is nearly as good (0.03 less at most).
    Fewer distinct places than groups asked give as many groups as places.

    Above 2,000 people, splits are sought on the means of 64 × 64 cells and their silhouettes measured on a
    grid of 256 × 256 nodes, then the split kept is refined on the people themselves.
    """
    needed = find_minimum_votes(votes, minimum_votes)
    placed = votes.cast >= needed
    labels = np.full(votes.n_participants, NOBODY, np.int8)
    points = projection.coordinates[placed]
    if len(points) == 0:
        return Partition(labels, 0, np.zeros((0, 2)), None, {}, needed)
    cloud = _Cloud.make(points)
    splits = _try_counts(cloud, count, rng)
    silhouettes = {number: found for number, (_, found) in splits.items() if found is not None}
    kept = max(silhouettes, key=lambda number: silhouettes[number]) if silhouettes else min(splits)
    centers, silhouette = splits[kept]
    centers, places = _finish(points, centers, cloud)
    labels[placed] = places
    return Partition(labels, len(centers), centers, silhouette, silhouettes, needed)


def place_in_groups(
    cast: npt.NDArray[np.int64], coordinates: Floats, found: Partition
) -> npt.NDArray[np.int8]:
    """Group of people given the votes they cast and their places, in a partition already made."""
    labels = nearest(coordinates, found.centers) if found.count else np.zeros(len(cast), np.int8)
    labels[(cast < found.minimum_votes) | (found.count == 0)] = NOBODY
    return labels


def find_minimum_votes(votes: Votes, wanted: int = FEWEST_VOTES) -> int:
    """Votes it takes to be placed: `wanted`, or all statements, or fewer so that 15 people are placed."""
    needed = max(1, min(wanted, votes.voted_statements + votes.excluded))
    if np.count_nonzero(votes.cast >= needed) < FEWEST_PLACED and votes.n_participants:
        ranked = np.sort(votes.cast)[::-1][:FEWEST_PLACED]
        needed = max(1, min(needed, int(ranked[-1])))
    return needed


@dataclass(frozen=True, slots=True, eq=False)
class _Cloud:
    """People to split: themselves when few, their means in the cells of a grid when many."""

    points: Floats
    weights: Floats
    distinct: int
    first: Floats
    grid: Grid | None

    @classmethod
    def make(cls, points: Floats) -> "_Cloud":
        head = points[: 4 * EXACT_UP_TO]
        _, where = np.unique(np.round(head, 9), axis=0, return_index=True)
        first = head[np.sort(where)]
        if len(points) <= EXACT_UP_TO:
            return cls(points, np.ones(len(points)), len(where), first, None)
        grid = deposit(points)
        means, weights = gather_cells(points)
        return cls(means, weights, min(len(where), len(means)), first, grid)

    def measure(self, splits: list[Floats]) -> list[float | None]:
        if self.grid is not None:
            return measure_on_grid(self.grid, splits)
        labels = [(nearest(self.points, centers), len(centers)) for centers in splits]
        return measure_silhouettes(self.points, labels)


def _try_counts(
    cloud: _Cloud, count: int | None, rng: np.random.Generator
) -> dict[int, tuple[Floats, float | None]]:
    """Centers and silhouette of each number of groups tried."""
    if count is not None:
        numbers = [max(1, min(count, cloud.distinct))]
    else:
        numbers = list(range(FEWEST_GROUPS, min(MOST_GROUPS, cloud.distinct) + 1)) or [1]
    splits = [split_points(cloud.points, cloud.weights, number, rng) for number in numbers]
    if count is not None:
        splits = [_prefer_first(cloud, splits[0])]
    return dict(zip(numbers, zip(splits, cloud.measure(splits), strict=True), strict=True))


def _prefer_first(cloud: _Cloud, centers: Floats) -> Floats:
    """The split that starts from the first people, when it is nearly as clear-cut."""
    if len(cloud.first) < len(centers):
        return centers
    started, _ = settle(cloud.points, cloud.weights, cloud.first[: len(centers)])
    clearest, found = cloud.measure([centers, started])
    return started if (found or 0.0) >= (clearest or 0.0) - NEARLY_AS_CLEAR else centers


def _finish(points: Floats, centers: Floats, cloud: _Cloud) -> tuple[Floats, npt.NDArray[np.int8]]:
    """Centers in the order of sizes, and everybody's group."""
    if cloud.grid is not None and len(centers) > 1:
        centers = _refine(points, centers)
    places = nearest(points, centers)
    sizes = np.bincount(places, minlength=len(centers))
    order = np.lexsort((centers[:, 1], centers[:, 0], -sizes))
    ranks = np.argsort(order).astype(np.int8)
    return centers[order], ranks[places]


def _refine(points: Floats, centers: Floats) -> Floats:
    """A few of Lloyd's steps on all people, or fewer when nobody changes group."""
    places = nearest(points, centers)
    for _ in range(REFINING_STEPS):
        sizes = np.bincount(places, minlength=len(centers))
        sums = np.stack([np.bincount(places, axis, minlength=len(centers)) for axis in points.T], axis=1)
        centers = np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], centers)
        moved = nearest(points, centers)
        if np.count_nonzero(moved != places) <= len(points) // 10_000:
            break
        places = moved
    return centers
