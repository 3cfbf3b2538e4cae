"""Counts of answers, by item and college."""

from uuid import UUID

from django.db.models import Count

from marchepied.apps.participation.enums import AnswerKind
from marchepied.apps.participation.models import Answer, Round
from marchepied.engines.privacy import CellCounts


def counts_by_item(round_: Round) -> dict[str, dict[UUID, CellCounts]]:
    """{item id: {call id: counts}} for every cell that has an answer, in one query whatever the size.

    Exact and secret: only a stored release made by the engine `privacy` may be shown.
    """
    levels = {item["id"]: int(item["levels"]) for item in round_.form.get("items", [])}
    rows = (
        Answer.objects.filter(call__round=round_)
        .values("item_id", "call_id", "kind", "level")
        .annotate(people=Count("id"))
        .order_by("item_id", "call_id")
    )
    cells: dict[str, dict[UUID, list[int]]] = {}
    for row in rows:
        if row["item_id"] not in levels:
            continue
        size = levels[row["item_id"]]
        cell = cells.setdefault(row["item_id"], {}).setdefault(row["call_id"], [0] * (size + 2))
        cell[_place_of(row["kind"], row["level"], size)] += row["people"]
    return {
        item_id: {
            call_id: CellCounts(tuple(counts[:-2]), dont_know=counts[-2], not_concerned=counts[-1])
            for call_id, counts in calls.items()
        }
        for item_id, calls in cells.items()
    }


def counts_by_weight(round_: Round) -> dict[str, dict[UUID, dict[float, CellCounts]]]:
    """{item id: {call id: {weight: counts}}}: the cells of `counts_by_item` cut by people's weight.

    One query; empty for a round where no weight was declared. Exact and secret, more so than the cells:
    whoever knows who has which weight reads a smaller group in it.
    """
    if not round_.form.get("weighted"):
        return {}
    levels = {item["id"]: int(item["levels"]) for item in round_.form["items"]}
    rows = (
        Answer.objects.filter(call__round=round_, item_id__in=levels)
        .values("item_id", "call_id", "weight", "kind", "level")
        .annotate(people=Count("id"))
        .order_by("item_id", "call_id", "weight")
    )
    cells: dict[str, dict[UUID, dict[float, list[int]]]] = {}
    for row in rows:
        size = levels[row["item_id"]]
        parts = cells.setdefault(row["item_id"], {}).setdefault(row["call_id"], {})
        part = parts.setdefault(row["weight"], [0] * (size + 2))
        part[_place_of(row["kind"], row["level"], size)] += row["people"]
    return {
        item_id: {
            call_id: {
                weight: CellCounts(tuple(counts[:-2]), dont_know=counts[-2], not_concerned=counts[-1])
                for weight, counts in parts.items()
            }
            for call_id, parts in calls.items()
        }
        for item_id, calls in cells.items()
    }


def _place_of(kind: int, level: int | None, size: int) -> int:
    """Where a count goes among the levels, then « je ne sais pas », then « pas concerné »."""
    if kind == AnswerKind.DONT_KNOW:
        return size
    if kind == AnswerKind.NOT_CONCERNED:
        return size + 1
    return (level or 1) - 1
