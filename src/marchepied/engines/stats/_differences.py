"""The difference of two shares seen on few people, with its interval."""

from dataclasses import asdict, dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Difference:
    """How much a share changed: `difference` is the later share less the earlier one, from −1 to 1.

    The five figures are None when nobody answered one of the two times; a warning then says so.
    """

    earlier: float | None
    later: float | None
    difference: float | None
    low: float | None
    high: float | None
    level: float
    warnings: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether the interval leaves zero out: something did change, at this level of confidence."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)

    def as_dict(self) -> dict[str, object]:
        """The difference as plain JSON values."""
        return {**asdict(self), "warnings": list(self.warnings)}


def difference_interval(
    earlier: tuple[int, int],
    later: tuple[int, int],
    *,
    level: float = 0.95,
    populations: tuple[int | None, int | None] = (None, None),
) -> Difference:
    """The change of a share between two groups of answers, each given as (successes, size).

    Newcombe's hybrid score interval (1998, *Statistics in Medicine* 17, method 10): Wilson's limits of each
    share, squared and added. It never leaves −1 to 1 and needs no minimum size. The two groups are taken as
    independent: when the same people answered twice and kept their mind, it is wider than it need be.

    `populations` are the numbers of people concerned, where they are known: Wilson's limits then narrow by
    the finite-population factor (N − n) / (N − 1), down to the share itself when everybody answered.
    Nobody on one side gives None and a warning. Impossible numbers raise ValueError.
    """
    if not 0 < level < 1:
        raise ValueError(f"Le niveau de confiance doit être entre 0 et 1 : {level} ne convient pas.")
    for (successes, size), population in zip((earlier, later), populations, strict=True):
        _check_share(successes, size, population)
    if not earlier[1] or not later[1]:
        return Difference(None, None, None, None, None, level, ("Personne n’a répondu une des deux fois.",))
    first, first_low, first_high = _limit_share(*earlier, populations[0], level)
    second, second_low, second_high = _limit_share(*later, populations[1], level)
    change = second - first
    return Difference(
        earlier=first,
        later=second,
        difference=change,
        low=max(-1.0, change - sqrt((second - second_low) ** 2 + (first_high - first) ** 2)),
        high=min(1.0, change + sqrt((second_high - second) ** 2 + (first - first_low) ** 2)),
        level=level,
    )


def _check_share(successes: int, size: int, population: int | None) -> None:
    if size < 0 or not 0 <= successes <= size:
        raise ValueError(f"{successes} réponses sur {size} : le nombre doit aller de 0 au total.")
    if population is not None and population < size:
        raise ValueError(f"{size} réponses pour {population} personnes concernées : effectif trop petit.")


def _limit_share(
    successes: int, size: int, population: int | None, level: float
) -> tuple[float, float, float]:
    """A share and Wilson's limits, narrowed by what is already known of a finite population."""
    share = successes / size
    z = NormalDist().inv_cdf(1 - (1 - level) / 2)
    if population is not None:
        z *= sqrt((population - size) / (population - 1)) if population > 1 else 0.0
    middle = share + z * z / (2 * size)
    half = z * sqrt((share * (1 - share) + z * z / (4 * size)) / size)
    scale = 1 + z * z / size
    return share, max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)
