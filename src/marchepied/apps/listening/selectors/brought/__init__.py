"""What the table of a register would bring back into it, row by row. Nothing is written here."""

from marchepied.apps.listening.selectors.brought.complaints import plan_complaints
from marchepied.apps.listening.selectors.brought.ideas import plan_ideas
from marchepied.apps.listening.selectors.brought.planning import Planned, RegisterImport
from marchepied.apps.listening.selectors.brought.waiting import (
    TABLE_BYTES,
    find_register_table,
    read_register_table,
    read_waiting_table,
)

__all__ = [
    "TABLE_BYTES",
    "Planned",
    "RegisterImport",
    "find_register_table",
    "plan_complaints",
    "plan_ideas",
    "read_register_table",
    "read_waiting_table",
]
