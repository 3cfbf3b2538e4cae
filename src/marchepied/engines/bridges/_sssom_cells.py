"""Cells of the table: cutting lines, quotes, pipes, and what a value must look like."""

import datetime
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ._sssom_model import SssomError, SssomProblem, Value, WrittenNumber
from ._sssom_slots import Kind, Slot

DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?\Z", re.ASCII)
SPACE = re.compile(r"\s")
IRI = re.compile(r"[a-z][a-z0-9+.\-]*://", re.IGNORECASE)


class CellError(ValueError):
    """A value that its slot does not take: the rest of a French sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line of the table, and the number of that line in the file."""

    line: int
    cells: tuple[str, ...]


def find_separator(text: str) -> str:
    """What separates the cells of the first row that is not empty: a tab, else a comma or a semicolon."""
    titles = text.lstrip("\r\n").partition("\n")[0]
    return "\t" if "\t" in titles else max("\t,;", key=titles.count)


def cut_rows(text: str, line: int, separator: str = "\t") -> Iterator[Row]:
    """Rows of a table, empty ones left out; `line` is the number of its first line."""
    place, end_of_cell = 0, re.compile(f"[{separator}\n]")
    while place < len(text):
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        if '"' in text[place:end]:
            cells, after = _cut_quoted(text, place, line, end_of_cell)
        else:
            cells, after = text[place:end].removesuffix("\r").split(separator), end + 1
        if any(cells):
            yield Row(line, tuple(cells))
        line += text.count("\n", place, after)
        place = after


def _cut_quoted(text: str, place: int, line: int, ends: re.Pattern[str]) -> tuple[list[str], int]:
    """Cells of a row that has quotes, and where the next row starts; `ends` is what may follow a cell."""
    cells: list[str] = []
    while True:
        if text.startswith('"', place):
            value, place = _cut_quotes(text, place, line, len(cells) + 1, ends)
            ending = 1 if text.startswith("\r\n", place) else 0
        else:
            found = ends.search(text, place)
            end = found.start() if found else len(text)
            value, place, ending = text[place:end], end, 0
            if text.startswith("\n", end) or end == len(text):
                value = value.removesuffix("\r")
        cells.append(value)
        if ending or text.startswith("\n", place) or place >= len(text):
            return cells, place + ending + 1
        place += 1


def _cut_quotes(text: str, place: int, line: int, column: int, ends: re.Pattern[str]) -> tuple[str, int]:
    start = end = place + 1
    while True:
        end = text.find('"', end)
        if end < 0:
            raise SssomError([SssomProblem(line, column, "des guillemets s’ouvrent et ne se ferment pas.")])
        if text.startswith('""', end):
            end += 2
            continue
        break
    after = end + 1
    if after < len(text) and not ends.match(text, after) and not text.startswith("\r\n", after):
        here = line + text.count("\n", place, after)
        raise SssomError([SssomProblem(here, column, "du texte suit des guillemets fermés.")])
    return text[start:end].replace('""', '"'), after


def split_values(text: str) -> tuple[str, ...]:
    r"""Values separated by `|`; `\|` is a pipe and `\\` a backslash inside a value."""
    if "\\" not in text:
        return tuple(value for value in text.split("|") if value)
    values, value, place = [], "", 0
    while place < len(text):
        pair = text[place : place + 2]
        if pair in {"\\|", "\\\\"}:
            value, place = value + pair[1], place + 2
        elif text[place] == "|":
            values.append(value)
            value, place = "", place + 1
        else:
            value, place = value + text[place], place + 1
    return tuple(each for each in (*values, value) if each)


def join_values(values: Collection[str]) -> str:
    """The reverse of `split_values`."""
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\|") for value in values)


def read_value(text: str, slot: Slot, prefixes: Collection[str]) -> Value | None:
    """The value of a cell or of a text above the table, None when it is empty. Raises CellError."""
    if slot.many:
        return tuple(_read_one(value, slot, prefixes) for value in split_values(text)) or None
    stripped = text if slot.kind is Kind.TEXT else text.strip()
    if not stripped:
        return None
    if slot.kind is Kind.NUMBER:
        return _read_number(stripped, slot)
    return _read_one(stripped, slot, prefixes)


def _read_one(text: str, slot: Slot, prefixes: Collection[str]) -> str:
    if slot.kind is Kind.REFERENCE:
        return check_reference(text.strip(), prefixes)
    if slot.kind is Kind.DATE:
        return _check_date(text)
    if slot.kind is Kind.CHOICE and text not in slot.choices:
        raise CellError(f"« {text[:40]} » n’est pas l’un de : {', '.join(slot.choices)}.")
    return text


def check_reference(text: str, prefixes: Collection[str]) -> str:
    """An identifier « préfixe:nom » whose prefix is declared."""
    prefix, colon, _name = text.partition(":")
    if IRI.match(text):
        raise CellError(f"« {text[:40]} » est une adresse entière : écrivez « préfixe:nom ».")
    if not colon or SPACE.search(text):
        raise CellError(f"« {text[:40]} » n’est pas un identifiant « préfixe:nom ».")
    if prefix not in prefixes:
        raise CellError(f"le préfixe « {prefix[:40]} » n’est pas déclaré dans curie_map.")
    return text


def _check_date(text: str) -> str:
    try:
        if not DATE.match(text):
            raise ValueError
        datetime.date.fromisoformat(text)
    except ValueError:
        raise CellError(f"« {text[:40]} » n’est pas une date, année-mois-jour : 2026-11-22.") from None
    return text


def _read_number(text: str, slot: Slot) -> float:
    number = float(text) if NUMBER.match(text) else None
    if number is None or not slot.least <= number <= 1:
        raise CellError(f"« {text[:40]} » n’est pas un nombre entre {slot.least:g} et 1.")
    return WrittenNumber(text)
