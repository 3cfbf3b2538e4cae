"""Measure each group of a table of answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from marchepied.engines.stats import interpolated_quantile, jeffreys_interval, mean_level

from ._gaps import compare_medians
from ._indices import (
    compute_deviation,
    compute_eijk_agreement,
    compute_raw_rwg,
    compute_rwg,
    compute_rwg_j,
    compute_variance,
    find_median_level,
)
from ._results import AgreementResult, GroupAgreement, ItemAgreement, LevelShare, MedianGap
from ._scale import Scale

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Tally:
    """Answers of one group to one item: people, weight at each level, sum of the squared weights."""

    n: int
    counts: tuple[float, ...]
    squares: float

    @property
    def variance(self) -> float | None:
        return compute_variance(self.counts, squares=self.squares)


def measure_item(
    values: Sequence[float] | Floats,
    scale: Scale,
    *,
    item: str = "",
    weights: Sequence[float] | Floats | None = None,
    reverse: bool = False,
    level: float = 0.95,
) -> ItemAgreement:
    """Every index of one item in one group.

    `values` are levels of `scale`, NaN where missing (left out of this item only); `weights` are not
    negative, and an answer of weight 0 is left out. With `reverse`, a value v counts as low + high − v.
    Nobody: every index is None. One person: the indices of dispersion are None.
    A value outside the scale or an impossible weight raises ValueError.
    """
    column = np.asarray(values, dtype=float).reshape(-1, 1)
    result = measure_agreement(
        column,
        ["tous"] * len(column),
        scale=scale,
        items=(item,),
        reversed_items=(item,) if reverse else (),
        weights=weights,
        level=level,
    )
    if result.groups:
        return result.groups[0].items[0]
    return _describe_item(item, reverse, _Tally(0, (0.0,) * scale.size, 0.0), 0, scale, level)


def measure_agreement(
    answers: Sequence[Sequence[float]] | Floats,
    groups: Sequence[str],
    *,
    scale: Scale,
    items: Sequence[str],
    reversed_items: Sequence[str] = (),
    weights: Sequence[float] | Floats | None = None,
    level: float = 0.95,
) -> AgreementResult:
    """Agreement inside each group, item by item then over all items, and gaps between groups.

    `answers` is a table people × items, NaN where missing; `groups` gives each person's group, an empty
    name leaving the person out. A missing answer is left out item by item for the indices of one item, and
    the whole person is left out of rwg(j) and AD(j) (R's `na.exclude`). Groups keep the order in which
    they first appear. Weights follow `measure_item`; unit weights change nothing.
    Values outside the scale, impossible weights or tables of unequal lengths raise ValueError.
    """
    table = _check_table(answers, groups, items, reversed_items, scale)
    mass = _check_weights(weights, len(groups))
    names, places = _place_people(groups)
    kept = (places >= 0) & (mass > 0)
    table, mass, places = table[kept], mass[kept], places[kept]
    tallies = _tally_items(table, places, mass, len(names), scale)
    together = _tally_complete(table, places, mass, tallies, scale)
    people = np.bincount(places, minlength=len(names)).tolist()
    described = _describe_items(items, reversed_items, tallies, people, scale, level)
    return AgreementResult(
        groups=_measure_groups(names, people, described, together, scale),
        gaps=_compare_groups(items, names, tallies, scale),
        scale=scale,
        items=tuple(items),
        reversed_items=tuple(reversed_items),
        weighted=weights is not None,
        level=level,
        people=int(kept.sum()),
        people_without_group=sum(not name for name in groups),
        warnings=_warn_result(groups, kept),
    )


def _describe_items(
    items: Sequence[str],
    reversed_items: Sequence[str],
    tallies: list[list[_Tally]],
    people: list[int],
    scale: Scale,
    level: float,
) -> list[list[ItemAgreement]]:
    """For each item, its indices in each group."""
    return [
        [
            _describe_item(item, item in reversed_items, *cell, scale, level)
            for cell in zip(tally, people, strict=True)
        ]
        for item, tally in zip(items, tallies, strict=True)
    ]


def _measure_groups(
    names: list[str],
    people: list[int],
    described: list[list[ItemAgreement]],
    together: list[list[_Tally]],
    scale: Scale,
) -> tuple[GroupAgreement, ...]:
    return tuple(
        _measure_group(
            name, people[rank], [row[rank] for row in described], [row[rank] for row in together], scale
        )
        for rank, name in enumerate(names)
    )


def _place_people(groups: Sequence[str]) -> tuple[list[str], npt.NDArray[np.int_]]:
    """Names of the groups as they appear, and each person's place among them (-1 without a group)."""
    names = list(dict.fromkeys(name for name in groups if name))
    ranks = {name: rank for rank, name in enumerate(names)}
    return names, np.array([ranks.get(name, -1) for name in groups], dtype=int)


def _compare_groups(
    items: Sequence[str], names: list[str], tallies: list[list[_Tally]], scale: Scale
) -> tuple[tuple[str, MedianGap], ...]:
    return tuple(
        (item, compare_medians({name: tally[rank].counts for rank, name in enumerate(names)}, scale))
        for item, tally in zip(items, tallies, strict=True)
    )


def _check_table(
    answers: Sequence[Sequence[float]] | Floats,
    groups: Sequence[str],
    items: Sequence[str],
    reversed_items: Sequence[str],
    scale: Scale,
) -> Floats:
    """A copy of the answers, known to be levels of the scale, reversed items being turned round."""
    table = np.array(answers, dtype=float).reshape(len(groups), len(items))
    if len(set(items)) < len(items):
        raise ValueError("Un même item est nommé deux fois.")
    unknown = set(reversed_items) - set(items)
    if unknown:
        raise ValueError(f"Item inversé inconnu : {', '.join(sorted(unknown))}.")
    given = ~np.isnan(table)
    wrong = given & ((table != np.floor(table)) | (table < scale.low) | (table > scale.high))
    if bool(wrong.any()):
        row, column = np.argwhere(wrong)[0]
        raise ValueError(
            f"Ligne {row + 1}, item {items[column]} : {table[row, column]:g} n’est pas un niveau "
            f"de l’échelle de {scale.low} à {scale.high}."
        )
    for place, item in enumerate(items):
        if item in reversed_items:
            table[:, place] = scale.low + scale.high - table[:, place]
    return table


def _check_weights(weights: Sequence[float] | Floats | None, people: int) -> Floats:
    if weights is None:
        return np.ones(people)
    mass = np.array(weights, dtype=float)
    if mass.shape != (people,):
        raise ValueError(f"{mass.size} poids pour {people} personnes : il en faut un par personne.")
    wrong = ~np.isfinite(mass) | (mass < 0)
    if bool(wrong.any()):
        row = int(np.flatnonzero(wrong)[0])
        raise ValueError(f"Ligne {row + 1} : un poids est un nombre positif ou nul, pas {mass[row]:g}.")
    return mass


def _tally_items(
    table: Floats, places: npt.NDArray[np.int_], mass: Floats, groups: int, scale: Scale
) -> list[list[_Tally]]:
    """For each item, the tally of each group."""
    return [_tally_item(column, places, mass, groups, scale) for column in table.T]


def _tally_complete(
    table: Floats, places: npt.NDArray[np.int_], mass: Floats, tallies: list[list[_Tally]], scale: Scale
) -> list[list[_Tally]]:
    """The same over the people who answered every item."""
    complete = ~np.isnan(table).any(axis=1)
    if bool(complete.all()):
        return tallies
    groups = len(tallies[0])
    return _tally_items(table[complete], places[complete], mass[complete], groups, scale)


def _tally_item(
    values: Floats, places: npt.NDArray[np.int_], mass: Floats, groups: int, scale: Scale
) -> list[_Tally]:
    given = ~np.isnan(values)
    values, places, mass = values[given], places[given], mass[given]
    cells = places * scale.size + (values - scale.low).astype(int)
    counts = np.bincount(cells, weights=mass, minlength=groups * scale.size).reshape(groups, scale.size)
    people = np.bincount(places, minlength=groups)
    squares = np.bincount(places, weights=mass**2, minlength=groups)
    return [
        _Tally(int(people[rank]), tuple(counts[rank].tolist()), float(squares[rank]))
        for rank in range(groups)
    ]


def _describe_item(
    item: str, reverse: bool, tally: _Tally, people: int, scale: Scale, level: float
) -> ItemAgreement:
    counts, low, several = tally.counts, scale.low, tally.n > 1
    mean = mean_level(counts, low=low)
    return ItemAgreement(
        item=item,
        reversed=reverse,
        n=tally.n,
        missing=people - tally.n,
        weight=float(sum(counts)),
        mean=mean,
        variance=tally.variance,
        rwg=compute_rwg(tally.variance, scale),
        rwg_raw=compute_raw_rwg(tally.variance, scale),
        ad_mean=compute_deviation(counts, mean, low=low) if several else None,
        ad_median=compute_deviation(counts, find_median_level(counts, low=low), low=low) if several else None,
        a=compute_eijk_agreement(counts),
        median=interpolated_quantile(counts, 0.5, low=low),
        lower_quartile=interpolated_quantile(counts, 0.25, low=low),
        upper_quartile=interpolated_quantile(counts, 0.75, low=low),
        shares=_share_levels(tally, scale, level),
    )


def _share_levels(tally: _Tally, scale: Scale, level: float) -> tuple[LevelShare, ...]:
    """Shares on the effective number of answers, so that uneven weights widen the intervals."""
    total = sum(tally.counts)
    if total <= 0:
        return ()
    size = total**2 / tally.squares
    shares = []
    for place, count in enumerate(tally.counts):
        interval = jeffreys_interval(count / total * size, size, level=level)
        assert interval.low is not None
        assert interval.high is not None
        shares.append(LevelShare(scale.low + place, count, count / total, interval.low, interval.high))
    return tuple(shares)


def _measure_group(
    name: str, people: int, items: list[ItemAgreement], together: list[_Tally], scale: Scale
) -> GroupAgreement:
    complete = together[0].n if together else 0
    return GroupAgreement(
        group=name,
        n=people,
        n_complete=complete,
        items=tuple(items),
        rwg_j=compute_rwg_j([tally.variance for tally in together], scale),
        ad_j_mean=_mean_deviation(together, scale, around_mean=True),
        ad_j_median=_mean_deviation(together, scale, around_mean=False),
        warnings=_warn_group(people, complete, items),
    )


def _mean_deviation(tallies: list[_Tally], scale: Scale, *, around_mean: bool) -> float | None:
    find_centre = mean_level if around_mean else find_median_level
    deviations = [
        compute_deviation(tally.counts, find_centre(tally.counts, low=scale.low), low=scale.low)
        for tally in tallies
        if tally.n > 1
    ]
    known = [deviation for deviation in deviations if deviation is not None]
    return sum(known) / len(known) if known and len(known) == len(tallies) else None


def _warn_group(people: int, complete: int, items: list[ItemAgreement]) -> tuple[str, ...]:
    warnings = []
    alone = [item.item for item in items if item.n < 2]
    if alone:
        warnings.append(
            f"Moins de deux réponses ({', '.join(alone)}) : l’accord d’une seule personne n’a pas de sens, "
            "rwg et l’écart moyen ne sont pas calculés."
        )
    if complete < people:
        warnings.append(
            f"{people - complete} personnes sur {people} n’ont pas répondu à tous les items : "
            "elles ne comptent pas dans rwg(j) ni dans l’écart moyen d’ensemble."
        )
    return tuple(warnings)


def _warn_result(groups: Sequence[str], kept: npt.NDArray[np.bool_]) -> tuple[str, ...]:
    homeless = sum(not name for name in groups)
    weightless = len(groups) - int(kept.sum()) - homeless
    warnings = []
    if homeless:
        warnings.append(f"{homeless} lignes sans groupe ont été laissées de côté.")
    if weightless > 0:
        warnings.append(f"{weightless} lignes de poids nul ont été laissées de côté.")
    if not bool(kept.any()):
        warnings.append("Aucune réponse à mesurer.")
    return tuple(warnings)
