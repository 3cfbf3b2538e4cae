"""Dates that come back, and calendars that other programs read (iCalendar, RFC 5545)."""

from ._feed import Entry, write_calendar
from ._recurrence import Recurrence, Rhythm, find_last, find_next, find_occurrences, is_occurrence, write_rule

ENGINE_VERSION = "1.0"

__all__ = [
    "ENGINE_VERSION",
    "Entry",
    "Recurrence",
    "Rhythm",
    "find_last",
    "find_next",
    "find_occurrences",
    "is_occurrence",
    "write_calendar",
    "write_rule",
]
