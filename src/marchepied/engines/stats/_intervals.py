"""Intervals for a proportion seen on few people."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

JEFFREYS = 0.5
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Interval:
    """A share with its interval.

    `share`, `low` and `high` lie between 0 and 1; the three are None when nobody answered. `size` is the
    number of answers (the effective number when weighted), `population` the number of people concerned.
    """

    share: float | None
    low: float | None
    high: float | None
    size: float
    level: float
    population: int | None = None
    warnings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The interval as plain JSON values."""
        return {**asdict(self), "warnings": list(self.warnings)}


def jeffreys_interval(
    successes: float, size: float, *, level: float = 0.95, population: int | None = None
) -> Interval:
    """Jeffreys interval of a proportion (Brown, Cai & DasGupta 2001, Statistical Science 16(2)).

    `successes` out of `size` (both may be fractional: weighted shares on an effective size). The limits
    are the quantiles of Beta(successes + ½, size − successes + ½), except that the low limit of 0 is 0
    and the high limit of all is 1, as that paper advises.

    With `population` (whole numbers only) the interval is about that finite population: the answers seen
    are certain and only the population − size people who did not answer are unknown, their count following
    the beta-binomial predictive law of the same posterior. It shrinks to the share itself when all answered.

    No answer gives None three times and a warning. Impossible numbers raise ValueError.
    """
    _check_numbers(successes, size, level)
    if size == 0:
        return Interval(None, None, None, 0.0, level, population, ("Personne n’a répondu.",))
    if population is None:
        low, high = _posterior_limits(successes, size, level)
    else:
        low, high = _predictive_limits(successes, size, level, population)
    return Interval(successes / size, low, high, float(size), level, population)


def effective_size(weights: Sequence[float]) -> float:
    """Kish's effective number of answers, (Σw)² / Σw²; 0 without any weight.

    Unit weights give their number.
    """
    array = np.asarray(weights, dtype=float)
    squares = float(np.sum(array**2))
    return float(np.sum(array)) ** 2 / squares if squares > 0 else 0.0


def _check_numbers(successes: float, size: float, level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"Le niveau de confiance doit être entre 0 et 1 : {level} ne convient pas.")
    if size < 0 or successes < 0 or successes > size + ROUNDING:
        raise ValueError(f"{successes} réponses sur {size} : le nombre doit aller de 0 au total.")


def _posterior_limits(successes: float, size: float, level: float) -> tuple[float, float]:
    # scipy takes longer to load than all of Django: only the pages that compute pay for it.
    from scipy.special import betaincinv  # noqa: PLC0415

    tail = (1 - level) / 2
    shape = (successes + JEFFREYS, max(size - successes, 0.0) + JEFFREYS)
    low = 0.0 if successes <= 0 else float(betaincinv(*shape, tail))
    high = 1.0 if successes >= size else float(betaincinv(*shape, 1 - tail))
    return low, high


def _predictive_limits(successes: float, size: float, level: float, population: int) -> tuple[float, float]:
    if successes != int(successes) or size != int(size):
        raise ValueError("Avec un effectif total, les réponses doivent être des nombres entiers.")
    if population < size:
        raise ValueError(f"{size:g} réponses pour {population} personnes concernées : effectif trop petit.")
    unseen = int(population - size)
    heaped = _heap_predictions(unseen, successes + JEFFREYS, size - successes + JEFFREYS)
    tail = (1 - level) / 2
    low = 0 if successes == 0 else int(np.searchsorted(heaped, tail))
    high = unseen if successes == size else int(np.searchsorted(heaped, 1 - tail))
    return (successes + low) / population, (successes + min(high, unseen)) / population


def _heap_predictions(unseen: int, first: float, second: float) -> npt.NDArray[np.float64]:
    """Cumulated beta-binomial probabilities of 0, 1, … `unseen` successes among people not seen."""
    from scipy.special import betaln, gammaln  # noqa: PLC0415 (see `_posterior_limits`)

    ranks = np.arange(unseen + 1)
    ways = gammaln(unseen + 1) - gammaln(ranks + 1) - gammaln(unseen - ranks + 1)
    chances = np.exp(ways + betaln(ranks + first, unseen - ranks + second) - betaln(first, second))
    return np.cumsum(chances)
