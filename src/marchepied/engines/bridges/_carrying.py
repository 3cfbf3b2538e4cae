"""The values of a framework as seen by those that already saw others: what the method page calls the rule."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._model import BridgeError, Declared, Link
from ._network import Indices, Network, Shape

TOLERANCE = 1e-9
MOST_VIEWS = 20_000
VALUE, FULL, NEUTRAL, TOUCHED, CONTRADICTION, CLASH = (np.uint8(1 << bit) for bit in range(6))
INHERITED = VALUE | CONTRADICTION | CLASH

Floats = NDArray[np.float64]
Flags = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class View:
    """Items of one framework (and their parts where kept): row 0 the low bounds, row 1 minus the high ones.

    Written so, more evidence is the larger number in both rows, and an intersection is a maximum.
    """

    bounds: Floats
    flags: Flags
    part_bounds: Floats | None = None
    part_flags: Flags | None = None


class Views:
    """Every view needed, each computed once. A view is a framework and the set of those that see it."""

    def __init__(self, network: Network, declared: Iterable[Declared], max_hops: int) -> None:
        self.network = network
        self.max_hops = max_hops
        self._own = [_nothing(len(shape.items)) for shape in network.shapes]
        self._made: dict[tuple[int, frozenset[int]], View] = {}
        for each in declared:
            self._declare(each)
        self._alone = [_add_own(_nothing(len(own.flags)), own) for own in self._own]
        self._speaks = self._reachable()

    def _declare(self, declared: Declared) -> None:
        place = self.network.places.get(declared.item)
        if place is None:
            raise BridgeError(f"« {declared.item} » a une valeur, mais aucun référentiel donné ne l’a.")
        own, rank = self._own[place[0]], place[1]
        if not declared.applicable:
            own.flags[rank] |= NEUTRAL
            return
        own.flags[rank] |= VALUE | FULL
        own.bounds[0, rank] = max(own.bounds[0, rank], declared.low)
        own.bounds[1, rank] = max(own.bounds[1, rank], -declared.high)

    def _reachable(self) -> list[frozenset[int]]:
        """By number of links left, the frameworks that may say something: their own word, or others'."""
        steps = [frozenset(f for f, own in enumerate(self._own) if own.flags.any())]
        for _hop in range(self.max_hops):
            before = steps[-1]
            steps.append(
                before.union(
                    f
                    for f, shape in enumerate(self.network.shapes)
                    if any(block.source in before for block in shape.blocks)
                )
            )
        return steps

    def see(self, framework: int, seen: frozenset[int]) -> View:
        """The framework as it may be told to those in `seen` (itself among them), within the hops left."""
        if len(seen) > self.max_hops and len(seen) > 1:
            return self._alone[framework]
        key = (framework, seen)
        view = self._made.get(key)
        if view is None:
            if len(self._made) >= MOST_VIEWS:
                raise BridgeError(
                    f"Trop de chemins entre les référentiels pour {self.max_hops} liens de suite : "
                    "demandez-en moins."
                )
            view = self._made[key] = self._look(framework, seen)
        return view

    def links_into(self, item: str, seen: frozenset[int]) -> tuple[Link, ...]:
        """The links that may tell something to `item` as seen by those in `seen`, in order."""
        left = self.max_hops - len(seen)
        if left < 0:
            return ()
        speaking = self._speaks[left] - seen
        places = self.network.places
        return tuple(link for link in self.network.links_to(item) if places[link.source][0] in speaking)

    def _look(self, framework: int, seen: frozenset[int]) -> View:
        shape = self.network.shapes[framework]
        parts = _nothing(shape.part_count)
        touched = np.zeros(len(shape.items), dtype=bool)
        left = self.max_hops - len(seen)
        for block in shape.blocks:
            if left < 0 or block.source in seen or block.source not in self._speaks[left]:
                continue
            told = self.see(block.source, seen | {block.source})
            if block.covering is not None:
                places = block.covering
                received = np.maximum.reduceat(
                    told.bounds.take(places.sources, axis=1), places.starts, axis=1
                )
                parts.bounds[:, places.targets] = np.maximum(parts.bounds[:, places.targets], received)
                parts.flags[places.targets] |= np.bitwise_or.reduceat(
                    told.flags[places.sources], places.starts
                )
            if block.touching is not None:
                places = block.touching
                touched[places.targets] |= np.logical_or.reduceat(
                    told.flags[places.sources] != 0, places.starts
                )
        _settle(parts)
        items = _join_parts(shape, parts, touched)
        view = _add_own(items, self._own[framework])
        if len(seen) == 1:
            return View(view.bounds, view.flags, parts.bounds, parts.flags)
        return view


