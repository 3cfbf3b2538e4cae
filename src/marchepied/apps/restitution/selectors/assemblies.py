"""Reads of the assembly of a cycle: its meeting, who came, what was decided and said."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from marchepied.apps.meetings.selectors.meetings import (
    Attendance,
    attendance_of,
    decisions_of,
    minutes_of,
)
from marchepied.apps.restitution.models import Assembly


@dataclass(frozen=True)
class HeldAssembly:
    """The assembly as it was noted; without a meeting nothing was noted yet."""

    meeting: Any
    attendance: Attendance
    decisions: tuple[Any, ...]
    minutes: tuple[Any, ...]

    @property
    def held_on(self) -> date | None:
        return self.meeting.held_on if self.meeting is not None else None


def assembly_of(cycle: Any) -> HeldAssembly:
    """What was noted of the cycle's assembly (one query without one, four with)."""
    row = Assembly.objects.filter(cycle=cycle).select_related("meeting").first()
    if row is None:
        return HeldAssembly(None, Attendance(()), (), ())
    meeting = row.meeting
    return HeldAssembly(
        meeting, attendance_of(meeting), tuple(decisions_of(meeting)), tuple(minutes_of(meeting))
    )


def is_assembly_told(cycle: Any) -> bool:
    """Whether anything was noted of the cycle's assembly (one query)."""
    return Assembly.objects.filter(cycle=cycle).exists()
