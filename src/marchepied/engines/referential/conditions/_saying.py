"""A condition said back in plain words, in French or in English."""

from __future__ import annotations

from collections.abc import Sequence

from marchepied.engines.expressions import (
    Call,
    Chain,
    Comparison,
    Expression,
    Function,
    ListOf,
    Name,
    Negation,
    Node,
    Number,
    Sign,
    TextValue,
    Truth,
    write_decimal,
)

from ._facts import BY_NAME, SIZE, WORDS_OF
from ._reading import write_condition

_OPPOSITE = {
    Sign.EQUAL: Sign.DIFFERENT,
    Sign.DIFFERENT: Sign.EQUAL,
    Sign.LESS: Sign.AT_LEAST,
    Sign.AT_LEAST: Sign.LESS,
    Sign.MORE: Sign.AT_MOST,
    Sign.AT_MOST: Sign.MORE,
}
_MIRROR = {
    Sign.LESS: Sign.MORE,
    Sign.MORE: Sign.LESS,
    Sign.AT_LEAST: Sign.AT_MOST,
    Sign.AT_MOST: Sign.AT_LEAST,
}
_CONSTANT = {
    "fr": ("Posée à tout le monde.", "Posée à personne."),
    "en": ("Asked to everybody.", "Asked to nobody."),
}
_SIZES = {
    "fr": {
        Sign.AT_LEAST: "il y a au moins {n} salarié{s}",
        Sign.MORE: "il y a plus de {n} salarié{s}",
        Sign.AT_MOST: "il y a {n} salarié{s} au plus",
        Sign.LESS: "il y a moins de {n} salarié{s}",
        Sign.EQUAL: "il y a exactement {n} salarié{s}",
        Sign.DIFFERENT: "il n’y a pas exactement {n} salarié{s}",
    },
    "en": {
        Sign.AT_LEAST: "there {are} at least {n} employee{s}",
        Sign.MORE: "there {are} more than {n} employee{s}",
        Sign.AT_MOST: "there {are} at most {n} employee{s}",
        Sign.LESS: "there {are} fewer than {n} employee{s}",
        Sign.EQUAL: "there {are} exactly {n} employee{s}",
        Sign.DIFFERENT: "there {are} not exactly {n} employee{s}",
    },
}


def say_condition(condition: Expression, language: str = "fr") -> str:
    """One sentence that says when the question is asked: « Posée si la forme est SCIC ou SCOP. ».

    `condition` was read by `read_condition` or `read_applicability`. A computation is shown as it is written.
    """
    if isinstance(condition.root, Truth):
        always, never = _CONSTANT[language]
        return always if condition.root.value else never
    said = _Saying(language).clause(condition.root)
    return f"Posée {said}." if language == "fr" else f"Asked if {said}."


