"""Carrying values across frameworks: one computation for all items, sources on demand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ._carrying import CLASH, NEUTRAL, View, Views
from ._model import BridgeError, Declared, Framework, Link
from ._network import Network, build_network
from ._plain import plain_item
from ._provenance import find_contradictions, find_sources
from ._results import ENGINE_VERSION, SCHEMA, CarriedItem, CarriedPart, State, read_state

DEFAULT_HOPS = 3
MOST_HOPS = 6


def carry(
    frameworks: Iterable[Framework],
    links: Iterable[Link],
    declared: Iterable[Declared],
    *,
    max_hops: int = DEFAULT_HOPS,
) -> "Carried":
    """Carry the declared values along the links, `max_hops` links in a row at most (1 to 6).

    With nothing declared, every item is unknown, [0, 1]. Raises BridgeError (a French sentence) on an id
    used twice, a link or a value for what the frameworks do not have, or too many paths. The rule, and why
    it is this one: docs/methods/bridges.md.
    """
    return carry_over(build_network(frameworks, links), declared, max_hops=max_hops)


def carry_over(network: Network, declared: Iterable[Declared], *, max_hops: int = DEFAULT_HOPS) -> "Carried":
    """The same as `carry`, on frameworks and links indexed once by `build_network`."""
    if not 1 <= max_hops <= MOST_HOPS:
        raise BridgeError(f"Le nombre de liens de suite va de 1 à {MOST_HOPS}.")
    words: dict[str, tuple[Declared, ...]] = {}
    for each in sorted(declared, key=lambda one: (one.item, one.applicable, one.low, one.high)):
        words[each.item] = (*words.get(each.item, ()), each)
    views = Views(network, (each for said in words.values() for each in said), max_hops)
    for framework in range(len(network.shapes)):
        views.see(framework, frozenset({framework}))
    notes: tuple[str, ...] = ()
    if network.inner:
        notes = (
            f"{network.inner} lien(s) à l’intérieur d’un même référentiel ne transportent rien : "
            "une question n’y répond pas pour une autre.",
        )
    return Carried(max_hops, notes, words, views)


@dataclass(frozen=True)
class Carried(Mapping[str, CarriedItem]):
    """What every item is worth, computed for all at once; sources are looked up item by item.

    `carried[id]` is a CarriedItem; iteration gives the ids, framework by framework, sorted. `bounds(id)`
    and `state(id)` are quick: they look up no source. `notes` are French sentences on what was set aside.
    """

    max_hops: int
    notes: tuple[str, ...]
    declared: Mapping[str, tuple[Declared, ...]]
    _views: Views = field(repr=False)

    @property
    def network(self) -> Network:
        """The frameworks and links behind it."""
        return self._views.network

    def __iter__(self) -> Iterator[str]:
        return (item.id for shape in self.network.shapes for item in shape.items)

    def __len__(self) -> int:
        return len(self.network.places)

    def __getitem__(self, item: str) -> CarriedItem:
        made = self._made.get(item)
        if made is None:
            made = self._made[item] = self._make(item)
        return made

    def bounds(self, item: str) -> tuple[float, float] | None:
        """The interval of an item, None where it does not apply. KeyError for an item that is not there."""
        view, rank = self._find(item)
        if view.flags[rank] & NEUTRAL:
            return None
        return float(view.bounds[0, rank]), float(-view.bounds[1, rank])

    def state(self, item: str) -> State:
        """What is known of an item."""
        view, rank = self._find(item)
        some_neutral = any(part.state is State.NOT_APPLICABLE for part in self._parts(item))
        return read_state(int(view.flags[rank]), some_neutral=some_neutral)

    def clashes(self, item: str) -> bool:
        """Whether somewhere behind this item, one source gives a value where another does not apply."""
        view, rank = self._find(item)
        return bool(view.flags[rank] & CLASH)

    def as_dict(self) -> dict[str, Any]:
        """Plain data, ready for JSON, with parameters and version."""
        return {
            "schema": SCHEMA,
            "engine": {"bridges": ENGINE_VERSION},
            "parameters": {"max_hops": self.max_hops},
            "notes": list(self.notes),
            "items": [plain_item(self[item]) for item in self],
        }

    @cached_property
    def _made(self) -> dict[str, CarriedItem]:
        return {}

    def _find(self, item: str) -> tuple[View, int]:
        framework, rank = self.network.places[item]
        return self._views.see(framework, frozenset({framework})), rank

    def _parts(self, item: str) -> tuple[CarriedPart, ...]:
        view, rank = self._find(item)
        shape = self.network.shapes[self.network.places[item][0]]
        assert view.part_bounds is not None
        assert view.part_flags is not None
        first = int(shape.part_starts[rank])
        parts = []
        for place, name in enumerate(shape.part_names[rank], start=first):
            state = read_state(int(view.part_flags[place]))
            known = state is not State.NOT_APPLICABLE
            low, high = float(view.part_bounds[0, place]), float(-view.part_bounds[1, place])
            parts.append(CarriedPart(name, low if known else None, high if known else None, state))
        return tuple(parts)

    def _make(self, item: str) -> CarriedItem:
        low, high = self.bounds(item) or (None, None)
        sources, cut = find_sources(self._views, self.declared, item)
        framework = self.network.shapes[self.network.places[item][0]].id
        return CarriedItem(
            item=item, framework=framework, low=low, high=high, state=self.state(item),
            declared=item in self.declared, parts=self._parts(item), sources=sources,
            contradictions=find_contradictions(self._views, self.declared, item), sources_cut=cut,
        )  # fmt: skip
