"""What comes out: one cell as it may be printed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from marchepied.engines.stats import interpolated_median, interpolated_quantile

from ._bands import Band, describe_bands, locate_median, tells_little
from ._counts import NEARLY_ALL_MARGIN, CellCounts

SHOWN, NEARLY_ALL, BANDED, HIDDEN = "shown", "nearly_all", "banded", "hidden"
NOBODY, TOO_FEW_RESPONDENTS, TOO_FEW_LEVELS = "nobody", "too_few_respondents", "too_few_levels"
DONT_KNOW, NOT_CONCERNED = "dont_know", "not_concerned"


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """What may be printed of one college, or of several small ones put together.

    `status` is about the levels: `shown` (exact `levels`), `nearly_all` (almost everybody chose
    `dominant_level`; how many is not said), `banded` (`pattern` and `bands`, words only) or `hidden` with
    its `reason`. `respondents` is the exact number, or None when only `respondents_range` is said. `rated`,
    `dont_know` and `not_concerned` are exact or None; `dominant_answer` says that almost everybody does
    not know, or is not concerned. `median` and quartiles are computed from what is printed: interpolated
    for exact levels, the level for `nearly_all`, the centre of `median_levels` for bands. `kept` marks a
    cell left as an earlier release printed it, for fear that the difference would tell.
    """

    colleges: tuple[str, ...]
    scale_levels: int
    status: str
    respondents_range: tuple[int, int]
    reason: str | None = None
    respondents: int | None = None
    rated: int | None = None
    dont_know: int | None = None
    not_concerned: int | None = None
    dominant_answer: str | None = None
    levels: tuple[int, ...] | None = None
    dominant_level: int | None = None
    pattern: str | None = None
    bands: tuple[Band, ...] = ()
    median: float | None = None
    lower_quartile: float | None = None
    upper_quartile: float | None = None
    median_levels: tuple[int, int] | None = None
    kept: bool = False
    sealed: bool = False

    @property
    def prints_something(self) -> bool:
        """Whether anything about what people answered is printed."""
        return self.status != HIDDEN or self.rated is not None or self.dominant_answer is not None

    @property
    def exact(self) -> CellCounts | None:
        """The exact counts, where they are printed."""
        if self.levels is None:
            return None
        assert self.dont_know is not None
        assert self.not_concerned is not None
        return CellCounts(self.levels, self.dont_know, self.not_concerned)

    def as_dict(self) -> dict[str, Any]:
        """The cell as plain JSON values."""
        plain = asdict(self)
        for name in ("colleges", "respondents_range", "levels", "bands", "median_levels"):
            plain[name] = None if plain[name] is None else list(plain[name])
        return plain

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "PrintedCell":
        """The cell that `as_dict` wrote."""
        values = dict(plain)
        values["bands"] = tuple(Band(**band) for band in values["bands"])
        for name in ("colleges", "respondents_range", "levels", "median_levels"):
            values[name] = None if values[name] is None else tuple(values[name])
        return cls(**values)


def print_cell(colleges: tuple[str, ...], counts: CellCounts, threshold: int) -> PrintedCell:
    """Print one cell on its own, as its size and its answers allow."""
    respondents, exact_from = counts.respondents, 2 * threshold
    if respondents < threshold:
        return PrintedCell(
            colleges,
            len(counts.levels),
            HIDDEN,
            (0, 0) if respondents == 0 else (1, threshold - 1),
            reason=NOBODY if respondents == 0 else TOO_FEW_RESPONDENTS,
        )
    if respondents < exact_from:
        cell = PrintedCell(colleges, len(counts.levels), HIDDEN, (threshold, exact_from - 1))
        return _print_levels(cell, counts, threshold)
    cell = PrintedCell(
        colleges, len(counts.levels), HIDDEN, (respondents, respondents), respondents=respondents
    )
    for answer, count in ((DONT_KNOW, counts.dont_know), (NOT_CONCERNED, counts.not_concerned)):
        if respondents - count <= NEARLY_ALL_MARGIN:
            return replace(cell, dominant_answer=answer, reason=TOO_FEW_LEVELS)
    cell = replace(cell, rated=counts.rated, dont_know=counts.dont_know, not_concerned=counts.not_concerned)
    return _print_levels(cell, counts, threshold)


def _print_levels(cell: PrintedCell, counts: CellCounts, threshold: int) -> PrintedCell:
    if counts.rated < threshold:
        return replace(cell, reason=TOO_FEW_LEVELS)
    if counts.rated < 2 * threshold:
        return _print_bands(cell, counts.levels)
    most = max(counts.levels)
    if counts.rated - most <= NEARLY_ALL_MARGIN:
        level = counts.levels.index(most) + 1
        return replace(
            cell,
            status=NEARLY_ALL,
            dominant_level=level,
            median=float(level),
            median_levels=(level, level),
        )
    return replace(
        cell,
        status=SHOWN,
        levels=counts.levels,
        median=interpolated_median(counts.levels),
        lower_quartile=interpolated_quantile(counts.levels, 0.25),
        upper_quartile=interpolated_quantile(counts.levels, 0.75),
    )


def _print_bands(cell: PrintedCell, levels: tuple[int, ...]) -> PrintedCell:
    if not tells_little(len(levels), sum(levels)):
        return replace(cell, reason=TOO_FEW_LEVELS)
    pattern, bands = describe_bands(levels)
    place = locate_median(pattern, len(levels))
    return replace(
        cell,
        status=BANDED,
        pattern=pattern,
        bands=bands,
        median_levels=place,
        median=None if place is None else (place[0] + place[1]) / 2,
    )
