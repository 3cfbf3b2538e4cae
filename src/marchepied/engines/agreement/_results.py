"""What the engine hands back: frozen, with parameters, intermediate values and warnings."""

from dataclasses import asdict, dataclass, replace
from itertools import combinations
from typing import Any

from ._classes import IntraclassCorrelation
from ._effects import GroupEffect
from ._scale import Scale
from ._themes import Reliability

ENGINE_VERSION = "2.0"
SCHEMA = "marchepied/agreement/1"


@dataclass(frozen=True, slots=True)
class LevelShare:
    """Share of the answers given at one level, with its Jeffreys interval (all between 0 and 1).

    `exact_low` and `exact_high` are the exact interval's, None with weights.
    """

    level: int
    count: float
    share: float
    low: float
    high: float
    exact_low: float | None = None
    exact_high: float | None = None


@dataclass(frozen=True, slots=True)
class ItemAgreement:
    """One item in one group. Indices that the answers do not allow are None.

    `n` people answered, `missing` did not; `weight` is the sum of their weights (n without weights).
    `variance` is the sample variance; `rwg` may be negative (`rwg_raw` is the same figure under its former
    name); `awg` can be read for means between the two `awg_bounds` and is None outside; `ad_mean` and
    `ad_median` are average deviations in levels; `a` is van der Eijk's A; `median` is interpolated.
    `coverage` is the smallest coverage of the exact intervals of the shares, `population` the number of
    people they are about (None: not known).
    """

    item: str
    reversed: bool
    n: int
    missing: int
    weight: float
    mean: float | None
    variance: float | None
    rwg: float | None
    rwg_raw: float | None
    ad_mean: float | None
    ad_median: float | None
    awg: float | None
    awg_bounds: tuple[float, float] | None
    a: float | None
    median: float | None
    lower_quartile: float | None
    upper_quartile: float | None
    shares: tuple[LevelShare, ...]
    population: int | None = None
    coverage: float | None = None
    mean_coverage: float | None = None


@dataclass(frozen=True, slots=True)
class GroupAgreement:
    """One group: its items one by one, then together over the `n_complete` people who answered them all.

    `rwg_j` is read as 0 when the items vary more than chance would; `rwg_j_linear`, the mean of their rwg, is
    not. `awg_j` is the mean of the items' a_wg that can be read. `krippendorff` uses every answer given.
    `reliability` is None with weights, which it does not take; so is `krippendorff`.
    """

    group: str
    n: int
    n_complete: int
    items: tuple[ItemAgreement, ...]
    rwg_j: float | None
    ad_j_mean: float | None
    ad_j_median: float | None
    warnings: tuple[str, ...]
    rwg_j_linear: float | None = None
    awg_j: float | None = None
    krippendorff: float | None = None
    reliability: Reliability | None = None


@dataclass(frozen=True, slots=True)
class ItemEffect:
    """The two groups furthest apart on one item, and the chance of such a gap (None: not tested)."""

    item: str
    effect: GroupEffect | None
    p: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """The effect as plain JSON values."""
        return {
            "item": self.item,
            **({} if self.effect is None else self.effect.as_dict()),
            "p": self.p,
        }


@dataclass(frozen=True, slots=True)
class PermutationPlan:
    """How the gaps were tested: so many dealings drawn from this seed, or all of them."""

    permutations: int
    seed: int
    exact: bool


@dataclass(frozen=True, slots=True)
class PairGap:
    """Difference of the medians of two groups: `second` minus `first`, in levels."""

    first: str
    second: str
    difference: float


@dataclass(frozen=True, slots=True)
class MedianGap:
    """How far apart groups asked the same question stand.

    `medians` holds each group's interpolated median (None: no answer); `gap` is the largest minus the
    smallest, None with fewer than two known; `apart` is the group furthest from the mean of the others'
    medians, None with fewer than three groups, without a gap or when two groups tie for it.
    """

    medians: tuple[tuple[str, float | None], ...]
    gap: float | None
    lowest: str | None
    highest: str | None
    apart: str | None
    warnings: tuple[str, ...] = ()

    @property
    def pairs(self) -> tuple[PairGap, ...]:
        """The difference of every two groups with a median."""
        known = [(group, median) for group, median in self.medians if median is not None]
        return tuple(
            PairGap(one, other, above - below) for (one, below), (other, above) in combinations(known, 2)
        )

    def as_dict(self) -> dict[str, Any]:
        """The gap as plain JSON values."""
        return {
            **asdict(self),
            "medians": dict(self.medians),
            "pairs": [asdict(pair) for pair in self.pairs],
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, slots=True)
class AgreementResult:
    """Every group, the gaps between groups for each item, and what the computation was told.

    `everybody` is all the groups taken as one. `classes` holds each item's intraclass correlations, then
    those of people's mean over all items (`""`, complete answers only). `effects` is ordered: the largest
    first.
    """

    groups: tuple[GroupAgreement, ...]
    gaps: tuple[tuple[str, MedianGap], ...]
    scale: Scale
    items: tuple[str, ...]
    reversed_items: tuple[str, ...]
    weighted: bool
    level: float
    people: int
    people_without_group: int
    warnings: tuple[str, ...]
    everybody: GroupAgreement | None = None
    classes: tuple[tuple[str, IntraclassCorrelation], ...] = ()
    effects: tuple[ItemEffect, ...] = ()
    tested: PermutationPlan | None = None
    version: str = ENGINE_VERSION

    def add_warnings(self, warnings: tuple[str, ...]) -> "AgreementResult":
        """The same result with more warnings, first."""
        return replace(self, warnings=warnings + self.warnings)

    def as_dict(self) -> dict[str, Any]:
        """The result as plain JSON values, as `agreement.schema.json` describes them."""
        return {
            "schema": SCHEMA,
            "engine": {"name": "agreement", "version": self.version},
            "parameters": {
                "scale": self.scale.as_dict(),
                "null_variance": self.scale.null_variance,
                "ad_cutoff": self.scale.deviation_cutoff,
                "items": list(self.items),
                "reversed_items": list(self.reversed_items),
                "weighted": self.weighted,
                "interval_level": self.level,
                "people": self.people,
                "people_without_group": self.people_without_group,
                "tests": None if self.tested is None else asdict(self.tested),
            },
            "groups": [_list_tuples(asdict(group)) for group in self.groups],
            "everybody": None if self.everybody is None else _list_tuples(asdict(self.everybody)),
            "classes": [{"item": item, **figures.as_dict()} for item, figures in self.classes],
            "gaps": [_describe_gap(item, gap) for item, gap in self.gaps],
            "effects": [effect.as_dict() for effect in self.effects],
            "warnings": list(self.warnings),
        }


def _describe_gap(item: str, gap: MedianGap) -> dict[str, Any]:
    return {
        "item": item,
        "gap": gap.gap,
        "lowest": gap.lowest,
        "highest": gap.highest,
        "apart": gap.apart,
    }


def _list_tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _list_tuples(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_list_tuples(inner) for inner in value]
    return value
