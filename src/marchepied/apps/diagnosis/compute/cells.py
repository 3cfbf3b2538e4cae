"""The indices of each cell printed exactly, from the counts it prints and the head-count of its group."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import numpy as np

from marchepied.engines.agreement import CellIndices, Scale, measure_cells
from marchepied.engines.privacy import CellCounts, PrintedCell, add_counts, print_cell
from marchepied.engines.stats import ExactInterval, exact_interval, jeffreys_interval

THRESHOLD = 5
INTERVAL_LEVEL = 0.95
FIGURES = ("mean", "variance", "rwg", "awg", "ad_mean", "ad_median", "a")


def name_cell(cell: PrintedCell) -> str:
    """The key of a cell in a release: its colleges' calls."""
    return "+".join(cell.colleges)


def read_cells(row: Mapping[str, Any]) -> list[PrintedCell]:
    """The printed cells of a question of a release."""
    return [PrintedCell.from_dict(cell) for cell in row["printed"]["cells"]]


def measure_questions(rows: Sequence[dict[str, Any]], expected: Mapping[str, int | None]) -> None:
    """Give each question its `indices`, {cell: figures}, for the cells printed exactly.

    `expected` is the head-count of each call where it is known: shares are then about those people, less
    those who said that they do not know or are not concerned. The cells of one scale are measured at once.
    """
    by_scale: dict[int, list[tuple[dict[str, Any], PrintedCell, tuple[int, ...]]]] = {}
    for row in rows:
        row["indices"] = {}
        for cell in read_cells(row):
            if cell.levels is not None:
                by_scale.setdefault(row["levels"], []).append((row, cell, cell.levels))
    for levels, found in by_scale.items():
        measured = measure_cells([counts for _row, _cell, counts in found], Scale(1, levels))
        for (row, cell, counts), figures in zip(found, _list_figures(measured), strict=True):
            population = _find_population(cell, expected)
            row["indices"][name_cell(cell)] = {**figures, **_describe_shares(counts, population)}


def _list_figures(measured: CellIndices) -> list[dict[str, Any]]:
    columns = [_list(getattr(measured, name)) for name in FIGURES]
    bounds = zip(_list(measured.awg_low), _list(measured.awg_high), strict=True)
    return [
        {**dict(zip(FIGURES, values, strict=True)), "awg_bounds": None if pair[0] is None else list(pair)}
        for *values, pair in zip(*columns, bounds, strict=True)
    ]


def _list(figures: Any) -> list[float | None]:
    return [None if np.isnan(figure) else figure for figure in figures.tolist()]


def _find_population(cell: PrintedCell, expected: Mapping[str, int | None]) -> int | None:
    """The most people who may have a level to give; None where the head-count is unknown, or under that."""
    known = [expected.get(college) for college in cell.colleges]
    sizes = [size for size in known if size is not None]
    if len(sizes) < len(known) or cell.levels is None:
        return None
    left = sum(sizes) - (cell.dont_know or 0) - (cell.not_concerned or 0)
    return left if left >= sum(cell.levels) else None


def _describe_shares(levels: Sequence[int], population: int | None) -> dict[str, Any]:
    """The share of each level, and of the upper half of the scale, with exact intervals."""
    total, first = sum(levels), (len(levels) + 1) // 2 + 1
    upper = sum(levels[first - 1 :])
    around = [_exact(count, total, population) for count in levels]
    high = _exact(upper, total, population)
    return {
        "n": total,
        "shares": [
            {"level": level, "count": count, "share": count / total, "low": one.low, "high": one.high}
            for level, (count, one) in enumerate(zip(levels, around, strict=True), start=1)
        ],
        "upper": {"first": first, "count": upper, "share": upper / total, "low": high.low, "high": high.high},
        "interval": {
            "method": high.method,
            "population": population,
            "coverage": high.coverage,
            "mean_coverage": high.mean_coverage,
        },
    }


@lru_cache(maxsize=65_536)
def _exact(count: int, total: int, population: int | None) -> ExactInterval:
    """Remembered: fifty groups and hundreds of questions ask for the same few shares again and again."""
    return exact_interval(count, total, level=INTERVAL_LEVEL, population=population)


def add_weighted(row: dict[str, Any], weights: Mapping[UUID, Mapping[float, CellCounts]]) -> None:
    """Give each cell printed exactly its weighted indices, or None where weights would tell too much."""
    calls = {str(call_id): parts for call_id, parts in weights.items()}
    for cell in read_cells(row):
        if cell.levels is not None:
            parts = [calls.get(college, {}) for college in cell.colleges]
            row["indices"][name_cell(cell)]["weighted"] = _measure_weighted(cell, parts)


def _measure_weighted(
    cell: PrintedCell, colleges: Sequence[Mapping[float, CellCounts]]
) -> dict[str, Any] | None:
    """The weighted indices of a cell whose people, put apart by weight, could all be printed exactly.

    Weights are another way to divide people: with the unweighted counts beside, whoever knows who weighs
    what could read what those of one weight said. So the cut by weight must be printable by itself, part by
    part; otherwise None. Nor is a cell weighted that stays as an earlier release printed it: those who
    answered are no longer those it counts, and newcomers would be the difference. `n` is the total weight.
    Intervals are Jeffreys's on the number of people that weighs as much: uneven weights widen them.
    """
    parts: dict[float, list[CellCounts]] = {}
    for college in colleges:
        for weight, counts in college.items():
            parts.setdefault(weight, []).append(counts)
    cells = {weight: add_counts(counts) for weight, counts in sorted(parts.items())}
    if any(print_cell((), counts, THRESHOLD).levels is None for counts in cells.values()):
        return None
    columns = list(zip(*(counts.levels for counts in cells.values()), strict=True))
    if tuple(sum(column) for column in columns) != cell.levels:
        return None
    levels = [sum(w * n for w, n in zip(cells, column, strict=True)) for column in columns]
    total, squares = sum(levels), sum(weight**2 * counts.rated for weight, counts in cells.items())
    if total <= 0:
        return None
    measured = measure_cells([levels], Scale(1, len(levels)), squares=[squares])
    size = total**2 / squares
    shares = []
    for level, count in enumerate(levels, start=1):
        around = jeffreys_interval(count * size / total, size, level=INTERVAL_LEVEL)
        shares.append(
            {"level": level, "count": count, "share": count / total, "low": around.low, "high": around.high}
        )
    return {"n": total, **_list_figures(measured)[0], "shares": shares}
