"""Exact intervals of a proportion, in a population of known size or not, with the coverage they achieve.

The interval holds every share that the answers do not refute: those under which as many successes or more,
and as few or fewer, both have a probability above (1 − level) / 2. Each share's own row of probabilities
says which answers do not refute it, so the coverage comes from the same row.
"""

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

HYPERGEOMETRIC, BINOMIAL = "hypergeometric", "binomial"
# Beyond, the limits are searched one by one and the coverage is that of a thousand populations spread evenly.
LARGEST_TABLE = 1_000_000
POPULATIONS_TRIED = 1_000
LIMITS_TRIED = 2_000

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int_]


@dataclass(frozen=True, slots=True)
class ExactInterval:
    """A share with its exact interval, and how often such intervals hold the true share.

    `low` and `high` lie between 0 and 1 (None, as `share`, when nobody answered). With a `population`, the
    limits times it are whole numbers of people. `coverage` is the smallest probability, over every possible
    share, that the interval holds it; `mean_coverage` its mean over all shares. `method` is hypergeometric
    (a population of known size) or binomial.
    """

    share: float | None
    low: float | None
    high: float | None
    successes: int
    size: int
    level: float
    population: int | None
    method: str
    coverage: float | None
    mean_coverage: float | None
    warnings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The interval as plain JSON values."""
        return {**asdict(self), "warnings": list(self.warnings)}


@dataclass(frozen=True, slots=True)
class _Limits:
    """Limits for 0, 1, … n successes (None: to search one by one), and the coverage they achieve."""

    lows: Floats | None
    highs: Floats | None
    coverage: float
    mean_coverage: float


def exact_interval(
    successes: int, size: int, *, level: float = 0.95, population: int | None = None
) -> ExactInterval:
    """Exact interval of a proportion, `successes` out of `size` people who answered.

    With `population`, the size people are taken to be a simple random sample of that many: the limits invert
    the two tails of the hypergeometric law, and the interval is a point when everybody answered. Without,
    they invert those of the binomial law (Clopper & Pearson 1934, Biometrika 26). In both cases the coverage
    is at least `level`, whatever the true share; the result prints what it is.

    No answer gives None and a warning. Impossible numbers raise ValueError.
    """
    _check_numbers(successes, size, level, population)
    method = BINOMIAL if population is None else HYPERGEOMETRIC
    if size == 0:
        nothing = (None, None, None, 0, 0, level, population, method, None, None)
        return ExactInterval(*nothing, warnings=("Personne n’a répondu.",))
    table = _tabulate(size, population, level)
    if table.lows is None or table.highs is None:
        assert population is not None
        low, high = _search_limits(successes, size, population, level)
    else:
        low, high = float(table.lows[successes]), float(table.highs[successes])
    return ExactInterval(
        share=successes / size,
        low=low,
        high=high,
        successes=successes,
        size=size,
        level=level,
        population=population,
        method=method,
        coverage=table.coverage,
        mean_coverage=table.mean_coverage,
    )


def measure_coverage(lows: npt.ArrayLike, highs: npt.ArrayLike) -> tuple[float, float]:
    """Smallest and mean coverage of any binomial interval, from its limits for 0, 1, … n successes.

    The limits must not decrease. Between two limits the covered successes stay the same and the coverage
    has a single mode, so its smallest values are at the limits, on one side or the other: all are tried (over
    a thousand answers, two thousand of them). The mean is over a uniform share.
    """
    from scipy.special import betainc  # noqa: PLC0415 (scipy takes longer to load than all of Django)

    bottoms, tops = np.asarray(lows, dtype=float), np.asarray(highs, dtype=float)
    size = bottoms.size - 1
    ends = np.unique(np.concatenate((bottoms, tops)))
    ends = ends[(ends > 0) & (ends < 1)]
    ends = ends[:: 1 + ends.size // LIMITS_TRIED]
    after = (np.searchsorted(tops, ends, "right"), np.searchsorted(bottoms, ends, "right") - 1)
    before = (np.searchsorted(tops, ends, "left"), np.searchsorted(bottoms, ends, "left") - 1)
    coverages = [
        _heap_binomial(last, size, ends) - _heap_binomial(first - 1, size, ends)
        for first, last in (after, before)
    ]
    ranks = np.arange(size + 1)
    mean = betainc(ranks + 1, size - ranks + 1, tops) - betainc(ranks + 1, size - ranks + 1, bottoms)
    least = min((float(values.min()) for values in coverages if values.size), default=1.0)
    return max(least, 0.0), float(mean.mean())


def _check_numbers(successes: int, size: int, level: float, population: int | None) -> None:
    if not 0 < level < 1:
        raise ValueError(f"Le niveau de confiance doit être entre 0 et 1 : {level} ne convient pas.")
    if successes != int(successes) or size != int(size):
        raise ValueError("Un intervalle exact demande des nombres entiers de personnes.")
    if not 0 <= successes <= size:
        raise ValueError(f"{successes} réponses sur {size} : le nombre doit aller de 0 au total.")
    if population is not None and population < size:
        raise ValueError(f"{size} réponses pour {population} personnes concernées : effectif trop petit.")


@lru_cache(maxsize=4096)
def _tabulate(size: int, population: int | None, level: float) -> _Limits:
    """Every limit for this many answers: asked again for each level, question and page."""
    if population is None:
        lows, highs = _limit_binomial(size, level)
        return _Limits(lows, highs, *measure_coverage(lows, highs))
    if (population + 1) * (size + 1) <= LARGEST_TABLE:
        return _limit_population(size, population, level)
    step = np.linspace(0, population, POPULATIONS_TRIED).round().astype(int)
    coverages = np.array([_cover(np.array([known]), size, population, level)[0] for known in step])
    return _Limits(None, None, float(coverages.min()), float(coverages.mean()))


def _limit_binomial(size: int, level: float) -> tuple[Floats, Floats]:
    from scipy.special import betaincinv  # noqa: PLC0415 (see `measure_coverage`)

    tail, ranks = (1 - level) / 2, np.arange(size + 1)
    lows, highs = np.zeros(size + 1), np.ones(size + 1)
    lows[1:] = betaincinv(ranks[1:], size - ranks[1:] + 1, tail)
    highs[:-1] = betaincinv(ranks[:-1] + 1, size - ranks[:-1], 1 - tail)
    return lows, highs


def _limit_population(size: int, population: int, level: float) -> _Limits:
    """All limits at once, from the probabilities of every possible population."""
    held = _hold(np.arange(population + 1), size, population, level)
    lows = held.argmax(axis=0)
    highs = population - held[::-1].argmax(axis=0)
    coverages = _cover(np.arange(population + 1), size, population, level)
    return _Limits(lows / population, highs / population, float(coverages.min()), float(coverages.mean()))


def _search_limits(successes: int, size: int, population: int, level: float) -> tuple[float, float]:
    """The limits of one share by bisection: each tail is monotonous in the number concerned."""
    if size == population:
        return successes / size, successes / size
    first, last = successes, population - size + successes
    seen = min(max(round(successes / size * population), first), last)  # not refuted
    low = _bisect(first - 1, seen, successes, size, population, level)
    high = _bisect(last + 1, seen, successes, size, population, level)
    return low / population, high / population


def _bisect(refuted: int, held: int, successes: int, size: int, population: int, level: float) -> int:
    while abs(held - refuted) > 1:
        middle = (held + refuted) // 2
        if bool(_hold(np.array([middle]), size, population, level)[0, successes]):
            held = middle
        else:
            refuted = middle
    return held


def _hold(knowns: Ints, size: int, population: int, level: float) -> npt.NDArray[np.bool_]:
    """populations × successes: whether that many successes do not refute that many people concerned."""
    chances = _draw(knowns, size, population)
    below = np.cumsum(chances, axis=1)
    above = np.cumsum(chances[:, ::-1], axis=1)[:, ::-1]
    tail = (1 - level) / 2
    return (chances > 0) & (below > tail) & (above > tail)


def _cover(knowns: Ints, size: int, population: int, level: float) -> Floats:
    """The probability, for each population, of an answer that does not refute it."""
    held = _hold(knowns, size, population, level)
    return np.minimum((_draw(knowns, size, population) * held).sum(axis=1), 1.0)


def _draw(knowns: Ints, size: int, population: int) -> Floats:
    """Hypergeometric probabilities, populations × successes."""
    from scipy.special import gammaln  # noqa: PLC0415 (see `measure_coverage`)

    def count_ways(total: Any, chosen: Any) -> Any:
        return gammaln(total + 1) - gammaln(chosen + 1) - gammaln(total - chosen + 1)

    ranks, concerned = np.arange(size + 1)[None, :], knowns[:, None]
    possible = (ranks <= concerned) & (size - ranks <= population - concerned)
    inside = np.where(possible, ranks, np.maximum(0, size - (population - concerned)))
    logs = count_ways(concerned, inside) + count_ways(population - concerned, size - inside)
    chances: Floats = np.where(possible, np.exp(logs - count_ways(population, size)), 0.0)
    return chances


def _heap_binomial(last: Ints, size: int, shares: Floats) -> Floats:
    """P(X ≤ last) of the binomial law."""
    from scipy.special import betainc  # noqa: PLC0415 (see `measure_coverage`)

    inner = np.clip(last, 0, size - 1)
    heaped = betainc(size - inner, inner + 1, 1 - shares)
    bounded: Floats = np.where(last < 0, 0.0, np.where(last >= size, 1.0, heaped))
    return bounded
