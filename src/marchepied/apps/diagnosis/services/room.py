"""Leading the room: which question, which phase, hands, timer, minutes, and the end of the meeting.

Every gesture that the room may see ends by telling the devices that follow (`tell_room`).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.enums import Phase
from marchepied.apps.diagnosis.models import Cycle, Workshop
from marchepied.apps.diagnosis.selectors.cycles import find_question
from marchepied.apps.diagnosis.selectors.workshop import is_followed
from marchepied.apps.diagnosis.services.workshop import (
    MOST_MINUTES,
    meeting_of_workshop,
    open_following,
    tell_room,
)
from marchepied.apps.meetings.selectors.meetings import find_show, running_show
from marchepied.apps.meetings.services.meetings import (
    MeetingContent,
    hold_meeting,
    set_attendance,
    update_meeting,
)
from marchepied.apps.meetings.services.minutes import (
    answer_minute,
    change_minute,
    remove_minute,
    write_minute,
)
from marchepied.apps.meetings.services.shows import close_show, forget_show, open_show, type_hands
from marchepied.core.audit import record

if TYPE_CHECKING:
    from marchepied.apps.meetings.services.meetings import AttendeeContent

TURNS = {Phase.FIRST: 1, Phase.SECOND: 2}


@transaction.atomic
def move_room(*, cycle: Cycle, question_id: str, phase: str, by: Any) -> Workshop:
    """Bring the room to a phase of a question; a show of hands left open elsewhere is counted.

    Where the room follows on its devices, entering a turn opens it to them, unless it was counted already.
    Any timer stops. Raises ValidationError for a question that the cycle does not ask, an unknown phase, or
    a second turn without a first.
    """
    levels = _levels_of(cycle, question_id)
    if phase not in Phase.values:
        raise ValidationError(_("Choisissez une des étapes de la question."))
    meeting = meeting_of_workshop(cycle=cycle, by=by)
    workshop = Workshop.objects.get(cycle=cycle)
    turn = TURNS.get(Phase(phase))
    _close_other_shows(meeting, question_id, turn, by)
    if turn == 2 and find_show(meeting, question_id, 1) is None:
        raise ValidationError(_("Comptez d’abord le premier tour, avant d’en parler."))
    if turn and is_followed(workshop) and find_show(meeting, question_id, turn) is None:
        open_show(meeting=meeting, subject=question_id, turn=turn, levels=levels, by=by)
    _place_room(workshop, question_id, phase)
    tell_room(cycle=cycle)
    record("room.moved", workshop, by=by, question=question_id, phase=str(phase))
    return workshop


@transaction.atomic
def open_turn(*, cycle: Cycle, question_id: str, turn: int, by: Any) -> Any:
    """Let phones vote, or vote afresh; the address to follow is opened when there is none.

    Raises ValidationError for a question that the cycle does not ask, or a second turn without a first.
    """
    levels = _levels_of(cycle, question_id)
    meeting = meeting_of_workshop(cycle=cycle, by=by)
    workshop = Workshop.objects.get(cycle=cycle)
    if not is_followed(workshop):
        workshop = open_following(cycle=cycle, by=by)
    show = open_show(meeting=meeting, subject=question_id, turn=turn, levels=levels, by=by)
    _place_room(workshop, question_id, _phase_of(turn))
    tell_room(cycle=cycle)
    return show


@transaction.atomic
def close_turn(*, cycle: Cycle, question_id: str, turn: int, by: Any) -> Any:
    """Count the phones of a turn; None where it was never opened."""
    show = find_show(meeting_of_workshop(cycle=cycle, by=by), question_id, turn)
    if show is None:
        return None
    show = close_show(show=show, by=by)
    tell_room(cycle=cycle)
    return show


@transaction.atomic
def type_turn(
    *, cycle: Cycle, question_id: str, turn: int, way: str, counts: Mapping[str, int], by: Any
) -> Any:
    """Write the hands counted in the room for a turn, in place of what was there.

    Raises ValidationError as `type_hands` does, or for a question that the cycle does not ask.
    """
    levels = _levels_of(cycle, question_id)
    meeting = meeting_of_workshop(cycle=cycle, by=by)
    show = type_hands(
        meeting=meeting, subject=question_id, turn=turn, levels=levels, way=way, counts=counts, by=by
    )
    _place_room(Workshop.objects.get(cycle=cycle), question_id, _phase_of(turn))
    tell_room(cycle=cycle)
    return show


@transaction.atomic
def forget_turn(*, cycle: Cycle, question_id: str, turn: int, by: Any) -> bool:
    """Take a turn out, counted by mistake; whether there was one. A first turn takes the second with it."""
    show = find_show(meeting_of_workshop(cycle=cycle, by=by), question_id, turn)
    if show is None:
        return False
    forget_show(show=show, by=by)
    tell_room(cycle=cycle)
    return True


@transaction.atomic
def set_timer(*, cycle: Cycle, minutes: int, by: Any) -> Workshop:
    """Ring in so many minutes, or so many later when the timer already runs; 0 stops it.

    Raises ValidationError for a time that makes no sense.
    """
    if not 0 <= minutes <= MOST_MINUTES:
        raise ValidationError(_("Comptez entre 1 et 60 minutes par question."))
    workshop, _created = Workshop.objects.get_or_create(organisation=cycle.organisation, cycle=cycle)
    now = timezone.now()
    running = workshop.rings_at if workshop.rings_at and workshop.rings_at > now else now
    workshop.rings_at = running + timedelta(minutes=minutes) if minutes else None
    workshop.save(update_fields=["rings_at"])
    tell_room(cycle=cycle)
    record("room.timed", workshop, by=by, minutes=minutes)
    return workshop


@transaction.atomic
def note_in_room(*, cycle: Cycle, question_id: str, kind: str, text: str, said_by: str = "", by: Any) -> Any:
    """Write a line of the minutes on a question (empty: on the meeting as a whole).

    Raises ValidationError when it is empty or of no known kind.
    """
    if question_id:
        _levels_of(cycle, question_id)
    meeting = meeting_of_workshop(cycle=cycle, by=by)
    line = write_minute(meeting=meeting, text=text, kind=kind, subject=question_id, said_by=said_by, by=by)
    tell_room(cycle=cycle)
    return line


@transaction.atomic
def correct_line(
    *, cycle: Cycle, minute: Any, text: str, said_by: str, answer: str, settled: bool, by: Any
) -> Any:
    """Write a line again with its answer. Raises ValidationError as the minutes do."""
    change_minute(minute=minute, text=text, said_by=said_by, by=by)
    answer_minute(minute=minute, answer=answer, settled=settled, by=by)
    tell_room(cycle=cycle)
    return minute


@transaction.atomic
def remove_line(*, cycle: Cycle, minute: Any, by: Any) -> None:
    """Take a line out of the minutes."""
    remove_minute(minute=minute, by=by)
    tell_room(cycle=cycle)


@transaction.atomic
def end_room(*, cycle: Cycle, held_on: date | None = None, by: Any) -> Any:
    """The meeting is over: hands still raised are counted and phones forgotten, devices show its end.

    Raises ValidationError for a day to come.
    """
    meeting = meeting_of_workshop(cycle=cycle, by=by)
    _close_other_shows(meeting, "", None, by)
    hold_meeting(meeting=meeting, held_on=held_on, by=by)
    workshop = Workshop.objects.get(cycle=cycle)
    workshop.held_on = meeting.held_on
    workshop.save(update_fields=["held_on"])
    _place_room(workshop, "", Phase.READ)
    tell_room(cycle=cycle)
    return meeting


@transaction.atomic
def record_meeting(
    *,
    cycle: Cycle,
    held_on: date | None,
    facilitator: str,
    secretary: str,
    next_on: date | None,
    attendees: "Sequence[AttendeeContent]",
    by: Any,
) -> Any:
    """Write who led the meeting, who came and when what is left open is taken up; a day says it was held.

    Raises ValidationError for a day to come, or a row of attendance that says nobody.
    """
    meeting = meeting_of_workshop(cycle=cycle, by=by)
    content = MeetingContent(
        title=meeting.title,
        kind=meeting.kind,
        planned_on=meeting.planned_on,
        starts_at=meeting.starts_at,
        place=meeting.place,
        facilitator=facilitator.strip(),
        secretary=secretary.strip(),
        next_on=next_on,
    )
    meeting = update_meeting(meeting=meeting, content=content, by=by)
    set_attendance(meeting=meeting, attendees=attendees, by=by)
    return end_room(cycle=cycle, held_on=held_on, by=by) if held_on else meeting


def _levels_of(cycle: Cycle, question_id: str) -> int:
    question = find_question(cycle, question_id)
    if question is None:
        raise ValidationError(_("Cette question ne fait pas partie de la démarche."))
    return len(question.levels)


def _phase_of(turn: int) -> Phase:
    return Phase.SECOND if turn == 2 else Phase.FIRST


def _close_other_shows(meeting: Any, question_id: str, turn: int | None, by: Any) -> None:
    running = running_show(meeting)
    if running is not None and (running.subject, running.turn) != (question_id, turn):
        close_show(show=running, by=by)


def _place_room(workshop: Workshop, question_id: str, phase: str) -> None:
    """Where the room is now. A timer belongs to the phase it was started in."""
    if (workshop.current_id, workshop.phase) != (question_id, phase):
        workshop.rings_at = None
    workshop.current_id, workshop.phase = question_id, phase
    workshop.save(update_fields=["current_id", "phase", "rings_at"])
