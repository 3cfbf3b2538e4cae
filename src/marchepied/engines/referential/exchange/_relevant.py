"""The `relevant` of a form (XPath) as a condition of ours, where it speaks of facts that we know."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from marchepied.engines.expressions import conjoin, fold_name
from marchepied.engines.referential.conditions import (
    FACTS_OF_PROFILE,
    TERMS,
    find_problems,
    read_condition,
    write_condition,
)

_TOKEN = re.compile(
    r"""\s*(?:
        \$\{\s*(?P<name>[^{}\s]+)\s*\}
      | (?P<text>'[^'"«»]*'|"[^'"«»]*")
      | (?P<number>[0-9]+(?:\.[0-9]+)?)
      | (?P<word>[A-Za-z]+(?:-[A-Za-z]+)*)
      | (?P<sign>!=|<=|>=|[=<>(),])
    )""",
    re.VERBOSE,
)
_SIGNS: Mapping[str, str] = MappingProxyType({"!=": "≠", "<=": "≤", ">=": "≥"})
_WORDS: Mapping[str, str] = MappingProxyType({"and": "et", "or": "ou"})
_YES = frozenset({"oui", "yes", "vrai", "true", "1"})
_NO = frozenset({"non", "no", "faux", "false", "0"})
_YES_OR_NO = frozenset(fact.names[0] for fact in FACTS_OF_PROFILE if fact.kind == "truth")
_NAMES = {spelling: term.name for term in TERMS for spelling in (term.name, *term.aliases)}
_LONGEST = 1_000

Token = tuple[str, str]


def translate_relevant(xpath: str) -> str | None:
    """The condition that a `relevant` says, in our language; None where it says something else.

    `${forme} = 'scic'`, `selected(${secteur}, 'santé')`, `${effectif} >= 10`, `${ag} = 'oui'`, joined with
    `and`, `or`, `not()`. Questions of the form itself, dates and other functions are not translated.
    """
    tokens = _list_tokens(xpath)
    if not tokens:
        return None
    written: list[str] = []
    place = 0
    while place < len(tokens):
        step = _take_selected(tokens, place) or _take_pair(tokens, place) or _take_one(tokens, place)
        if step is None:
            return None
        said, count = step
        written.append(said)
        place += count
    condition = " ".join(written)
    return None if len(condition) > _LONGEST or find_problems(condition) else condition


def join_conditions(conditions: Sequence[str]) -> str:
    """One condition that holds when all do; "" for none."""
    read = [read_condition(condition) for condition in dict.fromkeys(conditions) if condition]
    whole = conjoin(read)
    return "" if whole is None else write_condition(whole)


def _list_tokens(xpath: str) -> list[Token]:
    tokens: list[Token] = []
    text = xpath.strip()[:_LONGEST]
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            return []
        tokens.append((found.lastgroup, found[found.lastgroup]))
        place = found.end()
    return tokens if len(xpath.strip()) <= _LONGEST else []


def _take_selected(tokens: list[Token], place: int) -> tuple[str, int] | None:
    """`selected(${forme}, 'scic')`."""
    part = tokens[place : place + 6]
    kinds = [kind for kind, _ in part]
    if kinds != ["word", "sign", "name", "sign", "text", "sign"]:
        return None
    if (part[0][1], part[1][1], part[3][1], part[5][1]) != ("selected", "(", ",", ")"):
        return None
    pair = _compare(part[2][1], "=", part[4][1][1:-1])
    return None if pair is None else (pair, 6)


def _take_pair(tokens: list[Token], place: int) -> tuple[str, int] | None:
    """`${forme} = 'scic'`, `${ag} = 'oui'`, `${forme} != ''`."""
    part = tokens[place : place + 3]
    if [kind for kind, _ in part] != ["name", "sign", "text"] or part[1][1] not in {"=", "!="}:
        return None
    pair = _compare(part[0][1], part[1][1], part[2][1][1:-1])
    return None if pair is None else (pair, 3)


def _compare(name: str, sign: str, text: str) -> str | None:
    fact = _NAMES.get(fold_name(name))
    if fact is None:
        return None
    same = sign == "="
    if not text:
        return f"manque({fact})" if same else f"non manque({fact})"
    if fact not in _YES_OR_NO:
        return f'{fact} {"=" if same else "≠"} "{text}"'
    if text.lower() not in _YES | _NO:
        return None
    return fact if (text.lower() in _YES) is same else f"non {fact}"


def _take_one(tokens: list[Token], place: int) -> tuple[str, int] | None:
    kind, value = tokens[place]
    following = [text for _kind, text in tokens[place + 1 : place + 3]]
    match kind:
        case "name":
            return _NAMES.get(fold_name(value), value), 1
        case "number":
            return value, 1
        case "sign" if value != ",":
            return _SIGNS.get(value, value), 1
        case "word" if value in _WORDS:
            return _WORDS[value], 1
        case "word" if value == "not" and following[:1] == ["("]:
            return "non", 1
        case "word" if value in {"true", "false"} and following == ["(", ")"]:
            return ("vrai" if value == "true" else "faux"), 3
    return None
