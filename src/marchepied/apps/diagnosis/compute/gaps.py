"""Gaps between the groups of each question: their effect, whether chance could make them, and what belonging
to a group explains.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from marchepied.apps.diagnosis.compute.cells import read_cells
from marchepied.apps.diagnosis.selectors.effects import measure_effect
from marchepied.apps.diagnosis.selectors.verdicts import keep_placed
from marchepied.apps.participation.selectors import RoundMatrix
from marchepied.engines.agreement import GapTests, measure_classes, permute_groups, read_class
from marchepied.engines.privacy import PrintedCell, ProtectedQuestion

# p is said roughly, and stored so: « less than once in a hundred », « … in twenty », or « chance may do it ».
CHANCES = (0.01, 0.05)


@dataclass(frozen=True)
class SafeMatrix:
    """People's answers, less every cell that is not printed exactly, one college by itself, as it is now.

    `levels` has −1 there as where somebody gave no level; `usable` (colleges × questions) tells which cells
    remain. What is computed from it can tell nothing of the others.
    """

    colleges: tuple[str, ...]
    questions: tuple[str, ...]
    places: npt.NDArray[np.int64]
    levels: npt.NDArray[np.int8]
    usable: npt.NDArray[np.bool_]

    def answers_of(self, college: str, questions: Sequence[str]) -> npt.NDArray[np.int8] | None:
        """The answers of a college's people to some questions; None where one may not be used."""
        if college not in self.colleges:
            return None
        rank = self.colleges.index(college)
        columns = [self.questions.index(question) for question in questions if question in self.questions]
        if len(columns) < len(questions) or not self.usable[rank, columns].all():
            return None
        found: npt.NDArray[np.int8] = self.levels[self.places == rank][:, columns]
        return found


def keep_printed(rows: Sequence[Mapping[str, Any]], matrix: RoundMatrix) -> SafeMatrix:
    """Leave out the answers of every cell that the release does not print exactly.

    A cell left as an earlier release printed it no longer equals the answers: it is left out as well, and so
    are colleges counted together.
    """
    colleges = tuple(str(call_id) for call_id in matrix.call_ids)
    rank_of = {college: rank for rank, college in enumerate(colleges)}
    column_of = {item_id: column for column, item_id in enumerate(matrix.item_ids)}
    usable = np.zeros((len(colleges), len(matrix.item_ids)), dtype=bool)
    counts = _count_levels(matrix, len(colleges), max((row["levels"] for row in rows), default=2))
    for row in rows:
        column = column_of[row["id"]]
        for cell in read_cells(row):
            if cell.levels is not None and len(cell.colleges) == 1:
                rank = rank_of[cell.colleges[0]]
                now = counts[rank, column]
                usable[rank, column] = now.sum() == sum(cell.levels) and (
                    now[: len(cell.levels)].tolist() == list(cell.levels)
                )
    levels = np.where(usable[matrix.calls], matrix.levels, -1).astype(np.int8)
    return SafeMatrix(colleges, matrix.item_ids, matrix.calls, levels, usable)


def _count_levels(matrix: RoundMatrix, colleges: int, levels: int) -> npt.NDArray[np.int64]:
    """Colleges × questions × levels."""
    items = len(matrix.item_ids)
    who, item = np.nonzero(matrix.levels >= 0)
    cells = (matrix.calls[who] * items + item) * levels + matrix.levels[who, item]
    return np.bincount(cells, minlength=colleges * items * levels).reshape(colleges, items, levels)


def measure_gaps(
    rows: Sequence[dict[str, Any]], matrix: SafeMatrix, dealer: np.random.Generator
) -> dict[str, Any] | None:
    """Give each question its `effect` and its `classes`; return how gaps were tested (None: they were not).

    `effect` is that of `measure_effect` with `chance`: 0.01 or 0.05 when at most that share of the dealings
    of people to groups show a gap as large on any question, 1 otherwise, None where it was not tested.
    `classes` are the intraclass correlations of the cells printed exactly, None with fewer than two.
    """
    tests = _test_gaps(matrix, max((row["levels"] for row in rows), default=2), dealer)
    for row in rows:
        placed = keep_placed(ProtectedQuestion.from_dict(row["printed"]))
        effect = measure_effect(placed.cells)
        if effect is not None:
            effect["chance"] = _read_chance(row, effect, matrix, tests)
        row["effect"] = effect
        row["classes"] = _measure_classes(read_cells(row))
    return None if tests is None else {"permutations": tests.permutations, "exact": tests.exact}


def _test_gaps(matrix: SafeMatrix, levels: int, dealer: np.random.Generator) -> GapTests | None:
    """Every pair of colleges on every question; None where no two can be compared."""
    if not len(matrix.levels) or matrix.usable.sum(axis=0).max(initial=0) < 2:
        return None
    return permute_groups(matrix.levels, matrix.places, levels=levels, rng=dealer, usable=_cut(matrix))


def _cut(matrix: SafeMatrix) -> npt.NDArray[np.bool_]:
    """The usable cells of the colleges up to the last that has people."""
    return matrix.usable[: int(matrix.places.max()) + 1]


def _read_chance(
    row: Mapping[str, Any], effect: Mapping[str, Any], matrix: SafeMatrix, tests: GapTests | None
) -> float | None:
    if tests is None or len(effect["lower"]) + len(effect["higher"]) > 2:
        return None
    ranks = sorted(matrix.colleges.index(effect[side][0]) for side in ("lower", "higher"))
    if not matrix.usable[ranks, matrix.questions.index(row["id"])].all():
        return None
    pair = tests.pairs.index((ranks[0], ranks[1]))
    p = float(tests.p[matrix.questions.index(row["id"]), pair])
    return next((limit for limit in CHANCES if p <= limit), 1.0)


def _measure_classes(cells: Sequence[PrintedCell]) -> dict[str, Any] | None:
    counts = [cell.levels for cell in cells if cell.levels is not None]
    return read_class(measure_classes(counts)).as_dict() if len(counts) > 1 else None
