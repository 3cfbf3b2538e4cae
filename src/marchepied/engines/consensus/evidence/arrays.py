"""Shapes shared by the tests: many drawn tables are treated at once, in single precision."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Singles = npt.NDArray[np.floating[Any]]
Flags = npt.NDArray[np.bool_]
LEAST_CHANCE = 1e-4
MAP = 2
PLAIN, BLOCK, TURNS = 64, 8, 25


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Several tables of sides on one mask: `agreed` and `refused` (tables, people, statements), 0 or 1."""

    agreed: Singles
    refused: Singles
    taken: Singles

    @classmethod
    def make(cls, agreed: Flags, taken: Flags) -> "Tables":
        """From `agreed` (tables, people, statements) and the mask (people, statements)."""
        yes = (agreed & taken).astype(np.float32)
        mask = np.broadcast_to(taken.astype(np.float32), yes.shape)
        return cls(yes, mask - yes, mask)

    def centre(self) -> Singles:
        """Agreement minus its share on the statement; 0 without a side."""
        seen = np.maximum(self.taken.sum(axis=-2, keepdims=True), 1)
        share = self.agreed.sum(axis=-2, keepdims=True) / seen
        return (self.agreed - share) * self.taken


def turn(table: Singles) -> Singles:
    """The last two dimensions exchanged."""
    return np.swapaxes(table, -1, -2)


def find_axes(tables: Singles) -> tuple[Singles, Singles]:
    """Largest squared singular value of each table, and where people stand along the first two axes.

    Tables (tables, people, statements); the value (tables) and the places (tables, people, 2).
    """
    people, statements = tables.shape[-2:]
    squares: Singles
    if statements <= people:
        squares, vectors = _decompose(turn(tables) @ tables)
        places: Singles = tables @ vectors[..., -MAP:]
    else:
        squares, vectors = _decompose(tables @ turn(tables))
        places = vectors[..., -MAP:] * np.sqrt(np.maximum(squares[..., None, -MAP:], 0))
    return squares[..., -1], places[..., ::-1]


def _decompose(products: Singles) -> tuple[Singles, Singles]:
    """Largest eigenvalues and vectors of symmetric matrices, rising; all of them up to 64 rows.

    Above, a block of eight is iterated and solved (Rayleigh and Ritz): a full decomposition of many middling
    matrices makes LAPACK's threads wait for one another.
    """
    size = products.shape[-1]
    if size <= PLAIN:
        return np.linalg.eigh(products)
    start = np.random.default_rng(0).standard_normal((size, BLOCK)).astype(products.dtype)
    block: Singles = np.broadcast_to(start, (*products.shape[:-1], BLOCK))
    for _ in range(TURNS):
        block = np.linalg.qr(products @ block)[0]
    squares, vectors = np.linalg.eigh(turn(block) @ products @ block)
    return squares, block @ vectors


def weigh(tables: Tables, chances: Singles) -> Singles:
    """Log-likelihood of people's sides (tables, people, kinds), given chances (tables, statements, kinds)."""
    bounded = np.clip(chances, LEAST_CHANCE, 1 - LEAST_CHANCE)
    return tables.agreed @ np.log(bounded) + tables.refused @ np.log1p(-bounded)


def share_out(weights: Singles) -> tuple[Singles, Singles]:
    """Chance of each kind for each person, and the log-likelihood of each table; kinds come last."""
    largest = weights.max(axis=-1, keepdims=True)
    parts = np.exp(weights - largest)
    total = parts.sum(axis=-1, keepdims=True)
    fit = (largest[..., 0] + np.log(total[..., 0])).sum(axis=-1)
    return parts / total, fit


def rank_evenly(places: Singles) -> Singles:
    """Ranks along the people, spread evenly from −1 to 1: same shape."""
    ranks = np.argsort(np.argsort(places, axis=-1, kind="stable"), axis=-1, kind="stable")
    return (((ranks + 0.5) / places.shape[-1]) * 2 - 1).astype(np.float32)
