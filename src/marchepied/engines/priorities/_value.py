"""The majority value, without building it: where the grades on both sides of the middle change.

Written out, the majority value of N ballots is their N grades in the order in which the median is removed
(the lower of the two middle ones when N is even): from the middle, one below, one above, one below… On
ballots replicated enough, the grade removed below the middle after a share t of each side has gone is the
quantile 1/2 − t, and the one above is the quantile 1/2 + t. Both change only where a cumulated share is
crossed: as many runs as grades, whatever the number of ballots. Replicating ballots does not move them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from math import lcm

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Run:
    """While the share removed on each side of the middle goes from `start` to `end`: the grades removed.

    Grades are places on the scale, 0 being the worst; shares go from 0 to 1/2.
    """

    start: Fraction
    end: Fraction
    below: int
    above: int


def describe_value(shares: Sequence[Fraction]) -> tuple[Run, ...]:
    """The majority value as runs, from the middle outwards. `shares` go from the worst grade to the best.

    Raises ValueError when the shares are negative or do not add up to exactly 1.
    """
    if min(shares) < 0 or sum(shares) != 1:
        raise ValueError("Les parts des mentions sont positives et leur somme vaut exactement 1.")
    reached = list(accumulate(shares))
    breaks = sorted({Fraction(0), HALF, *(abs(HALF - share) for share in reached)})
    runs: list[Run] = []
    for start, end in pairwise(breaks):
        below = next(grade for grade, share in enumerate(reached) if share >= HALF - start)
        above = next(grade for grade, share in enumerate(reached) if share > HALF + start)
        if runs and (runs[-1].below, runs[-1].above) == (below, above):
            runs[-1] = Run(runs[-1].start, end, below, above)
        else:
            runs.append(Run(start, end, below, above))
    return tuple(runs)


def find_majority_grade(shares: Sequence[Fraction]) -> int:
    """The lower median: the best grade such that more than half of the ballots give it or better."""
    return describe_value(shares)[0].below


def find_difference(ahead: Sequence[Run], behind: Sequence[Run]) -> tuple[Fraction, Run, Run] | None:
    """Where two majority values first differ: the share removed on each side, and both runs there."""
    starts = sorted({run.start for run in (*ahead, *behind)})
    for start in starts:
        one, other = _find_run(ahead, start), _find_run(behind, start)
        if (one.below, one.above) != (other.below, other.above):
            return start, one, other
    return None


def compare_values(one: Sequence[Run], other: Sequence[Run]) -> int:
    """1 when the first is ahead, −1 when it is behind, 0 when nothing tells them apart."""
    found = find_difference(one, other)
    if found is None:
        return 0
    _start, mine, theirs = found
    return 1 if (mine.below, mine.above) > (theirs.below, theirs.above) else -1


def find_common_size(one: Sequence[Fraction], other: Sequence[Fraction]) -> int:
    """The smallest number of ballots that holds both distributions in whole numbers."""
    return lcm(*(share.denominator for share in (*one, *other)))


def _find_run(runs: Sequence[Run], start: Fraction) -> Run:
    return next(run for run in runs if run.start <= start < run.end)
