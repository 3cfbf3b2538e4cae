"""A survey as its page shows it: one page of questions, filled, in the language of the page."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from marchepied.engines.surveys import (
    MATRIX,
    UNSURE,
    WITH_UNSURE,
    Question,
    find_faults,
    items_of,
    pages_of,
    read_sheet,
)
from marchepied.web.templatetags.marchepied import local

LONGEST = 100_000
SEND = 0
"""The page « avant d’envoyer »."""


@dataclass(frozen=True)
class Option:
    """One thing that may be chosen."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Line:
    """One field, or one group of choices: a whole question, a line of a matrix, a choice to tick or rank."""

    name: str
    text: str
    options: tuple[Option, ...]
    aside: Option | None
    value: str


@dataclass(frozen=True)
class Asked:
    """A question as the page shows it; `wrong` when something in it has to be put right."""

    id: str
    kind: str
    number: int
    wording: str
    help: str
    lines: tuple[Line, ...]
    wrong: bool


@dataclass(frozen=True)
class Filling:
    """One page: its questions, what was filled in the others, where one may go."""

    page: int
    place: int
    count: int
    questions: tuple[Asked, ...]
    carried: str
    total: int
    answered: int

    @property
    def is_first(self) -> bool:
        return self.place == 1

    @property
    def sends(self) -> bool:
        """Whether this page sends: the last word, or the only page."""
        return self.page == SEND or self.count == 1


def read_fields(questions: Sequence[Question], data: Mapping[str, str]) -> dict[str, str]:
    """The filled fields by item: those of this page over those carried from the others."""
    names = {item.id for item in items_of(questions)}
    here = {one.id for one in questions if one.page == read_page(data.get("page", ""))}
    fields = {
        name: text
        for name, text in _read_carried(data.get("deja", "")).items()
        if name in names and name.split(".")[0] not in here
    }
    fields.update({name: data[name] for name in names if name in data})
    return {name: text for name, text in fields.items() if text.strip()}


def read_page(asked: str) -> int:
    """A page as the form gives it; 0, the last word, for anything else."""
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else SEND


def steps_of(questions: Sequence[Question], fields: Mapping[str, str]) -> list[int]:
    """The pages that ask something to this person, then the last word when there are several pages."""
    asked = read_sheet(questions, fields).asked
    pages = [page for page in pages_of(questions) if any(q.page == page and q.id in asked for q in questions)]
    return pages if len(pages_of(questions)) == 1 else [*pages, SEND]


def lay_page(
    questions: Sequence[Question],
    fields: Mapping[str, str],
    page: int,
    *,
    everything: bool = False,
) -> Filling:
    """One page of the form; with `everything`, all the questions whatever their page and condition."""
    sheet = read_sheet(questions, fields, everything=everything)
    steps = [page] if everything else steps_of(questions, fields)
    page = page if page in steps else steps[0]
    here = [one for one in questions if everything or (one.page == page and one.id in sheet.asked)]
    numbers = {one.id: rank for rank, one in enumerate(questions, 1)}
    wrong = {fault.question for fault in sheet.faults}
    shown = {item.id for question in here for item in question.items}
    others = {name: text for name, text in fields.items() if name not in shown}
    return Filling(
        page=page,
        place=steps.index(page) + 1,
        count=len(steps),
        questions=tuple(_lay(one, numbers[one.id], fields, one.id in wrong) for one in here),
        carried=json.dumps(others, ensure_ascii=False, separators=(",", ":")) if others else "",
        total=len(sheet.asked),
        answered=len(sheet.answered & sheet.asked),
    )


def _lay(question: Question, number: int, fields: Mapping[str, str], wrong: bool) -> Asked:
    names = [local(choice) for choice in question.choices]
    rows = [local(row) for row in question.rows]
    lines = []
    for item in question.items:
        value = fields.get(item.id, "")
        text = rows[item.part - 1] if question.kind == MATRIX else names[item.part - 1] if item.part else ""
        ranked = question.kind == "ranking"
        labels = [str(rank) for rank in range(1, item.levels + 1)] if ranked else names
        options = tuple(Option(str(rank), label, str(rank) == value) for rank, label in enumerate(labels, 1))
        aside = Option(UNSURE, _("Sans avis"), value == UNSURE) if question.kind in WITH_UNSURE else None
        lines.append(Line(item.id, text, options, aside, value))
    return Asked(
        question.id,
        question.kind,
        number,
        local(question.wording),
        local(question.help) if question.help else "",
        tuple(lines),
        wrong,
    )


def is_ready(questions: Sequence[Question]) -> bool:
    """Whether these questions can be shown as a page."""
    return not find_faults(questions)


def _read_carried(text: str) -> dict[str, str]:
    try:
        carried: Any = json.loads(text[:LONGEST] or "{}")
    except (ValueError, RecursionError):  # not ours, cut, or nested to exhaust the reader
        return {}
    if not isinstance(carried, dict):
        return {}
    return {
        str(name): given.encode("utf-8", "replace").decode()
        for name, given in carried.items()
        if isinstance(given, str)
    }
