"""Statements sorted for a reader: what brings together, what divides, where nobody knows."""

from dataclasses import dataclass

import numpy as np

from .analysis import Analysis
from .representativeness import SIGNIFICANT

LISTED = 5
FEW_VOTES = 5
MANY_PASSES = 0.4
WEIGHTY = 0.3


@dataclass(frozen=True, slots=True)
class Lists:
    """Places of statements, the clearest first; a statement is in one list at most.

    `together`: more than half of the votes on one side, with a test above 1.2816. `divides`: at least three
    votes in ten on each side among those who took one, most evenly split first. `unknown`: fewer than five
    votes, or four votes in ten or more passed.
    """

    together: tuple[int, ...]
    divides: tuple[int, ...]
    unknown: tuple[int, ...]


def sort_statements(analysis: Analysis, listed: int = LISTED) -> Lists:
    """The lists, of at most `listed` statements each."""
    disagree, passes, agree = analysis.tally.everyone
    total = disagree + passes + agree
    sided = np.maximum(agree + disagree, 1)
    unknown = (total < FEW_VOTES) | (passes >= MANY_PASSES * np.maximum(total, 1))
    together = analysis.together
    best = np.maximum(together.p_agree, together.p_disagree)
    test = np.maximum(together.agree_test, together.disagree_test)
    shared = ~unknown & (best > 0.5) & (test > SIGNIFICANT)
    smaller = np.minimum(agree, disagree) / sided
    apart = ~unknown & (smaller >= WEIGHTY)
    shared &= ~apart
    return Lists(
        _rank(shared, best * test, listed),
        _rank(apart, smaller * np.sqrt(sided), listed),
        _rank(unknown, passes / np.maximum(total, 1) - (total < FEW_VOTES), listed),
    )


def _rank(
    chosen: np.ndarray[tuple[int], np.dtype[np.bool_]], score: np.ndarray, listed: int
) -> tuple[int, ...]:
    places = np.flatnonzero(chosen)
    return tuple(int(place) for place in places[np.argsort(-score[places], kind="stable")][:listed])
