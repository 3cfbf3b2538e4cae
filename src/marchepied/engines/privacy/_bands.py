"""Words instead of numbers for small cells.

A cell of 5 to 9 people is told as one of five pictures of the low, middle and high bands of the scale. The
pictures are chosen so that, the size of the cell being known, each still allows several numbers in every
band that exists, and that none of its people can learn that all the others answered alike. An exhaustive
test checks both.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

MOSTLY_LOW, MOSTLY_MIDDLE, MOSTLY_HIGH = "mostly_low", "mostly_middle", "mostly_high"
OPPOSED, SPREAD = "opposed", "spread"
FEW, SOME, MOST = "few", "some", "most"
SMALLEST_OPPOSED = 6

WORDS = {
    MOSTLY_LOW: (MOST, FEW, FEW),
    MOSTLY_MIDDLE: (FEW, MOST, FEW),
    MOSTLY_HIGH: (FEW, FEW, MOST),
    OPPOSED: (SOME, FEW, SOME),
    SPREAD: (SOME, SOME, SOME),
}


@dataclass(frozen=True, slots=True)
class Band:
    """One band of the scale, from `first` to `last` level, and the word for how many people chose it.

    `few` is less than half, perhaps nobody; `most` is more than half, perhaps all; `some`, in a picture where
    no band dominates, is never everybody.
    """

    name: str
    first: int
    last: int
    word: str

    def as_dict(self) -> dict[str, Any]:
        """The band as plain JSON values."""
        return asdict(self)


def split_scale(levels: int) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    """First and last level of the low, middle and high bands; the ends are equal, about a third each.

    Two levels have no middle band: its last level is below its first.
    """
    end = max(1, round(levels / 3))
    return (1, end), (end + 1, levels - end), (levels - end + 1, levels)


def sum_bands(levels: Sequence[int]) -> tuple[int, int, int]:
    """People in the low, middle and high bands."""
    low, middle, high = (sum(levels[first - 1 : last]) for first, last in split_scale(len(levels)))
    return low, middle, high


def find_pattern(low: int, middle: int, high: int) -> str:
    """The picture of a small cell.

    `opposed`: from six people on, each end holds a third or more and the middle less than either end.
    `mostly_…`: more than half in that band. `spread`: neither.
    """
    total = low + middle + high
    ends = min(low, high)
    if total >= SMALLEST_OPPOSED and 3 * ends >= total and middle < ends:
        return OPPOSED
    for name, count in ((MOSTLY_LOW, low), (MOSTLY_MIDDLE, middle), (MOSTLY_HIGH, high)):
        if 2 * count > total:
            return name
    return SPREAD


def tells_little(levels: int, rated: int) -> bool:
    """Whether the picture of a cell of this size keeps its secret, even for one of its people.

    With two levels, six people make the only exception: 5–1 and 6–0 would share a picture, and the one
    person would learn that all the others answered alike.
    """
    return levels > 2 or rated != 6


def describe_bands(levels: Sequence[int]) -> tuple[str, tuple[Band, ...]]:
    """The picture of a small cell and the word of each band that exists."""
    pattern = find_pattern(*sum_bands(levels))
    bands = zip(("low", "middle", "high"), split_scale(len(levels)), WORDS[pattern], strict=True)
    return pattern, tuple(Band(name, *limits, word) for name, limits, word in bands if limits[0] <= limits[1])


def locate_median(pattern: str, levels: int) -> tuple[int, int] | None:
    """Levels between which the median lies, from the picture alone; None where it tells nothing.

    `spread`: neither end passes half, so the median is in the middle band or on its edge.
    """
    low, middle, high = split_scale(levels)
    places = {MOSTLY_LOW: low, MOSTLY_MIDDLE: middle, MOSTLY_HIGH: high, SPREAD: middle}
    return places.get(pattern)
