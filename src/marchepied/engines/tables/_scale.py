"""Scales deduced from the whole numbers met in the answers."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ._messages import Message, TableError

FEWEST_LEVELS = 2
MOST_LEVELS = 11
_RARE = 0.005
_RARE_FLOOR = 50
_FAMILY_END = re.compile(r"[\s_.-]*\d+\s*$")


@dataclass(frozen=True)
class Scale:
    """Lowest and highest number of a scale, both included."""

    low: int
    high: int

    @property
    def levels(self) -> int:
        """Number of levels."""
        return self.high - self.low + 1


def check_scale(item: str, low: int, high: int) -> Scale:
    """Return a declared scale; raises ``TableError`` unless it has 2 to 11 levels."""
    if not FEWEST_LEVELS <= high - low + 1 <= MOST_LEVELS:
        raise TableError("scale_bounds", column=item, item=item, low=low, high=high)
    return Scale(low, high)


def infer_scale(counts: Mapping[int, int]) -> Scale | None:
    """Deduce a scale from the numbers met and how often; None when no number can be a level.

    The lowest level is 0 if a 0 was met, else 1, even when nobody chose it; the highest is the highest
    number met, within 11 levels, and at least the second level. Numbers further away take no part: they
    are refused, with their row, when answers are extracted.
    """
    low = 0 if counts.get(0) else 1
    met = [number for number in counts if low <= number <= low + MOST_LEVELS - 1]
    if not met:
        return None
    return Scale(low, max(*met, low + 1))


def infer_known_scale(levels: int, counts: Mapping[int, int]) -> Scale:
    """Place a known number of levels: from 0 when a 0 was met and the highest number was not, else from 1."""
    low = 0 if counts.get(0) and not counts.get(levels) else 1
    return Scale(low, low + levels - 1)


def name_family(item: str) -> str:
    """Return the name that numbered columns share: LEAD01 and LEAD02 belong to LEAD."""
    return _FAMILY_END.sub("", item) or item


def warn_of_scale(scale: Scale, counts: Mapping[int, int]) -> list[Message]:
    """Say that a scale was deduced, and whether its highest level is rare enough to be a slip."""
    warnings = [Message("scale_guessed", {"low": scale.low, "high": scale.high})]
    total = sum(counts.values())
    top = counts.get(scale.high, 0)
    if total >= _RARE_FLOOR and 0 < top < _RARE * total and scale.levels > FEWEST_LEVELS:
        warnings.append(Message("scale_rare_top", {"high": scale.high, "count": top}))
    return warnings


def gather_families(counts: Mapping[str, Mapping[int, int]]) -> dict[str, Counter[int]]:
    """Add up the numbers met, family by family of numbered items."""
    families: dict[str, Counter[int]] = {}
    for item, numbers in counts.items():
        families.setdefault(name_family(item), Counter()).update(numbers)
    return families


def warn_of_families(common: Scale, families: Mapping[str, Mapping[int, int]]) -> list[Message]:
    """Name the families of columns whose own numbers would give another scale than the common one."""
    warnings = []
    for family, numbers in sorted(families.items()):
        own = infer_scale(numbers)
        if own is not None and own != common and len(families) > 1:
            warnings.append(Message("scale_families", {"family": family, "low": own.low, "high": own.high}))
    return warnings


def split_items(counts: Mapping[str, Mapping[int, int]]) -> frozenset[str]:
    """Return the items that count from 0 while others, whose highest number is larger, count from 1.

    Numbered columns of one name go together. Empty when one scale may hold for all: a 0 that nobody chose
    in some items is no sign of another scale as long as their highest numbers do not pass it.
    """
    families = gather_families(counts)
    from_zero = {family for family, numbers in families.items() if numbers.get(0)}
    others = set(families) - from_zero
    highest_zero = max((max(families[family]) for family in from_zero), default=None)
    highest_other = max((max(families[family], default=0) for family in others), default=None)
    if highest_zero is None or highest_other is None or highest_other <= highest_zero:
        return frozenset()
    return frozenset(item for item in counts if name_family(item) in from_zero)


def add_counts(counts: Iterable[Mapping[int, int]]) -> Counter[int]:
    """Add up the numbers met over several items."""
    total: Counter[int] = Counter()
    for numbers in counts:
        total.update(numbers)
    return total
