"""Frameworks and links as arrays, made once for any number of computations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from ._indexing import Indices, Numbered, Pairs, number_links, sort_blocks, spread_covers
from ._model import ALL_PARTS, BridgeError, Framework, Item, Link


@dataclass(frozen=True, slots=True)
class Segments:
    """Pairs (source, target) sorted by target: `targets[k]` receives `sources[starts[k]:starts[k + 1]]`."""

    sources: Indices
    starts: Indices
    targets: Indices


@dataclass(frozen=True, slots=True)
class Block:
    """The links from one framework to another: to parts, and to items when they state no coverage."""

    source: int
    covering: Segments | None
    touching: Segments | None


@dataclass(frozen=True, slots=True)
class Shape:
    """One framework: ids in order, where the parts of each item start, the blocks that arrive."""

    id: str
    items: tuple[Item, ...]
    part_names: tuple[tuple[str, ...], ...]
    part_starts: Indices
    part_count: int
    blocks: tuple[Block, ...] = ()

    @property
    def single(self) -> bool:
        """Every item has one part."""
        return self.part_count == len(self.items)


@dataclass(frozen=True)
class Network:
    """Frameworks sorted by id, their items by id, parts by name: the order given never matters.

    `places` finds an item: (framework, rank). `links` are as given; `inner` counts those inside one
    framework, which carry nothing.
    """

    shapes: tuple[Shape, ...]
    places: Mapping[str, tuple[int, int]]
    links: tuple[Link, ...]
    inner: int

    @property
    def link_count(self) -> int:
        """How many links, those that carry nothing included."""
        return len(self.links)

    @cached_property
    def incoming(self) -> Mapping[str, list[Link]]:
        """The links that arrive at each item that has some, in no order; grouped when first asked for."""
        arriving: dict[str, list[Link]] = {}
        for link in self.links:
            arriving.setdefault(link.target, []).append(link)
        return arriving

    def links_to(self, item: str) -> list[Link]:
        """The links that arrive at an item, always in the same order."""
        return sorted(self.incoming.get(item, ()), key=_order)


def build_network(frameworks: Iterable[Framework], links: Iterable[Link]) -> Network:
    """Index frameworks and links. Raises BridgeError on an id used twice, or a link to what is not there."""
    shapes = _shape_frameworks(frameworks)
    places = {item.id: (f, rank) for f, shape in enumerate(shapes) for rank, item in enumerate(shape.items)}
    if len(places) < sum(len(shape.items) for shape in shapes):
        raise BridgeError(f"L’identifiant « {_find_twice(shapes)} » sert à plusieurs questions.")
    given = tuple(links)
    items = _number_items(shapes, places)
    ends = number_links(given, items)
    inner = int((items.frameworks[ends[0]] == items.frameworks[ends[1]]).sum())
    blocks = _make_blocks(shapes, items, spread_covers(given, ends, items), _touch(given, ends))
    made = tuple(
        Shape(shape.id, shape.items, shape.part_names, shape.part_starts, shape.part_count, tuple(arriving))
        for shape, arriving in zip(shapes, blocks, strict=True)
    )
    return Network(made, places, given, inner)


def _number_items(shapes: Sequence[Shape], places: Mapping[str, tuple[int, int]]) -> Numbered:
    sizes = [len(shape.items) for shape in shapes]
    part_names = [names for shape in shapes for names in shape.part_names]
    counts = np.fromiter(map(len, part_names), dtype=np.intp, count=len(part_names))
    return Numbered(
        numbers=dict(zip(places, range(len(places)), strict=True)),
        frameworks=np.repeat(np.arange(len(shapes), dtype=np.intp), sizes),
        first_parts=np.cumsum(counts) - counts,
        part_names=part_names,
    )


def _touch(links: Sequence[Link], ends: tuple[Indices, Indices]) -> Pairs:
    """The links that state no coverage, from item to item."""
    silent = np.fromiter((not link.covers for link in links), dtype=bool, count=len(links))
    return Pairs(ends[0][silent], ends[1][silent])


def _make_blocks(
    shapes: Sequence[Shape], items: Numbered, covering: Pairs, touching: Pairs
) -> list[list[Block]]:
    """The blocks that arrive at each framework, by the one that they come from; numbers become ranks."""
    items_before = np.cumsum([0, *(len(shape.items) for shape in shapes)])
    parts_before = np.cumsum([0, *(shape.part_count for shape in shapes)])
    of_parts = np.repeat(np.arange(len(shapes), dtype=np.intp), np.diff(parts_before))
    found: dict[tuple[int, int], list[Segments | None]] = {}
    for place, pairs, of_target, before in (
        (0, covering, of_parts, parts_before),
        (1, touching, items.frameworks, items_before),
    ):
        for told, teller, targets, sources in sort_blocks(pairs, items.frameworks, of_target, len(shapes)):
            if told != teller:
                segments = _segment(targets - before[told], sources - items_before[teller])
                found.setdefault((told, teller), [None, None])[place] = segments
    blocks: list[list[Block]] = [[] for _shape in shapes]
    for (told, teller), (covers, touches) in sorted(found.items()):
        blocks[told].append(Block(teller, covers, touches))
    return blocks


def _segment(targets: Indices, sources: Indices) -> Segments:
    starts = np.flatnonzero(np.diff(targets, prepend=-1))
    return Segments(sources, starts.astype(np.intp), targets[starts])


def resolve_covers(link: Link, part_names: Sequence[str]) -> tuple[str, ...]:
    """Names of the parts that the link covers, `*` spelled out."""
    if not link.covers:
        return ()
    return tuple(part_names) if ALL_PARTS in link.covers else link.covers


def _shape_frameworks(frameworks: Iterable[Framework]) -> list[Shape]:
    shapes: list[Shape] = []
    for framework in sorted(frameworks, key=lambda each: each.id):
        if shapes and shapes[-1].id == framework.id:
            raise BridgeError(f"L’identifiant « {framework.id} » sert à plusieurs référentiels.")
        items = tuple(sorted(framework.items, key=lambda item: item.id))
        names = tuple(tuple(sorted(item.part_names)) for item in items)
        ends = np.cumsum([0, *(len(each) for each in names)])
        shapes.append(Shape(framework.id, items, names, ends[:-1].astype(np.intp), int(ends[-1])))
    return shapes


def _find_twice(shapes: Sequence[Shape]) -> str:
    ids = sorted(item.id for shape in shapes for item in shape.items)
    return next(one for one, other in pairwise(ids) if one == other)


def _order(link: Link) -> tuple[str, ...]:
    return (
        link.source, link.relation, *(("+", *sorted(link.covers)) if link.covers else ("-",)),
        link.justification, link.justification_en, link.author, str(link.date), str(link.confidence),
        *(link.covers or ()),
    )  # fmt: skip
