"""Products with the centred votes, block of people by block of people, never densified."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .votes import Votes

Floats = npt.NDArray[np.float64]
VOTES_AT_ONCE = 1 << 18
PEOPLE_AT_ONCE = 2_000
SINGLE_ABOVE = 2_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """The votes minus their statement's mean, as sparse matrices over consecutive people.

    Above two million votes the values are kept in single precision (half the memory); sums across blocks are
    always in double.
    """

    parts: tuple[Any, ...]
    people: int
    width: int
    votes: int
    single: bool = False

    @classmethod
    def make(cls, votes: Votes, center: Floats, *, single: bool | None = None) -> "Blocks":
        """Cut the people so that each block holds about 250,000 votes; `single` imposes the precision."""
        from scipy.sparse import csr_matrix  # noqa: PLC0415 (scipy is slow to load)

        in_single = votes.n_votes > SINGLE_ABOVE if single is None else single
        kind: type[np.floating[Any]] = np.float32 if in_single else np.float64
        means = center.astype(kind)
        parts = []
        for start, stop in cut_people(votes):
            window = slice(votes.starts[start], votes.starts[stop])
            columns = votes.columns[window].astype(np.int32)
            starts = (votes.starts[start : stop + 1] - votes.starts[start]).astype(np.int32)
            values = votes.values[window].astype(kind) - means[columns]
            parts.append(
                csr_matrix((values, columns, starts), (stop - start, votes.n_statements), copy=False)
            )
        return cls(tuple(parts), votes.n_participants, votes.n_statements, votes.n_votes, in_single)

    def thin(self, step: int) -> "Blocks":
        """One person in `step`."""
        parts = tuple(part[::step] for part in self.parts)
        people, votes = sum(part.shape[0] for part in parts), sum(part.nnz for part in parts)
        return Blocks(parts, people, self.width, votes, self.single)


def cut_people(votes: Votes) -> Iterator[tuple[int, int]]:
    """First and last (excluded) person of each block."""
    marks = np.arange(0, votes.n_votes + VOTES_AT_ONCE, VOTES_AT_ONCE)
    cuts = np.searchsorted(votes.starts, marks, side="left").clip(max=votes.n_participants)
    edges = np.unique(np.concatenate([[0], cuts, [votes.n_participants]]))
    yield from zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)


def multiply(blocks: Blocks, vectors: Floats) -> Floats:
    """Centred votes × vectors: (people, vectors)."""
    product = np.zeros((blocks.people, vectors.shape[1]))
    start = 0
    for part in blocks.parts:
        stop = start + part.shape[0]
        for rank in range(vectors.shape[1]):
            product[start:stop, rank] = part @ vectors[:, rank].astype(part.dtype)
        start = stop
    return product


def multiply_twice(blocks: Blocks, vectors: Floats) -> Floats:
    """Transposed centred votes × centred votes × vectors: (statements, vectors)."""
    product = np.zeros((blocks.width, vectors.shape[1]))
    for part in blocks.parts:
        inside = vectors.astype(part.dtype)
        product += part.T @ (part @ inside)
    return product


def cross_products(blocks: Blocks) -> Floats:
    """Transposed centred votes × centred votes (statements, statements); 2,000 people opened at once."""
    product = np.zeros((blocks.width, blocks.width))
    for part in blocks.parts:
        for start in range(0, part.shape[0], PEOPLE_AT_ONCE):
            opened = part[start : start + PEOPLE_AT_ONCE].toarray()
            product += opened.T @ opened
    return product
