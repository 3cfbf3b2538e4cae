"""An addition follows its guide to another version: what hangs where, what must be chosen, nothing lost.

Works on data: `content` is the draft of an extension, `before` and `after` two whole versions of its base.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from ._making import ids_in, make_id
from ._places import IN_DOMAIN, find_or_make, find_place, prune, walk_places
from ._shapes import LISTS, name_of

AXIS_GONE, DOMAIN_GONE, ID_TAKEN = "axis-gone", "domain-gone", "id-taken"
"""What must be chosen: the base has no such theme any more, no such domain, or took an id of the draft's."""
KEEP = "keep"
"""A choice: keep a domain that is gone as one of our own; keep our item beside that of the guide."""
THEIRS = "theirs"
"""A choice: the guide took our item, its own replaces ours."""
MOVED, RENUMBERED, LOST_LEVER = "domain-moved", "renumbered", "lost-lever"
"""What is done without asking, and what will have to be mended afterwards."""
_OTHERS = ("example_kinds", "examples", "resources", "legal_references", "further_questions", "sources")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something to choose: its code, the id in question, how it is called, and what of the draft hangs on it.

    `key` names the choice. `may_keep` says whether a domain that is gone may become one of our own.
    """

    code: str
    id: str
    name: Mapping[str, str]
    items: tuple[Mapping[str, str], ...] = ()
    may_keep: bool = False

    @property
    def key(self) -> str:
        return f"{self.code}:{self.id}"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know: its code, how the item is called, and where it stands now."""

    code: str
    id: str
    name: Mapping[str, str]
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rebase:
    """What following another version of the base asks of an addition."""

    conflicts: tuple[Conflict, ...]
    notices: tuple[Notice, ...]


def plan_rebase(content: Any, before: Any, after: Any) -> Rebase:
    """What must be chosen and what will happen when the draft follows `after` instead of `before`."""
    base = _Base(before, after)
    conflicts = tuple(_find_conflicts(content, base))
    return Rebase(conflicts, tuple(_find_notices(content, base)))


def rebase(content: Any, before: Any, after: Any, choices: Mapping[str, str]) -> Any:
    """The draft on the new version of its base; `choices` says what was chosen, by the key of each conflict.

    For a theme that is gone, the id of a theme of the new version, or of the draft's own; for a domain, the
    id of a domain of either, or KEEP; for an id that is taken, KEEP or THEIRS. Every item of the draft is
    still there, save those that THEIRS replaces. A theme or a domain of ours whose id the base took is given
    another. KeyError with the key of a conflict without a choice; ValueError for a choice that leads nowhere.
    The number of the base is left to the caller.
    """
    return _Moving(content, _Base(before, after), choices).move()


class _Base:
    """Where things stand in the two versions of the base."""

    def __init__(self, before: Any, after: Any) -> None:
        self.before, self.after = before, after
        self.axes = {axis["id"]: axis for axis in after["axes"] if not axis.get("announced")}
        self.domains = {domain["id"]: domain for axis in self.axes.values() for domain in axis["domains"]}
        self.homes = {domain["id"]: axis["id"] for axis in self.axes.values() for domain in axis["domains"]}
        self.old_axes = {axis["id"]: axis for axis in before["axes"]}
        self.old_domains = {
            domain["id"]: domain for axis in before["axes"] for domain in axis.get("domains", ())
        }
        self.ids = ids_in(after["axes"]) | ids_in(after.get("duties", []))
        self.numbers = {axis["number"] for axis in after["axes"]}

    def levers(self, axis_id: str) -> set[str]:
        domains = self.axes.get(axis_id, {}).get("domains", ())
        return {lever["id"] for domain in domains for lever in domain.get("levers", ())}


