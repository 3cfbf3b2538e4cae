"""The indices of many cells (a group and an item) at once, from the number of answers at each level."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

from ._scale import Scale

ROUNDING = 1e-9
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CellIndices:
    """Arrays of one figure a cell, NaN where the answers do not allow it.

    `size` is the (weighted) number of answers. With fewer than two people, every index of dispersion is NaN.
    `awg_low` and `awg_high` are the means between which `awg` can be read; outside them it is NaN.
    """

    size: Floats
    mean: Floats
    variance: Floats
    rwg: Floats
    awg: Floats
    awg_low: Floats
    awg_high: Floats
    ad_mean: Floats
    ad_median: Floats
    a: Floats
    median_level: Floats


def measure_cells(
    counts: npt.ArrayLike, scale: Scale, *, squares: npt.ArrayLike | None = None
) -> CellIndices:
    """Every descriptive index of many cells: the levels of `scale` are on the last axis of `counts`.

    `squares` is each cell's sum of squared weights; without it every answer weighs 1. The formulas, and
    their sources, are those of `compute_variance`, `compute_rwg`, `compute_awg`, `compute_deviation` and
    `compute_eijk_agreement`, cell by cell.
    """
    mass = np.asarray(counts, dtype=float)
    if mass.shape[-1] != scale.size:
        raise ValueError(f"{mass.shape[-1]} effectifs pour {scale.size} niveaux.")
    levels = np.arange(scale.low, scale.high + 1, dtype=float)
    size = mass.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = mass @ levels / size
        spread = _spread(mass, mean, levels) / size
        lost = (size if squares is None else np.asarray(squares, dtype=float)) / size  # 1 unweighted
        several = size - lost > ROUNDING * size
        variance = np.where(several, spread * size / (size - lost), np.nan)
        middle = _find_medians(mass, size) + scale.low
        awg, awg_low, awg_high = _measure_awg(mean, spread, size / lost, scale)
        return CellIndices(
            size=size,
            mean=mean,
            variance=variance,
            rwg=1 - variance / scale.null_variance,
            awg=np.where(several, awg, np.nan),
            awg_low=np.where(several, awg_low, np.nan),
            awg_high=np.where(several, awg_high, np.nan),
            ad_mean=np.where(several, _deviate(mass, mean, levels) / size, np.nan),
            ad_median=np.where(several, _deviate(mass, middle, levels) / size, np.nan),
            a=_measure_eijk(mass, size),
            median_level=middle,
        )


def _spread(mass: Floats, centre: Floats, levels: Floats) -> Floats:
    total = np.zeros(mass.shape[:-1])
    for place, level in enumerate(levels):
        total += mass[..., place] * (level - centre) ** 2
    return total


def _deviate(mass: Floats, centre: Floats, levels: Floats) -> Floats:
    total = np.zeros(mass.shape[:-1])
    for place, level in enumerate(levels):
        total += mass[..., place] * np.abs(level - centre)
    return total


def _find_medians(mass: Floats, size: Floats) -> Floats:
    """Ordinary medians, counted from the lowest level; NaN for nobody."""
    heaped, slack = np.cumsum(mass, axis=-1), size[..., None] * ROUNDING
    half = size[..., None] / 2
    first = (heaped >= half - slack).argmax(axis=-1)
    second = (heaped > half + slack).argmax(axis=-1)
    return np.where(size > 0, (first + second) / 2, np.nan)


def _measure_awg(mean: Floats, spread: Floats, people: Floats, scale: Scale) -> tuple[Floats, Floats, Floats]:
    """a_wg and the means between which it can be read (Brown & Hauenstein 2005)."""
    low, high = scale.low, scale.high
    bottom, top = (low * (people - 1) + high) / people, (high * (people - 1) + low) / people
    awg = 1 - 2 * spread / ((high - mean) * (mean - low))
    slack = ROUNDING * (high - low)
    awg = np.where((mean < bottom - slack) | (mean > top + slack), np.nan, awg)
    return np.where((mean - low < slack) | (high - mean < slack), 1.0, awg), bottom, top


def _measure_eijk(mass: Floats, size: Floats) -> Floats:
    """Van der Eijk's A, layer by layer: the pattern of filled levels is a number, rated once for all."""
    levels = mass.shape[-1]
    if levels < 3:
        return np.full(mass.shape[:-1], np.nan)
    heights, rated = np.sort(mass, axis=-1), _rate_patterns(levels)
    result, floor = np.zeros(mass.shape[:-1]), np.zeros(mass.shape[:-1])
    for rank in range(levels):
        height = heights[..., rank]
        pattern = np.zeros(mass.shape[:-1], dtype=np.intp)
        for place in range(levels):
            pattern |= (mass[..., place] >= height).astype(np.intp) << place
        result += (height - floor) * rated[pattern]
        floor = height
    return result / size


@lru_cache(maxsize=16)
def _rate_patterns(levels: int) -> Floats:
    """For each pattern of filled levels (bit l for level l): its agreement times the levels it fills."""
    patterns = np.arange(2**levels)
    filled = (patterns[:, None] >> np.arange(levels)) & 1 == 1
    together, apart = np.zeros(patterns.size), np.zeros(patterns.size)
    for one, two, three in combinations(filled.T, 3):
        together += two & (one != three)
        apart += one & ~two & three
    number = filled.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mixed = ((levels - 2) * together - (levels - 1) * apart) / ((levels - 2) * (together + apart))
    unimodality = np.where(together + apart > 0, mixed, 1.0)
    rated: Floats = unimodality * (1 - (number - 1) / (levels - 1)) * number
    rated.setflags(write=False)
    return rated
