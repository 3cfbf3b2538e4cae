"""Choosing actions together: majority judgment, computed exactly."""

from ._ranking import rank_proposals, rank_weighted
from ._results import (
    ENGINE_VERSION,
    FEWER_BELOW,
    MAJORITY_GRADE,
    MORE_ABOVE,
    SCHEMA,
    TIED,
    Decision,
    JudgedProposal,
    PrioritiesResult,
)
from ._tally import LEAST_OPINIONS, Tally
from ._value import Run, compare_values, describe_value, find_majority_grade

__all__ = [
    "ENGINE_VERSION",
    "FEWER_BELOW",
    "LEAST_OPINIONS",
    "MAJORITY_GRADE",
    "MORE_ABOVE",
    "SCHEMA",
    "TIED",
    "Decision",
    "JudgedProposal",
    "PrioritiesResult",
    "Run",
    "Tally",
    "compare_values",
    "describe_value",
    "find_majority_grade",
    "rank_proposals",
    "rank_weighted",
]
