"""Secret counts in, a release out: what may be shown of what people answered (docs/methods/regards.md).

The engine `privacy` decides what is printed; the indices of `agreement` are computed from what is printed
exactly, and from nothing else. A release is plain data: the same on screen, in the pack and in exports.
"""

import random
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from marchepied.apps.diagnosis.models import Cycle, Release
from marchepied.apps.diagnosis.selectors.verdicts import (
    DISCUSSED,
    GAP_SHARE,
    LOW_PLACE,
    UNKNOWN_SHARE,
    choose_discussed,
    judge,
    keep_placed,
)
from marchepied.apps.participation.enums import AnswerKind, AnswerMode
from marchepied.apps.participation.selectors import (
    calls_of,
    comments_of,
    counts_by_item,
    counts_by_weight,
    organisation_answers_of,
)
from marchepied.engines.agreement import (
    ENGINE_VERSION as AGREEMENT_VERSION,
)
from marchepied.engines.agreement import (
    Scale,
    compute_deviation,
    compute_eijk_agreement,
    compute_rwg,
    compute_rwg_j,
    compute_variance,
    find_median_level,
)
from marchepied.engines.privacy import (
    ENGINE_VERSION as PRIVACY_VERSION,
)
from marchepied.engines.privacy import (
    CellCounts,
    PrintedCell,
    ProtectedQuestion,
    add_counts,
    compare_printed,
    may_release_again,
    print_cell,
    protect_question,
    shuffle_comments,
)
from marchepied.engines.stats import jeffreys_interval, mean_level

THRESHOLD = 5
ENGINE_VERSION = f"privacy {PRIVACY_VERSION}, agreement {AGREEMENT_VERSION}"
INTERVAL_LEVEL = 0.95

PARAMETERS = {
    "threshold": THRESHOLD,
    "gap_share": GAP_SHARE,
    "unknown_share": UNKNOWN_SHARE,
    "low_place": LOW_PLACE,
    "discussed": DISCUSSED,
    "interval_level": INTERVAL_LEVEL,
}


def build_release(
    cycle: Cycle, previous: Release | None, *, closing: bool, rng: random.Random
) -> dict[str, Any]:
    """The content of a release of the cycle's round (four queries whatever its size).

    Keys: `colleges` (id, name, kind, mode, answered, expected), `questions` (in the form's order, each with
    its `printed` cells, `gap`, `verdict`, `indices`, `comments`, `collective`, `organisations`), `discuss`
    (ids of at most five questions, the most useful first), `groups` (rwg(j) and AD(j) of each college over
    the questions printed exactly), `weighted` (whether people had weights: then the indices of a cell have
    their own `weighted` ones, see `_measure_weighted`). `previous` is the last release of the same round, or
    None.
    """
    round_: Any = cycle.round
    calls = calls_of(round_)
    counts, comments = counts_by_item(round_), comments_of(round_)
    earlier = {} if previous is None else {row["id"]: row for row in previous.content["questions"]}
    signed = _signed_answers(organisation_answers_of(round_))
    weights = counts_by_weight(round_)
    questions = [
        _build_question(item, calls, counts, comments, earlier.get(item["id"]), signed, rng)
        for item in round_.form["items"]
    ]
    for row in questions if weights else ():
        _add_weighted(row, weights.get(row["id"], {}))
    return {
        "colleges": [_describe_call(call) for call in calls],
        "questions": questions,
        "discuss": choose_discussed(questions),
        "groups": _measure_groups(questions),
        "closing": closing,
        "weighted": bool(weights),
    }


def release_allowed(cycle: Cycle, previous: Release | None) -> bool:
    """Whether crossed views may be shown now: at closing, or when every shown cell gained five people."""
    round_: Any = cycle.round
    if round_.state == "closed":
        return previous is None or not previous.content["closing"]
    if previous is None:
        return False
    calls = [call for call in calls_of(round_) if call.mode == AnswerMode.INDIVIDUAL]
    counts = counts_by_item(round_)
    for row in previous.content["questions"]:
        item = {"id": row["id"], "levels": row["levels"]}
        printed = ProtectedQuestion.from_dict(row["printed"])
        decision = may_release_again(printed, _individual_counts(item, calls, counts), threshold=THRESHOLD)
        if not decision.allowed:
            return False
    return True


def _individual_counts(
    item: Mapping[str, Any], calls: Sequence[Any], counts: Mapping[str, Mapping[UUID, CellCounts]]
) -> dict[str, CellCounts]:
    """The counts of each college that was asked the item and whose people answer one by one."""
    nobody = CellCounts((0,) * item["levels"])
    given = counts.get(item["id"], {})
    return {
        str(call.pk): given.get(call.pk, nobody)
        for call in calls
        if call.mode == AnswerMode.INDIVIDUAL and item["id"] in call.item_ids
    }


