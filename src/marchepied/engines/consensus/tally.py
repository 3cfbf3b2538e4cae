"""How many people of each group agree, disagree and pass on each statement."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .votes import Votes

Counts = npt.NDArray[np.int64]
PEOPLE_AT_ONCE = 1 << 14


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Numbers of votes, whole numbers.

    `everyone` (3, statements) and `groups` (groups, 3, statements) count disagree, pass and agree, in that
    order; `everyone` holds people in no group too. `sizes` (groups) is the number of people of each group.
    """

    everyone: Counts
    groups: Counts
    sizes: Counts

    @property
    def disagree(self) -> Counts:
        """Of each group and statement."""
        return self.groups[:, 0]

    @property
    def passes(self) -> Counts:
        """Of each group and statement."""
        return self.groups[:, 1]

    @property
    def agree(self) -> Counts:
        """Of each group and statement."""
        return self.groups[:, 2]

    @property
    def seen(self) -> Counts:
        """Votes of each group on each statement, passes included."""
        return self.groups.sum(axis=1)


def count_groups(votes: Votes, labels: npt.NDArray[np.int8], count: int) -> Tally:
    """Count every vote once, by group (−1: no group), value and statement."""
    width = 3 * votes.n_statements
    cells = np.zeros((count + 1) * width, np.int64)
    sizes = votes.votes_by_participant
    for start in range(0, votes.n_participants, PEOPLE_AT_ONCE):
        stop = min(start + PEOPLE_AT_ONCE, votes.n_participants)
        window = slice(votes.starts[start], votes.starts[stop])
        # The last group stands for people in none.
        groups = np.where(labels[start:stop] < 0, count, labels[start:stop]).astype(np.int32)
        keys = np.repeat(groups * width + votes.n_statements, sizes[start:stop])
        keys += votes.values[window].astype(np.int32) * votes.n_statements
        keys += votes.columns[window]
        cells += np.bincount(keys, minlength=len(cells))
    table = cells.reshape(count + 1, 3, votes.n_statements)
    people = np.bincount(labels[labels >= 0], minlength=count).astype(np.int64)
    return Tally(table.sum(axis=0), table[:count], people)