def _find_conflicts(content: Any, base: _Base) -> Iterator[Conflict]:
    for axis in content.get("axes") or []:
        if "in" not in axis:
            continue
        gone = axis["in"] not in base.axes
        own = [domain for domain in axis.get("domains") or [] if "in" not in domain]
        others = [item for name in _OTHERS if name != "sources" for item in axis.get(name) or []]
        if gone and (own or others):
            hanging = tuple(_call(item) for item in (*own, *others))
            yield Conflict(AXIS_GONE, axis["in"], _call(base.old_axes.get(axis["in"], axis)), hanging)
        for domain in axis.get("domains") or []:
            if "in" in domain and domain["in"] not in base.domains:
                items = tuple(_call(item) for kind in IN_DOMAIN for item in domain.get(LISTS[kind]) or [])
                name = _call(base.old_domains.get(domain["in"], domain))
                yield Conflict(DOMAIN_GONE, domain["in"], name, items, may_keep=not gone)
    for place in walk_places(content):
        if place.item["id"] in base.ids and place.kind in IN_DOMAIN:
            yield Conflict(ID_TAKEN, place.item["id"], _call(place.item))


def _find_notices(content: Any, base: _Base) -> Iterator[Notice]:
    for axis in content.get("axes") or []:
        if "in" not in axis and axis.get("number") in base.numbers:
            yield Notice(RENUMBERED, axis["id"], _call(axis))
        for domain in axis.get("domains") or []:
            home = base.homes.get(domain.get("in", ""), "")
            if home and home != axis.get("in"):
                yield Notice(MOVED, domain["in"], _call(base.domains[domain["in"]]), _call(base.axes[home]))
    yield from _find_lost_levers(content, base)


def _find_lost_levers(content: Any, base: _Base) -> Iterator[Notice]:
    """The questions that name a lever their theme has no more; those whose place is to choose wait."""
    places = list(walk_places(content))
    homes = {place.domain: base.homes.get(place.domain, place.axis) for place in places if place.domain}
    known = {home: base.levers(home) for home in homes.values()}
    for place in places:
        if place.kind == "lever":
            known[homes[place.domain]].add(place.item["id"])
    for place in places:
        waits = place.domain in base.old_domains and place.domain not in base.domains
        named = set(place.item.get("levers") or []) if place.kind == "question" and not waits else set()
        if place.domain and not named <= known[homes[place.domain]]:
            yield Notice(LOST_LEVER, place.item["id"], _call(place.item))


def _call(item: Any) -> Mapping[str, str]:
    identity = str(item.get("id") or item.get("in") or "")
    return item.get("citation") or item.get("text") or name_of(item) or {"fr": identity}


def _key(item: Any) -> tuple[str, str]:
    return ("in", item["in"]) if "in" in item else ("id", item["id"])


