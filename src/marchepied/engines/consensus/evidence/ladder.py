"""What is known of each statement without any group: shares per college with intervals, spread, gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from marchepied.engines.consensus.lists import FEW_VOTES, MANY_PASSES
from marchepied.engines.consensus.tally import count_groups
from marchepied.engines.consensus.votes import Votes
from marchepied.engines.stats import Difference, Interval, difference_interval, jeffreys_interval

WIDE = 0.5
LEVEL = 0.95
FEW, PASSED, IMPRECISE = "few-votes", "many-passes", "wide-interval"


@dataclass(frozen=True, slots=True)
class Reading:
    """How some people voted on one statement.

    Counts, then Jeffreys intervals of the three shares of all votes, passes included (None three times
    without a vote). `spread` is the variance of votes worth −1, 0, 1: 0 when all vote alike, 1 for two equal
    halves that agree and disagree; None without a vote. `unknown` says why little can be said: `few-votes`
    (under five), `many-passes` (four in ten or more), `wide-interval` (an interval of agree or disagree wider
    than 50 points); empty when it can be read.
    """

    agree: int
    disagree: int
    passes: int
    agree_share: Interval
    disagree_share: Interval
    pass_share: Interval
    spread: float | None
    unknown: tuple[str, ...]

    @property
    def votes(self) -> int:
        """Votes, passes included."""
        return self.agree + self.disagree + self.passes


@dataclass(frozen=True, slots=True)
class Gap:
    """The two colleges furthest apart in their share of agreement: `higher` and `lower` (their places).

    `difference` is the higher share less the lower one with Newcombe's interval, for that pair alone: picked
    among several, it looks larger than it is.
    """

    higher: int
    lower: int
    difference: Difference


@dataclass(frozen=True, slots=True)
class StatementLadder:
    """One statement, read by everybody and by each college; `gap` is None with fewer than two colleges."""

    statement: str
    everybody: Reading
    colleges: tuple[Reading, ...]
    gap: Gap | None


def read_statements(
    votes: Votes,
    colleges: npt.NDArray[np.integer[Any]] | None = None,
    count: int = 0,
    *,
    level: float = LEVEL,
) -> tuple[StatementLadder, ...]:
    """Read every statement, in order. Any votes do, even none.

    `colleges` is each person's college (place among `count`, −1 for none), None when there are none. This
    hides nothing: what may be shown of a small college is for the engine `privacy` to say. A college out of
    range, or a length other than the number of people, raises ValueError.
    """
    labels = np.full(votes.n_participants, -1) if colleges is None else np.asarray(colleges)
    outside = len(labels) and (labels.min() < -1 or labels.max() >= count)
    if len(labels) != votes.n_participants or outside:
        raise ValueError(f"Il faut un collège par personne, de 0 à {count - 1}, ou −1.")
    tally = count_groups(votes, labels.astype(np.int8), count)
    return tuple(
        _read(
            str(votes.statement_ids[place]),
            tally.everyone[:, place].tolist(),
            tally.groups[:, :, place].tolist(),
            level,
        )
        for place in range(votes.n_statements)
    )


def _read(
    statement: str, everybody: Sequence[int], colleges: Sequence[Sequence[int]], level: float
) -> StatementLadder:
    readings = tuple(_read_counts(cells, level) for cells in colleges)
    return StatementLadder(statement, _read_counts(everybody, level), readings, _find_gap(readings, level))


def _read_counts(cells: Sequence[int], level: float) -> Reading:
    disagree, passes, agree = cells
    total = disagree + passes + agree
    yes, no, passed = (jeffreys_interval(number, total, level=level) for number in (agree, disagree, passes))
    spread = (agree + disagree) / total - ((agree - disagree) / total) ** 2 if total else None
    doubts = tuple(_doubt(total, passes, (yes, no)))
    return Reading(agree, disagree, passes, yes, no, passed, spread, doubts)


def _doubt(total: int, passes: int, sides: Sequence[Interval]) -> list[str]:
    found = [FEW] if total < FEW_VOTES else []
    if total and passes >= MANY_PASSES * total:
        found.append(PASSED)
    if any(side.low is not None and side.high is not None and side.high - side.low > WIDE for side in sides):
        found.append(IMPRECISE)
    return found


def _find_gap(readings: Sequence[Reading], level: float) -> Gap | None:
    voted = [place for place, reading in enumerate(readings) if reading.votes]
    if len(voted) < 2:
        return None
    shares = [reading.agree / reading.votes if reading.votes else 0.0 for reading in readings]
    # The first pair on a tie, so that the answer does not depend on chance.
    one, two = max(combinations(voted, 2), key=lambda pair: abs(shares[pair[0]] - shares[pair[1]]))
    lower, higher = (one, two) if shares[one] < shares[two] else (two, one)
    counts = [(readings[place].agree, readings[place].votes) for place in (lower, higher)]
    return Gap(higher, lower, difference_interval(counts[0], counts[1], level=level))
