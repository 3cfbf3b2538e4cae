"""Frameworks and links as arrays, made once for any number of computations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ._model import ALL_PARTS, BridgeError, Framework, Item, Link

Indices = NDArray[np.intp]


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


@dataclass(frozen=True, slots=True)
class Network:
    """Frameworks sorted by id, their items by id, parts by name: the order given never matters.

    `places` finds an item: (framework, rank). `incoming` gives the links that arrive at an item, in no order.
    `inner` counts the links inside one framework, which carry nothing.
    """

    shapes: tuple[Shape, ...]
    places: Mapping[str, tuple[int, int]]
    incoming: Mapping[str, list[Link]]
    inner: int

    @property
    def link_count(self) -> int:
        """How many links, those that carry nothing included."""
        return sum(len(links) for links in self.incoming.values())

    def links_to(self, item: str) -> list[Link]:
        """The links that arrive at an item, always in the same order."""
        return sorted(self.incoming.get(item, ()), key=_order)


def build_network(frameworks: Iterable[Framework], links: Iterable[Link]) -> Network:
    """Index frameworks and links. Raises BridgeError on an id used twice, or a link to what is not there."""
    shapes = _shape_frameworks(frameworks)
    places = {item.id: (f, rank) for f, shape in enumerate(shapes) for rank, item in enumerate(shape.items)}
    if len(places) < sum(len(shape.items) for shape in shapes):
        raise BridgeError(f"L’identifiant « {_find_twice(shapes)} » sert à plusieurs questions.")
    incoming = _group_links(links, places)
    pairs, inner = _pair_links(shapes, places, incoming)
    blocks: list[list[Block]] = [[] for _shape in shapes]
    for (source, target), (covering, touching) in sorted(pairs.items()):
        blocks[target].append(Block(source, _segment(covering), _segment(touching)))
    made = tuple(
        Shape(shape.id, shape.items, shape.part_names, shape.part_starts, shape.part_count, tuple(arriving))
        for shape, arriving in zip(shapes, blocks, strict=True)
    )
    return Network(made, places, incoming, inner)


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


def _group_links(links: Iterable[Link], places: Mapping[str, tuple[int, int]]) -> dict[str, list[Link]]:
    arriving: dict[str, list[Link]] = {}
    for link in links:
        if link.source not in places or link.target not in places:
            end = link.target if link.source in places else link.source
            raise BridgeError(
                f"Le lien de « {link.source} » vers « {link.target} » nomme « {end} », "
                "que les référentiels donnés n’ont pas."
            )
        arriving.setdefault(link.target, []).append(link)
    return arriving


def _order(link: Link) -> tuple[str, ...]:
    return (
        link.source, link.relation, *(("+", *sorted(link.covers)) if link.covers else ("-",)),
        link.justification, link.author, str(link.date), str(link.confidence),
    )  # fmt: skip


Pairs = tuple[list[tuple[int, int]], list[tuple[int, int]]]


def _pair_links(
    shapes: Sequence[Shape],
    places: Mapping[str, tuple[int, int]],
    incoming: Mapping[str, list[Link]],
) -> tuple[dict[tuple[int, int], Pairs], int]:
    pairs: dict[tuple[int, int], Pairs] = {}
    inner = 0
    for target, links in incoming.items():
        framework, rank = places[target]
        names = shapes[framework].part_names[rank]
        first = int(shapes[framework].part_starts[rank])
        parts = {name: first + place for place, name in enumerate(names)}
        for link in links:
            origin, source = places[link.source]
            try:
                covered = [parts[name] for name in resolve_covers(link, names)]
            except KeyError as missing:
                raise BridgeError(
                    f"Le lien de « {link.source} » vers « {target} » couvre la partie « {missing.args[0]} », "
                    f"que « {target} » n’a pas."
                ) from None
            if origin == framework:
                inner += 1
                continue
            covering, touching = pairs.setdefault((origin, framework), ([], []))
            covering.extend((part, source) for part in covered)
            if not covered:
                touching.append((rank, source))
    return pairs, inner


def _segment(pairs: list[tuple[int, int]]) -> Segments | None:
    if not pairs:
        return None
    table = np.array(pairs, dtype=np.intp)
    width = int(table[:, 1].max()) + 1
    targets, sources = np.divmod(np.unique(table[:, 0] * width + table[:, 1]), width)
    targets, starts = np.unique(targets, return_index=True)
    return Segments(sources, starts.astype(np.intp), targets)
