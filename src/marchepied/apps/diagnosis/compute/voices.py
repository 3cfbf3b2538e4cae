"""What people wrote, and what groups and organisations said in one voice."""

import random
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from marchepied.apps.diagnosis.compute.cells import THRESHOLD, name_cell
from marchepied.apps.participation.enums import AnswerKind, AnswerMode
from marchepied.engines.privacy import CellCounts, ProtectedQuestion, shuffle_comments


def print_comments(
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
        before = (earlier or {}).get("comments", {}).get(name_cell(cell))
        respondents = sum(individual[college].respondents for college in cell.colleges)
        lines = [line for college in cell.colleges for line in texts.get(college, [])]
        # The number of people of a small cell is secret; what was printed counts from its upper end.
        already = 0 if before is None else before["counted"]
        kept = shuffle_comments(lines, rng, respondents, THRESHOLD, already_printed=already)
        if kept:
            shown[name_cell(cell)] = {"texts": list(kept), "counted": cell.respondents_range[1]}
        elif before is not None:
            shown[name_cell(cell)] = dict(before)
    return shown


def collective_answers(
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


def signed_answers(answers: Sequence[Any]) -> dict[str, list[dict[str, Any]]]:
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
