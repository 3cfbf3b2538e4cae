"""Plain language, measured: how hard a text is to read, and what to change in it."""

from ._checking import Finding, check
from ._measure import (
    BANDS,
    COMMON_WORDS,
    FEWEST_WORDS,
    FORMULAS,
    Formula,
    Readability,
    find_rare_words,
    measure,
)
from ._reviewing import Outlier, Passage, review_referential, walk_passages
from ._targets import FIELD_WORDS, TARGETS, Target

ENGINE_VERSION = "1.0"

__all__ = [
    "BANDS",
    "COMMON_WORDS",
    "ENGINE_VERSION",
    "FEWEST_WORDS",
    "FIELD_WORDS",
    "FORMULAS",
    "TARGETS",
    "Finding",
    "Formula",
    "Outlier",
    "Passage",
    "Readability",
    "Target",
    "check",
    "find_rare_words",
    "measure",
    "review_referential",
    "walk_passages",
]
