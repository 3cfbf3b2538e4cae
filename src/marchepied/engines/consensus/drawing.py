"""The map of opinions as a drawing that says in words what it shows."""

from collections.abc import Mapping
from html import escape

import numpy as np

from .result import ConsensusResult
from .summary import is_described, name_group

WIDTH, HEIGHT, MARGIN, RADIUS = 640, 420, 24, 5
MOST_POINTS = 2_000
COLOURS = ("#0d4f4c", "#a8431f", "#5c3d75", "#8a6100", "#1f4e8c")


def draw_map(result: ConsensusResult, words: Mapping[str, str]) -> str:
    """An SVG figure: people by group, each group its shape and colour. Above 2,000 people, some of them.

    Its description gives the sizes; the table of the sizes goes beside it.
    """
    analysis = result.analysis
    described = [rank for rank in range(analysis.partition.count) if is_described(result, rank)]
    shown = np.flatnonzero(np.isin(analysis.partition.labels, described))
    shown = shown[:: max(1, -(-len(shown) // MOST_POINTS))]
    points = _fit(analysis.projection.coordinates[shown])
    labels = analysis.partition.labels[shown]
    marks = "".join(
        _draw_mark(int(label), float(across), float(along))
        for label, (across, along) in zip(labels, points, strict=True)
    )
    sizes = ", ".join(
        words["pair"].format(name=name_group(result, words, rank), figure=size)
        for rank, size in enumerate(analysis.tally.sizes.tolist())
        if rank in described
    )
    return (
        f'<figure><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="map-title map-text">'
        f'<title id="map-title">{escape(words["map"])}</title>'
        f'<desc id="map-text">{escape(sizes)}</desc>{marks}</svg>'
        f"<figcaption>{escape(words['map_text'])}</figcaption></figure>"
    )


def draw_key(rank: int) -> str:
    """The mark of a group, to stand beside its name."""
    mark = _draw_mark(rank, 8, 8)
    return f'<svg class="key" viewBox="0 0 16 16" aria-hidden="true">{mark}</svg>'


def _fit(points: np.ndarray) -> np.ndarray:
    """Points inside the drawing, one scale for both directions."""
    if len(points) == 0:
        return points
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.array([WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN])
    scale = float(np.min(room / np.maximum(high - low, 1e-9)))
    middle = np.array([WIDTH, HEIGHT]) / 2
    return middle + (points - (low + high) / 2) * scale * np.array([1, -1])


def _draw_mark(label: int, across: float, along: float) -> str:
    """A disc, a square, a triangle, a diamond or a cross: the shape says the group without its colour."""
    colour = COLOURS[label % len(COLOURS)]
    shape = label % 5
    x, y, r = across, along, RADIUS
    if shape == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" fill="{colour}" fill-opacity=".75"/>'
    corners = {
        1: ((-r, -r), (r, -r), (r, r), (-r, r)),
        2: ((0, -r - 1), (r + 1, r), (-r - 1, r)),
        3: ((0, -r - 2), (r + 2, 0), (0, r + 2), (-r - 2, 0)),
        4: ((-2, -r - 1), (2, -r - 1), (2, -2), (r + 1, -2), (r + 1, 2), (2, 2), (2, r + 1), (-2, r + 1),
            (-2, 2), (-r - 1, 2), (-r - 1, -2), (-2, -2)),
    }[shape]  # fmt: skip
    path = " ".join(f"{x + right:.1f},{y + down:.1f}" for right, down in corners)
    return f'<polygon points="{path}" fill="{colour}" fill-opacity=".75"/>'
