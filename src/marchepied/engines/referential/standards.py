"""Standards, labels’ reference texts and reports as bridges see them: topics by name, and their parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from .codes import LANGUAGES
from .loading import load_yaml
from .model import Text
from .parsing import TextReader, Typeset
from .problems import InvalidReferentialError, Path, make_problem
from .validation import check_shape

WHOLE = "1"
"""The name of the only part of an item that declares none."""

_CONTENT = "marchepied.content"
_PARTS = "parts.schema.json"
_STANDARD = "standard.schema.json"


@dataclass(frozen=True, slots=True)
class Part:
    """Something of an item that can be answered by itself."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class StandardItem:
    """A topic of a standard; `parent` is the topic it belongs to, empty at the top; often no parts."""

    id: str
    title: Text
    parent: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def part_names(self) -> tuple[str, ...]:
        """The ids of its parts; a single one where it declares none."""
        return tuple(part.id for part in self.parts) or (WHOLE,)


@dataclass(frozen=True, slots=True)
class Standard:
    """What somebody else published, named topic by topic in our own words.

    `rights` says whose text it is; `as_of` is the month (YYYY-MM) at which it was last looked over.
    """

    id: str
    title: Text
    owner: str
    url: str
    version: str
    date: str
    as_of: str
    rights: Text
    items: tuple[StandardItem, ...]

    def find(self, item_id: str) -> StandardItem | None:
        """The topic of this id; None where there is none."""
        return next((item for item in self.items if item.id == item_id), None)

    @property
    def leaves(self) -> tuple[StandardItem, ...]:
        """The topics that hold no other, in order: those that can be answered."""
        parents = {item.parent for item in self.items}
        return tuple(item for item in self.items if item.id not in parents)


@dataclass(frozen=True, slots=True)
class PartsBook:
    """The parts of the questions of a referential, by question id."""

    framework: str
    as_of: str
    parts: Mapping[str, tuple[Part, ...]]


def parse_standard(data: Any, typeset: Typeset | None = None) -> Standard:
    """The standard of `data` (from `load_yaml`); InvalidReferentialError with every fault otherwise."""
    problems = check_shape(data, _STANDARD)
    if not problems:
        faults = [*_find_twice(data["items"], ("items",)), *_find_orphans(data)]
        problems = tuple(make_problem(data, path, message, advice) for path, message, advice in faults)
    if problems:
        raise InvalidReferentialError(problems)
    reader = TextReader(LANGUAGES, typeset)
    return Standard(
        id=data["id"],
        title=reader.text(data["title"]),
        owner=data["owner"],
        url=data.get("url", ""),
        version=data.get("version", ""),
        date=data.get("date", ""),
        as_of=data["as_of"],
        rights=reader.text(data["rights"]),
        items=tuple(
            StandardItem(item["id"], reader.text(item["title"]), item.get("parent", ""), _parts(item, reader))
            for item in data["items"]
        ),
    )


def parse_parts(data: Any, typeset: Typeset | None = None) -> PartsBook:
    """The parts of `data` (from `load_yaml`); InvalidReferentialError with every fault otherwise."""
    problems = check_shape(data, _PARTS)
    if not problems:
        faults = _find_twice(data["items"], ("items",))
        problems = tuple(make_problem(data, path, message, advice) for path, message, advice in faults)
    if problems:
        raise InvalidReferentialError(problems)
    reader = TextReader(LANGUAGES, typeset)
    parts = {item["id"]: _parts(item, reader) for item in data["items"]}
    return PartsBook(data["framework"], data["as_of"], parts)


def _parts(item: Any, reader: TextReader) -> tuple[Part, ...]:
    return tuple(Part(part["id"], reader.text(part["title"])) for part in item.get("parts", ()))


Fault = tuple[Path, str, str]


def _find_twice(entries: Any, path: Path) -> list[Fault]:
    """Ids used twice in a list, or in the parts of one of its entries."""
    found: list[Fault] = []
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry["id"] in seen:
            found.append(
                ((*path, index, "id"), f"« {entry['id']} » sert deux fois.", "Changez l’un des deux.")
            )
        seen.add(entry["id"])
        found += _find_twice(entry.get("parts", ()), (*path, index, "parts"))
    return found


def _find_orphans(data: Any) -> list[Fault]:
    before: set[str] = set()
    found: list[Fault] = []
    for index, item in enumerate(data["items"]):
        if item.get("parent") and item["parent"] not in before:
            message = f"« {item['parent']} » n’est pas écrit avant « {item['id']} »."
            found.append((("items", index, "parent"), message, "Écrivez-le plus haut, ou retirez ce lien."))
        before.add(item["id"])
    return found


def _list(folder: str, ending: str) -> tuple[str, ...]:
    root = files(_CONTENT).joinpath("bridges", folder)
    names = (entry.name for entry in root.iterdir())
    return tuple(sorted(name.removesuffix(ending) for name in names if name.endswith(ending)))


def _read(folder: str, name: str) -> bytes:
    return files(_CONTENT).joinpath("bridges", folder, name).read_bytes()


def read_shipped_standards(typeset: Typeset | None = None) -> tuple[Standard, ...]:
    """The standards that ship, by id."""
    names = _list("frameworks", ".yaml")
    return tuple(
        parse_standard(load_yaml(_read("frameworks", f"{name}.yaml"), file=f"{name}.yaml"), typeset)
        for name in names
    )


def read_shipped_parts(name: str = "guide-ess", typeset: Typeset | None = None) -> PartsBook:
    """The parts of the questions of a shipped referential; KeyError with the name where there are none."""
    if name not in _list("parts", ".yaml"):
        raise KeyError(name)
    return parse_parts(load_yaml(_read("parts", f"{name}.yaml"), file=f"{name}.yaml"), typeset)


def read_shipped_mappings() -> dict[str, str]:
    """The correspondence sets that ship, in SSSOM, by name (« guide-ess--iso-9001 »)."""
    ending = ".sssom.tsv"
    return {name: _read("sets", f"{name}{ending}").decode("utf-8") for name in _list("sets", ending)}
