"""Where in a workbook a fault of the data stands: the cell to correct."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from marchepied.engines.referential.problems import Problem

from ._columns import BY_NAME, TEXT, TEXTS, Column, title_in
from ._grids import children_of
from ._sentences import Fault, Sentence, Understood, cell_fault, line_fault

_QUOTED = re.compile("« ([a-z_]+) »")
_PART = re.compile(r"[^.\[\]]+|\[\d+\]")


def locate_problems(understood: Understood, problems: Iterable[Problem]) -> tuple[Fault, ...]:
    """Each problem that the validation found, with its sheet, row and column, or its line in a text file."""
    return tuple(_locate(understood.columns or {}, problem) for problem in problems)


def _locate(places: Mapping[str, Mapping[str, str]], problem: Problem) -> Fault:
    message, advice = Sentence(problem.message_fr), Sentence(problem.advice_fr)
    if problem.file not in BY_NAME:
        return line_fault(message, advice, line=problem.line)
    sheet = problem.file
    message, advice = (
        Sentence(_name_fields(sheet, text)) for text in (problem.message_fr, problem.advice_fr)
    )
    title = _find_title(sheet, problem.path)
    letter = places.get(sheet, {}).get(title, "")
    column = title if letter else ""
    return cell_fault(message, advice, sheet=sheet, row=problem.line, column=column, letter=letter)


def _name_fields(sheet: str, text: str) -> str:
    """The sentence with the titles of columns, or the names of sheets, for the names of the format."""
    titles = {column.path[0]: column.title for column in reversed(BY_NAME[sheet].columns)}
    sheets = {child.key: child.name for child in children_of(BY_NAME[sheet])}
    return _QUOTED.sub(lambda found: f"« {titles.get(found[1]) or sheets.get(found[1]) or found[1]} »", text)


def _find_title(sheet: str, path: str) -> str:
    parts = _PART.findall(path)
    for start in range(len(parts)):
        for column in BY_NAME[sheet].columns:
            title = _match(column, parts[start:])
            if title:
                return title
    return ""


def _match(column: Column, tail: list[str]) -> str:
    """The title of the column's cell that a path ends on; empty when it is not this column's."""
    depth = len(column.path)
    if tuple(tail[:depth]) != column.path:
        return ""
    rest = tail[depth:]
    number = int(rest.pop(0)[1:-1]) + 1 if rest and rest[0].startswith("[") else 0
    language = rest[0] if len(rest) == 1 else "fr"
    if len(rest) > 1:
        return ""
    if column.kind == TEXT:
        return title_in(column, language)
    return title_in(column, language, number or 1) if column.kind == TEXTS else column.title
