"""A closed vocabulary: the names that a condition may use, in both languages, and the words they may be."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ._checking import check
from ._messages import Message, Problem
from ._names import fold_name
from ._tree import (
    Call,
    Chain,
    Comparison,
    Expression,
    Kind,
    ListOf,
    Name,
    Negation,
    Node,
    Sign,
    TextValue,
    list_children,
)

_ALIKE = frozenset({Sign.EQUAL, Sign.DIFFERENT, Sign.IN, Sign.CONTAINS})


@dataclass(frozen=True)
class Term:
    """A name of the vocabulary: its kind, its other spellings, and for a text the words it may be.

    ``words`` gives the code of each spelling (small letters). A text without words is compared to anything.
    """

    name: str
    kind: Kind
    aliases: Sequence[str] = ()
    words: Mapping[str, str] = field(default_factory=dict, hash=False)


def bind(expression: Expression, terms: Sequence[Term]) -> tuple[Expression, tuple[Problem, ...]]:
    """The expression with the usual names and the codes of words, and all that is wrong in it.

    Besides what ``check`` finds, a text is compared with a name of the vocabulary, and is one of its words.
    The whole must be true or false. Names and words that are wrong stay as they are written.
    """
    visit = _Binding(terms)
    bound = Expression(visit.read(expression.root), expression.text)
    problems = [*check(bound, {term.name: term.kind for term in terms}, Kind.TRUTH), *visit.problems]
    return bound, tuple(sorted(problems, key=lambda problem: problem.span.offset))


class _Binding:
    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = {term.name: term for term in terms}
        self.names = {spelling: term.name for term in terms for spelling in (term.name, *term.aliases)}
        self.problems: list[Problem] = []

    def read(self, node: Node) -> Node:
        match node:
            case Name(value=value):
                return replace(node, value=self.names.get(value, value))
            case TextValue():
                self.problems.append(Problem(Message("text_alone"), node.span))
                return node
            case Comparison():
                return self.compare(node)
            case Negation(operand=operand):
                return replace(node, operand=self.read(operand))
            case Chain(first=first, rest=rest):
                parts = tuple((sign, self.read(part)) for sign, part in rest)
                return replace(node, first=self.read(first), rest=parts)
            case ListOf(items=items):
                return replace(node, items=tuple(self.read(item) for item in items))
            case Call(arguments=arguments):
                return replace(node, arguments=tuple(self.read(item) for item in arguments))
            case _:
                return node

    def compare(self, node: Comparison) -> Comparison:
        if node.sign in _ALIKE:
            term = self.find_term(node.left)
            if term is not None:
                return replace(node, left=self.read(node.left), right=self.name_words(term, node.right))
            term = self.find_term(node.right)
            if term is not None:
                return replace(node, left=self.name_words(term, node.left), right=self.read(node.right))
        return replace(node, left=self.read(node.left), right=self.read(node.right))

    def find_term(self, node: Node) -> Term | None:
        """The term with words that this part names."""
        term = self.terms.get(self.names.get(node.value, "")) if isinstance(node, Name) else None
        return term if term is not None and term.words else None

    def name_words(self, term: Term, node: Node) -> Node:
        match node:
            case TextValue():
                return self.name_word(term, node)
            case ListOf(items=items):
                return replace(node, items=tuple(self.name_words(term, item) for item in items))
            case _:
                return self.read(node)

    def name_word(self, term: Term, node: TextValue) -> TextValue:
        code = term.words.get(fold_name(node.value))
        if code is None:
            close = difflib.get_close_matches(fold_name(node.value), term.words, n=1, cutoff=0.6)
            params = {"name": term.name, "word": node.value}
            message = Message("word_close", {**params, "close": close[0]}) if close else None
            self.problems.append(Problem(message or Message("word_unknown", params), node.span))
            return node
        return replace(node, value=code)


def conjoin(expressions: Sequence[Expression]) -> Expression | None:
    """One expression that is true when all of these are; None for none."""
    parts = [part for expression in expressions for part in _list_conditions(expression.root)]
    if len(parts) < 2:
        return expressions[0] if expressions else None
    first, *rest = parts
    return Expression(Chain(first, tuple((Sign.AND, part) for part in rest)))


def _list_conditions(node: Node) -> tuple[Node, ...]:
    """What must be true together for this to be true."""
    return list_children(node) if isinstance(node, Chain) and node.rest[0][0] is Sign.AND else (node,)
