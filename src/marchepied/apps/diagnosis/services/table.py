"""A meeting round one table, held on one telephone: who is there, what is settled, what is to be kept."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.models import Cycle, Position
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.diagnosis.services.workshop import meeting_of_workshop
from marchepied.apps.meetings.enums import MinuteKind
from marchepied.apps.meetings.services.meetings import AttendeeContent, hold_meeting, set_attendance
from marchepied.apps.meetings.services.minutes import write_minute

# More people than this are no longer round one table.
MOST_AROUND = 100


@transaction.atomic
def gather_round_table(
    *, cycle: Cycle, people: int, names: Sequence[str] = (), held_on: date | None = None, by: Any
) -> Any:
    """Say how many people are round the table, and the names of those who wish; the meeting is held.

    Said again, it replaces what was said before. Raises ValidationError for nobody, for more names than
    people, for a day to come.
    """
    written = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if not 1 <= people <= MOST_AROUND:
        raise ValidationError(_("Comptez les personnes autour de la table : entre 1 et 100."))
    if len(written) > people:
        raise ValidationError(_("Il y a plus de noms que de personnes : vérifiez le nombre."))
    meeting = meeting_of_workshop(cycle=cycle, by=by)
    rows = [AttendeeContent(name=name) for name in written]
    if unnamed := people - len(written):
        rows.append(AttendeeContent(standing=_("autour de la table"), count=unnamed))
    set_attendance(meeting=meeting, attendees=rows, by=by)
    return hold_meeting(meeting=meeting, held_on=held_on or meeting.held_on, by=by)


@transaction.atomic
def settle_question(
    *,
    cycle: Cycle,
    question_id: str,
    level: int | None,
    words: str,
    agreement: str,
    disagreement_note: str = "",
    disagreement_by: str = "",
    counts: dict[str, int] | None = None,
    by: Any,
) -> Position:
    """Write what the table says of a question, on the day of the meeting (today when nobody said).

    Raises ValidationError as `take_position` does.
    """
    meeting = meeting_of_workshop(cycle=cycle, by=by)
    if meeting.held_on is None:
        meeting = hold_meeting(meeting=meeting, by=by)
    return take_position(
        cycle=cycle,
        question_id=question_id,
        level=level,
        words=words,
        agreement=agreement,
        disagreement_note=disagreement_note,
        disagreement_by=disagreement_by,
        counts=counts,
        held_on=meeting.held_on,
        by=by,
    )


def note_at_table(*, cycle: Cycle, text: str, by: Any) -> Any:
    """Keep something for later, so that the talk can go on. Raises ValidationError when it is empty."""
    meeting = meeting_of_workshop(cycle=cycle, by=by)
    return write_minute(meeting=meeting, text=text, kind=MinuteKind.PARKING, by=by)
