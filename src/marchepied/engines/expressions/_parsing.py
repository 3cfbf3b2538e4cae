"""From tokens to a tree, by recursive descent; every error says what is wrong and where."""

from collections.abc import Callable
from dataclasses import replace

from ._limits import HIGHEST_PLACES, LOWEST_PLACES, USUAL_LIMITS, Limits
from ._messages import ExpressionError, Span
from ._names import FUNCTIONS, NOT_WORDS, RESERVED, TRUTHS, WORD_SIGNS, find_close
from ._tokens import Token, What, list_tokens
from ._tree import (
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
)

_COMPARISONS = frozenset(
    {
        Sign.EQUAL, Sign.DIFFERENT, Sign.LESS, Sign.AT_MOST, Sign.MORE, Sign.AT_LEAST, Sign.IN, Sign.CONTAINS,
    }
)  # fmt: skip
# How many arguments: the fewest, the most (None: as many as wanted).
_ARITY: dict[Function, tuple[int, int | None]] = {
    Function.IF: (3, 3),
    Function.ABS: (1, 1),
    Function.MISSING: (1, 1),
    Function.ROUND: (1, 2),
    Function.MIN: (1, None),
    Function.MAX: (1, None),
    Function.SUM: (1, None),
    Function.MEAN: (1, None),
}


def parse(text: str, limits: Limits = USUAL_LIMITS) -> Expression:
    """Read an expression.

    Raises ``ExpressionError``, and nothing else, where the text is not an expression of the language or
    passes a limit. Names are not looked up: see ``check``.
    """
    return _Parser(text, limits).read()


