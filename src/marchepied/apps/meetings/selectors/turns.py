"""What two turns of hands say: the middle of one, and what moved between them.

Nothing here reads the database: counts come as they were kept, {"1": 3, "2": 5, "none": 1}.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from marchepied.apps.meetings.selectors.meetings import NONE, total_hands


@dataclass(frozen=True)
class Turn:
    """Hands raised once, by level from 1; `silent` raised theirs for no opinion."""

    levels: tuple[int, ...]
    silent: int

    @property
    def total(self) -> int:
        return sum(self.levels) + self.silent

    @property
    def expressed(self) -> int:
        return sum(self.levels)

    @property
    def top(self) -> tuple[int, ...]:
        """The levels with the most hands, several when they tie; none when nobody chose a level."""
        most = max(self.levels, default=0)
        return tuple(level for level, n in enumerate(self.levels, start=1) if n == most > 0)

    @property
    def most(self) -> int:
        """How many hands the most chosen level has."""
        return max(self.levels, default=0)

    @property
    def median(self) -> int | None:
        """The lower median level of those who chose one; None when nobody did."""
        seen = 0
        for level, n in enumerate(self.levels, start=1):
            seen += n
            if n and 2 * seen >= self.expressed:
                return level
        return None

    @property
    def spread(self) -> Fraction | None:
        """The mean distance to the median, in levels, of those who chose one; None when nobody did."""
        middle = self.median
        if middle is None:
            return None
        distances = sum(n * abs(level - middle) for level, n in enumerate(self.levels, start=1))
        return Fraction(distances, self.expressed)


@dataclass(frozen=True)
class Shift:
    """Two turns on the same question, with as many levels."""

    first: Turn
    second: Turn

    @property
    def same_total(self) -> bool:
        """Whether as many hands were raised twice: otherwise some came, left or kept theirs down."""
        return self.first.total == self.second.total

    @property
    def unchanged(self) -> bool:
        return self.first == self.second

    @property
    def closeness(self) -> int:
        """1 when hands came closer to each other, -1 when they moved apart; 0 when one cannot say.

        One cannot say when the same hands were not raised twice, or nobody chose a level in a turn.
        """
        before, after = self.first.spread, self.second.spread
        if not self.same_total or before is None or after is None:
            return 0
        return (after < before) - (after > before)


def read_turn(counts: Mapping[str, int], levels: int) -> Turn | None:
    """The hands of kept counts, over `levels` levels; None where there is none to show."""
    if not total_hands(counts):
        return None
    return Turn(
        tuple(counts.get(str(level), 0) for level in range(1, levels + 1)), silent=counts.get(NONE, 0)
    )


def compare_turns(first: Turn | None, second: Turn | None) -> Shift | None:
    """What moved between two turns; None when one is missing or they do not have the same levels."""
    if first is None or second is None or len(first.levels) != len(second.levels):
        return None
    return Shift(first, second)
