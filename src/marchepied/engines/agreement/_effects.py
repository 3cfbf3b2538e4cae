"""How far apart two groups stand: an effect size for ordinal answers."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class GroupEffect:
    """Two groups, `higher` answering higher than `lower`.

    `delta` is Cliff's (0 to 1): of all pairs of one person of each group, the share where the higher group's
    person answered higher, less the share where they answered lower. `superiority` counts ties as half.
    """

    lower: str
    higher: str
    delta: float

    @property
    def superiority(self) -> float:
        """The probability that somebody of `higher` answers higher than somebody of `lower`."""
        return (1 + self.delta) / 2

    def as_dict(self) -> dict[str, Any]:
        """The effect as plain JSON values."""
        return {**asdict(self), "superiority": self.superiority}


def compute_delta(first: Sequence[float] | Floats, second: Sequence[float] | Floats) -> float | None:
    """Cliff's delta of two groups' answers at each level: P(first higher) − P(first lower).

    Cliff 1993, Psychological Bulletin 114(3). 1: everybody of the first answers higher than everybody of the
    second. 0: neither is higher. It uses the order of the levels only, whatever lies between them. None when
    a group did not answer; scales of different lengths raise ValueError.
    """
    if len(first) != len(second):
        raise ValueError(f"{len(first)} niveaux d’un côté et {len(second)} de l’autre.")
    one, other = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    weight = float(one.sum() * other.sum())
    return float(one @ rank_others(other)) / weight if weight > 0 else None


def find_effect(counts: Mapping[str, Sequence[float]]) -> GroupEffect | None:
    """The two groups furthest apart; None with fewer than two that answered.

    Among equal effects, the first in the groups' order.
    """
    names = list(counts)
    if len(names) < 2:
        return None
    mass = np.array([counts[name] for name in names], dtype=float)
    deltas = compare_all(mass)
    sizes = np.where(np.isnan(deltas), -1.0, np.abs(deltas))
    place = int((sizes >= sizes.max() - ROUNDING).argmax())
    if sizes[place] < 0:
        return None
    one, other = (int(ranks[place]) for ranks in np.triu_indices(len(names), 1))
    if deltas[place] <= 0:
        return GroupEffect(names[one], names[other], float(-deltas[place]) + 0.0)
    return GroupEffect(names[other], names[one], float(deltas[place]))


def compare_all(counts: Floats) -> Floats:
    """Cliff's delta of every pair of groups, from counts … × groups × levels; NaN without answers.

    Pairs are on the last axis, in the order of `itertools.combinations`.
    """
    one, other = np.triu_indices(counts.shape[-2], 1)
    sizes = counts.sum(axis=-1)
    wins = (counts @ np.swapaxes(rank_others(counts), -1, -2))[..., one, other]
    product = sizes[..., one] * sizes[..., other]
    with np.errstate(invalid="ignore", divide="ignore"):
        deltas: Floats = np.where(product > 0, wins / product, np.nan)
    return deltas


def rank_others(counts: Floats) -> Floats:
    """At each level, how many more people answered lower than higher."""
    heaped = np.cumsum(counts, axis=-1)
    return 2 * heaped - counts - heaped[..., -1:]
