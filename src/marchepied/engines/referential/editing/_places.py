"""Where an item is in a draft, and the draft with one item more, changed, moved or gone.

A draft is the data of a referential being written, possibly incomplete. In an extension, `{in: ID}` stands
for a theme or a domain of the base: it appears here when something is added under it, and goes with the last
of it.
Nothing given is ever changed: each gesture returns a new content.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from marchepied.engines.referential.model import Referential

from ._shapes import LISTS, PARENTS

IN_DOMAIN = ("question", "lever", "indicator")
_IN_AXIS = ("domains", "example_kinds", "examples", "resources", "legal_references", "further_questions")


@dataclass(frozen=True, slots=True)
class Place:
    """An item of the draft's own: its kind, its data, the list it stands in, the ids of what holds it."""

    kind: str
    item: Any
    siblings: list[Any]
    axis: str = ""
    domain: str = ""

    @property
    def parent(self) -> str:
        """The id of what holds it; empty for a theme."""
        return "" if self.kind == "axis" else self.axis if self.kind == "domain" else self.domain


def walk_places(content: Any) -> Iterator[Place]:
    """Every item that the draft itself holds, in its order; never what it extends."""
    axes = content.get("axes") or []
    for axis in axes:
        axis_id = axis.get("in") or axis["id"]
        if "in" not in axis:
            yield Place("axis", axis, axes, axis_id)
        domains = axis.get("domains") or []
        for domain in domains:
            domain_id = domain.get("in") or domain["id"]
            if "in" not in domain:
                yield Place("domain", domain, domains, axis_id, domain_id)
            for kind in IN_DOMAIN:
                items = domain.get(LISTS[kind]) or []
                for item in items:
                    yield Place(kind, item, items, axis_id, domain_id)


def find_place(content: Any, item_id: str) -> Place | None:
    """The place of the draft's own item with this id; None where it has none."""
    return next((place for place in walk_places(content) if place.item["id"] == item_id), None)


def require_place(content: Any, item_id: str) -> Place:
    """`find_place`; KeyError with the id where there is none."""
    place = find_place(content, item_id)
    if place is None:
        raise KeyError(item_id)
    return place


def add_item(content: Any, kind: str, item: Any, parent: str = "", base: Referential | None = None) -> Any:
    """The draft with an item more, last of its kind in `parent` (the id of a theme or of a domain).

    `base` is what an extension adds to. KeyError with the id of a parent that neither has.
    """
    grown = deepcopy(content)
    _open_list(grown, kind, parent, base).append(deepcopy(item))
    return grown


def replace_item(content: Any, item_id: str, item: Any) -> Any:
    """The draft where the item of this id says what `item` says. KeyError where there is none."""
    grown = deepcopy(content)
    place = require_place(grown, item_id)
    place.siblings[place.siblings.index(place.item)] = {**deepcopy(item), "id": item_id}
    return grown


def shift_item(content: Any, item_id: str, step: int) -> Any:
    """The draft where the item stands `step` places later (-1: earlier) among the draft's own of its list.

    At an end, nothing moves. Themes exchange their numbers too. KeyError where there is none.
    """
    grown = deepcopy(content)
    place = require_place(grown, item_id)
    own = [index for index, item in enumerate(place.siblings) if "in" not in item]
    here = next(rank for rank, index in enumerate(own) if place.siblings[index]["id"] == item_id)
    there = min(max(here + step, 0), len(own) - 1)
    first, second = own[here], own[there]
    one, other = place.siblings[first], place.siblings[second]
    if place.kind == "axis":
        one["number"], other["number"] = other.get("number", 1), one.get("number", 1)
    place.siblings[first], place.siblings[second] = other, one
    return grown


def move_item(content: Any, item_id: str, parent: str, base: Referential | None = None) -> Any:
    """The draft where the item is last of its kind in another theme or domain. KeyError for an unknown id."""
    place = require_place(content, item_id)
    if place.parent == parent:
        return content
    return prune(add_item(_take_out(content, item_id), place.kind, place.item, parent, base))


def remove_item(content: Any, item_id: str) -> Any:
    """The draft without this item and without what is in it. KeyError where there is none.

    Questions no longer name a lever that goes; the examples of a domain go with it.
    """
    place = require_place(content, item_id)
    grown = _take_out(content, item_id)
    if place.kind in {"lever", "domain", "axis"}:
        gone = {inner["id"] for inner in (place.item.get("levers") or [])} | {item_id}
        for other in walk_places(grown):
            if other.kind == "question" and place.kind != "axis" and other.item.get("levers"):
                other.item["levers"] = [lever for lever in other.item["levers"] if lever not in gone]
            if other.kind == "axis" and other.item.get("examples"):
                kept = [example for example in other.item["examples"] if example.get("domain") != item_id]
                other.item["examples"] = kept
    return prune(grown)


def _take_out(content: Any, item_id: str) -> Any:
    grown = deepcopy(content)
    place = require_place(grown, item_id)
    place.siblings.remove(place.item)
    return grown


def _open_list(content: Any, kind: str, parent: str, base: Referential | None) -> list[Any]:
    """The list that takes an item of this kind; made, with what stands for the base, where it is missing."""
    name = LISTS[kind]
    axes: list[Any] = content.setdefault("axes", [])
    if not PARENTS[kind]:
        return axes
    own = find_place(content, parent)
    if own is not None and own.kind == PARENTS[kind]:
        holder: Any = own.item
    else:
        holder = _stand_in(axes, parent, kind, base)
    inner: list[Any] = holder.setdefault(name, [])
    return inner


def _stand_in(axes: list[Any], parent: str, kind: str, base: Referential | None) -> Any:
    for axis in base.axes if base else ():
        if kind == "domain" and axis.id == parent:
            return find_or_make(axes, axis.id)
        if kind != "domain" and any(domain.id == parent for domain in axis.domains):
            inside: list[Any] = find_or_make(axes, axis.id).setdefault("domains", [])
            return find_or_make(inside, parent)
    raise KeyError(parent)


def find_or_make(items: list[Any], item_id: str) -> Any:
    """What stands in a list for an item of the base; added to it where it is missing."""
    found = next((item for item in items if item.get("in") == item_id), None)
    if found is None:
        found = {"in": item_id}
        items.append(found)
    return found


def prune(content: Any) -> Any:
    """The content without the stand-ins under which nothing is added any more."""
    for axis in content.get("axes") or []:
        if axis.get("domains"):
            axis["domains"] = [item for item in axis["domains"] if not _is_empty(item, LISTS.values())]
    content["axes"] = [axis for axis in content.get("axes") or [] if not _is_empty(axis, _IN_AXIS)]
    return content


def _is_empty(item: Any, names: Any) -> bool:
    return "in" in item and not any(item.get(name) for name in names)