def _build_question(
    item: Mapping[str, Any],
    calls: Sequence[Any],
    counts: Mapping[str, Mapping[UUID, CellCounts]],
    comments: Mapping[str, Mapping[UUID, list[str]]],
    earlier: Mapping[str, Any] | None,
    signed: Mapping[str, list[dict[str, Any]]],
    rng: random.Random,
) -> dict[str, Any]:
    before = None if earlier is None else ProtectedQuestion.from_dict(earlier["printed"])
    individual = _individual_counts(item, calls, counts)
    printed = protect_question(individual, THRESHOLD, previous=before)
    row: dict[str, Any] = {
        "id": item["id"],
        "levels": item["levels"],
        "printed": printed.as_dict(),
        "gap": compare_printed(keep_placed(printed)).as_dict(),
        "indices": {_name(cell): _measure_cell(cell) for cell in printed.cells if cell.levels is not None},
        "comments": _print_comments(item["id"], printed, comments, individual, earlier, rng),
        "collective": _collective_answers(item, calls, counts, comments),
        "organisations": signed.get(item["id"], []),
    }
    row["verdict"] = judge(row)
    return row


def _name(cell: PrintedCell) -> str:
    return "+".join(cell.colleges)


def _measure_cell(cell: PrintedCell) -> dict[str, Any]:
    """The indices of one cell printed exactly, from the counts it prints."""
    return _measure_levels(cell.levels or ())


def _measure_levels(levels: Sequence[float], *, squares: float | None = None) -> dict[str, Any]:
    """The indices of the (weighted) counts of each level; `squares` is the sum of the squared weights."""
    total = sum(levels)
    scale = Scale(1, len(levels))
    variance = compute_variance(levels, squares=squares)
    # The number of people that weighs as much: uneven weights widen the intervals.
    size = total if squares is None else total**2 / squares
    return {
        "n": total,
        "variance": variance,
        "rwg": compute_rwg(variance, scale),
        "ad_mean": compute_deviation(levels, mean_level(levels)),
        "ad_median": compute_deviation(levels, find_median_level(levels)),
        "a": compute_eijk_agreement(levels),
        "shares": [
            {"level": level, "count": count, "share": count / total, **_interval(count * size / total, size)}
            for level, count in enumerate(levels, start=1)
        ],
    }


def _interval(count: float, total: float) -> dict[str, float | None]:
    low, high = _limits(count, total)
    return {"low": low, "high": high}


@lru_cache(maxsize=8192)
def _limits(count: float, total: float) -> tuple[float | None, float | None]:
    """Remembered: fifty groups and hundreds of questions ask for the same few shares again and again."""
    interval = jeffreys_interval(count, total, level=INTERVAL_LEVEL)
    return interval.low, interval.high


def _add_weighted(row: dict[str, Any], weights: Mapping[UUID, Mapping[float, CellCounts]]) -> None:
    """Give each cell printed exactly its weighted indices, or None where weights would tell too much."""
    calls = {str(call_id): parts for call_id, parts in weights.items()}
    for cell in (PrintedCell.from_dict(plain) for plain in row["printed"]["cells"]):
        if cell.levels is not None:
            parts = [calls.get(college, {}) for college in cell.colleges]
            row["indices"][_name(cell)]["weighted"] = _measure_weighted(parts)


def _measure_weighted(colleges: Sequence[Mapping[float, CellCounts]]) -> dict[str, Any] | None:
    """The weighted indices of a cell whose people, put apart by weight, could all be printed exactly.

    Weights are another way to divide people: with the unweighted counts beside, whoever knows who weighs
    what could read what those of one weight said. So the cut by weight must be printable by itself, part by
    part; otherwise None. `n` is the total weight.
    """
    parts: dict[float, list[CellCounts]] = {}
    for college in colleges:
        for weight, counts in college.items():
            parts.setdefault(weight, []).append(counts)
    cells = {weight: add_counts(counts) for weight, counts in sorted(parts.items())}
    if any(print_cell((), counts, THRESHOLD).levels is None for counts in cells.values()):
        return None
    columns = zip(*(counts.levels for counts in cells.values()), strict=True)
    levels = [sum(w * n for w, n in zip(cells, column, strict=True)) for column in columns]
    if sum(levels) <= 0:
        return None
    squares = sum(weight**2 * counts.rated for weight, counts in cells.items())
    return _measure_levels(levels, squares=squares)


