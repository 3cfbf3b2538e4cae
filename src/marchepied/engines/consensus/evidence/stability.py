"""Would the same groups come out with other people like these?"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from marchepied.engines.consensus.partition import Partition, partition, place_in_groups
from marchepied.engines.consensus.projection import place_people, project
from marchepied.engines.consensus.votes import Votes

Labels = npt.NDArray[np.int8]
SAMPLES = 50
MOST_PEOPLE = 500


@dataclass(frozen=True, slots=True)
class Stability:
    """Agreement of the groups with those found again on random halves of the people.

    `median`, `low` and `high` (tenth and ninetieth percentiles) of the adjusted Rand index over `samples`
    halves: 1 the same groups, 0 as chance.
    """

    median: float
    low: float
    high: float
    samples: int

    def as_dict(self) -> dict[str, Any]:
        """The figures as plain JSON values."""
        return asdict(self)


def measure_stability(
    votes: Votes, found: Partition, rng: np.random.Generator, *, samples: int = SAMPLES
) -> Stability:
    """Draw halves of the people in groups, redraw map and groups (as many) on each, place everybody on it.

    Above 500 people, 500 of them are drawn once, and halves among them.
    """
    placed = np.flatnonzero(found.labels >= 0)
    if len(placed) > MOST_PEOPLE:
        placed = np.sort(rng.choice(placed, MOST_PEOPLE, replace=False))
    compared = votes.take(placed)
    labels = found.labels[placed]
    indices = np.empty(samples)
    for rank in range(samples):
        half = np.sort(rng.choice(len(placed), (len(placed) + 1) // 2, replace=False))
        indices[rank] = compare_partitions(labels, _find_again(compared, half, found.count, rng))
    low, median, high = (float(value) for value in np.percentile(indices, [10, 50, 90]))
    return Stability(median, low, high, samples)


def compare_partitions(one: Labels, two: Labels) -> float:
    """Adjusted Rand index of two memberships: 1 the same, 0 on average by chance.

    Source: L. Hubert and P. Arabie, “Comparing partitions”, *Journal of Classification* 2, 1985. Two
    memberships that put everybody together are the same: 1.
    """
    table = np.zeros((int(one.max()) + 2, int(two.max()) + 2), np.int64)
    np.add.at(table, (one, two), 1)
    pairs, rows, columns = (
        float((cells * (cells - 1) // 2).sum()) for cells in (table, table.sum(axis=1), table.sum(axis=0))
    )
    everybody = len(one) * (len(one) - 1) / 2
    chance = rows * columns / everybody if everybody else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == chance else (pairs - chance) / (most - chance)


def _find_again(votes: Votes, half: npt.NDArray[np.intp], count: int, rng: np.random.Generator) -> Labels:
    sample = votes.take(half)
    drawn = project(sample)
    again = partition(sample, drawn, rng, count=count, minimum_votes=1)
    return place_in_groups(votes.cast, place_people(votes, drawn), again)
