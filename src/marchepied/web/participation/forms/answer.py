"""A filled sheet, between the names of its fields in the page and the items of the form."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from marchepied.apps.participation.enums import AnswerKind
from marchepied.apps.participation.rules import VOTE_FORM
from marchepied.apps.participation.services import Given
from marchepied.web.templatetags.marchepied import local

# Questions of one page; a longer form comes in parts (the script fetches the others at once).
PART_SIZE = 60
DONT_KNOW, NOT_CONCERNED = "sp", "nc"


@dataclass(frozen=True)
class Choice:
    """One thing that may be answered."""

    value: str
    text: str
    checked: bool


@dataclass(frozen=True)
class Question:
    """A question as the page shows it."""

    number: int
    wording: str
    why: str
    choices: tuple[Choice, ...]
    asides: tuple[Choice, ...]
    comment: str


@dataclass(frozen=True)
class Part:
    """The part of the form that the page shows, and what was filled in the others."""

    number: int
    count: int
    questions: tuple[Question, ...]
    carried: str

    @property
    def is_last(self) -> bool:
        return self.number == self.count


def read_fields(item_count: int, data: Mapping[str, str]) -> dict[str, str]:
    """The filled fields, {"q3": "4", "c3": "…"}: those of this page over those carried from the others."""
    names = {f"{letter}{number}" for letter in "qc" for number in range(1, item_count + 1)}
    fields = {name: text for name, text in _read_carried(data.get("deja", "")).items() if name in names}
    fields.update({name: data[name] for name in names if name in data})
    return {name: text for name, text in fields.items() if text.strip()}


def read_sheet(item_ids: list[str], fields: Mapping[str, str]) -> tuple[dict[str, Given], dict[str, str]]:
    """The answers and the comments by item, for the deposit to check."""
    answers: dict[str, Given] = {}
    comments: dict[str, str] = {}
    for number, item_id in enumerate(item_ids, 1):
        if value := fields.get(f"q{number}"):
            answers[item_id] = _read_value(value)
        if text := fields.get(f"c{number}"):
            comments[item_id] = text
    return answers, comments


def read_part(asked: str) -> int | None:
    """The number of a part as the page or the address gives it; None for anything else."""
    return int(asked) if asked.isdecimal() and len(asked) < 4 else None


def lay_part(form: Mapping[str, Any], item_ids: list[str], fields: Mapping[str, str], number: int) -> Part:
    """The questions of one part, filled, in the page's language."""
    count = max(1, -(-len(item_ids) // PART_SIZE))
    number = min(max(number, 1), count)
    first = (number - 1) * PART_SIZE
    items = {item["id"]: item for item in form.get("items", [])}
    shown = range(first + 1, min(first + PART_SIZE, len(item_ids)) + 1)
    vote = form.get("kind") == VOTE_FORM
    questions = tuple(_lay_question(rank, items[item_ids[rank - 1]], fields, vote) for rank in shown)
    here = {f"{letter}{rank}" for letter in "qc" for rank in shown}
    others = {name: text for name, text in fields.items() if name not in here}
    carried = json.dumps(others, ensure_ascii=False, separators=(",", ":")) if others else ""
    return Part(number, count, questions, carried)


def _lay_question(rank: int, item: Mapping[str, Any], fields: Mapping[str, str], vote: bool) -> Question:
    filled = fields.get(f"q{rank}", "")
    levels = ((str(level), local(text)) for level, text in enumerate(item["choices"], 1))
    asides: tuple[tuple[str, str], ...] = (
        (DONT_KNOW, _("Je ne sais pas")),
        (NOT_CONCERNED, _("Pas concerné")),
    )
    if vote:
        asides = ((DONT_KNOW, _("Je ne me prononce pas")),)
    return Question(
        number=rank,
        wording=local(item["wording"]),
        why=local(item.get("why") or ""),
        choices=tuple(Choice(value, text, value == filled) for value, text in levels),
        asides=tuple(Choice(value, text, value == filled) for value, text in asides),
        comment=fields.get(f"c{rank}", ""),
    )


def _read_value(value: str) -> Given:
    if value == DONT_KNOW:
        return AnswerKind.DONT_KNOW
    if value == NOT_CONCERNED:
        return AnswerKind.NOT_CONCERNED
    return int(value) if value.isdecimal() and len(value) < 4 else 0


def _read_carried(text: str) -> dict[str, str]:
    try:
        carried = json.loads(text or "{}")
    except (ValueError, RecursionError):  # not ours, or nested to exhaust the reader
        return {}
    if not isinstance(carried, dict):
        return {}
    return {str(name): _write_again(text) for name, text in carried.items() if isinstance(text, str)}


def _write_again(text: str) -> str:
    """The text without the half signs that JSON can spell and that no page can hold."""
    return text.encode("utf-8", "replace").decode()