def _measure_groups(questions: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """rwg(j) and AD(j) of each cell, over the questions of one scale that print it exactly."""
    groups: dict[str, dict[int, list[Mapping[str, Any]]]] = {}
    for row in questions:
        for name, indices in row["indices"].items():
            groups.setdefault(name, {}).setdefault(row["levels"], []).append(indices)
    return {name: _measure_together(by_scale) for name, by_scale in groups.items()}


def _measure_together(by_scale: Mapping[int, list[Mapping[str, Any]]]) -> dict[str, Any]:
    """Over the scale that most questions use: items of different scales have no common variance."""
    levels, items = max(by_scale.items(), key=lambda pair: (len(pair[1]), pair[0]))
    together = _join_items(items, Scale(1, levels))
    if "weighted" in items[0]:
        weighted = [indices["weighted"] for indices in items if indices["weighted"] is not None]
        together["weighted"] = _join_items(weighted, Scale(1, levels)) if weighted else None
    return together


def _join_items(items: Sequence[Mapping[str, Any]], scale: Scale) -> dict[str, Any]:
    return {
        "levels": scale.size,
        "items": len(items),
        "rwg_j": compute_rwg_j([indices["variance"] for indices in items], scale),
        "ad_j_mean": sum(indices["ad_mean"] for indices in items) / len(items),
        "ad_j_median": sum(indices["ad_median"] for indices in items) / len(items),
    }


def _print_comments(
    item_id: str,
    printed: ProtectedQuestion,
    comments: Mapping[str, Mapping[UUID, list[str]]],
    individual: Mapping[str, CellCounts],
    earlier: Mapping[str, Any] | None,
    rng: random.Random,
) -> dict[str, dict[str, Any]]:
    """Comments by cell, shuffled; those of a cell that did not gain enough stay as they were."""
    texts = {str(call_id): lines for call_id, lines in comments.get(item_id, {}).items()}
    shown: dict[str, dict[str, Any]] = {}
    for cell in printed.cells:
        before = (earlier or {}).get("comments", {}).get(_name(cell))
        respondents = sum(individual[college].respondents for college in cell.colleges)
        lines = [line for college in cell.colleges for line in texts.get(college, [])]
        # The number of people of a small cell is secret; what was printed counts from its upper end.
        already = 0 if before is None else before["counted"]
        kept = shuffle_comments(lines, rng, respondents, THRESHOLD, already_printed=already)
        if kept:
            shown[_name(cell)] = {"texts": list(kept), "counted": cell.respondents_range[1]}
        elif before is not None:
            shown[_name(cell)] = dict(before)
    return shown


def _collective_answers(
    item: Mapping[str, Any],
    calls: Sequence[Any],
    counts: Mapping[str, Mapping[UUID, CellCounts]],
    comments: Mapping[str, Mapping[UUID, list[str]]],
) -> dict[str, dict[str, Any]]:
    """What colleges that chose to answer together said: one voice, known as such before they answered."""
    found = {}
    for call in calls:
        cell = counts.get(item["id"], {}).get(call.pk)
        if call.mode != AnswerMode.COLLECTIVE or cell is None or cell.respondents == 0:
            continue
        place = next(rank for rank, count in enumerate(cell.everything) if count)
        level = place + 1 if place < item["levels"] else None
        kind = "level" if level else ("dont_know" if place == item["levels"] else "not_concerned")
        said = comments.get(item["id"], {}).get(call.pk, [])
        found[str(call.pk)] = {"kind": kind, "level": level, "comment": " ".join(said)}
    return found


def _signed_answers(answers: Sequence[Any]) -> dict[str, list[dict[str, Any]]]:
    """Answers that organisations gave in their own name, by item."""
    kinds = {AnswerKind.LEVEL: "level", AnswerKind.DONT_KNOW: "dont_know"}
    by_item: dict[str, list[dict[str, Any]]] = {}
    for answer in answers:
        for item_id, said in answer.content.items():
            by_item.setdefault(item_id, []).append(
                {
                    "name": answer.name,
                    "college": str(answer.call_id),
                    "kind": kinds.get(said.get("kind"), "not_concerned"),
                    "level": said.get("level"),
                    "comment": said.get("comment", ""),
                }
            )
    return by_item


def _describe_call(call: Any) -> dict[str, Any]:
    return {
        "id": str(call.pk),
        "college": str(call.college_id),
        "name": call.college.name,
        "kind": call.college.kind,
        "mode": call.mode,
        "answered": call.answered_count,
        "expected": call.expected_count,
    }
