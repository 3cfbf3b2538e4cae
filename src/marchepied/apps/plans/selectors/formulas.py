"""Formulas among the indicators of an organisation: what they may name, what is wrong, what turns round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from marchepied.apps.plans.enums import IndicatorKind
from marchepied.engines.expressions import (
    Expression,
    ExpressionError,
    Kind,
    Message,
    Problem,
    check,
    parse,
    show_place,
)


@dataclass(frozen=True)
class Fault:
    """What is wrong in a formula: a sentence, and two lines that point at the characters (or nothing)."""

    sentence: str
    place: str = ""


def say(message: Message) -> str:
    """A sentence of the engine `expressions`, in the language of the page."""
    params = {
        key: say(value) if isinstance(value, Message) else value for key, value in message.params.items()
    }
    return _(message.template) % params


def kinds_of(indicators: Sequence[Any], own: str = "") -> dict[str, Kind | None]:
    """What a formula may name: the keys of the other indicators, with the kind of their values."""
    return {
        indicator.key: Kind.NUMBER if indicator.kind == IndicatorKind.NUMBER else Kind.TEXT
        for indicator in indicators
        if indicator.key != own
    }


@lru_cache(maxsize=2_000)
def read_formula(text: str) -> Expression | None:
    """The formula stored with an indicator; None where there is none, or where it can no longer be read.

    Remembered: looking for a loop reads the formulas of the others again and again.
    """
    try:
        return parse(text) if text.strip() else None
    except ExpressionError:
        return None


def find_fault(
    text: str, *, key: str, kinds: Mapping[str, Kind | None], formulas: Mapping[str, str]
) -> Fault | None:
    """The first thing wrong in the formula of the indicator `key`; None when it may be kept.

    `kinds` says what may be named, `formulas` the formulas of the other indicators by key: one that comes
    back to `key` is refused, and the loop is named.
    """
    try:
        expression = parse(text)
    except ExpressionError as error:
        return point_at(text, error.problem)
    if key in expression.names:
        return Fault(_("« %(key)s » ne peut pas se calculer à partir de lui-même.") % {"key": key})
    problems = check(expression, kinds, Kind.NUMBER)
    if problems:
        return point_at(text, problems[0])
    loop = find_loop(key, expression, formulas)
    if loop:
        path = " → ".join(loop)
        return Fault(
            _("Ces calculs tournent en rond : %(path)s. Entrez l’un d’eux à la main.") % {"path": path}
        )
    return None


def point_at(text: str, problem: Problem) -> Fault:
    """A problem of the engine as a sentence that counts the characters, and two lines that show them."""
    sentence = _("Caractère %(place)s. %(sentence)s") % {
        "place": problem.span.offset + 1,
        "sentence": say(problem.message),
    }
    return Fault(sentence, show_place(text, problem.span, width=40))


def find_loop(key: str, expression: Expression, formulas: Mapping[str, str]) -> list[str]:
    """The keys from `key` back to itself through the formulas, both ends included; empty without a loop."""
    before = dict.fromkeys(expression.names, key)
    waiting = list(before)
    while waiting:
        name = waiting.pop(0)
        if name == key:
            return _trace_back(key, before)
        following = read_formula(formulas.get(name, ""))
        for other in following.names if following else ():
            if other not in before:
                before[other] = name
                waiting.append(other)
    return []


def _trace_back(key: str, before: Mapping[str, str]) -> list[str]:
    """The way from `key` back to itself, by the name that led to each."""
    path = [key, before[key]]
    while path[-1] != key:
        path.append(before[path[-1]])
    return path[::-1]


def users_of(key: str, indicators: Sequence[Any]) -> list[Any]:
    """The indicators whose formula names this key."""
    return [
        indicator
        for indicator in indicators
        if (formula := read_formula(indicator.formula)) is not None and key in formula.names
    ]
