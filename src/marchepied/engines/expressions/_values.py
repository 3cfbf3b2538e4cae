"""Values while computing: exact, known between two bounds, or not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction

from ._kinds import ORDERS
from ._limits import RESULT_DIGITS
from ._messages import Problem
from ._names import fold_name
from ._tree import Kind, Number, Sign, TextValue, Truth


@dataclass(frozen=True)
class Between:
    """A number that is not known exactly, only by its bounds, both reached; None where there is none."""

    low: Decimal | int | None = None
    high: Decimal | int | None = None


type Scalar = Decimal | int | str | bool | Between
type Value = Scalar | Sequence[Scalar | None] | None  # a sequence is a list or a tuple
type Found = Decimal | str | bool | tuple[Decimal | str | bool, ...]


@dataclass(frozen=True)
class Unknown:
    """A value that cannot be known: the names without value it needs, and what went wrong.

    `low` and `high` are what is known of a number all the same.
    """

    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    low: Fraction | None = None
    high: Fraction | None = None

    def join(self, other: "Unknown") -> "Unknown":
        return Unknown(
            tuple(dict.fromkeys(self.missing + other.missing)),
            tuple(dict.fromkeys(self.problems + other.problems)),
        )

    def bare(self) -> "Unknown":
        """The same without its bounds: what is made of it has others."""
        return Unknown(self.missing, self.problems) if self.bounded else self

    @property
    def bounded(self) -> bool:
        return self.low is not None or self.high is not None


type Item = Fraction | str | bool | Unknown
type Held = Item | tuple[Item, ...]


def join_unknown(items: Sequence[Item]) -> Unknown | None:
    """What all of these lack together; None when each is known."""
    joined: Unknown | None = None
    for item in items:
        if isinstance(item, Unknown):
            joined = item.bare() if joined is None else joined.join(item)
    return joined


def give_back(item: Fraction | str | bool) -> Decimal | str | bool:
    """A value as the caller gets it: numbers in decimals."""
    if not isinstance(item, Fraction):
        return item
    with localcontext(Context(prec=RESULT_DIGITS)):
        found = (Decimal(item.numerator) / Decimal(item.denominator)).normalize()
        return (
            found.quantize(Decimal(1), context=Context(prec=200)) if found == found.to_integral() else found
        )


def kind_of(held: Held) -> Kind | None:
    """The kind of a value; None for one that is not known."""
    match held:
        case bool():
            return Kind.TRUTH
        case Fraction():
            return Kind.NUMBER
        case str():
            return Kind.TEXT
        case tuple():
            return Kind.LIST
        case Unknown(bounded=True):
            return Kind.NUMBER
        case _:
            return None


def read_literal(node: Number | TextValue | Truth) -> Fraction | str | bool:
    """The value that is written as it is."""
    if isinstance(node, Number):
        return Fraction(node.value) / (100 if node.percent else 1)
    return node.value


def reckon_pair(left: Fraction, sign: Sign, right: Fraction) -> Fraction:
    """Two numbers added, subtracted, multiplied or divided."""
    match sign:
        case Sign.ADD:
            return left + right
        case Sign.SUBTRACT:
            return left - right
        case Sign.MULTIPLY:
            return left * right
        case _:
            return left / right


def compare_numbers(left: Item, sign: Sign, right: Item) -> bool | None:
    """Whether a comparison holds for two numbers, exact or between bounds; None where bounds do not tell."""
    (least, most), (other_least, other_most) = _bounds(left), _bounds(right)
    match sign:
        case Sign.LESS:
            return _is_below(most, other_least, strictly=True) or _deny(_is_below(other_most, least))
        case Sign.AT_MOST:
            return _is_below(most, other_least) or _deny(_is_below(other_most, least, strictly=True))
        case Sign.MORE:
            return compare_numbers(right, Sign.LESS, left)
        case Sign.AT_LEAST:
            return compare_numbers(right, Sign.AT_MOST, left)
    apart = _is_below(most, other_least, strictly=True) or _is_below(other_most, least, strictly=True)
    if apart:
        return sign is Sign.DIFFERENT
    exact = isinstance(left, Fraction) and isinstance(right, Fraction)
    return (sign is Sign.EQUAL) if exact else None


def _bounds(item: Item) -> tuple[Fraction | None, Fraction | None]:
    if isinstance(item, Unknown):
        return item.low, item.high
    assert isinstance(item, Fraction)  # kinds were checked
    return item, item


def _is_below(one: Fraction | None, other: Fraction | None, *, strictly: bool = False) -> bool:
    if one is None or other is None:
        return False
    return one < other if strictly else one <= other


def _deny(holds: bool) -> bool | None:
    return False if holds else None


def are_equal(left: Held, right: Held) -> bool | None:
    """Whether two values are the same; texts without capitals; two kinds never are; None: not known."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        numbers = {kind_of(left), kind_of(right)} == {Kind.NUMBER}
        return compare_numbers(left, Sign.EQUAL, right) if numbers else None  # type: ignore[arg-type]
    if kind_of(left) is not kind_of(right):
        return False
    if isinstance(left, str) and isinstance(right, str):
        return fold_name(left) == fold_name(right)
    return left == right


def compare_items(left: Held, sign: Sign, right: Held) -> bool | None:
    """Whether a comparison of two values of one kind holds; None: not known."""
    if sign in ORDERS or kind_of(left) is kind_of(right) is Kind.NUMBER:
        if any(isinstance(held, Unknown) and not held.bounded for held in (left, right)):
            return None
        return compare_numbers(left, sign, right)  # type: ignore[arg-type]
    same = are_equal(left, right)
    return None if same is None else same is (sign is Sign.EQUAL)


def round_away(number: Fraction, places: int) -> Fraction:
    """Half away from zero, as people learn it and as spreadsheets do."""
    scale = Fraction(10) ** places
    whole = (abs(number) * scale + Fraction(1, 2)).__floor__()
    return Fraction(whole if number >= 0 else -whole) / scale