def _nothing(count: int) -> View:
    bounds = np.zeros((2, count))
    bounds[1] = -1.0
    return View(bounds, np.zeros(count, dtype=np.uint8))


def _settle(view: View) -> None:
    """Where the highest low bound exceeds the lowest high one: flagged, and what lies between is kept."""
    low, high = view.bounds[0], -view.bounds[1]
    apart = low > high
    if apart.any():
        view.flags[low > high + TOLERANCE] |= CONTRADICTION
        view.bounds[0], view.bounds[1] = np.minimum(low, high), -np.maximum(low, high)


def _join_parts(shape: Shape, parts: View, touched: NDArray[np.bool_]) -> View:
    """Items as means of their parts; parts that do not apply drop out."""
    dropped = (parts.flags & (VALUE | NEUTRAL)) == NEUTRAL
    clashing = (parts.flags & (VALUE | NEUTRAL)) == VALUE | NEUTRAL
    parts.flags[clashing] |= CLASH
    complete = (parts.flags & FULL != 0) | dropped
    if shape.single:
        bounds, flags, none_left, full = parts.bounds.copy(), parts.flags.copy(), dropped, complete
    elif not shape.items:
        return _nothing(0)
    else:
        starts = shape.part_starts
        bounds, none_left = _mean(parts.bounds, ~dropped, starts)
        flags = np.bitwise_or.reduceat(parts.flags, starts)
        full = np.logical_and.reduceat(complete, starts)
    result = flags & INHERITED
    result[(flags != 0) | touched] |= TOUCHED
    result[full & (flags & VALUE != 0)] |= FULL
    result[none_left] |= NEUTRAL
    return View(bounds, result)


def _mean(bounds: Floats, kept: NDArray[np.bool_], starts: Indices) -> tuple[Floats, NDArray[np.bool_]]:
    """Mean of the kept parts of each item, never outside the least and the greatest of them.

    The clip keeps the mean of equal values equal to them, whatever the rounding of sum and quotient.
    """
    count = np.add.reduceat(kept.astype(np.float64), starts)
    none_left = count == 0
    mean = np.add.reduceat(np.where(kept, bounds, 0.0), starts, axis=1) / np.where(none_left, 1.0, count)
    least = np.minimum.reduceat(np.where(kept, bounds, 2.0), starts, axis=1)
    most = np.maximum.reduceat(np.where(kept, bounds, -2.0), starts, axis=1)
    mean = np.minimum(np.maximum(mean, least), most)
    mean[0, none_left], mean[1, none_left] = 0.0, -1.0
    return mean, none_left


def _add_own(items: View, own: View) -> View:
    """Intersect with what is declared of the item itself; its own « does not apply » prevails."""
    if not own.flags.any():
        return items
    valued = own.flags & VALUE != 0
    silenced = (own.flags & NEUTRAL != 0) & ~valued
    carried_neutral = items.flags & NEUTRAL != 0
    clash = (valued & (own.flags & NEUTRAL != 0)) | (valued & carried_neutral)
    clash |= silenced & (items.flags & VALUE != 0)
    items.flags[valued] |= VALUE | FULL | TOUCHED
    items.flags[valued & carried_neutral] &= ~NEUTRAL
    np.maximum(items.bounds, own.bounds, out=items.bounds)
    items.flags[silenced] = (items.flags[silenced] & CLASH) | NEUTRAL | TOUCHED
    items.flags[clash] |= CLASH
    items.bounds[0, silenced], items.bounds[1, silenced] = 0.0, -1.0
    _settle(items)
    return items
