"""What the printed cells of a question call for: talk about it, or not (docs/methods/regards.md).

Pure functions of a release's own rows: nothing secret reaches them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from marchepied.apps.diagnosis.selectors.effects import measure_effect
from marchepied.engines.privacy import PrintedCell, ProtectedQuestion

SPREAD = "spread"

# A gap worth talking about: a quarter of the scale, one level out of five.
GAP_SHARE = 0.25
# A don't-know worth talking about: one person in three.
UNKNOWN_SHARE = 1 / 3
# Everybody at or below the middle of the scale: agreed, and to improve.
LOW_PLACE = 0.5
DISCUSSED = 5


def judge(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a question's printed cells call for: `kind` and `weight` (the larger, the sooner to discuss).

    `apart` (a gap of a quarter of the scale or more; the larger the effect, the sooner), `unknown` (a third
    or more of a group does not know), `low` (every printed median in the lower half),
    `together`, `spread` (divided small groups, and nothing else printed), or `hidden` (nothing printed).
    """
    span = row["levels"] - 1
    cells = [PrintedCell.from_dict(cell) for cell in row["printed"]["cells"]]
    gap = _find_gap(cells, row["gap"])
    if gap >= GAP_SHARE * span:
        effect = measure_effect(_keep_places(cells))
        return {"kind": "apart", "weight": 2 + (effect["delta"] if effect else 0.0)}
    unknown = max((unknown_share(cell) for cell in cells), default=0.0)
    if unknown >= UNKNOWN_SHARE:
        return {"kind": "unknown", "weight": 1 + unknown}
    places = [place for cell in cells if (place := median_place(cell)) is not None]
    if not places:
        told = any(cell.pattern for cell in cells)
        return {"kind": "spread" if told else "hidden", "weight": 0.0}
    highest = (max(upper for _lower, upper in places) - 1) / span
    if highest <= LOW_PLACE:
        return {"kind": "low", "weight": 1 - highest}
    return {"kind": "together", "weight": 0.0}


def _keep_places(cells: Sequence[PrintedCell]) -> list[PrintedCell]:
    return [cell for cell in cells if median_place(cell) is not None]


def _find_gap(cells: Sequence[PrintedCell], gap: Mapping[str, Any]) -> float:
    """By how many levels, at the very least, the lowest group is below the highest.

    From the nearest levels where their medians can be: two bands that touch may hide people side by side.
    """
    if gap["gap"] is None:
        return 0.0
    place_of = {cell.colleges: median_place(cell) for cell in cells}
    lowest, highest = place_of[tuple(gap["lowest"])], place_of[tuple(gap["highest"])]
    return 0.0 if lowest is None or highest is None else max(0.0, highest[0] - lowest[1])


def keep_placed(printed: ProtectedQuestion) -> ProtectedQuestion:
    """The question without the cells whose people are spread over the scale: they stand nowhere."""
    return replace(printed, cells=tuple(cell for cell in printed.cells if cell.pattern != SPREAD))


def median_place(cell: PrintedCell) -> tuple[float, float] | None:
    """Between which levels the median of a cell lies, by what is printed; None where nothing says it.

    People spread over the scale have a median too, but nobody would recognise the group in it.
    """
    if cell.median is None or cell.pattern == SPREAD:
        return None
    if cell.median_levels is not None:
        return float(cell.median_levels[0]), float(cell.median_levels[1])
    return cell.median, cell.median


def unknown_share(cell: PrintedCell) -> float:
    """The share of a cell that does not know, among those concerned; 0 where it is not printed."""
    if cell.dominant_answer == "dont_know":
        return 1.0
    if cell.dont_know is None or cell.rated is None or cell.dont_know + cell.rated == 0:
        return 0.0
    return cell.dont_know / (cell.dont_know + cell.rated)


def choose_discussed(questions: Sequence[Mapping[str, Any]]) -> list[str]:
    """The ids of at most five questions worth talking about, the most useful first."""
    worth = [row for row in questions if row["verdict"]["kind"] in {"apart", "unknown", "low"}]
    worth.sort(key=lambda row: -row["verdict"]["weight"])
    return [row["id"] for row in worth[:DISCUSSED]]


def find_own_gap(cells: Sequence[PrintedCell], own_level: int, span: int) -> tuple[str, list[PrintedCell]]:
    """Where the organisation's own level stands: ("above" | "below" | "", the cells it is far from).

    Far is a quarter of the scale from the nearest level where the median can be. A level above some groups
    and below others is on neither side: the groups themselves are then apart.
    """
    far = GAP_SHARE * span
    above, below = [], []
    for cell in cells:
        place = median_place(cell)
        if place is None:
            continue
        if own_level - place[1] >= far:
            above.append(cell)
        elif place[0] - own_level >= far:
            below.append(cell)
    if bool(above) == bool(below):
        return "", []
    return ("above", above) if above else ("below", below)
