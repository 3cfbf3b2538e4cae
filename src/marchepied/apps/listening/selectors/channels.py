"""Where to turn when something is too serious for a register: read from what ships, with its date."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from marchepied.engines.referential import load_yaml
from marchepied.engines.words import search_key


@dataclass(frozen=True)
class Contact:
    """A number or a person to turn to, in one language; `number` may be empty."""

    id: str
    number: str
    name: str
    whom: str
    hours: str
    source: str
    group: str


@dataclass(frozen=True)
class Contacts:
    """The numbers, and the day they were checked."""

    checked_on: date
    lines: tuple[Contact, ...]

    @property
    def first(self) -> tuple[Contact, ...]:
        """Those to call at once."""
        return self.of("emergency", "listening")

    @property
    def others(self) -> tuple[Contact, ...]:
        """Those who defend rights, and those at work."""
        return self.of("rights", "work")

    def of(self, *groups: str) -> tuple[Contact, ...]:
        """Those of some groups: emergency, listening, rights, work."""
        return tuple(line for line in self.lines if line.group in groups)


@cache
def _read() -> Any:
    text = (files("marchepied.content") / "listening" / "channels.yaml").read_text(encoding="utf-8")
    return load_yaml(text)


def contacts_in(language: str) -> Contacts:
    """The numbers in a language, French where it has none."""
    told = _read()
    lines = (
        Contact(
            id=row["id"],
            number=row["number"],
            name=_say(row["name"], language),
            whom=_say(row["for"], language),
            hours=_say(row["hours"], language),
            source=row["source"],
            group=row["group"],
        )
        for row in told["channels"]
    )
    checked = told["checked_on"]
    return Contacts(checked if isinstance(checked, date) else date.fromisoformat(checked), tuple(lines))


def _say(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts["fr"]


@cache
def _stems() -> frozenset[str]:
    words = _read()["words"]
    return frozenset(search_key(word, language) for language in ("fr", "en") for word in words[language])


def speaks_of_danger(*texts: str) -> bool:
    """Whether words of danger, violence or harassment are in these texts, in any form.

    A reason to show the numbers and to have it read at once; never a judgment: « pas dangereux » counts too.
    """
    whole = " ".join(texts)
    found = {*search_key(whole, "fr").split(), *search_key(whole, "en").split()}
    return not found.isdisjoint(_stems())
