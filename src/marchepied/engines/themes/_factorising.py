"""Non-negative matrix factorisation, deterministic, with rows that may be held fixed."""

from typing import Any

import numpy as np
from scipy.sparse.linalg import svds

from ._preparing import Floats

MOST_ROUNDS = 60
ENOUGH = 2e-3
_TINY = 1e-12
_SMALL = 60


def factorise(table: Any, count: int, fixed: Floats | None = None) -> tuple[Floats, Floats]:
    """Write a table (texts × terms, ≥ 0) as W·H: `count` groups of terms H, and their part W in each text.

    Hierarchical alternating least squares (Cichocki and Phan, 2009) from a start drawn from the singular
    vectors (NNDSVDa, Boutsidis and Gallopoulos, 2008), so that nothing is left to chance. Rows of `fixed`
    (already known groups, unit rows × terms) come first in H and never change; `count` groups are added to
    them. Stops after 60 rounds, or when a round moves W and H by less than 0.2 % of what the first moved.
    Returns W (texts × groups) and H (groups × terms). The table has at least one row and one column.
    """
    terms = table.shape[1]
    held = np.zeros((0, terms)) if fixed is None else fixed
    rest = table
    if len(held):
        closest = np.asarray(table @ held.T).max(axis=1)
        rest = table.multiply((1 - np.clip(closest, 0, 1))[:, None]).tocsr()
    begin, new = _start(rest, count)
    parts = np.hstack([np.maximum(np.asarray(table @ held.T), 0), begin])
    groups = np.vstack([held, new])
    turned = table.T.tocsr()
    first = None
    for _round in range(MOST_ROUNDS):
        moved = _improve(parts, np.asarray(table @ groups.T), groups @ groups.T, 0)
        rows = np.ascontiguousarray(groups.T)
        moved += _improve(rows, np.asarray(turned @ parts), parts.T @ parts, len(held))
        groups = np.ascontiguousarray(rows.T)
        first = moved if first is None else first
        if moved <= ENOUGH * first:
            break
    return parts, groups


def _improve(side: Floats, aims: Floats, links: Floats, start: int) -> float:
    """Move each column of one side to its best value, the others held, from column `start` on; how much it
    moved."""
    moved = 0.0
    for column in range(start, side.shape[1]):
        step = (aims[:, column] - side @ links[:, column]) / max(links[column, column], _TINY)
        better = np.maximum(side[:, column] + step, 0)
        moved += float(np.abs(better - side[:, column]).sum())
        side[:, column] = better
    return moved


def _start(table: Any, count: int) -> tuple[Floats, Floats]:
    """The non-negative halves of the first singular vectors, the stronger of each; zeros filled with the
    table’s mean."""
    texts, terms = table.shape
    left, values, right = _decompose(table, min(count, *table.shape))
    parts, groups = np.zeros((texts, count)), np.zeros((count, terms))
    for place in range(len(values)):
        u, v = left[:, place], right[place]
        halves = [(np.maximum(sign * u, 0), np.maximum(sign * v, 0)) for sign in (1, -1)]
        lengths = [float(np.linalg.norm(a) * np.linalg.norm(b)) for a, b in halves]
        best = int(lengths[1] > lengths[0])
        (a, b), length = halves[best], lengths[best]
        if length > _TINY and values[place] > _TINY:
            scale = np.sqrt(values[place] * length)
            parts[:, place] = scale * a / np.linalg.norm(a)
            groups[place] = scale * b / np.linalg.norm(b)
    mean = float(table.sum()) / max(texts * terms, 1)
    parts[parts == 0] = mean
    groups[groups == 0] = mean
    return parts, groups


def _decompose(table: Any, count: int) -> tuple[Floats, Floats, Floats]:
    """The first singular vectors, the strongest first."""
    smaller = min(table.shape)
    if smaller <= max(_SMALL, count + 1):
        left, values, right = np.linalg.svd(table.toarray(), full_matrices=False)
        return left[:, :count], values[:count], right[:count]
    left, values, right = svds(table, k=count, v0=np.full(smaller, smaller**-0.5), tol=1e-3)
    order = np.argsort(-values, kind="stable")
    return left[:, order], values[order], right[order]
