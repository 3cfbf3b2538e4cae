"""What may be shown of the answers to a survey: shares with intervals, nothing that tells who said what."""

from collections.abc import Mapping, Sequence
from statistics import quantiles
from typing import Any

from marchepied.engines.privacy import CellCounts, PrintedCell, ProtectedQuestion, protect_question
from marchepied.engines.stats import effective_size, jeffreys_interval, mean_level

from ._questions import DATE, NUMBER, SCALE, TEXT, Question

ENGINE_VERSION = "1.0"
THRESHOLD = 5
LEVEL = 0.95
# Figures of numbers and days: from so many, since a quartile of fewer is nearly somebody's own number.
FEWEST_NUMBERS = 2 * THRESHOLD

type Counts = Mapping[str, Mapping[str, CellCounts]]


def sum_up(
    questions: Sequence[Question],
    counts: Counts,
    words: Mapping[str, Sequence[str]],
    *,
    populations: Mapping[str, int | None],
    previous: Sequence[Mapping[str, Any]] | None = None,
    closing: bool = True,
    threshold: int = THRESHOLD,
) -> list[dict[str, Any]]:
    """One entry a question, as plain JSON values.

    `counts` is {item id: {group: counts}} and `words` {question id: what people wrote}, both secret;
    `populations` the number of people of each group, None where it is not known. An entry holds the
    question's `id` and `kind`, then `lines` (one an item: `part`, `printed`, `shares`, `mean`), or `figures`
    of numbers and days, or `texts`. `previous` are the entries of the last release, None the first time;
    before the `closing`, what was written is not shown.
    """
    before = {entry["id"]: entry for entry in previous or ()}
    entries = []
    for question in questions:
        entry: dict[str, Any] = {"id": question.id, "kind": question.kind}
        if question.kind in {NUMBER, DATE, TEXT}:
            entry |= _tell_words(question, list(words.get(question.id, ())), closing, threshold)
        else:
            lines = {line["item"]: line for line in before.get(question.id, {}).get("lines", ())}
            entry["lines"] = [
                _tell_item(
                    item, question, counts.get(item.id, {}), populations, lines.get(item.id), threshold
                )
                for item in question.items
            ]
        entries.append(entry)
    return entries


def _tell_item(
    item: Any,
    question: Question,
    counts: Mapping[str, CellCounts],
    populations: Mapping[str, int | None],
    previous: Mapping[str, Any] | None,
    threshold: int,
) -> dict[str, Any]:
    empty = CellCounts((0,) * item.levels)
    earlier = None if previous is None else ProtectedQuestion.from_dict(previous["printed"])
    cells = {group: counts.get(group, empty) for group in populations}
    printed = protect_question(cells, threshold, previous=earlier)
    told = [_tell_cell(cell, question, populations) for cell in printed.cells]
    whole = _whole_of(printed)
    return {
        "item": item.id,
        "part": item.part,
        "printed": printed.as_dict(),
        "groups": told,
        "whole": None if whole is None else _tell_cell(whole, question, populations),
    }


def _whole_of(printed: ProtectedQuestion) -> PrintedCell | None:
    """Everybody together: the only cell, or the sum of those printed exactly."""
    if len(printed.cells) == 1:
        return printed.cells[0]
    total = printed.total
    if total.levels is None or total.respondents is None:
        return None
    rated = sum(total.levels)
    return PrintedCell(
        colleges=total.includes,
        scale_levels=len(total.levels),
        status="shown",
        respondents_range=(total.respondents, total.respondents),
        respondents=total.respondents,
        rated=rated,
        dont_know=total.dont_know,
        not_concerned=total.not_concerned,
        levels=total.levels,
    )


def _tell_cell(
    cell: PrintedCell, question: Question, populations: Mapping[str, int | None]
) -> dict[str, Any]:
    """A printed cell with the share of each level, its interval, and the mean of a scale."""
    plain: dict[str, Any] = {
        "groups": list(cell.colleges),
        "status": cell.status,
        "reason": cell.reason,
        "people": cell.respondents,
        "rated": cell.rated,
        "unsure": cell.dont_know,
        "dominant": cell.dominant_level,
        "dominant_answer": cell.dominant_answer,
        "pattern": cell.pattern,
        "median_levels": None if cell.median_levels is None else list(cell.median_levels),
        "levels": None,
        "mean": None,
    }
    if cell.levels is not None and cell.rated:
        population = _population_of(cell, populations)
        plain["levels"] = [_share(count, cell.rated, population) for count in cell.levels]
        plain["population"] = population
        if question.kind == SCALE or question.kind == "matrix":
            plain["mean"] = mean_level(cell.levels)
    return plain


def _population_of(cell: PrintedCell, populations: Mapping[str, int | None]) -> int | None:
    """Those of whom the rated answers speak: everybody concerned, in the proportion that gave a level."""
    sizes = [populations.get(group) for group in cell.colleges]
    if not sizes or cell.respondents is None or not cell.rated:
        return None
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes) or sum(known) < cell.respondents:
        return None
    return max(cell.rated, round(sum(known) * cell.rated / cell.respondents))


def _share(count: int, size: int, population: int | None) -> dict[str, Any]:
    interval = jeffreys_interval(count, size, level=LEVEL, population=population)
    return {"count": count, "share": interval.share, "low": interval.low, "high": interval.high}


def _tell_words(question: Question, given: list[str], closing: bool, threshold: int) -> dict[str, Any]:
    """How many wrote something; the quartiles of numbers and days; texts, in an order that tells nothing."""
    if len(given) < threshold or not closing:
        return {"count": None, "texts": [], "figures": None}
    if question.kind == TEXT:
        return {"count": len(given), "texts": sorted(given), "figures": None}
    if len(given) < FEWEST_NUMBERS:
        return {"count": None, "texts": [], "figures": None}
    if question.kind == DATE:
        days = sorted(given)
        places = [days[round(share * (len(days) - 1))] for share in (0.25, 0.5, 0.75)]
        figures: dict[str, Any] = dict(zip(("lower", "median", "upper"), places, strict=True))
    else:
        lower, middle, upper = quantiles((float(text) for text in given), n=4, method="inclusive")
        figures = {"lower": lower, "median": middle, "upper": upper}
    return {"count": len(given), "texts": [], "figures": figures}


def weigh_levels(levels: Sequence[int | None], weights: Sequence[float], size: int) -> dict[str, Any]:
    """Weighted shares of the levels 1 to `size`, answers missing (None) left out, their intervals included.

    The interval is Jeffreys's on Kish's effective number of answers. `people` counts those who answered,
    `missing` the others, `effective` is that number. Nobody: shares of None.
    """
    kept = [(level, weight) for level, weight in zip(levels, weights, strict=True) if level is not None]
    total = sum(weight for _level, weight in kept)
    effective = effective_size([weight for _level, weight in kept])
    shares = []
    for rank in range(1, size + 1):
        share = sum(weight for level, weight in kept if level == rank) / total if total else 0.0
        told = jeffreys_interval(min(share, 1.0) * effective, effective, level=LEVEL)
        shares.append({"share": share if total else None, "low": told.low, "high": told.high})
    return {
        "people": len(kept),
        "missing": len(levels) - len(kept),
        "effective": effective,
        "levels": shares,
    }
