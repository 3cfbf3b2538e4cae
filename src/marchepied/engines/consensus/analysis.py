"""The whole computation on votes: map, groups, counts and statistics."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .changes import Changes
from .partition import NOBODY, Partition, find_minimum_votes, partition
from .projection import Projection, project
from .representativeness import Representativeness, measure_representativeness
from .tally import Tally, count_groups
from .together import Together, measure_together
from .votes import Labels, Votes


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """Everything computed from votes, before asking whether groups may be shown.

    `group_ids` are the names of the groups, in the order of `partition.labels`; `imposed` says that
    membership was given, not found. `changes` holds the votes that came since `votes` (see `update`).
    """

    votes: Votes
    projection: Projection
    partition: Partition
    group_ids: Labels
    tally: Tally
    representativeness: Representativeness
    together: Together
    imposed: bool = False
    changes: Changes | None = None


def analyse(votes: Votes, rng: np.random.Generator, *, count: int | None = None) -> Analysis:
    """Map people, split them (into `count` groups when given) and measure. Any votes do, even none."""
    projection = project(votes)
    found = partition(votes, projection, rng, count=count)
    return measure(votes, projection, found)


def analyse_groups(votes: Votes, labels: npt.NDArray[np.int8], group_ids: Labels) -> Analysis:
    """The same with membership given: `labels` is each person's place in `group_ids`, −1 for none."""
    projection = project(votes)
    count = len(group_ids)
    placed = labels > NOBODY
    sizes = np.maximum(np.bincount(labels[placed], minlength=count), 1)
    points = projection.coordinates[placed]
    sums = [np.bincount(labels[placed], axis, minlength=count) for axis in points.T]
    centers = np.stack(sums, axis=1) / sizes[:, None]
    given = Partition(labels, count, centers, None, {}, find_minimum_votes(votes))
    return measure(votes, projection, given, group_ids=group_ids, imposed=True)


def measure(
    votes: Votes,
    projection: Projection,
    found: Partition,
    *,
    group_ids: Labels | None = None,
    imposed: bool = False,
) -> Analysis:
    """Counts and statistics of groups that are already known."""
    return gather(
        votes, projection, found, count_groups(votes, found.labels, found.count), group_ids, imposed
    )


def gather(
    votes: Votes,
    projection: Projection,
    found: Partition,
    tally: Tally,
    group_ids: Labels | None = None,
    imposed: bool = False,
    changes: Changes | None = None,
) -> Analysis:
    """Statistics from counts."""
    return Analysis(
        votes,
        projection,
        found,
        group_ids if group_ids is not None else range(found.count),
        tally,
        measure_representativeness(tally),
        measure_together(tally),
        imposed,
        changes,
    )
