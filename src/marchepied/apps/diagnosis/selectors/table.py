"""Reads of a meeting round a table: the questions in order, what was settled, and who was there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from marchepied.apps.diagnosis.models import Cycle, Position, Workshop
from marchepied.apps.diagnosis.selectors.cycles import questions_of
from marchepied.apps.diagnosis.selectors.positions import positions_of
from marchepied.apps.meetings.selectors.meetings import Attendance, attendance_of, minutes_of
from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.engines.referential import WordedQuestion, word_question


@dataclass(frozen=True)
class TableQuestion:
    """A question of the sheet: `number` is its place, from 1."""

    worded: WordedQuestion
    number: int
    position: Position | None

    @property
    def id(self) -> str:
        return self.worded.id

    @property
    def settled_words(self) -> str:
        """The description that was agreed; empty without a level."""
        level = self.position.level if self.position else None
        return next((choice.description for choice in self.worded.choices if choice.level == level), "")


@dataclass(frozen=True)
class Table:
    """The meeting as it stands: `held_on` is None until somebody said who was there."""

    questions: tuple[TableQuestion, ...]
    attendance: Attendance
    notes: tuple[Any, ...]
    held_on: date | None

    @property
    def settled(self) -> int:
        return sum(question.position is not None for question in self.questions)

    @property
    def next_question(self) -> TableQuestion | None:
        """The first question that nothing was said of; None once all are settled."""
        return next((question for question in self.questions if question.position is None), None)

    @property
    def weakest_first(self) -> Sequence[TableQuestion]:
        """The questions from the lowest level agreed; those without a common level come first."""
        settled = [question for question in self.questions if question.position]
        return sorted(settled, key=lambda question: (question.position and question.position.level) or 0)

    def find(self, question_id: str) -> TableQuestion | None:
        return next((question for question in self.questions if question.id == question_id), None)

    def after(self, question: TableQuestion) -> TableQuestion | None:
        """The question that follows, settled or not; None after the last."""
        return next((other for other in self.questions if other.number == question.number + 1), None)

    def before(self, question: TableQuestion) -> TableQuestion | None:
        return next((other for other in self.questions if other.number == question.number - 1), None)


def read_table(cycle: Cycle) -> Table:
    """The meeting of a cycle round a table (four queries whatever the size, two before it is held)."""
    workshop = Workshop.objects.select_related("meeting").filter(cycle=cycle).first()
    meeting = workshop.meeting if workshop else None
    positions = positions_of(cycle)
    language = get_language() or "fr"
    words = vocabulary_of(cycle.organisation, language)
    return Table(
        questions=tuple(
            TableQuestion(word_question(question, language, words), number, positions.get(question.id))
            for number, question in enumerate(questions_of(cycle), start=1)
        ),
        attendance=attendance_of(meeting),
        notes=tuple(minutes_of(meeting)),
        held_on=meeting.held_on if meeting else None,
    )
