"""What belonging to a group explains of the answers: intraclass correlations."""

from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class IntraclassCorrelation:
    """ICC(1) and ICC(2) of one item (or score) across groups; None where they are undefined.

    `group_size` is the mean number of answers in the `groups` that gave any, `between` and `within` the mean
    squares of the analysis of variance.
    """

    icc1: float | None
    icc2: float | None
    groups: int
    people: int
    group_size: float | None
    between: float | None
    within: float | None

    def as_dict(self) -> dict[str, Any]:
        """The figures as plain JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """The same as arrays, one figure an item, NaN where it is undefined."""

    icc1: Floats
    icc2: Floats
    groups: Floats
    people: Floats
    between: Floats
    within: Floats


def measure_classes(counts: npt.ArrayLike) -> ClassFigures:
    """ICC of many items from counts groups × … × levels (groups first, levels last).

    One-way analysis of variance with random groups: ICC(1) = (B − W) / (B + (k − 1) W) and
    ICC(2) = (B − W) / B, B and W being the mean squares between and within groups, and k the mean size of
    the groups (Bartko 1976, Psychological Bulletin 83(5); Bliese 2000 takes the mean of unequal groups).
    A group without an answer to an item is left out of it. Values are not clipped: negative ones say that
    groups differ less than chance would have them. Undefined with fewer than two groups, with one person in
    each, or when nothing varies.
    """
    mass = np.asarray(counts, dtype=float)
    levels = np.arange(mass.shape[-1], dtype=float)
    return _compare(mass.sum(axis=-1), mass @ levels, mass @ levels**2)


def measure_icc(values: npt.ArrayLike, groups: Sequence[Hashable]) -> IntraclassCorrelation:
    """ICC of one item or score (any numbers, NaN where missing) across people's groups.

    See `measure_classes`. A table of unequal lengths raises ValueError.
    """
    column = np.asarray(values, dtype=float)
    if column.shape != (len(groups),):
        raise ValueError(f"{column.size} valeurs pour {len(groups)} personnes : il en faut une par personne.")
    given = ~np.isnan(column)
    ranks = {name: rank for rank, name in enumerate(dict.fromkeys(groups))}
    places = np.array([ranks[name] for name in groups], dtype=int)[given]
    centred = column[given] - (column[given].mean() if given.any() else 0.0)
    sizes, sums, squares = (
        np.bincount(places, weights=weights, minlength=len(ranks))
        for weights in (np.ones(len(centred)), centred, centred**2)
    )
    return read_class(_compare(sizes, sums, squares))


def read_class(figures: ClassFigures, *place: int) -> IntraclassCorrelation:
    """One item of the arrays."""
    icc1, icc2, groups, people, between, within = (
        float(array[place])
        for array in (
            figures.icc1,
            figures.icc2,
            figures.groups,
            figures.people,
            figures.between,
            figures.within,
        )
    )
    known = not np.isnan(between)
    return IntraclassCorrelation(
        icc1=None if np.isnan(icc1) else icc1,
        icc2=None if np.isnan(icc2) else icc2,
        groups=int(groups),
        people=int(people),
        group_size=people / groups if groups else None,
        between=between if known else None,
        within=within if known else None,
    )


def _compare(sizes: Floats, sums: Floats, squares: Floats) -> ClassFigures:
    """From the number, sum and sum of squares of each group (first axis)."""
    groups, people = (sizes > 0).sum(axis=0).astype(float), sizes.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        explained = np.where(sizes > 0, sums**2 / sizes, 0.0)
        between = (explained.sum(axis=0) - sums.sum(axis=0) ** 2 / people) / (groups - 1)
        within = np.maximum((squares - explained).sum(axis=0), 0.0) / (people - groups)
        known = (groups > 1) & (people > groups)
        between = np.where(known, np.maximum(between, 0.0), np.nan)
        within = np.where(known, within, np.nan)
        size = people / groups
        return ClassFigures(
            icc1=np.where(between + within > 0, (between - within) / (between + (size - 1) * within), np.nan),
            icc2=np.where(between > 0, (between - within) / between, np.nan),
            groups=groups,
            people=people,
            between=between,
            within=within,
        )
