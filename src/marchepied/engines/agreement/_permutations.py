"""Could the gaps between groups be chance? People's groups dealt again, over all questions together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial, prod

import numpy as np
import numpy.typing as npt

from ._effects import rank_others

PERMUTATIONS = 1_999
FEWEST = 199
MOST_PEOPLE_DEALT_WHOLLY = 60
# Elementary steps allowed: at 1,375 questions, 50 groups and 5,000 people, about ten seconds.
STEPS_ALLOWED = 1_500_000_000
CELLS_AT_ONCE = 200_000
ROUNDING = 1e-9

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int_]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class GapTests:
    """Every pair of groups on every item. The arrays are items × pairs, NaN where a pair is not compared.

    `delta` is Cliff's delta of the first group against the second; `z` its Mann-Whitney statistic, corrected
    for ties; `p` the share of dealings whose largest |z| over all items and pairs is at least this one
    (single-step max-T of Westfall & Young 1993). `exact`: every distinct dealing was tried.
    """

    pairs: tuple[tuple[int, int], ...]
    delta: Floats
    z: Floats
    p: Floats
    permutations: int
    exact: bool


def permute_groups(
    answers: npt.ArrayLike,
    groups: Sequence[int] | Ints,
    *,
    levels: int,
    rng: np.random.Generator,
    permutations: int | None = None,
    usable: npt.ArrayLike | None = None,
) -> GapTests:
    """Test all gaps between groups at once, over items that the same people answered.

    `answers` is a table people × items of levels from 0 to `levels` − 1, −1 where missing; `groups` gives
    each person's group from 0. Somebody's answers stay together, missing ones included, and only their group
    changes, so that the dependence between items is kept. `usable` (groups × items) says which cells may
    be used: the others are left out of the observed gaps as of the dealt ones, people then being dealt among
    the groups that are usable for the item. One order of people serves every item.

    When no more distinct dealings exist than `permutations`, all are tried and p is exact; otherwise p is
    (1 + as large) / (1 + tried), Phipson & Smyth 2010. Without `permutations`: 1,999, fewer (199 at least) on
    very large tables. Fewer than two groups, or no item, give empty arrays. A level out of the scale raises
    ValueError.
    """
    table, places = np.asarray(answers), np.asarray(groups, dtype=int)
    _check_answers(table, places, levels)
    number = int(places.max()) + 1 if places.size else 0
    mask = np.ones((number, table.shape[1]), bool) if usable is None else np.asarray(usable, dtype=bool)
    deck = _Deck(table, places, mask, levels)
    pairs = tuple((one, other) for one in range(number) for other in range(one + 1, number))
    if not pairs or not table.shape[1]:
        empty = np.empty((table.shape[1], len(pairs)))
        return GapTests(pairs, empty, empty, empty, 0, exact=False)
    wanted = _choose_number(deck) if permutations is None else permutations
    seen = deck.count(places[None, :])
    delta, z = (figure[0] for figure in _compare_pairs(seen, deck.compared))
    exact = deck.alike and _count_dealings(deck.sizes) <= wanted
    orders = _deal_all(deck.sizes) if exact else _deal(places.size, wanted, rng)
    largest = np.sort(np.concatenate([deck.find_largest(block) for block in _gather(orders, deck.block)]))
    reached = largest.size - np.searchsorted(largest, np.abs(z) - ROUNDING)
    p = reached / largest.size if exact else (1 + reached) / (1 + largest.size)
    return GapTests(pairs, delta, z, np.where(np.isnan(z), np.nan, p), largest.size, exact)


class _Deck:
    """People's answers, ready to be counted again under other groups."""

    def __init__(self, table: npt.NDArray[np.int_], places: Ints, mask: Bools, levels: int) -> None:
        self.people, self.items = table.shape
        self.groups, self.levels, self.mask = len(mask), levels, mask
        self.sizes = np.bincount(places, minlength=self.groups)
        self.places = places
        one, other = np.triu_indices(self.groups, 1)
        self.compared = (mask[one] & mask[other]).T  # items × pairs
        # Items whose cells are usable in the same groups are dealt alike.
        columns, self.kind = np.unique(mask, axis=1, return_inverse=True)
        self.kinds = columns.T
        self.alike = len(self.kinds) == 1 and bool(self.kinds.all())
        self.who, self.item = np.nonzero((table >= 0) & mask[places])
        self.level = table[self.who, self.item].astype(int)
        cells = self.groups * self.items * levels
        self.block = max(1, CELLS_AT_ONCE // max(1, self.who.size + cells + self.groups * cells // levels))

    def count(self, labels: Ints) -> Floats:
        """Answers dealings × items × groups × levels, from each person's group (dealings × people)."""
        return self._tally([np.broadcast_to(labels, labels.shape)] * len(self.kinds), len(labels))

    def find_largest(self, orders: Ints) -> Floats:
        """The largest |z| of each dealing: people in a new order, dealt to the groups in turn."""
        labels = [self._label(kind, orders) for kind in self.kinds]
        counts, largest = self._tally(labels, len(orders)), np.zeros(len(orders))
        # A few items at a time: what fits near the processor is compared several times faster.
        step = max(1, CELLS_AT_ONCE // (len(orders) * self.groups**2))
        for first in range(0, self.items, step):
            part = slice(first, first + step)
            z = _compare_pairs(counts[:, part], self.compared[part])[1]
            largest = np.fmax(largest, np.fmax.reduce(np.abs(z), axis=(1, 2), initial=0.0))
        return largest

    def _label(self, kind: Bools, orders: Ints) -> Ints:
        """Each person's new group, dealt among the people of the groups that are usable."""
        labels = np.zeros(orders.shape, dtype=int)
        dealt = np.repeat(np.flatnonzero(kind), self.sizes[kind])
        if bool(kind.all()):
            np.put_along_axis(labels, orders, np.broadcast_to(dealt, orders.shape), axis=1)
            return labels
        members = kind[self.places]
        rows = [order[members[order]] for order in orders]
        np.put_along_axis(labels, np.array(rows), np.broadcast_to(dealt, (len(orders), dealt.size)), axis=1)
        return labels

    def _tally(self, labels: Sequence[Ints], dealings: int) -> Floats:
        shape = (dealings, self.items, self.groups, self.levels)
        fixed = self.item * self.groups * self.levels + self.level
        if len(labels) == 1:
            dealt = labels[0][:, self.who]
        else:
            dealt = np.stack(labels)[self.kind[self.item], :, self.who].T
        cells = fixed + dealt * self.levels + np.arange(dealings)[:, None] * prod(shape[1:])
        return np.bincount(cells.ravel(), minlength=prod(shape)).reshape(shape).astype(float)


def _compare_pairs(counts: Floats, compared: Bools) -> tuple[Floats, Floats]:
    """Cliff's delta and z of each pair (last axis), from counts … × groups × levels."""
    one, other = np.triu_indices(counts.shape[-2], 1)
    sizes, flipped = counts.sum(axis=-1), np.swapaxes(counts, -1, -2)
    wins = (counts @ np.swapaxes(rank_others(counts), -1, -2))[..., one, other]
    # Σ(a + b)³ over the levels, without a table of pairs × levels.
    cubes = (counts**3).sum(axis=-1)
    mixed = counts**2 @ flipped
    ties = cubes[..., one] + cubes[..., other] + 3 * (mixed[..., one, other] + mixed[..., other, one])
    product, total = sizes[..., one] * sizes[..., other], sizes[..., one] + sizes[..., other]
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = product / 3 * (total + 1 - (ties - total) / (total * (total - 1)))
        known = compared & (product > 0)
        delta = np.where(known, wins / product, np.nan)
        z = np.where(variance > ROUNDING, wins / np.sqrt(variance), 0.0)
    return delta, np.where(known, z, np.nan)


def _check_answers(table: npt.NDArray[np.int_], places: Ints, levels: int) -> None:
    if table.ndim != 2 or len(table) != len(places):
        raise ValueError(f"{len(places)} groupes pour {len(table)} personnes : il en faut un par personne.")
    wrong = (table < -1) | (table >= levels)
    if bool(wrong.any()):
        row, column = np.argwhere(wrong)[0]
        raise ValueError(
            f"Personne {row + 1}, item {column + 1} : le niveau {table[row, column]} est hors de l’échelle "
            f"(de 0 à {levels - 1}, ou −1 sans réponse)."
        )
    if places.size and int(places.min()) < 0:
        raise ValueError("Un groupe est un rang à partir de 0 : laissez de côté les personnes sans groupe.")


def _choose_number(deck: _Deck) -> int:
    pairs = deck.groups * deck.groups * deck.items * (deck.levels + 10)
    steps = 4 * deck.who.size + pairs + len(deck.kinds) * deck.people
    return int(min(PERMUTATIONS, max(FEWEST, STEPS_ALLOWED // max(steps, 1))))


def _count_dealings(sizes: Ints) -> float:
    if int(sizes.sum()) > MOST_PEOPLE_DEALT_WHOLLY:
        return float("inf")
    return factorial(int(sizes.sum())) // prod(factorial(int(size)) for size in sizes)


def _deal(people: int, permutations: int, rng: np.random.Generator) -> Iterator[Ints]:
    for _ in range(permutations):
        yield rng.permutation(people)


def _deal_all(sizes: Ints) -> Iterator[Ints]:
    """Every distinct dealing, as orders of people: the first group's people, then the second's, …"""
    yield from (np.array(order, dtype=int) for order in _split(tuple(range(int(sizes.sum()))), list(sizes)))


def _split(left: tuple[int, ...], sizes: list[int]) -> Iterator[tuple[int, ...]]:
    if not sizes:
        yield ()
        return
    for chosen in combinations(left, int(sizes[0])):
        rest = tuple(person for person in left if person not in chosen)
        for following in _split(rest, sizes[1:]):
            yield chosen + following


def _gather(orders: Iterator[Ints], size: int) -> Iterator[Ints]:
    block: list[Ints] = []
    for order in orders:
        block.append(order)
        if len(block) == size:
            yield np.array(block)
            block = []
    if block:
        yield np.array(block)
