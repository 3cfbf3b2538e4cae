"""The minutes of the meeting as they are read: question by question, then what is left open."""

from dataclasses import dataclass
from typing import Any

from marchepied.apps.diagnosis.models import Cycle
from marchepied.apps.diagnosis.selectors.room import Hands, read_hands
from marchepied.apps.diagnosis.selectors.workshop import Agenda, RoomQuestion, read_agenda
from marchepied.apps.meetings.enums import MinuteKind
from marchepied.apps.meetings.selectors.meetings import (
    Attendance,
    attendance_of,
    decisions_of,
    minutes_of,
    shows_of,
)


@dataclass(frozen=True)
class QuestionMinutes:
    """What the meeting said of one question."""

    question: RoomQuestion
    hands: Hands
    lines: tuple[Any, ...]

    @property
    def spoken(self) -> bool:
        """Whether anything was said, counted or decided."""
        return bool(self.question.position or self.hands.first or self.lines)


@dataclass(frozen=True)
class Minutes:
    """The meeting as it is read: `questions` were talked about, `waiting` were on the agenda and were not."""

    meeting: Any
    agenda: Agenda
    questions: tuple[QuestionMinutes, ...]
    waiting: tuple[RoomQuestion, ...]
    general: tuple[Any, ...]
    decisions: tuple[Any, ...]
    attendance: Attendance

    @property
    def left_open(self) -> list[Any]:
        """Objections that nobody lifted, then what was parked and not taken up, as they were written."""
        lines = [*(line for one in self.questions for line in one.lines), *self.general]
        kinds = (MinuteKind.OBJECTION, MinuteKind.PARKING)
        return [line for kind in kinds for line in lines if line.kind == kind and not line.settled]

    @property
    def empty(self) -> bool:
        return not (self.questions or self.general or self.decisions or self.attendance.rows)


def read_minutes(cycle: Cycle) -> Minutes:
    """The minutes of a cycle's meeting; empty before anything was said. Ten queries whatever the size."""
    agenda = read_agenda(cycle)
    meeting = agenda.workshop.meeting if agenda.workshop else None
    lines = minutes_of(meeting)
    shows: dict[str, dict[int, Any]] = {}
    for show in shows_of(meeting):
        shows.setdefault(show.subject, {})[show.turn] = show
    known = {question.id for question in agenda.everything}
    every = [
        QuestionMinutes(
            question=question,
            hands=read_hands(shows.get(question.id, {}), len(question.worded.choices)),
            lines=tuple(line for line in lines if line.subject == question.id),
        )
        for question in agenda.everything
    ]
    spoken = tuple(one for one in every if one.spoken)
    said = {one.question.id for one in spoken}
    return Minutes(
        meeting=meeting,
        agenda=agenda,
        questions=spoken,
        waiting=tuple(question for question in agenda.questions if question.id not in said),
        general=tuple(line for line in lines if line.subject not in known),
        decisions=tuple(decisions_of(meeting)),
        attendance=attendance_of(meeting),
    )
