"""Conditions read and checked: a text that a person wrote, or a block of conditions, as one expression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from marchepied.engines.expressions import (
    Call,
    Chain,
    Comparison,
    Expression,
    ExpressionError,
    ListOf,
    Name,
    Negation,
    Node,
    Number,
    Problem,
    Sign,
    TextValue,
    bind,
    conjoin,
    parse,
    write,
)

from ._facts import FACTS_OF_PROFILE, FORM, SECTOR, SIZE, TERMS, WORDS_OF, YES_OR_NO, Fact

if TYPE_CHECKING:
    from marchepied.engines.referential.model import Applicability

_PLACE = {"fr": 0, "en": 1}


def find_problems(text: str) -> tuple[Problem, ...]:
    """All that is wrong in a condition, in the order of the text, each with its characters; none: it holds.

    Never raises, whatever the text.
    """
    try:
        return bind(parse(text), TERMS)[1]
    except ExpressionError as error:
        return (error.problem,)


@lru_cache(maxsize=2_000)
def read_condition(text: str) -> Expression:
    """The expression of a condition, with the usual names of facts and the codes of forms and sectors.

    Raises ExpressionError, with its place, for what is not a condition on the facts of a profile.
    """
    expression, problems = bind(parse(text), TERMS)
    if problems:
        first = problems[0]
        raise ExpressionError(first.code, text, first.span, **first.message.params)
    return expression


def write_block(applicability: Applicability, language: str = "fr") -> str:
    """The block of conditions as an expression of the language, in French or in English; "" for none.

    The written condition (`when`) is not in it: `read_applicability` joins both.
    """
    whole = _read_block(applicability, language)
    return "" if whole is None else write(whole, language)


@lru_cache(maxsize=4_000)
def read_applicability(applicability: Applicability) -> Expression | None:
    """All that must be true for a question to make sense: its block and its written condition, as one.

    None where it sets no condition. Raises ExpressionError for a written condition that cannot be read.
    """
    block = _read_block(applicability, "fr")
    parts = [] if block is None else [bind(block, TERMS)[0]]
    if applicability.when:
        parts.append(read_condition(applicability.when))
    return conjoin(parts)


def write_applicability(applicability: Applicability, language: str = "fr") -> str:
    """The whole condition in the language of formulas, in French or in English; "" for none."""
    whole = read_applicability(applicability)
    return "" if whole is None else write_condition(whole, language)


def write_condition(expression: Expression, language: str = "fr") -> str:
    """A condition that was read, with the words of a language instead of codes: `read_condition` reads it."""
    return write(_translate(expression.root, language), language)


def _read_block(applicability: Applicability, language: str) -> Expression | None:
    found: list[Node] = []
    for fact, codes in ((FORM, applicability.legal_forms), (SECTOR, applicability.sectors)):
        if codes:
            found.append(_is_one_of(fact, codes, language))
    if applicability.min_employees is not None:
        size = Name(SIZE.names[_PLACE[language]])
        found.append(Comparison(size, Sign.AT_LEAST, Number(Decimal(applicability.min_employees))))
    for fact in YES_OR_NO:
        wanted = getattr(applicability, fact.field)
        if wanted is not None:
            name = Name(fact.names[_PLACE[language]])
            found.append(name if wanted else Negation(logical=True, operand=name))
    return conjoin([Expression(node) for node in found])


def _is_one_of(fact: Fact, codes: Sequence[str], language: str) -> Comparison:
    name = Name(fact.names[_PLACE[language]])
    words = tuple(TextValue(_write_word(fact.names[0], code, language)) for code in codes)
    if len(words) == 1:
        return Comparison(name, Sign.EQUAL, words[0])
    return Comparison(name, Sign.IN, ListOf(words))


def _write_word(fact: str, code: str, language: str) -> str:
    known = WORDS_OF[fact].get(code)
    return known[_PLACE[language]] if known else code


def _translate(node: Node, language: str) -> Node:
    """The same part with the names and the words of a language."""
    match node:
        case Name(value=value):
            return replace(node, value=_NAMES[value][_PLACE[language]] if value in _NAMES else value)
        case Comparison(left=left, right=right):
            term = next(
                (part.value for part in (left, right) if isinstance(part, Name) and part.value in WORDS_OF),
                "",
            )
            return replace(
                node,
                left=_translate_words(left, term, language),
                right=_translate_words(right, term, language),
            )
        case Negation(operand=operand):
            return replace(node, operand=_translate(operand, language))
        case Chain(first=first, rest=rest):
            parts = tuple((sign, _translate(part, language)) for sign, part in rest)
            return replace(node, first=_translate(first, language), rest=parts)
        case ListOf(items=items):
            return replace(node, items=tuple(_translate(item, language) for item in items))
        case Call(arguments=arguments):
            return replace(node, arguments=tuple(_translate(item, language) for item in arguments))
        case _:
            return node


def _translate_words(node: Node, fact: str, language: str) -> Node:
    match node:
        case TextValue(value=code) if fact:
            return replace(node, value=_write_word(fact, code, language))
        case ListOf(items=items) if fact:
            return replace(node, items=tuple(_translate_words(item, fact, language) for item in items))
        case _:
            return _translate(node, language)


_NAMES = {fact.names[0]: fact.names for fact in FACTS_OF_PROFILE}
