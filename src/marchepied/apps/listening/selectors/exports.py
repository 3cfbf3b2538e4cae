"""The registers as tables: without who wrote, and harmless for spreadsheets."""

from collections.abc import Mapping
from typing import Any

from marchepied.apps.listening.models import Complaint, Register
from marchepied.apps.listening.selectors.columns import COMPLAINT_COLUMNS, IDEA_COLUMNS
from marchepied.apps.listening.selectors.ideas import rows_of
from marchepied.apps.listening.selectors.territories import say_territory
from marchepied.engines.tables import write_csv, write_xlsx

Grid = tuple[list[str], list[list[Any]]]
CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write_grid(grid: Grid, kind: str, *, sheet: str) -> bytes:
    """A table as a file, every text made harmless for spreadsheets."""
    headers, rows = grid
    if kind == XLSX:
        return write_xlsx(headers, rows, sheet=sheet)
    return write_csv(headers, rows, separator=";")


def complaint_grid(register: Register, themes: dict[str, str]) -> Grid:
    """Every complaint, a row each, the oldest first: never a name, a contact, nor a tracking code."""
    rows = Complaint.objects.filter(register=register).select_related("commune").order_by("number", "id")
    return _headers(COMPLAINT_COLUMNS), [_complaint_row(row, themes) for row in rows]


def _complaint_row(row: Complaint, themes: dict[str, str]) -> list[Any]:
    return [
        row.number,
        row.received_on,
        str(row.get_channel_display()),
        row.what,
        row.when_where,
        row.wanted,
        say_territory(row.commune, row.reach),
        _code_of(row),
        str(row.get_state_display()),
        str(row.get_seriousness_display() or ""),
        themes.get(row.theme_id, ""),
        str(row.get_cause_display() or ""),
        row.acknowledge_by,
        row.acknowledged_on,
        row.extended_from,
        row.answer_by,
        row.answered_on,
        row.closed_on,
        str(row.get_outcome_display() or ""),
        row.learned,
        row.changed,
    ]


def idea_grid(register: Register, themes: dict[str, str]) -> Grid:
    """Every idea, a row each, the oldest first: never a tracking code."""
    rows = rows_of(register).order_by("number", "id")
    return _headers(IDEA_COLUMNS), [_idea_row(row, themes) for row in rows]


def _idea_row(row: Any, themes: dict[str, str]) -> list[Any]:
    return [
        row.number,
        row.received_on,
        row.title,
        row.text,
        row.signed,
        row.group.name if row.group else "",
        say_territory(row.commune, row.reach),
        _code_of(row),
        themes.get(row.theme_id, ""),
        row.supports_count,
        str(row.get_visibility_display()),
        row.held_for,
        str(row.get_state_display()),
        row.answer_by,
        row.decided_on,
        row.reason,
        row.done_on,
        row.told,
        row.merged_into.number if row.merged_into else "",
    ]


def _headers(columns: Mapping[str, Any]) -> list[str]:
    return [str(label) for label in columns.values()]


def _code_of(row: Any) -> str:
    """The official code of the commune that a territory is around: its words alone may name two places."""
    return row.commune.code if row.commune is not None and row.reach else ""
