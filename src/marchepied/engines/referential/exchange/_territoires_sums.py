"""Do the points and the shares of a tree sum? To what is above, but for what rounding explains."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

WHOLE = Decimal(100)
_AMOUNT = re.compile(r"\d{1,9}(?:[.,]\d+)?\Z", re.ASCII)
_NOISE = Decimal("1e-9")  # what a spreadsheet adds of itself to a number
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the tree; `points` and `share` (out of 100) are None where their cell is empty."""

    number: str
    name: str
    told: str
    points: Decimal | None
    share: Decimal | None
    row: int

    @property
    def parent(self) -> str:
        """The number of the item above, "" at the first level."""
        return self.number.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Off:
    """A sum that is not what it should be; `above` is None at the first level."""

    above: Item | None
    under: tuple[Item, ...]
    total: Decimal
    wanted: Decimal
    rounded: bool


def read_amount(text: str) -> Decimal | None:
    """A positive number with a comma or a point and any decimals, a « % » after it or not; None otherwise."""
    bare = "".join(text.split()).removesuffix("%")
    if not _AMOUNT.match(bare) or len(bare) > _LONGEST:
        return None
    return Decimal(bare.replace(",", "."))


def say_amount(amount: Decimal) -> str:
    """A number as it is read in French, without useless zeros."""
    said = f"{amount.normalize():f}"
    return said.replace(".", ",")


def find_wrong_sums(items: Mapping[str, Item], *, shares: bool) -> list[Off]:
    """The sums that are not exact, those that rounding explains marked as such.

    Points under an item sum to its points, shares to 100, at every level; where some are not written, those
    that are stay below. A number written with decimals may be off by half of its last one: shares may add
    these up, points must stay under (two points off by a hundredth are a mistake). Whole numbers are exact.
    """
    children: dict[str, list[Item]] = {}
    for item in items.values():
        children.setdefault(item.parent, []).append(item)
    found = []
    for number, under in children.items():
        above = items.get(number)
        wanted = WHOLE if shares else above.points if above else None
        off = _compare(above, under, wanted, shares=shares)
        if off:
            found.append(off)
    return sorted(found, key=lambda off: (off.above or off.under[0]).row)


def _compare(above: Item | None, under: list[Item], wanted: Decimal | None, *, shares: bool) -> Off | None:
    amounts = [item.share if shares else item.points for item in under]
    given = [amount for amount in amounts if amount is not None]
    if wanted is None or not given:
        return None
    total = sum(given, Decimal())
    whole = len(given) == len(amounts)
    gap = abs(total - wanted) if whole else max(Decimal(), total - wanted)
    if gap <= _NOISE:
        return None
    room = sum((_half_of_last(amount) for amount in (*given, wanted)), Decimal())
    return Off(above, tuple(under), total, wanted, rounded=gap <= room if shares else gap < room)


def _half_of_last(amount: Decimal) -> Decimal:
    """Half of the last decimal that is written, 0 for a whole number."""
    exponent = amount.as_tuple().exponent
    return Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) and exponent < 0 else Decimal()