class _Moving:
    """One draft on its way to another version of its base."""

    def __init__(self, content: Any, base: _Base, choices: Mapping[str, str]) -> None:
        self.content = deepcopy(content)
        self.base = base
        self.choices = choices

    def move(self) -> Any:
        self.settle_ids()
        old = self.content.get("axes") or []
        self.content["axes"] = [axis for axis in old if "in" not in axis]
        self.renumber()
        additions = [axis for axis in old if "in" in axis]
        for axis in additions:
            self.move_own(axis)
        # Our own domains are in their places: what hung on a domain that is gone may go to one of them.
        for axis in additions:
            for domain in axis.get("domains") or []:
                if "in" in domain:
                    self.move_domain(domain, axis["in"])
        self.put_in_order(old)
        return prune(self.content)

    def put_in_order(self, old: list[Any]) -> None:
        """What was already there in the order it had, then what is new."""
        domains = [domain for axis in old for domain in axis.get("domains") or []]
        ranks = {_key(item): rank for rank, item in enumerate([*old, *domains])}
        self.content["axes"].sort(key=lambda axis: ranks.get(_key(axis), len(ranks)))
        for axis in self.content["axes"]:
            if axis.get("domains"):
                axis["domains"].sort(key=lambda domain: ranks.get(_key(domain), len(ranks)))

    def choose(self, code: str, identity: str) -> str:
        key = f"{code}:{identity}"
        if not self.choices.get(key):
            raise KeyError(key)
        return self.choices[key]

    def settle_ids(self) -> None:
        """Our items whose id the guide took: they take another one, or leave their place to the guide's."""
        taken = self.base.ids | ids_in(self.content)
        for place in list(walk_places(self.content)):
            identity = place.item["id"]
            if identity not in self.base.ids:
                continue
            if place.kind in IN_DOMAIN and self.choose(ID_TAKEN, identity) == THEIRS:
                place.siblings.remove(place.item)
                continue
            place.item["id"] = make_id(identity, taken)
            taken.add(place.item["id"])
            if place.kind == "lever":
                self.rename_lever(identity, place.item["id"])

    def rename_lever(self, before: str, after: str) -> None:
        for place in walk_places(self.content):
            if place.kind == "question" and before in (place.item.get("levers") or []):
                place.item["levers"] = [after if lever == before else lever for lever in place.item["levers"]]

    def renumber(self) -> None:
        """Our own themes take the numbers that come after those of the guide, where it took theirs."""
        taken = set(self.base.numbers)
        for axis in self.content["axes"]:
            if axis.get("number") in taken:
                axis["number"] = max(taken) + 1
            taken.add(axis.get("number", 0))

    def move_own(self, axis: Any) -> None:
        """Our own domains, examples, resources: to the stand-in of their theme, or where it was chosen."""
        gone = axis["in"] not in self.base.axes
        for domain in axis.get("domains") or []:
            if "in" not in domain:
                self.hold(axis["in"]).setdefault("domains", []).append(domain)
        for name in _OTHERS:
            items = axis.get(name) or []
            if items:
                holder = self.content if gone and name == "sources" else self.hold(axis["in"])
                holder.setdefault(name, []).extend(items)

    def hold(self, axis_id: str) -> Any:
        """What holds in the draft that which hung on a theme: its stand-in, or the theme that was chosen."""
        if axis_id not in self.base.axes:
            axis_id = self.choose(AXIS_GONE, axis_id)
        return self.find_theme(axis_id)

    def find_theme(self, axis_id: str) -> Any:
        axes = self.content["axes"]
        if axis_id in self.base.axes:
            return find_or_make(axes, axis_id)
        own = next((axis for axis in axes if axis.get("id") == axis_id), None)
        if own is None:
            raise ValueError(axis_id)
        return own

    def move_domain(self, domain: Any, axis_id: str) -> None:
        target = domain["in"]
        if target not in self.base.domains:
            target = self.choose(DOMAIN_GONE, target)
        if target == KEEP:
            self.keep_domain(domain, axis_id)
            return
        holder = self.find_domain(target)
        for kind in IN_DOMAIN:
            if domain.get(LISTS[kind]):
                holder.setdefault(LISTS[kind], []).extend(domain[LISTS[kind]])

    def find_domain(self, domain_id: str) -> Any:
        if domain_id in self.base.domains:
            theme = self.find_theme(self.base.homes[domain_id])
            return find_or_make(theme.setdefault("domains", []), domain_id)
        place = find_place(self.content, domain_id)
        if place is None or place.kind != "domain":
            raise ValueError(domain_id)
        return place.item

    def keep_domain(self, domain: Any, axis_id: str) -> None:
        """The domain that is gone becomes one of our own, with the name that the guide gave it."""
        if axis_id not in self.base.axes:
            raise ValueError(KEEP)
        was = self.base.old_domains[domain["in"]]
        own = {
            "id": make_id(domain["in"], self.base.ids | ids_in(self.content)),
            **{name: deepcopy(was[name]) for name in ("title", "purpose")},
            **{LISTS[kind]: domain.get(LISTS[kind]) or [] for kind in IN_DOMAIN},
            "provenance": deepcopy(self.content["provenance"]),
        }
        self.find_theme(axis_id).setdefault("domains", []).append(own)