class _Saying:
    def __init__(self, language: str) -> None:
        self.language = language
        self.place = 0 if language == "fr" else 1

    def choose(self, french: str, english: str) -> str:
        return (french, english)[self.place]

    def say(self, node: Node, *, holds: bool = True, inside: bool = False) -> str:
        """The part in words, or its contrary when it must not hold; `inside` another list of conditions."""
        match node:
            case Negation(logical=True, operand=operand):
                return self.say(operand, holds=not holds, inside=inside)
            case Name(value=name) if name in BY_NAME:
                fact = BY_NAME[name]
                return (fact.have if holds else fact.lack)[self.place]
            case Chain(first=first, rest=rest) if rest[0][0] in (Sign.AND, Sign.OR):
                return self.say_all(first, rest, holds=holds, inside=inside)
            case Comparison():
                return self.compare(node, holds=holds) or self.quote(node, holds=holds)
            case Call(function=Function.MISSING, arguments=(Name(value=name),)) if name in BY_NAME:
                return self.say_missing(name, holds=holds)
            case _:
                return self.quote(node, holds=holds)

    def clause(self, node: Node, *, holds: bool = True, inside: bool = False) -> str:
        """The part after « si »; its own parts have theirs."""
        said = self.say(node, holds=holds, inside=inside)
        if self.language != "fr" or _joins(_without_denial(node)):
            return said
        return f"s’{said}" if said.startswith("il ") else f"si {said}"

    def say_all(self, first: Node, rest: Sequence[tuple[Sign, Node]], *, holds: bool, inside: bool) -> str:
        # The contrary of « et » is « ou » between contraries.
        together = (rest[0][0] is Sign.AND) is holds
        nodes = (first, *(part for _sign, part in rest))
        parts = [self.clause(part, holds=holds, inside=True) for part in nodes]
        told = self.join(parts, self.choose("et", "and") if together else self.choose("ou", "or"))
        return f"({told})" if inside else told

    def join(self, parts: Sequence[str], word: str) -> str:
        *others, last = parts
        return f"{', '.join(others)} {word} {last}" if others else last

    def compare(self, node: Comparison, *, holds: bool) -> str:
        """A comparison that has words of its own; "" for others."""
        left, sign, right = node.left, node.sign, node.right
        if isinstance(right, Name) and not isinstance(left, Name):
            left, right = right, left
            sign = Sign.IN if sign is Sign.CONTAINS else _MIRROR.get(sign, sign)
        if not isinstance(left, Name) or left.value not in BY_NAME:
            return ""
        if left.value == SIZE.names[0]:
            return self.say_size(sign if holds else _OPPOSITE.get(sign, sign), right)
        if left.value in WORDS_OF:
            return self.say_words(left.value, sign, right, holds=holds)
        if sign in (Sign.EQUAL, Sign.DIFFERENT) and isinstance(right, Truth):
            return self.say(left, holds=(sign is Sign.EQUAL) is (right.value is holds))
        return ""

    def say_size(self, sign: Sign, right: Node) -> str:
        if not isinstance(right, Number) or right.percent or sign not in _SIZES[self.language]:
            return ""
        number = write_decimal(right.value, self.language)
        one = abs(right.value) < 2 if self.language == "fr" else right.value == 1
        plural = {"s": "", "are": "is"} if one else {"s": "s", "are": "are"}
        return _SIZES[self.language][sign].format(n=number, **plural)

    def say_words(self, fact: str, sign: Sign, right: Node, *, holds: bool) -> str:
        items = right.items if isinstance(right, ListOf) else (right,)
        if not items or not all(isinstance(item, TextValue) for item in items):
            return ""
        words = [self.word(fact, item.value) for item in items if isinstance(item, TextValue)]
        among = self.join(words, self.choose("ou", "or"))
        called = BY_NAME[fact].called[self.place]
        if (sign is Sign.DIFFERENT) is holds:
            return self.choose(f"{called} n’est pas {among}", f"{called} is not {among}")
        return self.choose(f"{called} est {among}", f"{called} is {among}")

    def word(self, fact: str, code: str) -> str:
        said = WORDS_OF[fact].get(code)
        return said[2 + self.place] if said else code

    def say_missing(self, name: str, *, holds: bool) -> str:
        fact = BY_NAME[name]
        called = fact.called[self.place]
        if called:
            known = self.choose(f"on connaît {called}", f"{called} is known")
            return self.choose(f"on ne connaît pas {called}", f"{called} is not known") if holds else known
        have = fact.have[self.place]
        known = self.choose(f"on sait si {have}", f"it is known whether {have}")
        return self.choose(f"on ne sait pas si {have}", f"it is not known whether {have}") if holds else known

    def quote(self, node: Node, *, holds: bool) -> str:
        """What has no plain words, as it is written."""
        written = write_condition(Expression(node), self.language)
        if self.language == "fr":
            return f"« {written} » est {'vrai' if holds else 'faux'}"
        return f"“{written}” is {'true' if holds else 'false'}"


def _without_denial(node: Node) -> Node:
    while isinstance(node, Negation) and node.logical:
        node = node.operand
    return node


def _joins(node: Node) -> bool:
    """Whether a part is several conditions."""
    return isinstance(node, Chain) and node.rest[0][0] in (Sign.AND, Sign.OR)
