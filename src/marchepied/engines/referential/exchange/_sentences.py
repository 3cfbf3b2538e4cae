"""What is said of a file: sentences, faults with their place, and what was understood.

The engine knows no translation system: each French sentence is marked by a function named
``gettext_noop``; whoever shows it translates ``template`` and fills it with ``params``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

SHOWN_CHARACTERS = 80


def gettext_noop(text: str) -> str:
    """Mark a sentence for translation and return it unchanged."""
    return text


def shorten(value: object) -> str:
    """A value taken from a file, on one line and short enough to stand inside a sentence."""
    flat = " ".join(str(value).split())
    return flat if len(flat) <= SHOWN_CHARACTERS else flat[: SHOWN_CHARACTERS - 1] + "…"


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A French template with its parameters; ``str`` gives the French sentence."""

    template: str
    params: Mapping[str, Any] = field(default_factory=_nothing, hash=False)

    def __str__(self) -> str:
        return self.say(str)

    def say(self, translate: Callable[[str], str]) -> str:
        """The sentence once its template went through ``translate``; parameters are shortened."""
        if not self.params:
            return translate(self.template) if self.template else ""
        return translate(self.template) % {name: shorten(value) for name, value in self.params.items()}


def sentence(template: str, **params: Any) -> Sentence:
    """A sentence with its parameters."""
    return Sentence(template, MappingProxyType(params))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where, and what to do. ``where`` is None for the file as a whole.

    ``sheet``, ``row`` (as a spreadsheet shows it) and ``letter`` (of the column) where they are known.
    """

    message: Sentence
    advice: Sentence
    where: Sentence | None = None
    sheet: str = ""
    row: int | None = None
    letter: str = ""

    def __str__(self) -> str:
        return self.say(str)

    def say(self, translate: Callable[[str], str]) -> str:
        """The place, what is wrong and what to do, in one line."""
        told = f"{self.message.say(translate)} {self.advice.say(translate)}".strip()
        return f"{self.where.say(translate)} : {told}" if self.where else told


@dataclass(frozen=True, slots=True)
class Understood:
    """What a file holds: the data of a referential, and what could not be carried, one sentence each.

    ``kind`` names the format: yaml, workbook, table, xlsform, territoires, ciso, sdg or limesurvey.
    ``columns`` gives, for a workbook, how to find a place of the data in it (see ``locate``).
    """

    kind: str
    data: Any
    notes: tuple[Sentence, ...] = ()
    columns: Any = field(default=None, hash=False, compare=False)


class FileRefusedError(ValueError):
    """The file cannot be taken; ``faults`` says why, each with its place where it is known."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


NOTHING = sentence("")
_CELL = gettext_noop("Feuille « %(sheet)s », ligne %(row)s, colonne « %(column)s » (%(letter)s)")
_ROW = gettext_noop("Feuille « %(sheet)s », ligne %(row)s")
_SHEET = gettext_noop("Feuille « %(sheet)s »")
_TABLE_CELL = gettext_noop("Ligne %(row)s, colonne « %(column)s » (%(letter)s)")
_TABLE_ROW = gettext_noop("Ligne %(row)s")
_LINE = gettext_noop("Ligne %(row)s du fichier")


def cell_fault(
    message: Sentence,
    advice: Sentence = NOTHING,
    *,
    sheet: str = "",
    row: int | None = None,
    column: str = "",
    letter: str = "",
) -> Fault:
    """A fault on a sheet, on one of its rows, or in one cell, as far as the place is known."""
    if row is None:
        where = sentence(_SHEET, sheet=sheet) if sheet else None
    elif column:
        where = sentence(_CELL if sheet else _TABLE_CELL, sheet=sheet, row=row, column=column, letter=letter)
    else:
        where = sentence(_ROW if sheet else _TABLE_ROW, sheet=sheet, row=row)
    return Fault(message, advice, where, sheet, row, letter)


def line_fault(message: Sentence, advice: Sentence = NOTHING, *, line: int | None = None) -> Fault:
    """A fault on a line of a text file."""
    return Fault(message, advice, sentence(_LINE, row=line) if line else None, "", line)


def refuse(message: Sentence, advice: Sentence = NOTHING) -> FileRefusedError:
    """The error for a file that is refused as a whole."""
    return FileRefusedError([Fault(message, advice)])
