"""The indices themselves, each computed from the (weighted) number of answers at each level."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from ._scale import Scale

ROUNDING = 1e-9


def compute_variance(counts: Sequence[float], *, squares: float | None = None) -> float | None:
    """Sample variance of the levels: Σc(l − m)² / (n − q / n), with n = Σc and m the mean.

    `squares` is q, the sum of the squared weights; without it every answer weighs 1, q = n and the divisor
    is n − 1. None when it is undefined (fewer than two answers).
    """
    total = sum(counts)
    spread = total if squares is None else squares
    divisor = total - spread / total if total > 0 else 0.0
    if divisor <= ROUNDING * total:
        return None
    centre = sum(place * count for place, count in enumerate(counts)) / total
    return sum(count * (place - centre) ** 2 for place, count in enumerate(counts)) / divisor


def compute_rwg(variance: float | None, scale: Scale) -> float | None:
    """1 − variance / null variance, negative when people differ more than chance would; None for None.

    James, Demaree & Wolf 1984, Journal of Applied Psychology 69(1), with the uniform null distribution.
    """
    return None if variance is None else 1 - variance / scale.null_variance


def compute_awg(counts: Sequence[float], scale: Scale, *, squares: float | None = None) -> float | None:
    """a_wg = 1 − 2V / ((H − M)(M − L)), V and M being the variance (divisor n) and mean of the answers.

    Brown & Hauenstein 2005, Organizational Research Methods 8(2): the variance is compared with the largest
    that this mean allows. 1 when all are at one end. None outside the means between which it can be read
    (`find_awg_bounds`) or under two answers. `squares` is the sum of the squared weights.
    """
    if compute_variance(counts, squares=squares) is None:
        return None
    total = sum(counts)
    mean = sum((scale.low + place) * count for place, count in enumerate(counts)) / total
    spread = sum(count * (scale.low + place - mean) ** 2 for place, count in enumerate(counts)) / total
    room, slack = (scale.high - mean) * (mean - scale.low), ROUNDING * (scale.high - scale.low)
    if min(mean - scale.low, scale.high - mean) < slack:
        return 1.0
    bottom, top = find_awg_bounds(total**2 / (total if squares is None else squares), scale)
    return 1 - 2 * spread / room if bottom - slack <= mean <= top + slack else None


def find_awg_bounds(people: float, scale: Scale) -> tuple[float, float]:
    """The means between which a_wg can be read: one person at one end, all the others at the other."""
    low, high = scale.low, scale.high
    return (low * (people - 1) + high) / people, (high * (people - 1) + low) / people


def compute_rwg_j(variances: Sequence[float | None], scale: Scale) -> float | None:
    """rwg(j) = J(1 − s) / (J(1 − s) + s), s being the mean variance of the J items over the null variance.

    A mean variance above the null one gives 0. None when a variance is undefined or there is no item.
    """
    known = [variance for variance in variances if variance is not None]
    if not known or len(known) < len(variances):
        return None
    ratio = min(sum(known) / len(known) / scale.null_variance, 1.0)
    return len(known) * (1 - ratio) / (len(known) * (1 - ratio) + ratio)


def compute_deviation(counts: Sequence[float], centre: float | None, *, low: int = 1) -> float | None:
    """Average absolute distance of the answers to `centre` (Burke, Finkelstein & Dusig 1999).

    None without an answer or a centre.
    """
    total = sum(counts)
    if total <= 0 or centre is None:
        return None
    return sum(count * abs(low + place - centre) for place, count in enumerate(counts)) / total


def find_median_level(counts: Sequence[float], *, low: int = 1) -> float | None:
    """Ordinary (not interpolated) median of the answers; None without an answer."""
    total = sum(counts)
    if total <= 0:
        return None
    half, slack, heaped = total / 2, total * ROUNDING, 0.0
    first: int | None = None
    for place, count in enumerate(counts):
        heaped += count
        if first is None and heaped >= half - slack:
            first = place
        if count > 0 and heaped > half + slack:
            assert first is not None
            return low + (first + place) / 2
    return None


def compute_eijk_agreement(counts: Sequence[float]) -> float | None:
    """Van der Eijk's A (2001, Quality & Quantity 35(3)): 1 unanimous, 0 uniform, −1 split at both ends.

    The distribution is cut into flat layers; each has the agreement of its pattern of filled levels and
    weighs the share of answers it holds. None without an answer, or under three levels where A is undefined.
    """
    if len(counts) < 3:
        return None
    total = sum(counts)
    if total <= 0:
        return None
    result, floor = 0.0, 0.0
    for height in sorted({count for count in counts if count > 0}):
        pattern = tuple(count >= height for count in counts)
        result += (height - floor) * sum(pattern) / total * _rate_pattern(pattern)
        floor = height
    return result


@lru_cache(maxsize=4096)
def _rate_pattern(pattern: tuple[bool, ...]) -> float:
    """Agreement of one layer: U · (1 − (S − 1) / (K − 1)), S of its K levels being filled."""
    levels, together, apart = len(pattern), 0, 0
    for triple in combinations(pattern, 3):
        together += triple in ((True, True, False), (False, True, True))
        apart += triple == (True, False, True)
    unimodality = 1.0
    if together + apart:
        unimodality = ((levels - 2) * together - (levels - 1) * apart) / ((levels - 2) * (together + apart))
    return unimodality * (1 - (sum(pattern) - 1) / (levels - 1))
