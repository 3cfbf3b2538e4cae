"""What can be said of an expression before any value is known."""

from collections.abc import Mapping

from ._kinds import name_kind, refuse_comparison, refuse_kind
from ._messages import Message, Problem
from ._names import find_close
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
    Number,
    Sign,
    TextValue,
    Truth,
    list_children,
)

_CONDITIONS = (Sign.AND, Sign.OR)


def check(
    expression: Expression, known: Mapping[str, Kind | None], expected: Kind | None = None
) -> tuple[Problem, ...]:
    """Everything wrong in an expression whose names may only be ``known``, in the order of the text.

    ``known`` gives the kind of each name, None where any kind may come. An unknown name is reported with
    the nearest known one. ``expected`` is the kind that the whole must have. Empty when nothing is wrong.
    """
    visit = _Check(known)
    kind = visit.read(expression.root)
    if expected is not None:
        visit.note(expression.root, refuse_kind(expected, kind))
    return tuple(sorted(visit.problems, key=lambda problem: problem.span.offset))


def kind_of_literal(node: Number | TextValue | Truth) -> Kind:
    """The kind of a value written as it is."""
    match node:
        case Number():
            return Kind.NUMBER
        case TextValue():
            return Kind.TEXT
        case _:
            return Kind.TRUTH


class _Check:
    def __init__(self, known: Mapping[str, Kind | None]) -> None:
        self.known = known
        self.problems: list[Problem] = []

    def note(self, node: Node, message: Message | None) -> None:
        if message is not None:
            self.problems.append(Problem(message, node.span))

    def expect(self, node: Node, expected: Kind) -> None:
        self.note(node, refuse_kind(expected, self.read(node)))

    def read(self, node: Node) -> Kind | None:
        """The kind of a part where it can be told, after noting what is wrong inside it."""
        match node:
            case Name():
                return self.read_name(node)
            case Negation() | Chain():
                return self.read_operands(node)
            case Comparison():
                return self.compare(node)
            case Call():
                return self.call(node)
            case ListOf(items=items):
                for item in items:
                    self.refuse_list(item, self.read(item))
                return Kind.LIST
            case _:
                return kind_of_literal(node)

    def read_operands(self, node: Negation | Chain) -> Kind:
        logical = node.logical if isinstance(node, Negation) else node.rest[0][0] in _CONDITIONS
        kind = Kind.TRUTH if logical else Kind.NUMBER
        for part in list_children(node):
            self.expect(part, kind)
        return kind

    def read_name(self, node: Name) -> Kind | None:
        if node.value in self.known:
            return self.known[node.value]
        close = find_close(node.value, self.known)
        if close:
            self.note(node, Message("name_close", {"name": node.value, "close": close}))
        else:
            self.note(node, Message("name_unknown", {"name": node.value}))
        return None

    def refuse_list(self, node: Node, kind: Kind | None) -> None:
        if kind is Kind.LIST:
            self.note(node, refuse_kind(Kind.NUMBER, kind))

    def compare(self, node: Comparison) -> Kind:
        left, right = self.read(node.left), self.read(node.right)
        if node.sign is Sign.IN:
            self.note(node.right, refuse_kind(Kind.LIST, right))
            self.refuse_list(node.left, left)
        elif node.sign is Sign.CONTAINS:
            self.note(node.left, refuse_kind(Kind.LIST, left))
            self.refuse_list(node.right, right)
        else:
            self.note(node, refuse_comparison(node.sign, left, right))
        return Kind.TRUTH

    def call(self, node: Call) -> Kind | None:
        match node.function:
            case Function.IF:
                return self.choose(node)
            case Function.MISSING:
                self.read(node.arguments[0])
                return Kind.TRUTH
            case Function.ABS | Function.ROUND:
                self.expect(node.arguments[0], Kind.NUMBER)
                return Kind.NUMBER
            case _:
                for part in node.arguments:
                    kind = self.read_items(part)
                    self.note(part, refuse_kind(Kind.NUMBER, kind))
                return Kind.NUMBER

    def read_items(self, node: Node) -> Kind | None:
        """The kind of what a list or a value brings to a sum; None for a list known only by its name."""
        if isinstance(node, ListOf):
            for item in node.items:
                self.expect(item, Kind.NUMBER)
            return Kind.NUMBER
        kind = self.read(node)
        return None if kind is Kind.LIST else kind

    def choose(self, node: Call) -> Kind | None:
        condition, if_true, if_false = node.arguments
        self.expect(condition, Kind.TRUTH)
        first, second = self.read(if_true), self.read(if_false)
        if first is not None and second is not None and first is not second:
            names = {"first": name_kind(first), "second": name_kind(second)}
            self.note(node, Message("branches_differ", names))
        return first or second
