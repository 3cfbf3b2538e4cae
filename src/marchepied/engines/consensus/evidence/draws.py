"""A test by draws, that stops as soon as its answer is known."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

FIRST_DRAWS = 4
ROUNDING = 1e-9
NEARLY_EQUAL = 1e-5
Draw = Callable[[int], npt.NDArray[np.floating[Any]]]


@dataclass(frozen=True, slots=True)
class DrawTest:
    """An observed figure against figures drawn without what is looked for.

    `observed`; `typical`, the mean of the draws; `distance`, how many standard deviations of the draws the
    observed figure lies above it (0 when the draws do not vary); `draws` made, of which `reached` are at
    least as large as the observed one. `p` is the larger of (1 + reached) / (1 + draws) and the normal tail
    beyond `distance`: with few draws, the second keeps a lucky sample from deciding. `passed` when p is at
    most `level` with all the draws made. Draws stop early when it can no longer pass: p is then rougher.
    """

    observed: float
    typical: float
    distance: float
    draws: int
    reached: int
    p: float
    level: float
    passed: bool

    def as_dict(self) -> dict[str, Any]:
        """The test as plain JSON values."""
        return asdict(self)


def compare_with_draws(observed: float, draw: Draw, *, draws: int, level: float) -> DrawTest:
    """Draw figures (`draw(n)` gives n of them) until `draws` are made or the test has failed.

    Source of early stopping: J. Besag and P. Clifford, “Sequential Monte Carlo p-values”, *Biometrika* 78(2),
    1991. Level and draws that could never pass raise ValueError.
    """
    allowed = int(np.floor(level * (draws + 1) + ROUNDING)) - 1
    if allowed < 0:
        raise ValueError(f"Avec {draws} tirages, aucun résultat ne peut passer au niveau {level}.")
    margin = NEARLY_EQUAL * max(1.0, abs(observed))
    figures: npt.NDArray[np.floating[Any]] = np.zeros(0)
    size, reached = FIRST_DRAWS, 0
    while len(figures) < draws and reached <= allowed:
        figures = np.concatenate([figures, draw(min(size, draws - len(figures)))])
        reached = int(np.count_nonzero(figures >= observed - margin))
        size = 2 * size
    made = len(figures)
    typical, spread = float(np.mean(figures)), float(np.std(figures, ddof=1)) if made > 1 else 0.0
    distance = (observed - typical) / spread if spread > 0 else 0.0
    p = max((1 + reached) / (1 + made), NormalDist().cdf(-distance))
    passed = made == draws and p <= level + ROUNDING
    return DrawTest(float(observed), typical, distance, made, reached, p, level, passed)
