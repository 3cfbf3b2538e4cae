"""Measure each group of a table of answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ._checks import check_table, check_weights, place_people
from ._classes import IntraclassCorrelation, measure_classes, measure_icc, read_class
from ._describe import describe_items, read_figure
from ._effects import find_effect
from ._gaps import compare_medians
from ._permutations import GapTests, permute_groups
from ._results import AgreementResult, GroupAgreement, ItemAgreement, ItemEffect, MedianGap, PermutationPlan
from ._scale import Scale
from ._tally import Tally, place_levels, tally_levels
from ._themes import measure_joint_rwg, measure_krippendorff, measure_reliability

EVERYBODY = "tous"
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int_]


def measure_item(
    values: Sequence[float] | Floats,
    scale: Scale,
    *,
    item: str = "",
    weights: Sequence[float] | Floats | None = None,
    reverse: bool = False,
    level: float = 0.95,
    population: int | None = None,
) -> ItemAgreement:
    """Every index of one item in one group.

    `values` are levels of `scale`, NaN where missing (left out of this item only); `weights` are not
    negative, and an answer of weight 0 is left out. With `reverse`, a value v counts as low + high − v.
    `population` is the number of people concerned, where it is known: the exact intervals are about them.
    Nobody: every index is None. One person: the indices of dispersion are None.
    A value outside the scale or an impossible weight raises ValueError.
    """
    column = np.asarray(values, dtype=float).reshape(-1, 1)
    result = measure_agreement(
        column,
        [EVERYBODY] * len(column),
        scale=scale,
        items=(item,),
        reversed_items=(item,) if reverse else (),
        weights=weights,
        level=level,
        populations=None if population is None else {EVERYBODY: population},
    )
    if result.groups:
        return result.groups[0].items[0]
    nobody = Tally(np.zeros((1, 1, scale.size)), np.zeros((1, 1), dtype=int), np.zeros((1, 1)))
    marked = (item,) if reverse else ()
    return describe_items(nobody, [0], (item,), marked, scale, level, [None], weighted=False)[0][0]


def measure_agreement(
    answers: Sequence[Sequence[float]] | Floats,
    groups: Sequence[str],
    *,
    scale: Scale,
    items: Sequence[str],
    reversed_items: Sequence[str] = (),
    weights: Sequence[float] | Floats | None = None,
    level: float = 0.95,
    populations: Mapping[str, int] | None = None,
    permutations: int = 0,
    seed: int = 0,
) -> AgreementResult:
    """Agreement inside each group, item by item then over all items, and gaps between groups.

    `answers` is a table people × items, NaN where missing; `groups` gives each person's group, an empty
    name leaving the person out. A missing answer is left out item by item for the indices of one item, and
    the whole person is left out of rwg(j), AD(j) and a_wg(j) (R's `na.exclude`). Groups keep the order in
    which they first appear. Weights follow `measure_item`; unit weights change nothing.

    `populations` gives the number of people concerned in each group where it is known: exact intervals are
    then those of a finite population, unless more answered. With `permutations`, the gaps are tested by so
    many dealings of people to groups (`permute_groups`), drawn from `seed`. Values outside the scale,
    impossible weights or tables of unequal lengths raise ValueError.
    """
    laid = _lay_table(answers, groups, items, reversed_items, weights, scale)
    known = [(populations or {}).get(name) for name in laid.names]
    measure = _Measure(laid, items, reversed_items, scale, level)
    tested = _test_gaps(laid.levels, laid.places, scale, permutations, seed)
    return AgreementResult(
        groups=measure.describe(laid.names, laid.places, laid.tally, known),
        gaps=_compare_groups(items, laid.names, laid.tally, scale),
        scale=scale,
        items=tuple(items),
        reversed_items=tuple(reversed_items),
        weighted=weights is not None,
        level=level,
        people=int(laid.kept.sum()),
        people_without_group=sum(not name for name in groups),
        warnings=_warn_result(groups, laid.kept, weighted=laid.uneven),
        everybody=measure.describe_everybody(known) if laid.names else None,
        classes=() if laid.uneven else _correlate(items, laid.tally, laid.table, laid.places),
        effects=_order_effects(items, laid.names, laid.tally, tested),
        tested=None if tested is None else PermutationPlan(tested.permutations, seed, tested.exact),
    )


@dataclass(frozen=True)
class _LaidTable:
    """The people who count: their answers, weights and groups; and who they are among those given."""

    kept: npt.NDArray[np.bool_]
    table: Floats
    mass: Floats
    names: list[str]
    places: Ints
    levels: Ints
    tally: Tally
    uneven: bool


def _lay_table(
    answers: Sequence[Sequence[float]] | Floats,
    groups: Sequence[str],
    items: Sequence[str],
    reversed_items: Sequence[str],
    weights: Sequence[float] | Floats | None,
    scale: Scale,
) -> _LaidTable:
    """The table without the people who have no group or weigh nothing, tallied."""
    table = check_table(answers, groups, items, reversed_items, scale)
    mass = check_weights(weights, len(groups))
    names, places = place_people(groups)
    kept = (places >= 0) & (mass > 0)
    table, mass, places = table[kept], mass[kept], places[kept]
    uneven = bool((mass != 1).any())
    levels = place_levels(table, scale)
    tally = tally_levels(levels, places, mass if uneven else None, len(names), scale)
    return _LaidTable(kept, table, mass, names, places, levels, tally, uneven)


class _Measure:
    """One table, described group by group then as a whole."""

    def __init__(
        self,
        laid: _LaidTable,
        items: Sequence[str],
        reversed_items: Sequence[str],
        scale: Scale,
        level: float,
    ) -> None:
        self.table, self.levels, self.mass = laid.table, laid.levels, laid.mass
        self.items, self.reversed_items = items, reversed_items
        self.scale, self.level, self.weighted = scale, level, laid.uneven

    def describe(
        self, names: Sequence[str], places: Ints, tally: Tally, populations: Sequence[int | None]
    ) -> tuple[GroupAgreement, ...]:
        people = np.bincount(places, minlength=len(names)).tolist()
        described = describe_items(
            tally,
            people,
            self.items,
            self.reversed_items,
            self.scale,
            self.level,
            populations,
            weighted=self.weighted,
        )
        together = self._measure_together(places, tally, len(names))
        order = np.argsort(places, kind="stable")
        owned = np.split(self.table[order], np.cumsum(people)[:-1]) if names else []
        return tuple(
            self._measure_group(name, owned[rank], described[rank], {k: v[rank] for k, v in together.items()})
            for rank, name in enumerate(names)
        )

    def describe_everybody(self, populations: Sequence[int | None]) -> GroupAgreement:
        """All the groups as one; its population is known when all of theirs are."""
        places = np.zeros(len(self.table), dtype=int)
        tally = tally_levels(self.levels, places, self.mass if self.weighted else None, 1, self.scale)
        sizes = [size for size in populations if size is not None]
        total = sum(sizes) if len(sizes) == len(populations) else None
        return self.describe([EVERYBODY], places, tally, [total])[0]

    def _measure_together(self, places: Ints, tally: Tally, groups: int) -> dict[str, Floats]:
        """The figures over all items: from the complete answers, save Krippendorff's alpha."""
        whole = (self.levels < self.scale.size).all(axis=1)
        complete = tally
        if not bool(whole.all()):
            mass = self.mass[whole] if self.weighted else None
            complete = tally_levels(self.levels[whole], places[whole], mass, groups, self.scale)
        cells = complete.measure(self.scale)
        joint, linear = measure_joint_rwg(cells.variance, self.scale)
        readable = ~np.isnan(cells.awg)
        with np.errstate(invalid="ignore", divide="ignore"):
            awg = np.where(readable, cells.awg, 0).sum(axis=1) / readable.sum(axis=1)
        nothing = np.full(groups, np.nan)
        return {
            "n": complete.people[:, 0].astype(float) if len(self.items) else nothing,
            "rwg_j": joint,
            "rwg_j_linear": linear,
            "awg_j": awg,
            "ad_mean": cells.ad_mean.mean(axis=1) if len(self.items) else nothing,
            "ad_median": cells.ad_median.mean(axis=1) if len(self.items) else nothing,
            "krippendorff": nothing if self.weighted else measure_krippendorff(tally.counts),
        }

    def _measure_group(
        self, name: str, people: Floats, items: list[ItemAgreement], together: Mapping[str, float]
    ) -> GroupAgreement:
        complete = int(together["n"])
        return GroupAgreement(
            group=name,
            n=len(people),
            n_complete=complete,
            items=tuple(items),
            rwg_j=read_figure(together["rwg_j"]),
            rwg_j_linear=read_figure(together["rwg_j_linear"]),
            awg_j=read_figure(together["awg_j"]),
            ad_j_mean=read_figure(together["ad_mean"]),
            ad_j_median=read_figure(together["ad_median"]),
            krippendorff=read_figure(together["krippendorff"]),
            reliability=None if self.weighted else measure_reliability(people),
            warnings=_warn_group(len(people), complete, items),
        )


def _compare_groups(
    items: Sequence[str], names: Sequence[str], tally: Tally, scale: Scale
) -> tuple[tuple[str, MedianGap], ...]:
    return tuple(
        (item, compare_medians(dict(zip(names, tally.counts[:, rank].tolist(), strict=True)), scale))
        for rank, item in enumerate(items)
    )


def _correlate(
    items: Sequence[str], tally: Tally, table: Floats, places: Ints
) -> tuple[tuple[str, IntraclassCorrelation], ...]:
    """Each item's intraclass correlations, then those of people's mean over all items."""
    figures = measure_classes(tally.counts)
    each = [(item, read_class(figures, rank)) for rank, item in enumerate(items)]
    if len(items) > 1:
        each.append(("", measure_icc(table.mean(axis=1), places.tolist())))
    return tuple(each)


def _test_gaps(levels: Ints, places: Ints, scale: Scale, permutations: int, seed: int) -> GapTests | None:
    if permutations < 1 or not len(levels):
        return None
    answers = np.where(levels == scale.size, -1, levels)
    rng = np.random.default_rng(seed)
    return permute_groups(answers, places, levels=scale.size, rng=rng, permutations=permutations)


def _order_effects(
    items: Sequence[str], names: Sequence[str], tally: Tally, tested: GapTests | None
) -> tuple[ItemEffect, ...]:
    """The largest effect first: p never orders anything."""
    ranks = {name: rank for rank, name in enumerate(names)}
    found = []
    for place, item in enumerate(items):
        effect = find_effect(dict(zip(names, tally.counts[:, place].tolist(), strict=True)))
        p = None
        if tested is not None and effect is not None:
            pair = sorted((ranks[effect.lower], ranks[effect.higher]))
            p = float(tested.p[place, tested.pairs.index((pair[0], pair[1]))])
        found.append(ItemEffect(item, effect, p))
    return tuple(
        sorted(found, key=lambda one: -1.0 if one.effect is None else one.effect.delta, reverse=True)
    )


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


def _warn_result(groups: Sequence[str], kept: npt.NDArray[np.bool_], *, weighted: bool) -> tuple[str, ...]:
    homeless = sum(not name for name in groups)
    weightless = len(groups) - int(kept.sum()) - homeless
    warnings = []
    if homeless:
        warnings.append(f"{homeless} lignes sans groupe ont été laissées de côté.")
    if weightless > 0:
        warnings.append(f"{weightless} lignes de poids nul ont été laissées de côté.")
    if weighted:
        warnings.append(
            "Les alphas, les corrélations intraclasses et les intervalles exacts "
            "ne se calculent pas avec des poids."
        )
    if not bool(kept.any()):
        warnings.append("Aucune réponse à mesurer.")
    return tuple(warnings)
