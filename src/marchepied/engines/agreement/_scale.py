"""The ordinal scale on which people answered."""

from dataclasses import dataclass

FEWEST_LEVELS = 2
MOST_LEVELS = 11


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole levels from `low` to `high`, both included: 2 to 11 of them."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if not FEWEST_LEVELS <= self.size <= MOST_LEVELS:
            raise ValueError(
                f"L’échelle de {self.low} à {self.high} a {max(self.size, 0)} niveaux : "
                f"il en faut de {FEWEST_LEVELS} à {MOST_LEVELS}."
            )

    @property
    def size(self) -> int:
        """Number of levels, A in the formulas."""
        return self.high - self.low + 1

    @property
    def null_variance(self) -> float:
        """Variance of a uniform choice among the levels, (A² − 1) / 12."""
        return (self.size**2 - 1) / 12

    @property
    def deviation_cutoff(self) -> float:
        """Largest average deviation still read as agreement, A / 6 (Burke & Dunlap 2002)."""
        return self.size / 6

    def as_dict(self) -> dict[str, int]:
        """The scale as plain JSON values."""
        return {"low": self.low, "high": self.high, "levels": self.size}
