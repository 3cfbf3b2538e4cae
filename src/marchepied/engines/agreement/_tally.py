"""Answers of many people counted by group, item and level, in one pass."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ._cells import CellIndices, measure_cells
from ._classes import ClassFigures, measure_classes
from ._scale import Scale
from ._themes import measure_joint_rwg, measure_krippendorff

SLACK = 1e-9

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int_]


@dataclass(frozen=True, slots=True)
class Tally:
    """Arrays groups × items: the weight at each level (last axis of `counts`), the number of `people`, and
    the sum of their squared weights.
    """

    counts: Floats
    people: Ints
    squares: Floats

    def measure(self, scale: Scale) -> CellIndices:
        """The descriptive indices of every cell."""
        return measure_cells(self.counts, scale, squares=self.squares)


@dataclass(frozen=True, slots=True)
class TableIndices:
    """Every descriptive index of a table of answers, as arrays; NaN where the answers do not allow one.

    `cells`: groups × items. `classes`: a figure an item. The others: groups × themes.
    """

    cells: CellIndices
    classes: ClassFigures
    rwg_j: Floats
    rwg_j_linear: Floats
    krippendorff: Floats
    cronbach: Floats


def measure_table(
    answers: npt.ArrayLike, groups: npt.ArrayLike, *, scale: Scale, themes: Sequence[int] | None = None
) -> TableIndices:
    """Every descriptive index of a whole table at once, for large ones: arrays in, arrays out.

    `answers` is a table people × items of levels, NaN (or, in a table of whole numbers, anything under the
    scale) where missing; `groups` gives each person's group from 0; `themes` each item's theme from 0 (one
    theme for all without it). Levels are not checked: see `measure_agreement`, which checks them. rwg(j) and
    Krippendorff's alpha use every answer given, Cronbach's alpha the people who answered the whole theme.
    """
    table, places = np.asarray(answers), np.asarray(groups, dtype=int)
    number = int(places.max()) + 1 if places.size else 0
    levels = place_levels(table, scale)
    counts = _count(levels, places, None, number, scale.size)
    cells = measure_cells(counts, scale)
    kinds = np.zeros(table.shape[1], dtype=int) if themes is None else np.asarray(themes, dtype=int)
    owned = [np.flatnonzero(kinds == theme) for theme in range(int(kinds.max()) + 1 if kinds.size else 0)]
    joint = [measure_joint_rwg(cells.variance[:, items], scale) for items in owned]
    alphas = [measure_krippendorff(counts[:, items]) for items in owned]
    return TableIndices(
        cells=cells,
        classes=measure_classes(counts),
        rwg_j=_join([one for one, _linear in joint], number),
        rwg_j_linear=_join([linear for _one, linear in joint], number),
        krippendorff=_join(alphas, number),
        cronbach=_relate_groups(levels, places, owned, number, scale.size),
    )


def _join(columns: Sequence[Floats], rows: int) -> Floats:
    return np.stack(columns, axis=1) if columns else np.empty((rows, 0))


def place_levels(table: npt.NDArray[np.generic], scale: Scale) -> Ints:
    """Levels counted from 0, the number of levels standing for a missing answer."""
    if table.dtype.kind == "f":
        places = np.where(np.isnan(table), scale.size, table - scale.low)
        return places.astype(np.int32)
    shifted = table.astype(np.int32) - scale.low
    return np.where(shifted < 0, scale.size, shifted)


def tally_levels(levels: Ints, places: Ints, mass: Floats | None, groups: int, scale: Scale) -> Tally:
    """Count levels (as `place_levels` gives them) by group; `mass` is each person's weight (None: 1 each)."""
    people = _count(levels, places, None, groups, scale.size)
    if mass is None:
        size = people.sum(axis=-1)
        return Tally(people, size.astype(int), size)
    return Tally(
        _count(levels, places, mass, groups, scale.size),
        people.sum(axis=-1).astype(int),
        _count(levels, places, mass**2, groups, scale.size).sum(axis=-1),
    )


def _count(levels: Ints, places: Ints, mass: Floats | None, groups: int, size: int) -> Floats:
    """Groups × items × levels; missing answers fall in a last level, cut off."""
    items = levels.shape[1]
    cells = (places[:, None] * items + np.arange(items)) * (size + 1) + levels
    weights = None if mass is None else np.broadcast_to(mass[:, None], levels.shape).ravel()
    counted = np.bincount(cells.ravel(), weights=weights, minlength=groups * items * (size + 1))
    return counted.reshape(groups, items, size + 1)[..., :size].astype(float)


def _relate_groups(levels: Ints, places: Ints, themes: Sequence[Ints], groups: int, missing: int) -> Floats:
    """Cronbach's alpha of each group (rows) over each theme (columns), from the complete answers."""
    alphas = np.full((groups, len(themes)), np.nan)
    scale = np.arange(missing) - (missing - 1) / 2  # centred, so that squares stay small
    for column, items in enumerate(themes):
        theme = levels[:, items]
        whole = (theme != missing).all(axis=1)
        if items.size < 2 or not whole.any():
            continue
        theme, owners = theme[whole], places[whole]
        counts = _count(theme, owners, None, groups, missing)
        scores = theme.sum(axis=1) - items.size * (missing - 1) / 2
        size = counts[:, 0].sum(axis=-1)
        sums = [np.bincount(owners, weights=scores**power, minlength=groups) for power in (1, 2)]
        with np.errstate(invalid="ignore", divide="ignore"):
            each = counts @ scale**2 - (counts @ scale) ** 2 / size[:, None]
            apart, together = each.sum(axis=1) / (size - 1), (sums[1] - sums[0] ** 2 / size) / (size - 1)
            alpha = items.size / (items.size - 1) * (1 - apart / together)
        alphas[:, column] = np.where(together > SLACK, alpha, np.nan)
    return alphas
