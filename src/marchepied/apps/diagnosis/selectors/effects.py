"""How far apart the printed groups of a question stand: the effect size that orders the discussion.

Pure functions of what is printed: nothing secret reaches them.
"""

from collections.abc import Sequence
from typing import Any

from marchepied.engines.agreement import find_effect
from marchepied.engines.privacy import PrintedCell

# How many of a small group each word stands for, one for another: a picture, not a count.
SUPPOSED = {"few": 1.0, "some": 2.0, "most": 4.0}


def measure_effect(cells: Sequence[PrintedCell]) -> dict[str, Any] | None:
    """Cliff's delta of the two groups furthest apart: `lower`, `higher` (colleges), `delta`, `coarse`.

    Among the groups whose median is printed. `coarse` says that one of the two is told in words, so that the
    delta is about right only. None with fewer than two groups.
    """
    placed = {"+".join(cell.colleges): cell for cell in cells if cell.median is not None}
    found = find_effect({name: suppose_levels(cell) for name, cell in placed.items()})
    if found is None:
        return None
    lower, higher = placed[found.lower], placed[found.higher]
    return {
        "lower": list(lower.colleges),
        "higher": list(higher.colleges),
        "delta": found.delta,
        "coarse": lower.levels is None or higher.levels is None,
    }


def suppose_levels(cell: PrintedCell) -> tuple[float, ...]:
    """How many people at each level: the printed counts, or what the printed words make one suppose.

    Almost everybody: all at that level. A picture in bands: one person for « few », two for « some », four
    for « most », spread evenly over the levels of their band.
    """
    if cell.levels is not None:
        return tuple(float(count) for count in cell.levels)
    supposed = [0.0] * cell.scale_levels
    if cell.dominant_level is not None:
        supposed[cell.dominant_level - 1] = 1.0
    for band in cell.bands:
        for level in range(band.first, band.last + 1):
            supposed[level - 1] += SUPPOSED[band.word] / (band.last - band.first + 1)
    return tuple(supposed)
