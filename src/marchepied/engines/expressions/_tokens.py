"""From characters to signs, numbers, texts and names."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from ._limits import Limits
from ._messages import ExpressionError, Span
from ._names import NAME_PATTERN, fold_name
from ._tree import Sign


class What(Enum):
    NUMBER = "number"
    TEXT = "text"
    WORD = "word"
    SIGN = "sign"
    MARK = "mark"  # parentheses, brackets, semicolon, percent
    END = "end"


@dataclass(frozen=True)
class Token:
    what: What
    value: str
    span: Span
    sign: Sign | None = None
    number: Decimal | None = None


_SIGNS = {
    "+": Sign.ADD,
    "-": Sign.SUBTRACT,
    "−": Sign.SUBTRACT,
    "–": Sign.SUBTRACT,
    "*": Sign.MULTIPLY,
    "×": Sign.MULTIPLY,
    "/": Sign.DIVIDE,
    "÷": Sign.DIVIDE,
    "==": Sign.EQUAL,
    "=": Sign.EQUAL,
    "≠": Sign.DIFFERENT,
    "!=": Sign.DIFFERENT,
    "<>": Sign.DIFFERENT,
    "<=": Sign.AT_MOST,
    "=<": Sign.AT_MOST,
    "≤": Sign.AT_MOST,
    "⩽": Sign.AT_MOST,
    ">=": Sign.AT_LEAST,
    "=>": Sign.AT_LEAST,
    "≥": Sign.AT_LEAST,
    "⩾": Sign.AT_LEAST,
    "<": Sign.LESS,
    ">": Sign.MORE,
}
# Habits brought from elsewhere, and what to write here.
_INSTEAD = {
    "&&": "et",
    "&": "et",
    "||": "ou",
    "|": "ou",
    "!": "non",
    "^": "*",
    ":": "/",
    "{": "(",
    "}": ")",
    "'": '"',
    "’": '"',
    "‘": '"',
}
_QUOTES = {'"': '"', "«": "»", "“": "”"}
_SPACE = " \t\r\n\u00a0\u202f\u2009"
_BLANK = re.compile(rf"[{_SPACE}]+")
# Thousands may be parted by one space; a comma or a point starts the decimals.
_NUMBER = re.compile(
    r"[0-9]{1,3}(?:[ \u00a0\u202f\u2009][0-9]{3})+(?![0-9])(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)?"
)
_NUMBER_TAIL = re.compile(r"[.,]?[0-9][0-9.,]*")
_WORD = re.compile(NAME_PATTERN)
_SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)))
_WRONG = re.compile("|".join(re.escape(habit) for habit in sorted(_INSTEAD, key=len, reverse=True)))
_MARKS = "()[];%"


def list_tokens(text: str, limits: Limits) -> list[Token]:
    """The tokens of a text, ended by an END. Raises ``ExpressionError`` at the first that is no token."""
    if len(text) > limits.length:
        raise ExpressionError("too_long", text[: limits.length], Span(limits.length, 1), limit=limits.length)
    tokens: list[Token] = []
    place = 0
    while place < len(text):
        blank = _BLANK.match(text, place)
        if blank:
            place = blank.end()
            continue
        token = _read_token(text, place, limits)
        tokens.append(token)
        place = token.span.offset + token.span.length
    tokens.append(Token(What.END, "", Span(len(text), 1)))
    return tokens


def _read_token(text: str, place: int, limits: Limits) -> Token:
    character = text[place]
    if character in "0123456789":
        return _read_number(text, place, limits)
    if character in _QUOTES:
        return _read_text(text, place, limits)
    word = _WORD.match(text, place)
    if word:
        return _read_word(word, limits)
    sign = _SIGN.match(text, place)
    if sign:
        return Token(What.SIGN, sign[0], Span(place, len(sign[0])), sign=_SIGNS[sign[0]])
    if character in _MARKS:
        return Token(What.MARK, character, Span(place, 1))
    raise _refuse_character(text, place)


def _refuse_character(text: str, place: int) -> ExpressionError:
    character = text[place]
    if character == ",":
        return ExpressionError("comma", text, Span(place, 1))
    if not character.isprintable():
        return ExpressionError("invisible", text, Span(place, 1))
    habit = _WRONG.match(text, place)
    if habit:
        found = habit[0]
        return ExpressionError(
            "character_instead", text, Span(place, len(found)), found=found, instead=_INSTEAD[found]
        )
    return ExpressionError("character", text, Span(place, 1), found=character)


def _read_word(word: re.Match[str], limits: Limits) -> Token:
    span = Span(word.start(), len(word[0]))
    if span.length > limits.name:
        raise ExpressionError("name_long", word.string, span, limit=limits.name)
    return Token(What.WORD, fold_name(word[0]), span)


def _read_number(text: str, place: int, limits: Limits) -> Token:
    found = _NUMBER.match(text, place)
    assert found is not None  # it starts with a digit
    end = found.end()
    tail = _NUMBER_TAIL.match(text, end)
    if tail:
        span = Span(place, tail.end() - place)
        raise ExpressionError("number_marks", text, span, found=text[place : tail.end()])
    glued = _WORD.match(text, end)
    if glued:
        raise ExpressionError(
            "number_glued", text, Span(place, glued.end() - place), found=text[place : glued.end()]
        )
    bare = _BLANK.sub("", found[0]).replace(",", ".")
    span = Span(place, end - place)
    if sum(character != "." for character in bare) > limits.digits:
        raise ExpressionError("number_digits", text, span, limit=limits.digits)
    return Token(What.NUMBER, found[0], span, number=Decimal(bare))


def _read_text(text: str, place: int, limits: Limits) -> Token:
    opening = text[place]
    closing = _QUOTES[opening]
    end = place + 1
    while True:
        end = text.find(closing, end)
        if end < 0:
            raise ExpressionError("text_open", text, Span(place, 1), closing=closing)
        if opening == '"' and text[end + 1 : end + 2] == '"':
            end += 2
            continue
        break
    inside = text[place + 1 : end]
    span = Span(place, end + 1 - place)
    value = inside.replace('""', '"') if opening == '"' else inside.strip(_SPACE)
    if len(value) > limits.text:
        raise ExpressionError("text_long", text, span, limit=limits.text)
    for index, character in enumerate(inside):
        if not character.isprintable() and character not in "\u00a0\u202f\u2009":
            raise ExpressionError("invisible", text, Span(place + 1 + index, 1))
    return Token(What.TEXT, unicodedata.normalize("NFC", value), span)