class _Parser:
    def __init__(self, text: str, limits: Limits) -> None:
        self.text = text
        self.limits = limits
        self.tokens = list_tokens(text, limits)
        self.place = 0
        self.depth = 0
        self.parts = 0

    # What comes next

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def advance(self) -> Token:
        token = self.next
        self.place += 1
        return token

    def next_sign(self) -> Sign | None:
        """The sign that comes next, written as a sign or as a word; None for anything else."""
        token = self.next
        return WORD_SIGNS.get(token.value) if token.what is What.WORD else token.sign

    def next_is(self, mark: str) -> bool:
        return self.next.what is What.MARK and self.next.value == mark

    def fail(self, code: str, span: Span, **params: object) -> ExpressionError:
        return ExpressionError(code, self.text, span, **params)

    def keep[Part: Node](self, part: Part) -> Part:
        """Count a part of the tree; refuse one too many."""
        self.parts += 1
        if self.parts > self.limits.parts:
            raise self.fail("too_many_parts", part.span, limit=self.limits.parts)
        return part

    # The grammar, from the loosest to the tightest

    def read(self) -> Expression:
        if self.next.what is What.END:
            raise self.fail("empty", Span(0, 1))
        if self.next.sign is Sign.EQUAL:
            raise self.fail("leading_equals", self.next.span)
        root = self.read_any_of()
        if self.next.what is not What.END:
            raise self.refuse_rest()
        return Expression(root, self.text)

    def refuse_rest(self) -> ExpressionError:
        token = self.next
        if token.what is What.MARK and token.value in ")]":
            return self.fail("nothing_to_close", token.span, found=token.value)
        if token.what is What.MARK and token.value == ";":
            return self.fail("list_brackets", token.span)
        if self.next_sign() in _COMPARISONS:
            return self.fail("chained", token.span)
        return self.fail("sign_expected", token.span, found=self.write_token(token))

    def write_token(self, token: Token) -> str:
        return self.text[token.span.offset : token.span.offset + token.span.length]

    def read_chain(self, signs: frozenset[Sign], read_part: Callable[[], Node]) -> Node:
        first = read_part()
        rest: list[tuple[Sign, Node]] = []
        while (sign := self.next_sign()) in signs and sign is not None:
            self.advance()
            rest.append((sign, read_part()))
        if not rest:
            return first
        return self.keep(Chain(first, tuple(rest), first.span.reach(rest[-1][1].span)))

    def read_any_of(self) -> Node:
        return self.read_chain(frozenset({Sign.OR}), self.read_all_of)

    def read_all_of(self) -> Node:
        return self.read_chain(frozenset({Sign.AND}), self.read_denial)

    def read_denial(self) -> Node:
        if self.next.what is What.WORD and self.next.value in NOT_WORDS:
            token = self.advance()
            operand = self.read_deeper(token.span, self.read_denial)
            return self.keep(Negation(True, operand, token.span.reach(operand.span)))
        return self.read_comparison()

    def read_comparison(self) -> Node:
        left = self.read_sum()
        sign = self.next_sign()
        if sign is None or sign not in _COMPARISONS:
            return left
        self.advance()
        right = self.read_sum()
        if self.next_sign() in _COMPARISONS:
            raise self.fail("chained", self.next.span)
        return self.keep(Comparison(left, sign, right, left.span.reach(right.span)))

    def read_sum(self) -> Node:
        return self.read_chain(frozenset({Sign.ADD, Sign.SUBTRACT}), self.read_product)

    def read_product(self) -> Node:
        return self.read_chain(frozenset({Sign.MULTIPLY, Sign.DIVIDE}), self.read_signed)

    def read_signed(self) -> Node:
        if self.next.sign is Sign.SUBTRACT:
            token = self.advance()
            operand = self.read_deeper(token.span, self.read_signed)
            return self.keep(Negation(False, operand, token.span.reach(operand.span)))
        return self.read_value()

    def read_deeper(self, span: Span, read_part: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > self.limits.depth:
            raise self.fail("too_deep", span, limit=self.limits.depth)
        part = read_part()
        self.depth -= 1
        return part

    # Values

    def read_value(self) -> Node:
        token = self.next
        match token.what:
            case What.NUMBER:
                return self.read_number()
            case What.TEXT:
                self.advance()
                return self.keep(TextValue(token.value, token.span))
            case What.WORD:
                return self.read_word()
            case What.MARK if token.value == "(":
                return self.read_group()
            case What.MARK if token.value == "[":
                return self.read_list()
        raise self.refuse_value()

    def refuse_value(self) -> ExpressionError:
        token = self.next
        if token.what is What.END:
            before = self.tokens[self.place - 1]
            return self.fail("end", before.span, after=self.write_token(before))
        if token.value in ")]" and not self.depth:
            return self.fail("nothing_to_close", token.span, found=token.value)
        return self.fail("value_expected", token.span, found=self.write_token(token))

    def read_number(self) -> Node:
        token = self.advance()
        assert token.number is not None  # what a NUMBER holds
        if self.next_is("%"):
            percent = self.advance()
            return self.keep(Number(token.number, True, token.span.reach(percent.span)))
        return self.keep(Number(token.number, False, token.span))

    def read_word(self) -> Node:
        token = self.advance()
        called = self.next_is("(")
        if token.value in TRUTHS:
            return self.keep(Truth(TRUTHS[token.value], token.span))
        if token.value in FUNCTIONS:
            if not called:
                raise self.fail("function_bare", token.span, name=token.value)
            return self.read_call(token, FUNCTIONS[token.value])
        if token.value in RESERVED:
            raise self.fail("value_expected", token.span, found=token.value)
        if called:
            close = find_close(token.value, FUNCTIONS)
            if close:
                raise self.fail("function_close", token.span, name=token.value, close=close)
            raise self.fail("function_unknown", token.span, name=token.value)
        return self.keep(Name(token.value, token.span))

    def read_group(self) -> Node:
        opening = self.advance()
        inside = self.read_deeper(opening.span, self.read_any_of)
        if not self.next_is(")"):
            raise self.refuse_unclosed(opening, "not_closed")
        # With its parentheses: what begins or ends with this part can then be shown whole.
        return replace(inside, span=opening.span.reach(self.advance().span))

    def refuse_unclosed(self, opening: Token, code: str) -> ExpressionError:
        token = self.next
        if token.what is What.END:
            return self.fail(code, opening.span)
        if code == "not_closed" and token.value == "]":
            return self.fail("nothing_to_close", token.span, found="]")
        return self.refuse_rest() if token.value != ")" else self.fail(code, opening.span)

    def read_items(self, opening: Token, closing: str, code: str) -> tuple[list[Node], Span]:
        """What stands between an opening and its closing, parted by semicolons; the span of the closing."""
        items: list[Node] = []
        if self.next_is(closing):
            return items, self.advance().span
        while True:
            items.append(self.read_deeper(opening.span, self.read_any_of))
            if self.next_is(closing):
                return items, self.advance().span
            if not self.next_is(";"):
                raise self.refuse_unclosed(opening, code)
            self.advance()

    def read_list(self) -> Node:
        opening = self.advance()
        items, closing = self.read_items(opening, "]", "list_not_closed")
        return self.keep(ListOf(tuple(items), opening.span.reach(closing)))

    def read_call(self, name: Token, function: Function) -> Node:
        opening = self.advance()
        arguments, closing = self.read_items(opening, ")", "not_closed")
        call = Call(function, tuple(arguments), name.span.reach(closing))
        self.check_arguments(name, call)
        return self.keep(call)

    def check_arguments(self, name: Token, call: Call) -> None:
        """Refuse a wrong number of arguments, and those that could not mean anything."""
        fewest, most = _ARITY[call.function]
        found = len(call.arguments)
        if most is None and not found:
            raise self.fail("arguments_none", call.span, name=name.value)
        if most is not None and not fewest <= found <= most:
            if fewest == most:
                raise self.fail("arguments_exact", call.span, name=name.value, expected=fewest, found=found)
            raise self.fail("arguments_range", call.span, name=name.value, low=fewest, high=most, found=found)
        # « min(1,5) » is read as one number, most often by mistake.
        if most is None and found == 1 and isinstance(call.arguments[0], Number):
            raise self.fail("argument_lone", call.arguments[0].span, name=name.value)
        if call.function is Function.MISSING and not isinstance(call.arguments[0], Name):
            raise self.fail("missing_of_name", call.arguments[0].span, name=name.value)
        if call.function is Function.ROUND and found == 2 and read_places(call.arguments[1]) is None:
            raise self.fail("places", call.arguments[1].span, low=LOWEST_PLACES, high=HIGHEST_PLACES)


def read_places(node: Node) -> int | None:
    """The number of decimals that a part says, or None when it is no whole number within the bounds."""
    negative = isinstance(node, Negation) and not node.logical
    inner = node.operand if isinstance(node, Negation) and negative else node
    if not isinstance(inner, Number) or inner.percent or inner.value != inner.value.to_integral_value():
        return None
    places = -int(inner.value) if negative else int(inner.value)
    return places if LOWEST_PLACES <= places <= HIGHEST_PLACES else None
