"""What changed between two contents of a referential: added, changed, moved, removed, by stable id.

Works on data rather than on typed values, so that a draft that is not complete yet can be compared too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .codes import LANGUAGES

ADDED, CHANGED, MOVED, REMOVED = "added", "changed", "moved", "removed"
HEAD = "head"
_LISTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    HEAD: (("axes", "axis"), ("duties", "duty"), ("sources", "source")),
    "axis": (
        ("domains", "domain"),
        ("example_kinds", "example_kind"),
        ("examples", "example"),
        ("resources", "resource"),
        ("legal_references", "legal_reference"),
        ("further_questions", "further_question"),
        ("sources", "source"),
    ),
    "domain": (("levers", "lever"), ("questions", "question"), ("indicators", "indicator")),
}
_NAMES = ("title", "statement", "wording", "citation", "text")
_NOT_SAID = frozenset({"id", "in", "format", "version"})


@dataclass(frozen=True, slots=True)
class Item:
    """An item of either side: what it is, its id, how it is called, what it stands in, and its own fields."""

    kind: str
    id: str
    name: Mapping[str, str]
    parent: tuple[str, str]  # (kind, id)
    place: int
    fields: Mapping[tuple[str, ...], Any]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that says something else: its path in the item, and both values (None: absent)."""

    path: tuple[str, ...]
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One item that is added, changed (`fields` says where), moved, or removed.

    `name` is as it is now, or as it was for what is removed; `parents` the names of what it stood in and of
    what it stands in now.
    """

    verb: str
    kind: str
    id: str
    name: Mapping[str, str]
    fields: tuple[FieldChange, ...] = ()
    parents: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {})


@dataclass(frozen=True, slots=True)
class Changes:
    """Every change, in the order of the new content, then what was removed in the order of the old one."""

    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    def of(self, verb: str) -> tuple[Change, ...]:
        """The changes of one verb."""
        return tuple(change for change in self.changes if change.verb == verb)


def compare(before: Any, after: Any) -> Changes:
    """What `after` changes of `before`, both data of a referential, complete or not; neither is changed.

    Items are matched by kind and id, wherever they stand. An item is moved when it stands in another one, or
    comes before one that it came after (the fewest moves that explain the new order). The number of the
    version is not a change. Raises nothing: what is no block or list is left out.
    """
    old, new = _index(before), _index(after)
    reordered = _find_reordered(old, new)
    found: list[Change] = []
    for key, item in new.items():
        past = old.get(key)
        if past is None:
            found.append(Change(ADDED, item.kind, item.id, item.name, parents=_parents(item, item, new, new)))
            continue
        fields = tuple(_compare_fields(past.fields, item.fields))
        if fields:
            found.append(Change(CHANGED, item.kind, item.id, item.name, fields))
        if past.parent != item.parent or key in reordered:
            found.append(Change(MOVED, item.kind, item.id, item.name, parents=_parents(past, item, old, new)))
    found += [
        Change(REMOVED, item.kind, item.id, item.name, parents=_parents(item, item, old, old))
        for key, item in old.items()
        if key not in new
    ]
    return Changes(tuple(found))


Key = tuple[str, str]
Index = dict[Key, Item]


def _parents(
    past: Item, now: Item, old: Mapping[Key, Item], new: Mapping[Key, Item]
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    def name(index: Mapping[Key, Item], key: Key) -> Mapping[str, str]:
        return index[key].name if key in index and key[0] != HEAD else {}

    return name(old, past.parent), name(new, now.parent)


def _index(data: Any) -> Index:
    index: Index = {}
    if isinstance(data, dict):
        _gather(data, HEAD, "", (HEAD, ""), 0, index)
    return index


def _gather(data: Mapping[str, Any], kind: str, identity: str, parent: Key, place: int, index: Index) -> None:
    lists = _LISTS.get(kind, ())
    inner = {name for name, _ in lists}
    own = {key: value for key, value in data.items() if key not in inner and key not in _NOT_SAID}
    index.setdefault(
        (kind, identity), Item(kind, identity, _name_of(data, identity), parent, place, dict(_flatten(own)))
    )
    for name, child in lists:
        items = data.get(name)
        for number, item in enumerate(items if isinstance(items, list) else ()):
            named = item.get("id", item.get("in")) if isinstance(item, dict) else None
            if isinstance(named, str):
                _gather(item, child, named, (kind, identity), number, index)


def _name_of(data: Mapping[str, Any], identity: str) -> Mapping[str, str]:
    for key in _NAMES:
        text = data.get(key)
        if isinstance(text, dict) and any(isinstance(words, str) for words in text.values()):
            return {language: words for language, words in text.items() if isinstance(words, str)}
    return dict.fromkeys(LANGUAGES, identity) if identity else {}


def _flatten(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value with its path; a list of plain words stays whole, items of others have a number."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _flatten(item, (*path, str(key)))
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for number, item in enumerate(value, start=1):
            yield from _flatten(item, (*path, str(number)))
    else:
        yield path, value


def _compare_fields(
    before: Mapping[tuple[str, ...], Any], after: Mapping[tuple[str, ...], Any]
) -> Iterator[FieldChange]:
    for path in dict.fromkeys((*after, *before)):
        was, now = before.get(path), after.get(path)
        if was != now:
            yield FieldChange(path, was, now)


def _find_reordered(old: Index, new: Index) -> set[Key]:
    """The items that must move for the old order of what stays in a parent to become the new one."""
    stayed: dict[tuple[Key, str], list[tuple[int, int, Key]]] = {}
    for key, item in new.items():
        past = old.get(key)
        if past is not None and past.parent == item.parent and item.kind != HEAD:
            stayed.setdefault((item.parent, item.kind), []).append((item.place, past.place, key))
    moved: set[Key] = set()
    for siblings in stayed.values():
        siblings.sort()
        kept = _longest_rise([past for _, past, _ in siblings])
        moved |= {key for number, (_, _, key) in enumerate(siblings) if number not in kept}
    return moved


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Positions of one longest increasing run of distinct numbers, taken out of the list in order."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for position, number in enumerate(numbers):
        length = bisect_left(tails, number)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(number)
            ends.append(position)
        else:
            tails[length], ends[length] = number, position
    kept = set()
    position = ends[-1] if ends else -1
    while position >= 0:
        kept.add(position)
        position = before[position]
    return kept
