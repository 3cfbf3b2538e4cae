"""How far apart the printed cells of one question stand."""

from dataclasses import asdict, dataclass
from typing import Any

from ._cells import SHOWN
from ._questions import ProtectedQuestion

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class PrintedGap:
    """Largest difference between printed medians, in levels.

    `gap`, `lowest` and `highest` are None with fewer than two printed medians. `coarse` says that a median
    is only the place of a band or of a level, so the gap is approximate. `apart` names the colleges of the
    cell furthest from the mean of the others; empty with fewer than three, without a gap, or on a tie.
    """

    medians: tuple[tuple[tuple[str, ...], float], ...]
    gap: float | None
    lowest: tuple[str, ...] | None
    highest: tuple[str, ...] | None
    apart: tuple[str, ...]
    coarse: bool

    def as_dict(self) -> dict[str, Any]:
        """The gap as plain JSON values."""
        return {
            **asdict(self),
            "medians": [{"colleges": list(names), "median": median} for names, median in self.medians],
            "lowest": None if self.lowest is None else list(self.lowest),
            "highest": None if self.highest is None else list(self.highest),
            "apart": list(self.apart),
        }


def compare_printed(question: ProtectedQuestion) -> PrintedGap:
    """Gap between the colleges of one question, from printed medians only."""
    known = [(cell.colleges, cell.median) for cell in question.cells if cell.median is not None]
    coarse = any(cell.status != SHOWN for cell in question.cells if cell.median is not None)
    if len(known) < 2:
        return PrintedGap(tuple(known), None, None, None, (), coarse)
    lowest = min(known, key=lambda one: one[1])
    highest = max(known, key=lambda one: one[1])
    gap = highest[1] - lowest[1]
    return PrintedGap(tuple(known), gap, lowest[0], highest[0], _find_apart(known), coarse)


def _find_apart(known: list[tuple[tuple[str, ...], float]]) -> tuple[str, ...]:
    if len(known) < 3:
        return ()
    total, others = sum(median for _, median in known), len(known) - 1
    distances = sorted((abs(median - (total - median) / others), names) for names, median in known)
    (second, _), (first, names) = distances[-2:]
    return names if first > second + ROUNDING else ()
