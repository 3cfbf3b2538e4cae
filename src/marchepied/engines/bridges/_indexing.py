"""Links as arrays of numbers, all at once: what `build_network` sorts into blocks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from ._model import ALL_PARTS, BridgeError, Link

Indices = NDArray[np.intp]

SOURCE, TARGET, COVERS = attrgetter("source"), attrgetter("target"), attrgetter("covers")


@dataclass(frozen=True, slots=True)
class Numbered:
    """Every item by its number: its framework, its first part, and how many it has.

    Items are numbered framework by framework, and so are parts; `part_names` are those of each item.
    """

    numbers: Mapping[str, int]
    frameworks: Indices
    first_parts: Indices
    part_names: Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Links that carry something: where each comes from, and the part or the item that it reaches."""

    sources: Indices
    targets: Indices


def number_links(links: Sequence[Link], items: Numbered) -> tuple[Indices, Indices]:
    """The numbers of both ends of every link. Raises BridgeError for an end that no framework has."""
    try:
        ends = [
            np.fromiter(map(items.numbers.__getitem__, map(end, links)), dtype=np.intp, count=len(links))
            for end in (SOURCE, TARGET)
        ]
    except KeyError:
        raise _name_lost_end(links, items.numbers) from None
    return ends[0], ends[1]


def _name_lost_end(links: Iterable[Link], known: Mapping[str, int]) -> BridgeError:
    link = next(each for each in links if each.source not in known or each.target not in known)
    end = link.target if link.source in known else link.source
    return BridgeError(
        f"Le lien de « {link.source} » vers « {link.target} » nomme « {end} », "
        "que les référentiels donnés n’ont pas."
    )


def spread_covers(links: Sequence[Link], ends: tuple[Indices, Indices], items: Numbered) -> Pairs:
    """One pair for each part covered. Raises BridgeError for a part that the target does not have.

    A part is looked up by the number of its item and the rank of its name among all names: no dictionary by
    item, and one search for all links.
    """
    covers = [
        (ALL_PARTS,) if covered and ALL_PARTS in covered else covered or () for covered in map(COVERS, links)
    ]
    counts = np.fromiter(map(len, covers), dtype=np.intp, count=len(covers))
    ranks = {name: rank for rank, name in enumerate(dict.fromkeys(chain.from_iterable(items.part_names)))}
    ranks[ALL_PARTS] = len(ranks)
    said = np.fromiter(
        (ranks.get(name, -1) for name in chain.from_iterable(covers)), dtype=np.intp, count=int(counts.sum())
    )
    sources, targets = np.repeat(ends[0], counts), np.repeat(ends[1], counts)
    every = said == ranks[ALL_PARTS]
    parts = _find_parts(targets, said, items, ranks)
    if (parts[~every] < 0).any():
        raise _name_lost_part(links, items)
    spread = _spread_all(sources[every], targets[every], items)
    return Pairs(
        np.concatenate((sources[~every], spread.sources)), np.concatenate((parts[~every], spread.targets))
    )


def _find_parts(targets: Indices, said: Indices, items: Numbered, ranks: Mapping[str, int]) -> Indices:
    """The number of the part of each target that bears each name; -1 where it has none."""
    counts = np.fromiter(map(len, items.part_names), dtype=np.intp, count=len(items.part_names))
    owners = np.repeat(np.arange(len(counts), dtype=np.intp), counts)
    names = np.fromiter(
        map(ranks.__getitem__, chain.from_iterable(items.part_names)), dtype=np.intp, count=int(counts.sum())
    )
    keys = owners * len(ranks) + names
    order = np.argsort(keys, kind="stable")
    wanted = targets * len(ranks) + said
    places = np.searchsorted(keys, wanted, sorter=order).clip(max=max(len(order) - 1, 0))
    if not len(order):
        return np.full(len(wanted), -1, dtype=np.intp)
    found = order[places]
    return np.where((keys[found] == wanted) & (said >= 0), found, -1)


def _spread_all(sources: Indices, targets: Indices, items: Numbered) -> Pairs:
    """A pair for every part of each target."""
    parts: list[int] = []
    counts = []
    for target in targets.tolist():
        first, count = int(items.first_parts[target]), len(items.part_names[target])
        parts.extend(range(first, first + count))
        counts.append(count)
    return Pairs(np.repeat(sources, np.array(counts, dtype=np.intp)), np.array(parts, dtype=np.intp))


def _name_lost_part(links: Iterable[Link], items: Numbered) -> BridgeError:
    for link in links:
        for name in () if ALL_PARTS in (link.covers or ()) else link.covers or ():
            if name not in items.part_names[items.numbers[link.target]]:
                return BridgeError(
                    f"Le lien de « {link.source} » vers « {link.target} » couvre la partie « {name} », "
                    f"que « {link.target} » n’a pas."
                )
    raise AssertionError("every part was found")


def sort_blocks(
    pairs: Pairs, of_source: Indices, of_target: Indices, count: int
) -> Iterator[tuple[int, int, Indices, Indices]]:
    """(framework told, framework that tells, targets, sources), in order, each pair once, sorted by target.

    `of_source` and `of_target` give the framework of each number, among `count`. One sort for all blocks: a
    pair is one number, made of its two frameworks, its target and its source.
    """
    if not len(pairs.sources):
        return
    width = int(pairs.sources.max()) + 1
    height = int(pairs.targets.max()) + 1
    blocks = of_target[pairs.targets] * count + of_source[pairs.sources]
    keys = np.unique((blocks * height + pairs.targets) * width + pairs.sources)
    targets, sources = np.divmod(keys, width)
    blocks, targets = np.divmod(targets, height)
    starts = np.flatnonzero(np.diff(blocks, prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(keys)], strict=True):
        told, teller = divmod(int(blocks[start]), count)
        yield told, teller, targets[start:end], sources[start:end]
