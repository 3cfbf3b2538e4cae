"""The parts of an expression. Two trees are equal whatever the places of their parts in the text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from ._messages import Span


class Kind(StrEnum):
    """What a value is."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"
    LIST = "list"


class Sign(StrEnum):
    """What stands between two values, as the language writes it in French."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"
    EQUAL = "="
    DIFFERENT = "≠"
    LESS = "<"
    AT_MOST = "≤"
    MORE = ">"
    AT_LEAST = "≥"
    IN = "dans"
    CONTAINS = "contient"
    AND = "et"
    OR = "ou"


class Function(StrEnum):
    """A function, by its French name."""

    IF = "si"
    MIN = "min"
    MAX = "max"
    SUM = "somme"
    MEAN = "moyenne"
    ROUND = "arrondi"
    ABS = "abs"
    MISSING = "manque"


NOWHERE = Span(0, 0)


@dataclass(frozen=True)
class Number:
    """A number as it was written: ``15 %`` keeps 15 and its sign."""

    value: Decimal
    percent: bool = False
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class TextValue:
    value: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Truth:
    value: bool
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Name:
    value: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class ListOf:
    items: tuple["Node", ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Negation:
    """``-x`` or ``non x``."""

    logical: bool
    operand: "Node"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Chain:
    """Values joined by signs of one rank, read from left to right: ``a - b + c``, ``a et b et c``."""

    first: "Node"
    rest: tuple[tuple[Sign, "Node"], ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Comparison:
    left: "Node"
    sign: Sign
    right: "Node"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Call:
    function: Function
    arguments: tuple["Node", ...]
    span: Span = field(default=NOWHERE, compare=False)


type Node = Number | TextValue | Truth | Name | ListOf | Negation | Chain | Comparison | Call


def list_children(node: Node) -> tuple[Node, ...]:
    """The parts directly inside this one, in the order of the text."""
    match node:
        case ListOf(items=parts) | Call(arguments=parts):
            return parts
        case Negation(operand=operand):
            return (operand,)
        case Chain(first=first, rest=rest):
            return (first, *(part for _sign, part in rest))
        case Comparison(left=left, right=right):
            return (left, right)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """This part and all those inside it, in the order of the text."""
    yield node
    for child in list_children(node):
        yield from walk(child)


@dataclass(frozen=True)
class Expression:
    """An expression that was read: its tree, the names it uses in order of appearance, its text."""

    root: Node
    text: str = field(default="", compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part.value for part in walk(self.root) if isinstance(part, Name)))

    @property
    def size(self) -> int:
        """How many parts the tree has."""
        return sum(1 for _part in walk(self.root))
