"""Reads of a meeting: who was there, its minutes, its shows of hands, its decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from marchepied.apps.meetings.enums import MinuteKind, Presence, ShowState
from marchepied.apps.meetings.models import Attendee, Decision, Hand, Meeting, Minute, ShowOfHands

NONE = "none"  # the key of those who gave no opinion


@dataclass(frozen=True)
class Attendance:
    """Who came, as rows, and how many people that makes."""

    rows: tuple[Attendee, ...]

    @property
    def present(self) -> int:
        return sum(row.count for row in self.rows if row.presence == Presence.PRESENT)

    @property
    def represented(self) -> int:
        return sum(row.count for row in self.rows if row.presence == Presence.REPRESENTED)

    @property
    def excused(self) -> int:
        return sum(row.count for row in self.rows if row.presence == Presence.EXCUSED)


def find_meeting(organisation: Any, meeting_id: UUID) -> Meeting | None:
    """The meeting of this id in the organisation; None where there is none."""
    return Meeting.objects.filter(organisation=organisation, pk=meeting_id).first()


def meetings_between(organisation: Any, first: date, last: date) -> list[Meeting]:
    """The meetings held or, failing that, planned from `first` to `last` included, in order (one query)."""
    held = Q(held_on__gte=first, held_on__lte=last)
    planned = Q(held_on=None, planned_on__gte=first, planned_on__lte=last)
    rows = Meeting.objects.filter(held | planned, organisation=organisation)
    return sorted(rows, key=lambda row: (row.held_on or row.planned_on, row.created_at, row.pk))


def attendance_of(meeting: Meeting | None) -> Attendance:
    """Who came to the meeting; nobody without a meeting (one query)."""
    return Attendance(tuple(Attendee.objects.filter(meeting=meeting)) if meeting else ())


def minutes_of(meeting: Meeting | None, subject: str | None = None) -> list[Minute]:
    """The lines of the minutes in the order they were written; of one subject when it is given."""
    if meeting is None:
        return []
    rows = Minute.objects.filter(meeting=meeting)
    return list(rows if subject is None else rows.filter(subject=subject))


def open_objections(meeting: Meeting | None) -> list[Minute]:
    """The objections that nobody has lifted yet, the oldest first."""
    return [line for line in minutes_of(meeting) if line.kind == MinuteKind.OBJECTION and not line.settled]


def decisions_of(meeting: Meeting | None) -> list[Decision]:
    """What the meeting decided, in order."""
    return list(Decision.objects.filter(meeting=meeting)) if meeting else []


def shows_of(meeting: Meeting | None, subject: str | None = None) -> list[ShowOfHands]:
    """The shows of hands in the order they were opened; of one subject when it is given."""
    if meeting is None:
        return []
    rows = ShowOfHands.objects.filter(meeting=meeting)
    return list(rows if subject is None else rows.filter(subject=subject))


def find_show(meeting: Meeting, subject: str, turn: int) -> ShowOfHands | None:
    """The show of hands of a turn on a subject, open or counted; None where there is none."""
    return ShowOfHands.objects.filter(meeting=meeting, subject=subject, turn=turn).first()


def find_minute(meeting: Meeting | None, minute_id: UUID) -> Minute | None:
    """The line of this id in the minutes of the meeting; None where there is none."""
    return Minute.objects.filter(meeting=meeting, pk=minute_id).first() if meeting else None


def count_phones(show: ShowOfHands) -> int:
    """How many phones have voted so far, or had when the show was closed."""
    return show.raised if show.state == ShowState.CLOSED else Hand.objects.filter(show=show).count()


def find_hand(show: ShowOfHands, voter: str) -> Hand | None:
    """What this phone said while the show is open; None when it said nothing, or all is forgotten."""
    return Hand.objects.filter(show=show, voter=voter).first()


def running_show(meeting: Meeting | None) -> ShowOfHands | None:
    """The show of hands that phones may answer now; None when none is open."""
    if meeting is None:
        return None
    return ShowOfHands.objects.filter(meeting=meeting, state=ShowState.OPEN).order_by("-opened_at").first()


def count_hands(show: ShowOfHands) -> dict[str, int]:
    """The hands of a show as {level: number}, `none` for no opinion: kept counts, or phones as they vote."""
    if show.state == ShowState.CLOSED:
        return dict(show.counts)
    rows = Hand.objects.filter(show=show).values("level").annotate(n=Count("pk")).order_by("level")
    return {NONE if row["level"] is None else str(row["level"]): row["n"] for row in rows}


def total_hands(counts: Mapping[str, int]) -> int:
    """How many people raised a hand, those without opinion included."""
    return sum(counts.values())
