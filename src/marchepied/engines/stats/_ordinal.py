"""Means, medians and quantiles of answers given on an ordinal scale."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

ROUNDING = 1e-9
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class OrdinalSummary:
    """Position and spread of one distribution on a scale that starts at `low`.

    `size` is the (weighted) number of answers; the other figures are on the scale of the levels, and None
    when nobody answered.
    """

    counts: tuple[float, ...]
    low: int
    size: float
    mean: float | None
    median: float | None
    lower_quartile: float | None
    upper_quartile: float | None
    warnings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The summary as plain JSON values."""
        return {**asdict(self), "counts": list(self.counts), "warnings": list(self.warnings)}


def count_levels(
    values: Sequence[float] | Floats,
    *,
    low: int,
    high: int,
    weights: Sequence[float] | Floats | None = None,
) -> tuple[float, ...]:
    """(Weighted) number of answers at each level from `low` to `high`; NaN is a missing answer.

    A value that is not a level of the scale raises ValueError. No answer gives zeros.
    """
    array = np.asarray(values, dtype=float)
    mass = np.ones(array.shape) if weights is None else np.asarray(weights, dtype=float)
    given = ~np.isnan(array)
    seen = array[given]
    wrong = (seen != np.floor(seen)) | (seen < low) | (seen > high)
    if bool(wrong.any()):
        raise ValueError(f"{seen[wrong][0]:g} n’est pas un niveau de l’échelle de {low} à {high}.")
    places = (seen - low).astype(int)
    counted = np.bincount(places, weights=mass[given], minlength=high - low + 1)
    return tuple(float(count) for count in counted)


def interpolated_quantile(counts: Sequence[float], probability: float, *, low: int = 1) -> float | None:
    """Quantile of a distribution of levels, each level l being spread evenly over [l − ½, l + ½].

    `counts` gives the answers at levels `low`, `low` + 1, …. With F answers below the level that holds the
    rank p·n and f answers in it, the quantile is (l − ½) + (p·n − F) / f. Where the rank falls exactly
    between two levels that are apart, it is the middle of the gap. None when nobody answered.
    """
    if not 0 <= probability <= 1:
        raise ValueError(f"Un rang va de 0 à 1 : {probability} ne convient pas.")
    if min(counts, default=0) < 0:
        raise ValueError("Un effectif ne peut pas être négatif.")
    total = sum(counts)
    if total == 0:
        return None
    return _place_rank(counts, probability * total, total * ROUNDING) + low - 0.5


def interpolated_quantiles(counts: npt.ArrayLike, probability: float, *, low: int = 1) -> Floats:
    """`interpolated_quantile` of many distributions at once: levels on the last axis, NaN for nobody."""
    if not 0 <= probability <= 1:
        raise ValueError(f"Un rang va de 0 à 1 : {probability} ne convient pas.")
    mass = np.asarray(counts, dtype=float)
    heaped = np.cumsum(mass, axis=-1)
    total = heaped[..., -1:]
    rank, slack = probability * total, total * ROUNDING
    # The level that holds the rank, and the first one wholly above it.
    reached = (heaped >= rank - slack) & (mass > 0)
    place = reached.argmax(axis=-1)[..., None]
    held = np.take_along_axis(mass, place, axis=-1)
    upper = np.take_along_axis(heaped, place, axis=-1)
    beyond = (heaped > upper) & (mass > 0)
    following = np.where(beyond.any(axis=-1), beyond.argmax(axis=-1), place[..., 0] + 1)[..., None]
    with np.errstate(invalid="ignore", divide="ignore"):
        inside = place + np.maximum(rank - (upper - held), 0.0) / held
    found = np.where(rank < upper - slack, inside, (place + 1 + following) / 2)
    placed: Floats = np.where(total > 0, found + low - 0.5, np.nan)[..., 0]
    return placed


def interpolated_median(counts: Sequence[float], *, low: int = 1) -> float | None:
    """The grouped median: `interpolated_quantile` at one half. None when nobody answered."""
    return interpolated_quantile(counts, 0.5, low=low)


def mean_level(counts: Sequence[float], *, low: int = 1) -> float | None:
    """Mean level of a distribution of levels; None when nobody answered."""
    array = np.asarray(counts, dtype=float)
    total = float(array.sum())
    return float(array @ np.arange(low, low + array.size)) / total if total > 0 else None


def weighted_mean(values: Sequence[float] | Floats, weights: Sequence[float] | Floats) -> float | None:
    """Σwx / Σw; None without any weight."""
    mass = np.asarray(weights, dtype=float)
    total = float(mass.sum())
    return float(np.asarray(values, dtype=float) @ mass) / total if total > 0 else None


def weighted_median(values: Sequence[float] | Floats, weights: Sequence[float] | Floats) -> float | None:
    """The value that splits the weight in two equal parts, the middle of two values where the split falls
    between them; with unit weights, the ordinary median. None without any weight.
    """
    array, mass = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    kept = mass > 0
    if not bool(kept.any()):
        return None
    order = np.argsort(array[kept], kind="stable")
    ordered, heaped = array[kept][order], np.cumsum(mass[kept][order])
    half, slack = heaped[-1] / 2, heaped[-1] * ROUNDING
    first = int(np.searchsorted(heaped, half - slack))
    last = int(np.searchsorted(heaped, half + slack, side="right"))
    return float(ordered[first] + ordered[min(last, ordered.size - 1)]) / 2


def weighted_variance(values: Sequence[float] | Floats, weights: Sequence[float] | Floats) -> float | None:
    """Sample variance Σw(x − x̄)² / (Σw − Σw²/Σw), x̄ being the weighted mean.

    The scale of the weights does not matter, and unit weights give the usual divisor n − 1. None with
    fewer than two answers that weigh anything.
    """
    array, mass = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    if int((mass > 0).sum()) < 2:
        return None
    total = float(mass.sum())
    centre = float(array @ mass) / total
    return float(((array - centre) ** 2) @ mass) / (total - float(mass @ mass) / total)


def summarise_ordinal(counts: Sequence[float], *, low: int = 1) -> OrdinalSummary:
    """Mean, interpolated median and quartiles of a distribution of levels starting at `low`.

    Nobody: every figure is None, with a warning.
    """
    total = float(sum(counts))
    return OrdinalSummary(
        counts=tuple(float(count) for count in counts),
        low=low,
        size=total,
        mean=mean_level(counts, low=low),
        median=interpolated_median(counts, low=low),
        lower_quartile=interpolated_quantile(counts, 0.25, low=low),
        upper_quartile=interpolated_quantile(counts, 0.75, low=low),
        warnings=() if total > 0 else ("Personne n’a répondu.",),
    )


def _place_rank(counts: Sequence[float], rank: float, slack: float) -> float:
    """Distance from the bottom edge of the scale at which `rank` answers lie below."""
    below, edge = 0.0, None
    for place, count in enumerate(counts):
        if count <= 0:
            continue
        if edge is not None:  # the rank fell exactly on the upper edge of an earlier level
            return (edge + place) / 2
        if rank < below + count - slack:
            return place + max(rank - below, 0.0) / float(count)
        below += count
        if rank <= below + slack:
            edge = place + 1.0
    assert edge is not None
    return edge
