"""Planning a meeting, saying who came and that it was held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.meetings.enums import MeetingKind, Presence
from marchepied.apps.meetings.models import Attendee, Meeting
from marchepied.core.audit import record

MOST_PEOPLE = 32_000


@dataclass(frozen=True)
class MeetingContent:
    """What a person writes of a meeting."""

    title: str
    kind: str = MeetingKind.OTHER
    planned_on: date | None = None
    starts_at: time | None = None
    place: str = ""
    facilitator: str = ""
    secretary: str = ""
    next_on: date | None = None


@dataclass(frozen=True)
class AttendeeContent:
    """Somebody who came, or a number of people whose names are not kept."""

    name: str = ""
    standing: str = ""
    presence: str = Presence.PRESENT
    represented_by: str = ""
    count: int = 1


@transaction.atomic
def plan_meeting(*, organisation: Any, content: MeetingContent, by: Any) -> Meeting:
    """A meeting to come. Raises ValidationError without a title."""
    if not content.title.strip():
        raise ValidationError(_("Donnez un titre à la réunion."))
    meeting = Meeting.objects.create(organisation=organisation, **vars(content))
    record("meeting.planned", meeting, by=by, kind=content.kind)
    return meeting


@transaction.atomic
def update_meeting(*, meeting: Meeting, content: MeetingContent, by: Any) -> Meeting:
    """Write a meeting again. Raises ValidationError without a title."""
    if not content.title.strip():
        raise ValidationError(_("Donnez un titre à la réunion."))
    for field, value in vars(content).items():
        setattr(meeting, field, value)
    meeting.save()
    record("meeting.changed", meeting, by=by)
    return meeting


@transaction.atomic
def hold_meeting(*, meeting: Meeting, held_on: date | None = None, by: Any) -> Meeting:
    """Say that the meeting was held, today unless a day is given. ValidationError for a day to come."""
    day = held_on or timezone.localdate()
    if day > timezone.localdate():
        raise ValidationError(_("Une réunion tenue a eu lieu aujourd’hui ou avant."))
    meeting.held_on = day
    meeting.save(update_fields=["held_on"])
    record("meeting.held", meeting, by=by, on=str(day))
    return meeting


@transaction.atomic
def set_attendance(*, meeting: Meeting, attendees: Sequence[AttendeeContent], by: Any) -> list[Attendee]:
    """Write who came, in place of what was written before.

    A row has a name and stands for one person, or has no name and stands for `count` people. Raises
    ValidationError, with the row's number from 1, for a row that says nobody.
    """
    rows = []
    for number, content in enumerate(attendees, start=1):
        _check_attendee(number, content)
        rows.append(Attendee(organisation_id=meeting.organisation_id, meeting=meeting, **vars(content)))
    Attendee.objects.filter(meeting=meeting).delete()
    Attendee.objects.bulk_create(rows)
    record("meeting.attended", meeting, by=by, rows=len(rows))
    return rows


def _check_attendee(number: int, content: AttendeeContent) -> None:
    if content.presence not in Presence.values:
        raise ValidationError(_("Ligne %(row)s : dites présent, représenté ou excusé.") % {"row": number})
    if not content.name.strip() and not content.standing.strip():
        raise ValidationError(_("Ligne %(row)s : écrivez un nom, ou pour quel groupe.") % {"row": number})
    if not 1 <= content.count <= MOST_PEOPLE or (content.name.strip() and content.count != 1):
        raise ValidationError(_("Ligne %(row)s : vérifiez le nombre de personnes.") % {"row": number})
