"""Several items taken together: rwg(j), Krippendorff's and Cronbach's alphas."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ._scale import Scale

ROUNDING = 1e-9
FEWEST_ITEMS = 2
MOST_PAIRED = 200  # items: beyond, pairs would take longer than everything else
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reliability:
    """Cronbach's alpha of several items answered by the same people, None where it is undefined.

    `alpha` is over the `complete` people who answered every item; `alpha_pairwise` over everybody, each
    covariance from the people who answered both items; `alpha_standardised` the same from correlations.
    `mean` and `sd` are those of people's own mean over the items they answered.
    """

    items: int
    people: int
    complete: int
    alpha: float | None
    alpha_pairwise: float | None
    alpha_standardised: float | None
    mean: float | None
    sd: float | None

    def as_dict(self) -> dict[str, Any]:
        """The figures as plain JSON values."""
        return asdict(self)


def measure_joint_rwg(variances: npt.ArrayLike, scale: Scale) -> tuple[Floats, Floats]:
    """rwg(j) and its linear form over the last axis (the items); NaN where a variance is.

    rwg(j) = J(1 − r) / (J(1 − r) + r) with r the mean variance over the null one (James, Demaree & Wolf
    1984). Above r = 1 that fraction has no meaning (it goes to −∞, then over 1): it is read as 0. The linear
    form 1 − r (Lindell, Brandt & Whitney 1999) is not clipped: it is the mean of the items' rwg.
    """
    spreads = np.asarray(variances, dtype=float)
    items = spreads.shape[-1]
    if items == 0:
        nothing = np.full(spreads.shape[:-1], np.nan)
        return nothing, nothing
    ratio = spreads.mean(axis=-1) / scale.null_variance
    kept = np.minimum(ratio, 1.0)
    return items * (1 - kept) / (items * (1 - kept) + kept), 1 - ratio


def measure_krippendorff(counts: npt.ArrayLike) -> Floats:
    """Krippendorff's alpha with the ordinal metric; items are the units, people the coders.

    `counts` holds the answers at each level (last axis) of each item (the axis before): an item with fewer
    than two answers has no pair and is left out, so missing answers need nothing more. NaN where all the
    answers in pairs are equal. Krippendorff 2011, « Computing Krippendorff's Alpha-Reliability ».
    """
    mass = np.asarray(counts, dtype=float)
    answers = mass.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        weighed = np.where(answers > 1, mass / (answers - 1), 0.0)
    pairs = np.swapaxes(mass, -1, -2) @ weighed
    levels = np.arange(mass.shape[-1])
    pairs[..., levels, levels] -= weighed.sum(axis=-2)
    held = pairs.sum(axis=-1)
    ranks = np.cumsum(held, axis=-1) - held / 2
    distances = (ranks[..., :, None] - ranks[..., None, :]) ** 2
    seen = (pairs * distances).sum(axis=(-1, -2))
    expected = (held[..., :, None] * held[..., None, :] * distances).sum(axis=(-1, -2))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 1 - (held.sum(axis=-1) - 1) * seen / expected, np.nan)


def compute_krippendorff(counts: npt.ArrayLike) -> float | None:
    """`measure_krippendorff` of one table items × levels; None where it is undefined."""
    mass = np.asarray(counts, dtype=float)
    return _read(measure_krippendorff(mass)) if mass.size else None


def measure_reliability(answers: npt.ArrayLike) -> Reliability:
    """Cronbach's alpha of a table people × items, NaN where missing (Cronbach 1951, Psychometrika 16(3)).

    alpha = J / (J − 1) · (1 − Σ item variances / variance of the sum). Items are taken as they are: turn
    reversed ones round before. Undefined (None) with fewer than two items or two people, or without any
    variance; negative when items go against each other. Over 200 items, pairs are not compared.
    """
    table = np.asarray(answers, dtype=float)
    given = ~np.isnan(table)
    answered = given.any(axis=1)
    whole = table[given.all(axis=1)]
    people, items = int(answered.sum()), table.shape[1]
    scores = np.nanmean(table[answered], axis=1) if people else np.empty(0)
    paired = FEWEST_ITEMS <= items <= MOST_PAIRED
    pairwise, standardised = _compare_pairs(table, given) if paired else (None, None)
    return Reliability(
        items=items,
        people=people,
        complete=len(whole) if items else 0,
        alpha=compute_cronbach(whole),
        alpha_pairwise=pairwise,
        alpha_standardised=standardised,
        mean=float(scores.mean()) if people else None,
        sd=float(scores.std(ddof=1)) if people > 1 else None,
    )


def compute_cronbach(answers: npt.ArrayLike) -> float | None:
    """Cronbach's alpha of a table people × items without any missing answer; None where undefined."""
    table = np.asarray(answers, dtype=float)
    if table.ndim != 2 or table.shape[0] < 2 or table.shape[1] < FEWEST_ITEMS:
        return None
    apart, together = table.var(axis=0, ddof=1).sum(), table.sum(axis=1).var(ddof=1)
    return _relate(float(apart), float(together), table.shape[1])


def _compare_pairs(table: Floats, given: npt.NDArray[np.bool_]) -> tuple[float | None, float | None]:
    """Alpha from pairwise covariances, then from the correlations they give; None without all of them."""
    seen = given.astype(float)
    together = seen.T @ seen
    if bool((together < 2).any()):
        return None, None
    centred = np.where(given, table - np.nanmean(table, axis=0), 0.0)
    sums = centred.T @ seen  # sum of the first item over the people who answered both
    covariances = (centred.T @ centred - sums * sums.T / together) / (together - 1)
    variances = covariances.diagonal()
    if bool((variances <= ROUNDING).any()):
        return _relate(float(variances.sum()), float(covariances.sum()), len(variances)), None
    correlations = covariances / np.sqrt(np.outer(variances, variances))
    return (
        _relate(float(variances.sum()), float(covariances.sum()), len(variances)),
        _relate(float(len(variances)), float(correlations.sum()), len(variances)),
    )


def _relate(apart: float, together: float, items: int) -> float | None:
    return None if together <= ROUNDING else items / (items - 1) * (1 - apart / together)


def _read(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)
