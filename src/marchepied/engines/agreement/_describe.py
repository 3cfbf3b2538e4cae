"""From arrays of figures to one frozen object an item."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from marchepied.engines.stats import (
    ExactInterval,
    Interval,
    exact_interval,
    interpolated_quantiles,
    jeffreys_interval,
)

from ._results import ItemAgreement, LevelShare
from ._scale import Scale
from ._tally import Tally


def read_figure(value: float) -> float | None:
    """The figure, None where the answers do not allow it."""
    return None if np.isnan(value) else float(value)


def describe_items(
    tally: Tally,
    people: Sequence[int],
    items: Sequence[str],
    reversed_items: Sequence[str],
    scale: Scale,
    level: float,
    populations: Sequence[int | None],
    *,
    weighted: bool,
) -> list[list[ItemAgreement]]:
    """For each group, its items; `people` and `populations` are those of the groups."""
    figures = _measure_cells(tally, scale)
    counts, answered, squares = tally.counts.tolist(), tally.people.tolist(), tally.squares.tolist()
    described = []
    for group, present in enumerate(people):
        row = []
        for place, item in enumerate(items):
            n = answered[group][place]
            population = _concern(populations[group], n)
            shares, exact = _share_levels(
                counts[group][place], n, squares[group][place], scale, level, population, weighted=weighted
            )
            here = {name: figures[name][group][place] for name in figures}
            row.append(
                ItemAgreement(
                    item=item,
                    reversed=item in reversed_items,
                    n=n,
                    missing=present - n,
                    weight=float(sum(counts[group][place])),
                    awg_bounds=_pair(here.pop("awg_low"), here.pop("awg_high")),
                    shares=shares,
                    population=None if exact is None else exact.population,
                    coverage=None if exact is None else exact.coverage,
                    mean_coverage=None if exact is None else exact.mean_coverage,
                    **here,
                )
            )
        described.append(row)
    return described


def _measure_cells(tally: Tally, scale: Scale) -> dict[str, list[list[Any]]]:
    """Each figure of each cell, groups then items, under the name of its field."""
    cells = tally.measure(scale)
    names = ("mean", "variance", "rwg", "ad_mean", "ad_median", "awg", "awg_low", "awg_high", "a")
    figures = {name: _read_all(getattr(cells, name)) for name in names}
    for name, rank in (("median", 0.5), ("lower_quartile", 0.25), ("upper_quartile", 0.75)):
        figures[name] = _read_all(interpolated_quantiles(tally.counts, rank, low=scale.low))
    figures["rwg_raw"] = figures["rwg"]
    return figures


def _pair(low: float | None, high: float | None) -> tuple[float, float] | None:
    return None if low is None or high is None else (low, high)


def _concern(population: int | None, answered: int) -> int | None:
    """The people the shares are about; None where their number is not known, or smaller than the answers."""
    return population if population is not None and population >= answered else None


def _read_all(figures: npt.NDArray[np.float64]) -> list[list[Any]]:
    read: list[list[Any]] = np.where(np.isnan(figures), np.array(None), figures.astype(object)).tolist()
    return read


def _share_levels(
    counts: Sequence[float],
    answered: int,
    squares: float,
    scale: Scale,
    level: float,
    population: int | None,
    *,
    weighted: bool,
) -> tuple[tuple[LevelShare, ...], ExactInterval | None]:
    """Shares on the effective number of answers, so that uneven weights widen the intervals; exact ones too
    where people count one each.
    """
    total = sum(counts)
    if total <= 0:
        return (), None
    size, exact = total**2 / squares, None
    shares = []
    for place, count in enumerate(counts):
        around = _find_jeffreys(count / total * size, size, level)
        if not weighted:
            exact = _find_exact(int(count), answered, level, population)
        assert around.low is not None
        assert around.high is not None
        shares.append(
            LevelShare(
                level=scale.low + place,
                count=count,
                share=count / total,
                low=around.low,
                high=around.high,
                exact_low=None if exact is None else exact.low,
                exact_high=None if exact is None else exact.high,
            )
        )
    return tuple(shares), exact


@lru_cache(maxsize=8192)
def _find_jeffreys(successes: float, size: float, level: float) -> Interval:
    return jeffreys_interval(successes, size, level=level)


@lru_cache(maxsize=8192)
def _find_exact(successes: int, size: int, level: float, population: int | None) -> ExactInterval:
    return exact_interval(successes, size, level=level, population=population)
