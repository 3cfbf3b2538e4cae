"""The directory of labels, certifications and approaches: read, and looked through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from marchepied.engines.words import search_key

from .codes import LANGUAGES
from .loading import load_yaml
from .model import Text
from .parsing import TextReader, Typeset
from .problems import InvalidReferentialError, make_problem
from .validation import check_shape

LABEL_KINDS = ("label", "certification", "approval", "mark", "review", "status", "approach", "report")
TERRITORIES = ("region", "france", "europe", "world")
NAME_WEIGHT = 3
"""A word of the name says more of a label than a word of what it asks."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `least` to `most`; the same number when there is one only."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class LabelSource:
    """Where the facts come from: `read` is true for a page read, false for what is commonly known."""

    publisher: str
    url: str
    read: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A label, certification or approach. What was not found is None or empty, and shown so.

    No sector or family means all of them; `framework` is the standard that bridges know it by; `months` is
    how long it takes to obtain, `years` how long it is valid, `checked` the month (YYYY-MM) of the look-up.
    """

    id: str
    name: Text
    kind: str
    branch: Text | None
    sectors: tuple[str, ...]
    families: tuple[str, ...]
    territory: str
    place: Text | None
    owner: str
    asks: tuple[Text, ...]
    assessed_by: Text | None
    months: Span | None
    years: Span | None
    note: Text | None
    framework: str
    checked: str
    source: LabelSource

    def suits_sector(self, sector: str) -> bool:
        """Whether it is open to a sector; an unknown or empty one suits all."""
        return not sector or not self.sectors or sector in self.sectors

    def suits_family(self, family: str) -> bool:
        """Whether it is open to a legal form; an empty one suits all."""
        return not family or not self.families or family in self.families


@dataclass(frozen=True, slots=True)
class LabelSearch:
    """What is looked for; an empty field asks nothing."""

    words: str = ""
    sector: str = ""
    family: str = ""
    territory: str = ""


@dataclass(frozen=True, slots=True)
class LabelResults:
    """What was found; `partial` when no label holds every word, so some only were enough."""

    labels: tuple[Label, ...]
    partial: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    label: Label
    name: frozenset[str]
    all: frozenset[str]


class LabelDirectory:
    """The labels, indexed once for one language; never changed afterwards."""

    def __init__(self, labels: Iterable[Label], language: str) -> None:
        self.language = language
        self._entries = tuple(self._index(label) for label in labels)

    def _index(self, label: Label) -> _Entry:
        texts = (label.branch, label.place, *label.asks, label.assessed_by, label.note)
        name = self._stems(label.name.read_in(self.language))
        rest = " ".join(text.read_in(self.language) for text in texts if text is not None)
        return _Entry(label, name, name | self._stems(f"{rest} {label.owner}"))

    def _stems(self, text: str) -> frozenset[str]:
        return frozenset(search_key(text, self.language).split())

    @property
    def labels(self) -> tuple[Label, ...]:
        """All of them, in the order of the file."""
        return tuple(entry.label for entry in self._entries)

    def find(self, label_id: str) -> Label | None:
        """The label of this id; None where there is none."""
        return next((label for label in self.labels if label.id == label_id), None)

    def search(self, wanted: LabelSearch) -> LabelResults:
        """The labels that fit: those made for the sector before those open to all, the name before the rest.

        When none holds every word, those that hold most of them are given, and `partial` says so.
        """
        kept = [entry for entry in self._entries if _fits(entry.label, wanted)]
        kept.sort(key=lambda entry: rank_for(entry.label, wanted.sector, wanted.family))
        stems = self._stems(wanted.words)
        if not stems:
            return LabelResults(tuple(entry.label for entry in kept))
        whole = [entry for entry in kept if stems <= entry.all]
        found = whole or [entry for entry in kept if stems & entry.all]
        found.sort(key=lambda entry: -(len(stems & entry.all) + NAME_WEIGHT * len(stems & entry.name)))
        return LabelResults(tuple(entry.label for entry in found), partial=bool(found) and not whole)


def rank_for(label: Label, sector: str, family: str) -> int:
    """How near a label is to a profile: 0 made for its sector, 1 open to all sectors, 2 for others."""
    if not label.suits_sector(sector) or not label.suits_family(family):
        return 2
    return 0 if sector and sector in label.sectors else 1


def _fits(label: Label, wanted: LabelSearch) -> bool:
    return (
        label.suits_sector(wanted.sector)
        and label.suits_family(wanted.family)
        and wanted.territory in ("", label.territory)
    )


def parse_labels(data: Any, typeset: Typeset | None = None) -> tuple[Label, ...]:
    """The labels of `data` (from `load_yaml`); InvalidReferentialError with every fault otherwise."""
    problems = check_shape(data, "labels.schema.json")
    if not problems:
        faults = _check_labels(data["labels"])
        problems = tuple(make_problem(data, path, message, advice) for path, message, advice in faults)
    if problems:
        raise InvalidReferentialError(problems)
    reader = TextReader(LANGUAGES, typeset)
    return tuple(_read_label(label, reader) for label in data["labels"])


def _check_labels(labels: Any) -> list[tuple[tuple[str | int, ...], str, str]]:
    seen: set[str] = set()
    found: list[tuple[tuple[str | int, ...], str, str]] = []
    for index, label in enumerate(labels):
        place = ("labels", index)
        if label["id"] in seen:
            found.append(((*place, "id"), f"« {label['id']} » sert deux fois.", "Changez l’un des deux."))
        seen.add(label["id"])
        found += [
            ((*place, field), "le plus petit dépasse le plus grand.", "Échangez les deux nombres.")
            for field in ("months", "years")
            if field in label and label[field]["least"] > label[field]["most"]
        ]
    return found


def _read_label(data: Any, reader: TextReader) -> Label:
    def optional(name: str) -> Text | None:
        return reader.text(data[name]) if name in data else None

    def span(name: str) -> Span | None:
        return Span(data[name]["least"], data[name]["most"]) if name in data else None

    source = data["source"]
    return Label(
        id=data["id"],
        name=reader.text(data["name"]),
        kind=data["kind"],
        branch=optional("branch"),
        sectors=tuple(data.get("sectors", ())),
        families=tuple(data.get("families", ())),
        territory=data["territory"],
        place=optional("place"),
        owner=data["owner"],
        asks=tuple(reader.text(text) for text in data["asks"]),
        assessed_by=optional("assessed_by"),
        months=span("months"),
        years=span("years"),
        note=optional("note"),
        framework=data.get("framework", ""),
        checked=data["checked"],
        source=LabelSource(source["publisher"], source.get("url", ""), source["basis"] == "read"),
    )


def read_shipped_labels(typeset: Typeset | None = None) -> tuple[Label, ...]:
    """The directory that ships."""
    raw = files("marchepied.content").joinpath("labels", "labels.yaml").read_bytes()
    return parse_labels(load_yaml(raw, file="labels.yaml"), typeset)
