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
    tested = _test_gaps(matrix, max((row["levels"] for row in rows), default=2), dealer)
    for row in rows:
        placed = keep_placed(ProtectedQuestion.from_dict(row["printed"]))
        effect = measure_effect(placed.cells)
        if effect is not None:
            effect["chance"] = None if tested is None else tested.read_chance(row["id"], effect)
        row["effect"] = effect
        row["classes"] = _measure_classes(read_cells(row))
    if tested is None:
        return None
    return {"permutations": tested.tests.permutations, "exact": tested.tests.exact}


@dataclass(frozen=True)
class _TestedGaps:
    """The tests of the questions that two colleges at least may be compared on."""

    tests: GapTests
    colleges: tuple[str, ...]
    questions: tuple[str, ...]

    def read_chance(self, question: str, effect: Mapping[str, Any]) -> float | None:
        """How often chance would do as much, roughly; None where the two groups were not compared."""
        sides = effect["lower"] + effect["higher"]
        if question not in self.questions or len(sides) > 2 or not set(sides) <= set(self.colleges):
            return None
        one, other = sorted(self.colleges.index(side) for side in sides)
        p = float(self.tests.p[self.questions.index(question), self.tests.pairs.index((one, other))])
        return None if np.isnan(p) else next((limit for limit in CHANCES if p <= limit), 1.0)


def _test_gaps(matrix: SafeMatrix, levels: int, dealer: np.random.Generator) -> _TestedGaps | None:
    """Every pair of colleges on every question; None where no two can be compared."""
    columns = np.flatnonzero(matrix.usable.sum(axis=0) > 1)
    ranks = np.flatnonzero(matrix.usable[:, columns].any(axis=1))
    if not len(columns):
        return None
    kept = np.isin(matrix.places, ranks)
    tests = permute_groups(
        matrix.levels[kept][:, columns],
        np.searchsorted(ranks, matrix.places[kept]),
        levels=levels,
        rng=dealer,
        usable=matrix.usable[np.ix_(ranks, columns)],
    )
    return _TestedGaps(
        tests,
        tuple(matrix.colleges[rank] for rank in ranks),
        tuple(matrix.questions[column] for column in columns),
    )


def _measure_classes(cells: Sequence[PrintedCell]) -> dict[str, Any] | None:
    counts = [cell.levels for cell in cells if cell.levels is not None]
    return read_class(measure_classes(counts)).as_dict() if len(counts) > 1 else None
