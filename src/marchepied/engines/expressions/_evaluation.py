"""The value of an expression, in exact fractions, with what is missing to know it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction

from ._kinds import refuse_comparison, refuse_kind
from ._limits import LARGEST_POWER, USUAL_LIMITS, Limits
from ._messages import ExpressionError, Message, Problem
from ._names import fold_name
from ._parsing import read_places
from ._tree import (
    Call,
    Chain,
    Comparison,
    Expression,
    Function,
    Kind,
    ListOf,
    Name,
    Negation,
    Node,
    Sign,
)
from ._values import (
    Between,
    Found,
    Held,
    Item,
    Unknown,
    Value,
    are_equal,
    compare_items,
    give_back,
    join_unknown,
    kind_of,
    read_literal,
    reckon_pair,
    round_away,
)
from ._writing import write

_LARGEST = Fraction(10) ** LARGEST_POWER


@dataclass(frozen=True)
class Result:
    """What an expression is worth.

    ``value`` is None when it cannot be known: ``missing`` then names the values it lacks, in the order in
    which they are met, and ``problems`` says what cannot be computed, and where. ``cost`` counts the parts
    and the items that were visited.
    """

    value: Found | None
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    cost: int = 0

    @property
    def known(self) -> bool:
        return self.value is not None


def evaluate(expression: Expression, values: Mapping[str, Value], limits: Limits = USUAL_LIMITS) -> Result:
    """The value of an expression for these values of its names.

    A name absent from ``values``, or worth None, is missing: what needs it is not known, unless the rest
    decides (« faux et x » is false whatever x is). A number worth ``Between`` two bounds is known where they
    are enough: 10 to 49 is at least 5, is not 50, and may be 20. A division by zero is a problem of the
    result, not an error. Numbers are computed as exact fractions and given back with 28 significant digits
    at most.

    Raises ``ExpressionError`` where a value is not of the kind that its place asks, or past a limit;
    ``TypeError`` for a float (pass a ``Decimal``) or a number that is not finite.
    """
    visit = _Visit(expression.text, {fold_name(name): value for name, value in values.items()}, limits)
    held = visit.read(expression.root)
    items = held if isinstance(held, tuple) else (held,)
    lacking = join_unknown(items)
    if lacking is not None:
        return Result(None, lacking.missing, lacking.problems, visit.cost)
    found = tuple(give_back(item) for item in items if not isinstance(item, Unknown))
    return Result(found if isinstance(held, tuple) else found[0], cost=visit.cost)


class _Visit:
    """One computation: its values, its cost."""

    def __init__(self, text: str, values: Mapping[str, Value], limits: Limits) -> None:
        self.text = text
        self.values = values
        self.limits = limits
        self.cost = 0

    def pay(self, node: Node, price: int = 1) -> None:
        self.cost += price
        if self.cost > self.limits.cost:
            raise ExpressionError("too_costly", self.text, node.span, limit=self.limits.cost)

    def refuse(self, node: Node, message: Message | None) -> None:
        if message is not None:
            raise ExpressionError(message.code, self.text, node.span, **message.params)

    def read(self, node: Node) -> Held:
        self.pay(node)
        match node:
            case Name():
                return self.read_name(node)
            case ListOf():
                return self.read_list(node)
            case Negation():
                return self.negate(node)
            case Comparison():
                return self.compare(node)
            case Chain():
                return self.decide(node) if node.rest[0][0] in (Sign.AND, Sign.OR) else self.reckon(node)
            case Call():
                return self.call(node)
            case _:
                return read_literal(node)

    # Names and lists

    def read_name(self, node: Name) -> Held:
        value = self.values.get(node.value)
        if not isinstance(value, list | tuple):
            return self.take(value, node)
        self.pay(node, len(value))
        if len(value) > self.limits.items:
            raise ExpressionError("too_costly", self.text, node.span, limit=self.limits.items)
        return tuple(self.take(item, node) for item in value)

    def take(self, value: object, node: Name) -> Item:
        """A value that the caller gave, as it is computed with."""
        match value:
            case None:
                return Unknown((node.value,))
            case bool() | str():
                return value
            case int() | Decimal():
                return self.take_number(value, node)
            case Between():
                return self.take_bounds(value, node)
        raise TypeError(f"« {node.value} » : {type(value).__name__} is no value of the language")

    def take_number(self, value: int | Decimal, node: Name) -> Item:
        if isinstance(value, int):
            return self.bound(Fraction(value), node)
        if not value.is_finite():
            raise TypeError(f"« {node.value} » is not finite")
        # Checked before the fraction is made: 1E+1000000 would hold a million digits.
        if value and value.adjusted() >= LARGEST_POWER:
            return self.meet(Problem(Message("too_large"), node.span))
        if value.adjusted() < -LARGEST_POWER:
            return Fraction(0)
        with localcontext(Context(prec=2 * LARGEST_POWER)):
            return Fraction(+value)

    def take_bounds(self, value: Between, node: Name) -> Item:
        """A number known by its bounds; exact where they meet."""
        ends = [None if end is None else self.take_number(end, node) for end in (value.low, value.high)]
        low, high = (end if isinstance(end, Fraction) else None for end in ends)
        return low if low is not None and low == high else Unknown((node.value,), low=low, high=high)

    def read_list(self, node: ListOf) -> Held:
        items: list[Item] = []
        for part in node.items:
            held = self.read(part)
            if isinstance(held, tuple):
                self.refuse_list(part)
            else:
                items.append(held)
        return tuple(items)

    def refuse_list(self, node: Node) -> None:
        self.refuse(node, refuse_kind(Kind.NUMBER, Kind.LIST))

    # Signs

    def number(self, node: Node) -> Fraction | Unknown:
        held = self.read(node)
        self.refuse(node, refuse_kind(Kind.NUMBER, kind_of(held)))
        assert isinstance(held, Fraction | Unknown)  # or it was refused
        return held

    def truth(self, node: Node) -> bool | Unknown:
        held = self.read(node)
        self.refuse(node, refuse_kind(Kind.TRUTH, kind_of(held)))
        assert isinstance(held, bool | Unknown)  # or it was refused
        return held

    def negate(self, node: Negation) -> Item:
        if node.logical:
            truth = self.truth(node.operand)
            return truth if isinstance(truth, Unknown) else not truth
        number = self.number(node.operand)
        return number.bare() if isinstance(number, Unknown) else -number

    def decide(self, node: Chain) -> Item:
        """« et » and « ou » in three values: one false (or true) part decides, whatever is missing."""
        deciding = node.rest[0][0] is Sign.OR
        parts = [self.truth(part) for part in (node.first, *(part for _sign, part in node.rest))]
        if any(part is deciding for part in parts):
            return deciding
        return join_unknown(parts) or not deciding

    def reckon(self, node: Chain) -> Item:
        total: Fraction | Unknown = self.number(node.first)
        for sign, part in node.rest:
            number = self.number(part)
            if sign is Sign.DIVIDE and not isinstance(number, Unknown) and number == 0:
                written = write(part)
                number = self.meet(Problem(Message("division_by_zero", {"divisor": written}), part.span))
            lacking = join_unknown((total, number))
            if lacking is not None:
                total = lacking
            elif isinstance(total, Fraction) and isinstance(number, Fraction):
                total = self.bound(reckon_pair(total, sign, number), node)
        return total

    def bound(self, number: Fraction, node: Node) -> Fraction | Unknown:
        if abs(number) >= _LARGEST:
            return self.meet(Problem(Message("too_large"), node.span))
        return number

    def meet(self, problem: Problem) -> Unknown:
        return Unknown(problems=(problem,))

    def compare(self, node: Comparison) -> Item:
        left, right = self.read(node.left), self.read(node.right)
        if node.sign is Sign.IN:
            return self.find_in(node, left, node.left, right, node.right)
        if node.sign is Sign.CONTAINS:
            return self.find_in(node, right, node.right, left, node.left)
        self.refuse(node, refuse_comparison(node.sign, kind_of(left), kind_of(right)))
        for held, part in ((left, node.left), (right, node.right)):
            if isinstance(held, tuple):
                self.refuse_list(part)
        holds = compare_items(left, node.sign, right)
        if holds is not None:
            return holds
        return join_unknown([held for held in (left, right) if isinstance(held, Unknown)]) or Unknown()

    def find_in(self, node: Node, item: Held, item_node: Node, items: Held, items_node: Node) -> Item:
        self.refuse(items_node, refuse_kind(Kind.LIST, kind_of(items)))
        if isinstance(item, tuple):
            self.refuse_list(item_node)
        if isinstance(items, Unknown):
            return join_unknown((items, item)) or items if isinstance(item, Unknown) else items
        assert isinstance(items, tuple)  # or it was refused
        self.pay(node, len(items))
        if not items:
            return False
        same = [are_equal(item, other) for other in items]
        if any(same):
            return True
        if all(one is False for one in same):
            return False
        return item if isinstance(item, Unknown) else join_unknown(items) or False

    # Functions

    def call(self, node: Call) -> Held:
        match node.function:
            case Function.IF:
                return self.choose(node)
            case Function.MISSING:
                held = self.read(node.arguments[0])
                items = held if isinstance(held, tuple) else (held,)
                return any(isinstance(item, Unknown) and not item.bounded for item in items)
            case Function.ABS:
                number = self.number(node.arguments[0])
                return number.bare() if isinstance(number, Unknown) else abs(number)
            case Function.ROUND:
                number = self.number(node.arguments[0])
                places = read_places(node.arguments[1]) if len(node.arguments) > 1 else 0
                return number.bare() if isinstance(number, Unknown) else round_away(number, places or 0)
            case _:
                return self.gather(node)

    def choose(self, node: Call) -> Held:
        condition, if_true, if_false = node.arguments
        truth = self.truth(condition)
        if isinstance(truth, Unknown):
            return truth
        return self.read(if_true if truth else if_false)

    def gather(self, node: Call) -> Item:
        numbers: list[Fraction] = []
        lacking: Unknown | None = None
        for part in node.arguments:
            held = self.read(part)
            items = held if isinstance(held, tuple) else (held,)
            self.pay(part, len(items))
            for item in items:
                self.refuse(part, refuse_kind(Kind.NUMBER, kind_of(item)))
            unknown = join_unknown(items)
            if unknown is not None:
                lacking = unknown if lacking is None else lacking.join(unknown)
            numbers += [item for item in items if isinstance(item, Fraction)]
        if lacking is not None:
            return lacking
        return self.reduce(node, numbers)

    def reduce(self, node: Call, numbers: list[Fraction]) -> Item:
        if node.function is Function.SUM:
            return self.bound(sum(numbers, Fraction(0)), node)
        if not numbers:
            message = Message("nothing_to_average", {"name": node.function.value})
            return self.meet(Problem(message, node.span))
        match node.function:
            case Function.MIN:
                return min(numbers)
            case Function.MAX:
                return max(numbers)
            case _:
                return self.bound(sum(numbers, Fraction(0)) / len(numbers), node)
