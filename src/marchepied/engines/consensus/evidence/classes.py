"""Groups whose members think alike: the model set against a continuum."""

import numpy as np

from .arrays import Singles, Tables, rank_evenly, share_out, turn, weigh

PASSES = 20
STEPS = 8
FEWEST = 1e-6


def fit_classes(tables: Tables, count: int, axes: Singles, line: Singles) -> Singles:
    """Log-likelihood (tables) of `count` latent classes, each with its own chance of agreeing on a statement.

    EM from two starts: k-means on the first two axes (tables, people, 2), and an even cut along a line
    (tables, people); the better fit is kept. Source: P. F. Lazarsfeld and N. W. Henry, *Latent Structure
    Analysis*, 1968; L. A. Goodman, *Biometrika* 61, 1974.
    """
    seen = np.maximum(tables.taken.sum(axis=-2), 1)
    usual = (tables.agreed.sum(axis=-2) / seen)[..., None]
    cut = np.minimum(((rank_evenly(line) + 1) / 2 * count).astype(np.int64), count - 1)
    starts = (_cluster(axes, count), _mark(cut, count))
    return np.maximum(*(_climb(tables, start, usual) for start in starts))


def _climb(tables: Tables, parts: Singles, usual: Singles) -> Singles:
    fit = np.zeros(len(parts), np.float32)
    for _ in range(PASSES):
        yes, no = turn(tables.agreed) @ parts, turn(tables.refused) @ parts
        # One vote more, shared as everybody's: a class without a vote on a statement thinks as all do.
        chances = (yes + usual) / (yes + no + 1)
        sizes = (parts.sum(axis=-2) + 1) / (parts.shape[-2] + parts.shape[-1])
        parts, fit = share_out(weigh(tables, chances) + np.log(sizes)[:, None, :])
    return fit


def _cluster(points: Singles, count: int) -> Singles:
    """k-means of each table's points, from the farthest ones: memberships (tables, people, count)."""
    ranks = np.arange(len(points))
    centers = [points[ranks, (points**2).sum(axis=-1).argmax(axis=-1)]]
    least = _square(points, centers[0][:, None])
    while len(centers) < count:
        centers.append(points[ranks, least.argmax(axis=-1)])
        least = np.minimum(least, _square(points, centers[-1][:, None]))
    moving = np.stack(centers, axis=1)
    for _ in range(STEPS):
        nearest = _square(points[:, :, None], moving[:, None]).argmin(axis=-1)
        marks = _mark(nearest, count)
        moving = turn(marks) @ points / np.maximum(marks.sum(axis=-2)[..., None], FEWEST)
    return marks


def _square(points: Singles, centers: Singles) -> Singles:
    squares: Singles = ((points - centers) ** 2).sum(axis=-1)
    return squares


def _mark(places: np.ndarray[tuple[int, ...], np.dtype[np.int64]], count: int) -> Singles:
    return (places[..., None] == np.arange(count)).astype(np.float32)
