"""What the demonstration is made of: the folders of content/demo, and sheets dealt from their counts."""

import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from marchepied.apps.participation.enums import AnswerKind
from marchepied.engines.documents.typography import typeset
from marchepied.engines.referential import load_yaml

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# What is not prose, and is kept to the letter.
VERBATIM = frozenset(
    {"answers", "commune", "content", "email", "file", "formula", "key", "unit", "url", "voices"}
)

type Sheet = tuple[dict[str, int | AnswerKind], dict[str, str]]


def read_story(name: str) -> dict[str, Any]:
    """What is told of an organisation (its house, `years`, `registers`, `talks`), in French typography.

    ValueError says which file is faulty.
    """
    house = _read(f"{name}/house")
    years = [_read(f"{name}/{year}") for year in house["years"]]
    registers = _read(f"{name}/{house['registers']}") if "registers" in house else {}
    talks = _read(f"{name}/{house['talks']}") if "talks" in house else []
    story: dict[str, Any] = _set_in_type({**house, "years": years, "registers": registers, "talks": talks})
    return story


def read_said(name: str) -> dict[str, Any]:
    """What people answered, by college, exactly as they typed it; `name` is a path in content/demo."""
    said: dict[str, Any] = _read(name)
    return said


def count_day(today: date, told: int | Mapping[str, Any]) -> date:
    """A day so many days from today, or the given weekday nearest to it."""
    if isinstance(told, int):
        return today + timedelta(days=told)
    day = today + timedelta(days=told["days"])
    shift = (WEEKDAYS.index(told["weekday"]) - day.weekday() + 3) % 7 - 3
    return day + timedelta(days=shift)


def deal_sheets(said: Mapping[str, Any], rng: random.Random) -> list[Sheet]:
    """One sheet a person: (levels or kinds by item, comments by item), whose counts are those told.

    People have a mood: who is severe on one question is more often so on the others, as in real life.
    Raises ValueError when a question counts more people than have answered.
    """
    number = said["answered"]
    moods = [rng.random() for _ in range(number)]
    sheets: list[Sheet] = [({}, {}) for _ in range(number)]
    for item_id, counts in said["counts"].items():
        *levels, unknown, unconcerned = counts
        if sum(counts) > number:
            raise ValueError(f"{item_id}: {sum(counts)} answers for {number} people.")
        people = rng.sample(range(number), number)
        rated, others = people[: sum(levels)], people[sum(levels) :]
        rated.sort(key=lambda person: moods[person] + rng.uniform(-0.3, 0.3))
        given = [
            *_repeat(levels),
            *[AnswerKind.DONT_KNOW] * unknown,
            *[AnswerKind.NOT_CONCERNED] * unconcerned,
        ]
        for person, answer in zip([*rated, *others], given, strict=False):
            sheets[person][0][item_id] = answer
    for item_id, texts in said["comments"].items():
        for person, text in zip(rng.sample(range(number), len(texts)), texts, strict=True):
            sheets[person][1][item_id] = text
    return sheets


def _repeat(levels: Iterable[int]) -> list[int]:
    return [level for level, count in enumerate(levels, start=1) for _ in range(count)]


def _read(name: str) -> Any:
    source = files("marchepied.content") / "demo" / f"{name}.yaml"
    return load_yaml(source.read_bytes(), file=f"{name}.yaml")


def _set_in_type(told: Any, key: str = "") -> Any:
    if key in VERBATIM:
        return told
    if isinstance(told, Mapping):
        return {name: _set_in_type(value, str(name)) for name, value in told.items()}
    if isinstance(told, list):
        return [_set_in_type(value, key) for value in told]
    return typeset(told, "fr") if isinstance(told, str) else told
