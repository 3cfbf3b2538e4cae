"""From a tree back to a text that reads to the same tree."""

from collections.abc import Callable
from decimal import Decimal

from ._names import ENGLISH
from ._tree import (
    Call,
    Chain,
    Comparison,
    Expression,
    ListOf,
    Name,
    Negation,
    Node,
    Number,
    Sign,
    TextValue,
    Truth,
)

_ANY, _ALL, _DENIAL, _COMPARISON, _SUM, _PRODUCT, _SIGNED, _VALUE = range(8)
_RANK = {
    Sign.OR: _ANY,
    Sign.AND: _ALL,
    Sign.ADD: _SUM,
    Sign.SUBTRACT: _SUM,
    Sign.MULTIPLY: _PRODUCT,
    Sign.DIVIDE: _PRODUCT,
}


def write(
    part: Expression | Node, language: str = "fr", *, name: Callable[[str], str] = lambda name: name
) -> str:
    """The expression in one usual form, in French or (``en``) in English.

    ``parse(write(expression)) == expression`` in both languages, for texts within the limit of length.
    ``name`` writes a name otherwise, to show a formula with its values (then it may no longer be read).
    """
    return _Writer(language, name).write(part.root if isinstance(part, Expression) else part)


def write_decimal(value: Decimal, language: str = "fr") -> str:
    """A number with all its digits, without exponent, with the decimal mark of the language."""
    bare = f"{value:f}"
    return bare if language == "en" else bare.replace(".", ",")


def write_value(value: object, language: str = "fr") -> str:
    """A result as the language of formulas writes it; an empty text for a missing value."""
    match value:
        case None:
            return ""
        case bool():
            return _say("vrai" if value else "faux", language)
        case Decimal():
            return write_decimal(value, language)
        case str():
            return '"' + value.replace('"', '""') + '"'
        case tuple():
            return "[" + " ; ".join(write_value(item, language) for item in value) + "]"
    raise TypeError(f"{type(value).__name__} is no value of the language")


def _say(word: str, language: str) -> str:
    return ENGLISH.get(word, word) if language == "en" else word


class _Writer:
    def __init__(self, language: str, name: Callable[[str], str]) -> None:
        self.language = language
        self.name = name

    def write(self, node: Node, rank: int = _ANY) -> str:
        """The part, between parentheses when it binds less tightly than its place asks."""
        text, own = self.write_bare(node)
        return text if own >= rank else f"({text})"

    def write_bare(self, node: Node) -> tuple[str, int]:
        match node:
            case Number(value=value, percent=percent):
                return write_decimal(value, self.language) + (" %" if percent else ""), _VALUE
            case TextValue(value=text):
                return write_value(text), _VALUE
            case Truth(value=truth):
                return write_value(truth, self.language), _VALUE
            case Name(value=name):
                return self.name(name), _VALUE
            case ListOf(items=items):
                return f"[{self.write_items(items)}]", _VALUE
            case Call(function=function, arguments=arguments):
                return f"{_say(function, self.language)}({self.write_items(arguments)})", _VALUE
            case _:
                return self.write_joined(node)

    def write_joined(self, node: Negation | Chain | Comparison) -> tuple[str, int]:
        match node:
            case Negation(logical=True, operand=operand):
                return f"{_say('non', self.language)} {self.write(operand, _DENIAL)}", _DENIAL
            case Negation(operand=operand):
                return f"-{self.write(operand, _SIGNED)}", _SIGNED
            case Comparison(left=left, sign=sign, right=right):
                said = _say(sign, self.language)
                return f"{self.write(left, _SUM)} {said} {self.write(right, _SUM)}", _COMPARISON
            case Chain(first=first, rest=rest):
                rank = _RANK[rest[0][0]]
                parts = [self.write(first, rank + 1)]
                for sign, part in rest:
                    parts += [_say(sign, self.language), self.write(part, rank + 1)]
                return " ".join(parts), rank

    def write_items(self, items: tuple[Node, ...]) -> str:
        return " ; ".join(self.write(item) for item in items)
