"""One question, every college that was asked it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from ._cells import HIDDEN, SHOWN, TOO_FEW_RESPONDENTS, PrintedCell, print_cell
from ._counts import CellCounts, add_counts, check_threshold

ENGINE_VERSION = "1.1"


@dataclass(frozen=True, slots=True)
class PrintedTotal:
    """Sum of the cells printed exactly, and of them only: it can give nothing away.

    `levels` is None when no cell is exact. `left_out` names the colleges that answered and are not in it.
    """

    includes: tuple[str, ...]
    left_out: tuple[str, ...]
    respondents: int | None
    levels: tuple[int, ...] | None
    dont_know: int | None
    not_concerned: int | None

    def as_dict(self) -> dict[str, Any]:
        """The total as plain JSON values."""
        lists = {"includes": list(self.includes), "left_out": list(self.left_out)}
        return {**asdict(self), **lists, "levels": None if self.levels is None else list(self.levels)}


@dataclass(frozen=True, slots=True)
class ProtectedQuestion:
    """Everything that a release may print of one question.

    Each college is in exactly one of the `cells`. `threshold` is the parameter of the protection.
    """

    cells: tuple[PrintedCell, ...]
    total: PrintedTotal
    threshold: int
    warnings: tuple[str, ...] = ()
    version: str = ENGINE_VERSION

    def cell_of(self, college: str) -> PrintedCell:
        """The cell in which a college is counted; KeyError for a college that was not asked."""
        for cell in self.cells:
            if college in cell.colleges:
                return cell
        raise KeyError(college)

    def as_dict(self) -> dict[str, Any]:
        """The printed question as plain JSON values: nothing in it is secret."""
        return {
            "engine": {"name": "privacy", "version": self.version},
            "threshold": self.threshold,
            "cells": [cell.as_dict() for cell in self.cells],
            "total": self.total.as_dict(),
            "warnings": list(self.warnings),
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "ProtectedQuestion":
        """The printed question that `as_dict` wrote."""
        cells = tuple(PrintedCell.from_dict(cell) for cell in plain["cells"])
        return cls(
            cells, _add_exact(cells), plain["threshold"], tuple(plain["warnings"]), plain["engine"]["version"]
        )


def protect_question(
    counts: Mapping[str, CellCounts],
    threshold: int = 5,
    *,
    previous: ProtectedQuestion | None = None,
) -> ProtectedQuestion:
    """Turn secret counts into what may be printed, college by college.

    Colleges under the `threshold` are put together when at least two of them reach it; otherwise they are
    hidden. Each cell is then printed by itself and the total adds printed cells only, so no subtraction
    gives anything, even to somebody who knows how many people took part in each college.

    `previous` is what the last release of the same round printed. A cell already printed keeps its
    colleges, and is printed anew only if the answers added since are themselves a cell that could be shown
    exactly; else it stays as it was (`kept`).

    Raises ValueError for a threshold out of 5–10, scales of different lengths, a college that vanished or
    counts that went down. No college gives no cell.
    """
    check_threshold(threshold)
    if len({len(cell.levels) for cell in counts.values()}) > 1:
        raise ValueError("Les collèges n’ont pas répondu sur la même échelle.")
    cells = _renew_cells(counts, threshold, previous)
    cells.extend(_print_new(counts, threshold, {college for cell in cells for college in cell.colleges}))
    order = {college: rank for rank, college in enumerate(counts)}
    cells.sort(key=lambda cell: min(order[college] for college in cell.colleges))
    return ProtectedQuestion(tuple(cells), _add_exact(tuple(cells)), threshold, _warn(cells))


def renew_cell(previous: PrintedCell, counts: CellCounts, threshold: int) -> PrintedCell:
    """Print again a cell that an earlier release printed, or keep it as it was.

    Fewer newcomers than an exact cell needs: kept, whatever they said. As many or more: printed anew if they
    are by themselves a cell that could be shown, else sealed for good. Without the seal, the release that
    at last prints them would tell what those who came between said (the attack is in the tests).
    """
    if not previous.prints_something:
        return print_cell(previous.colleges, counts, threshold)
    if counts.respondents < previous.respondents_range[0]:
        raise ValueError("Des réponses déjà publiées ont disparu : une réponse envoyée est définitive.")
    earlier = _find_printed_counts(previous)
    if earlier is None or previous.sealed:
        return replace(previous, kept=True, sealed=True)
    only_unsure = previous.levels is None
    added = (_merge_levels(counts) if only_unsure else counts).subtract(earlier)
    if added.respondents == 0:
        return previous
    if added.respondents < 2 * threshold:
        return replace(previous, kept=True)
    alone = print_cell((), added, threshold)
    if alone.status == SHOWN or (only_unsure and alone.rated is not None):
        return print_cell(previous.colleges, counts, threshold)
    return replace(previous, kept=True, sealed=True)


def _find_printed_counts(previous: PrintedCell) -> CellCounts | None:
    """The counts printed exactly; where levels are hidden, all the levels count as one."""
    if previous.status != HIDDEN:
        return previous.exact
    if previous.rated is None or previous.dont_know is None or previous.not_concerned is None:
        return None
    return CellCounts((previous.rated, 0), previous.dont_know, previous.not_concerned)


def _merge_levels(counts: CellCounts) -> CellCounts:
    return CellCounts((counts.rated, 0), counts.dont_know, counts.not_concerned)


def _renew_cells(
    counts: Mapping[str, CellCounts], threshold: int, previous: ProtectedQuestion | None
) -> list[PrintedCell]:
    if previous is None:
        return []
    if previous.threshold != threshold:
        raise ValueError("Le seuil d’anonymat ne change pas entre deux publications d’un même tour.")
    renewed = []
    for cell in previous.cells:
        vanished = [college for college in cell.colleges if college not in counts]
        if vanished:
            raise ValueError(f"Collège déjà publié et disparu depuis : {', '.join(vanished)}.")
        if cell.prints_something:
            together = add_counts(counts[college] for college in cell.colleges)
            renewed.append(renew_cell(cell, together, threshold))
    return renewed


def _print_new(counts: Mapping[str, CellCounts], threshold: int, printed: set[str]) -> list[PrintedCell]:
    """Cells of the colleges of which nothing was printed yet, the small ones together where that helps."""
    left = {college: cell for college, cell in counts.items() if college not in printed}
    small = [college for college, cell in left.items() if 0 < cell.respondents < threshold]
    pooled: tuple[str, ...] = ()
    if len(small) > 1 and sum(left[college].respondents for college in small) >= threshold:
        pooled = tuple(small)
    cells = [
        print_cell((college,), cell, threshold) for college, cell in left.items() if college not in pooled
    ]
    if pooled:
        cells.append(print_cell(pooled, add_counts(left[college] for college in pooled), threshold))
    return cells


def _add_exact(cells: tuple[PrintedCell, ...]) -> PrintedTotal:
    exact = [(cell, cell.exact) for cell in cells]
    included = [(cell, counts) for cell, counts in exact if counts is not None]
    left_out = tuple(
        college
        for cell, counts in exact
        if counts is None and cell.respondents_range[1] > 0
        for college in cell.colleges
    )
    if not included:
        return PrintedTotal((), left_out, None, None, None, None)
    total = add_counts(counts for _, counts in included)
    return PrintedTotal(
        tuple(college for cell, _ in included for college in cell.colleges),
        left_out,
        total.respondents,
        total.levels,
        total.dont_know,
        total.not_concerned,
    )


def _warn(cells: list[PrintedCell]) -> tuple[str, ...]:
    warnings = []
    hidden = [name for cell in cells if cell.reason == TOO_FEW_RESPONDENTS for name in cell.colleges]
    if hidden:
        warnings.append(f"Trop peu de réponses pour être montrées : {', '.join(hidden)}.")
    warnings.extend(f"Comptés ensemble : {', '.join(c.colleges)}." for c in cells if len(c.colleges) > 1)
    kept = [college for cell in cells if cell.kept for college in cell.colleges]
    if kept:
        warnings.append(f"Laissés comme à la publication précédente : {', '.join(kept)}.")
    return tuple(warnings)
