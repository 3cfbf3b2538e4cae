"""What may be printed of people's answers without giving anyone away."""

from ._bands import Band, find_pattern, split_scale, sum_bands
from ._cells import PrintedCell, print_cell
from ._counts import CellCounts, add_counts
from ._gaps import PrintedGap, compare_printed
from ._joint import print_joint
from ._points import PrintedPoint, print_points
from ._questions import ENGINE_VERSION, PrintedTotal, ProtectedQuestion, protect_question, renew_cell
from ._releases import MissingAnswers, ReleaseDecision, may_release_again, shuffle_comments

__all__ = [
    "ENGINE_VERSION",
    "Band",
    "CellCounts",
    "MissingAnswers",
    "PrintedCell",
    "PrintedGap",
    "PrintedPoint",
    "PrintedTotal",
    "ProtectedQuestion",
    "ReleaseDecision",
    "add_counts",
    "compare_printed",
    "find_pattern",
    "may_release_again",
    "print_cell",
    "print_joint",
    "print_points",
    "protect_question",
    "renew_cell",
    "shuffle_comments",
    "split_scale",
    "sum_bands",
]
