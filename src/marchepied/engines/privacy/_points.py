"""Places of people on a map, drawn as the centres of several people: never one point a person.

A place on an opinion map is a sum of somebody's votes: from it, and the weights that are published with the
map, one can look for the votes. Micro-aggregation replaces the places of several people by their mean.
"""

from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._counts import check_threshold

DECIMALS = 2


@dataclass(frozen=True, slots=True)
class PrintedPoint:
    """The centre of `people` persons of one `group` (of everybody: None)."""

    x: float
    y: float
    people: int
    group: Hashable

    def as_dict(self) -> dict[str, Any]:
        """The point as plain JSON values."""
        return asdict(self)


def print_points(
    points: ArrayLike, groups: Sequence[Hashable] | None = None, *, threshold: int = 5, at_most: int = 120
) -> tuple[PrintedPoint, ...]:
    """Few points in place of many people, each the mean of `threshold` persons or more of the same group.

    `points` is people × 2, in any unit; `groups` one label a person, or None for everybody together. People
    of one group are cut in two halves along the direction in which they are most spread, again and again,
    while both halves keep the threshold and the map has fewer than `at_most` points for its people (a median
    partition: Mondrian, LeFevre et al. 2006). Who stands at one place stays together as far as halves allow.
    Means are rounded to two decimals of the largest distance from the middle, and come out sorted, so that
    neither digits nor order tell who came when. A group under the threshold prints nothing; no people: ().

    Raises ValueError when points are not pairs, or not as many as the labels.
    """
    check_threshold(threshold)
    places = np.asarray(points, dtype=float).reshape(-1, 2) if np.size(points) else np.empty((0, 2))
    labels = list(groups) if groups is not None else [None] * len(places)
    if len(labels) != len(places):
        raise ValueError(f"{len(places)} points and {len(labels)} labels of groups")
    fewest = max(threshold, -(-len(places) // max(at_most, 1)))
    scale = float(np.abs(places).max(initial=0)) or 1.0
    printed = []
    for label in dict.fromkeys(labels):
        members = places[[own == label for own in labels]]
        members = members[np.lexsort((members[:, 1], members[:, 0]))]  # the order of arrival leaves no trace
        printed += [_print_one(part, label, scale) for part in _halve(members, fewest, threshold)]
    return tuple(sorted(printed, key=lambda point: (str(point.group), point.x, point.y, point.people)))


def _halve(places: NDArray[np.float64], fewest: int, threshold: int) -> list[NDArray[np.float64]]:
    """Parts of `fewest` people or more; one part of fewer where the whole group still has the threshold."""
    if len(places) < threshold:
        return []
    if len(places) < 2 * fewest:
        return [places]
    spread = places - places.mean(axis=0)
    values, directions = np.linalg.eigh(spread.T @ spread)
    if values[-1] <= 0:
        return [places]  # all at one place: nothing to tell apart
    order = np.argsort(spread @ directions[:, -1], kind="stable")
    half = len(places) // 2
    return [part for side in (order[:half], order[half:]) for part in _halve(places[side], fewest, threshold)]


def _print_one(places: NDArray[np.float64], label: Hashable, scale: float) -> PrintedPoint:
    x, y = np.round(places.mean(axis=0) / scale, DECIMALS) + 0.0
    return PrintedPoint(float(x), float(y), len(places), label)
