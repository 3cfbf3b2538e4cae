"""For whom a question makes sense: one condition on the facts of a profile, in the language of formulas.

A block of conditions (`applicability`) is written as an expression, a free one (`when`) is read as it is, and
both are evaluated by the engine `expressions`: true, false, or not known.
"""

from ._deciding import decide, needs_sector, values_of
from ._facts import FACTS_OF_PROFILE, FORM_WORDS, SECTOR_WORDS, TERMS, Fact
from ._reading import (
    find_problems,
    read_applicability,
    read_condition,
    write_applicability,
    write_block,
    write_condition,
)
from ._saying import say_condition

__all__ = [
    "FACTS_OF_PROFILE",
    "FORM_WORDS",
    "SECTOR_WORDS",
    "TERMS",
    "Fact",
    "decide",
    "find_problems",
    "needs_sector",
    "read_applicability",
    "read_condition",
    "say_condition",
    "values_of",
    "write_applicability",
    "write_block",
    "write_condition",
]
