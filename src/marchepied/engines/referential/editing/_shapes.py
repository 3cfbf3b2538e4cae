"""What is written of each kind of item: its texts, where they are, and who reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marchepied.engines.referential.codes import LEVEL_COUNT, QUESTIONNAIRE

LISTS: Mapping[str, str] = {
    "axis": "axes",
    "domain": "domains",
    "question": "questions",
    "lever": "levers",
    "indicator": "indicators",
}
"""The list that holds the items of each kind."""
PARENTS: Mapping[str, str] = {
    "axis": "",
    "domain": "axis",
    "question": "domain",
    "lever": "domain",
    "indicator": "domain",
}
"""What holds an item of each kind; nothing for a theme."""

TextPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One text of an item: its place in it, whether it is a list of texts, and its readers.

    `kind` is that of the targets of plain language: participant, pilot or sheet.
    """

    path: TextPath
    kind: str = "sheet"
    many: bool = False

    @property
    def name(self) -> str:
        """The place as one word: « levels-0-short »."""
        return "-".join(str(part) for part in self.path)


HEAD = (Field(("title",)), Field(("purpose",)))
_THEME = (Field(("title",)), Field(("short",)), Field(("purpose",)))
_SHEET = (
    Field(("about",)),
    Field(("key_ideas",), many=True),
    Field(("stakes", "enterprise"), many=True),
    Field(("stakes", "society"), many=True),
)
_DOMAIN = (Field(("title",)), Field(("purpose",)))
_ASKED = (Field(("wording",), "participant"), Field(("statement",), "pilot"))
_AROUND = (Field(("why",)), Field(("discussion",), "pilot"))
_ENDS = (Field(("ends", "low"), "participant"), Field(("ends", "high"), "participant"))
_LEVER = (
    Field(("title",)),
    Field(("summary",)),
    *(Field(("action", part)) for part in ("title", "first_step", "result", "means")),
)
_INDICATOR = tuple(
    Field((part,)) for part in ("title", "definition", "unit", "formula", "period", "source_document")
)
_FIXED = {"head": HEAD, "domain": _DOMAIN, "lever": _LEVER, "indicator": _INDICATOR}


def fields_of(kind: str, *, levels: int = LEVEL_COUNT, questionnaire: bool = False) -> tuple[Field, ...]:
    """The texts of a kind of item (or of the « head »), in the order one writes them.

    `levels` is how many answers a question has. A questionnaire has themes without a sheet, and questions
    without documents. KeyError for an unknown kind.
    """
    if kind == "axis":
        return _THEME if questionnaire else (*_THEME, *_SHEET)
    if kind != "question":
        return _FIXED[kind]
    answers = (
        Field(("levels", n, part), target)
        for n in range(levels)
        for part, target in (("short", "participant"), ("description", "pilot"))
    )
    proof = () if questionnaire else (Field(("evidence",), "pilot", many=True),)
    return (*_ASKED, *answers, *_ENDS, *_AROUND, *proof)


def is_questionnaire(content: Any) -> bool:
    """Whether the content holds questions already asked elsewhere, with scales of their own."""
    return bool(content.get("kind") == QUESTIONNAIRE)


def read_at(item: Any, path: TextPath) -> Any:
    """What an item holds at a place; None where it holds nothing."""
    for part in path:
        if isinstance(part, int):
            if not isinstance(item, list) or part >= len(item):
                return None
        elif not isinstance(item, dict) or part not in item:
            return None
        item = item[part]
    return item


def name_of(item: Any) -> Mapping[str, str]:
    """The text that names an item, by language: its title, or what a question asks; empty without any."""
    for part in ("statement", "title", "wording"):
        text = item.get(part)
        if isinstance(text, dict) and text:
            return text
    return {}


def own_words(kind: str, item: Any) -> dict[str, Any]:
    """What an item says itself, without the items in it."""
    inner = {"axis": {"domains"}, "domain": {"questions", "levers", "indicators"}, "head": {"axes"}}
    return {name: value for name, value in item.items() if name not in inner.get(kind, ())}


def walk_texts(value: Any) -> Iterator[dict[str, str]]:
    """Every text by language inside a value, to be changed in place."""
    if isinstance(value, dict):
        if value and set(value) <= {"fr", "en"}:
            yield value
            return
        for inner in value.values():
            yield from walk_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk_texts(inner)
