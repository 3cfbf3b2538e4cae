"""A filled form, read: answers by item, and what has to be put right."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ._logic import find_asked
from ._questions import DATE, MULTIPLE, NUMBER, RANKING, TEXT, WITH_UNSURE, Fault, Item, Question

UNSURE = "sp"
TEXT_LENGTH = 2000
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,6})?")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")

type Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one person said: `levels` by item, `unsure` the items they do not know about, `words` what they
    wrote, as it is kept (a number with a point, a day as 2027-12-31). `asked` are the questions they were
    asked; what was filled in another is left out. `faults` are in the order of the form.
    """

    levels: Mapping[str, int]
    unsure: frozenset[str]
    words: Mapping[str, str]
    asked: frozenset[str]
    faults: tuple[Fault, ...] = ()

    @property
    def answered(self) -> set[str]:
        """The ids of the questions to which something was said."""
        return {item.split(".")[0] for item in (*self.levels, *self.unsure, *self.words)}


def read_sheet(questions: Sequence[Question], fields: Fields, *, everything: bool = False) -> Sheet:
    """The answers of a form whose fields are named after the items.

    A choice is its rank from 1, or « sp » for those who do not know; in a multiple choice each ticked choice
    has its own field. `everything` reads also what the conditions would not ask (a paper sheet). Faults:
    `choice`, `rank_twice`, `number`, `date`, `long_text`.
    """
    reading = _Reading()
    for question in questions:
        reading.read(question, fields)
    numbers = {one: Decimal(reading.words[one]) for one in reading.numbers}
    asked = (
        {question.id for question in questions}
        if everything
        else find_asked(questions, reading.levels, numbers)
    )
    kept = {item.id for question in questions if question.id in asked for item in question.items}
    return Sheet(
        levels={item: level for item, level in reading.levels.items() if item in kept},
        unsure=frozenset(reading.unsure & kept),
        words={item: text for item, text in reading.words.items() if item in kept},
        asked=frozenset(asked),
        faults=tuple(fault for fault in reading.faults if fault.question in asked),
    )


class _Reading:
    def __init__(self) -> None:
        self.levels: dict[str, int] = {}
        self.unsure: set[str] = set()
        self.words: dict[str, str] = {}
        self.numbers: set[str] = set()
        self.faults: list[Fault] = []

    def read(self, question: Question, fields: Fields) -> None:
        match question.kind:
            case "number" | "date" | "text":
                self.read_written(question, fields.get(question.id, "").strip())
            case "multiple":
                self.read_ticked(question, fields)
            case _:
                for item in question.items:
                    self.read_choice(question, item, fields.get(item.id, "").strip())
        if question.kind == RANKING:
            ranks = [self.levels[item.id] for item in question.items if item.id in self.levels]
            twice = next((rank for rank in ranks if ranks.count(rank) > 1), None)
            if twice is not None:
                self.faults.append(Fault("rank_twice", question.id, {"rank": twice}))

    def read_choice(self, question: Question, item: Item, given: str) -> None:
        if not given:
            return
        if given == UNSURE and question.kind in WITH_UNSURE:
            self.unsure.add(item.id)
        elif given.isascii() and given.isdigit() and len(given) < 4 and 1 <= int(given) <= item.levels:
            self.levels[item.id] = int(given)
        else:
            self.faults.append(Fault("choice", question.id))

    def read_ticked(self, question: Question, fields: Fields) -> None:
        ticked = {item.id for item in question.items if fields.get(item.id, "").strip()}
        if ticked:
            self.levels |= {item.id: 2 if item.id in ticked else 1 for item in question.items}

    def read_written(self, question: Question, given: str) -> None:
        if not given:
            return
        read = {NUMBER: read_number, DATE: read_day}.get(question.kind)
        text = given if read is None else read(given)
        if text is None:
            self.faults.append(Fault(question.kind, question.id))
        elif question.kind == TEXT and len(text) > TEXT_LENGTH:
            self.faults.append(Fault("long_text", question.id, {"length": len(text), "limit": TEXT_LENGTH}))
        else:
            self.words[question.id] = text
            if question.kind == NUMBER:
                self.numbers.add(question.id)


def read_number(given: str) -> str | None:
    """« 1 250,5 » as « 1250.5 »; None for what is no number of at most fifteen digits and six decimals."""
    plain = _SPACES.sub("", given)
    return plain.replace(",", ".").lstrip("+") if _NUMBER.fullmatch(plain) else None


def read_day(given: str) -> str | None:
    """« 31/12/2027 » or « 2027-12-31 » as « 2027-12-31 »; None for what is no day."""
    if match := _DAY.fullmatch(given):
        given = f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    try:
        return date.fromisoformat(given).isoformat() if len(given) == 10 else None
    except ValueError:
        return None


def ticked_in(question: Question, sheet: Sheet) -> tuple[int, ...]:
    """The ranks of the choices ticked in a multiple choice."""
    if question.kind != MULTIPLE:
        return ()
    return tuple(item.part for item in question.items if sheet.levels.get(item.id) == 2)
