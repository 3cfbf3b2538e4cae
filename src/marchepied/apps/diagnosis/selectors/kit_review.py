"""What the notes of a kit would write, beside what was written online meanwhile."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.diagnosis.enums import Agreement
from marchepied.apps.diagnosis.models import Kit, Position
from marchepied.apps.diagnosis.selectors.kit import asked_in
from marchepied.apps.diagnosis.selectors.kit_notes import NO_OPINION, KitNotes, QuestionNotes, read_notes
from marchepied.apps.diagnosis.selectors.workshop import Agenda, RoomQuestion, read_agenda
from marchepied.apps.meetings.selectors.meetings import attendance_of, count_phones, shows_of

ONLINE, KIT = "online", "kit"
TURNS = (1, 2)


@dataclass(frozen=True)
class Side:
    """Something of the kit, in lines to read; `online` are the lines of what is there and says otherwise.

    `key` names it in a form. Nothing is asked where nothing was online, or where it says the same.
    """

    key: str
    lines: tuple[str, ...]
    online: tuple[str, ...] = ()
    same: bool = False

    @property
    def conflicts(self) -> bool:
        return bool(self.online) and not self.same


@dataclass(frozen=True)
class QuestionReview:
    """What the kit says of a question: hands by turn, minutes, and what was decided."""

    question: RoomQuestion
    notes: QuestionNotes
    hands: tuple[tuple[int, Side], ...]
    decision: Side | None

    @property
    def lacks_agreement(self) -> bool:
        """Something was decided, and nobody typed how far people agree."""
        return self.notes.decides and not self.notes.agreement

    @property
    def sides(self) -> tuple[Side, ...]:
        return tuple(side for _turn, side in self.hands) + ((self.decision,) if self.decision else ())


@dataclass(frozen=True)
class KitReview:
    """All that a kit brings back. `seen` changes with the notes and with what is online."""

    kit: Kit
    agenda: Agenda
    notes: KitNotes
    held_on: date
    attendance: Side | None
    questions: tuple[QuestionReview, ...]
    seen: str

    @property
    def conflicts(self) -> tuple[Side, ...]:
        """What has to be chosen: the kit's, or what is online."""
        sides: list[Side] = [self.attendance] if self.attendance else []
        for question in self.questions:
            sides += question.sides
        return tuple(side for side in sides if side.conflicts)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The questions of the agenda that will still be undecided, in order."""
        decided = {row.question.id for row in self.questions if row.notes.decides}
        return tuple(q.id for q in self.agenda.questions if q.position is None and q.id not in decided)


def read_review(kit: Kit) -> KitReview | None:
    """What the kit's notes would write; None when it brought nothing back.

    Nine queries at most, whatever the size, but for a show still open to phones.
    """
    cycle: Any = kit.workshop.cycle
    if not kit.notes:
        return None
    asked = asked_in(cycle)
    # A question taken out of the démarche since the notes came has nowhere to be written.
    kept = {key: row for key, row in kit.notes["questions"].items() if key in asked}
    try:
        notes = read_notes({**kit.notes, "questions": kept}, asked)
    except ValidationError:  # the question lost a level since
        return None
    agenda = read_agenda(cycle)
    meeting = agenda.workshop.meeting if agenda.workshop else None
    shows = {(show.subject, show.turn): show for show in shows_of(meeting)}
    present = [(row.name or row.standing, row.count) for row in attendance_of(meeting).rows]
    told = [question for question in agenda.everything if question.id in notes.questions]
    today = timezone.localdate()
    return KitReview(
        kit=kit,
        agenda=agenda,
        notes=notes,
        # A clock may be wrong: nothing was decided tomorrow.
        held_on=min(notes.held_on or today, today),
        attendance=_compare_attendance(notes.attendance, present),
        questions=tuple(_review_question(question, notes.questions[question.id], shows) for question in told),
        seen=_fingerprint(kit.notes, present, shows.values(), agenda),
    )


def say_hands(counts: Mapping[str, int], question: RoomQuestion) -> tuple[str, ...]:
    """One line an answer that received hands, from the lowest level, then those without opinion."""
    rows = [
        (choice.text.rstrip(" ."), counts.get(str(choice.level), 0)) for choice in question.worded.choices
    ]
    rows.append((_("Pas d’avis"), counts.get(NO_OPINION, 0)))
    return tuple(_("%(answer)s : %(n)s") % {"answer": text, "n": n} for text, n in rows if n)


def _compare_attendance(typed: Sequence[tuple[str, int]], present: Sequence[tuple[str, int]]) -> Side | None:
    if not typed:
        return None
    same = sorted(typed) == sorted(present)
    return Side("attendance", _say_people(typed), _say_people(present), same)


def _say_people(rows: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    return tuple(_("%(who)s : %(n)s") % {"who": who, "n": n} for who, n in rows)


def _review_question(
    question: RoomQuestion, notes: QuestionNotes, shows: Mapping[tuple[str, int], Any]
) -> QuestionReview:
    typed = {1: notes.first, 2: notes.second}
    hands = [
        (turn, _compare_hands(question, turn, typed[turn], shows.get((question.id, turn))))
        for turn in TURNS
        if typed[turn]
    ]
    decision = _compare_decision(question, notes) if notes.decides else None
    return QuestionReview(question, notes, tuple(hands), decision)


def _compare_hands(question: RoomQuestion, turn: int, counts: Mapping[str, int], show: Any) -> Side:
    lines, key = say_hands(counts, question), f"hands/{question.id}/{turn}"
    raised = count_phones(show) if show else 0
    if show is None or not raised:
        return Side(key, lines)
    # Too few phones, or phones still voting: only how many is told.
    online = say_hands(show.counts, question) or (
        ngettext("%(n)s vote par téléphone", "%(n)s votes par téléphone", raised) % {"n": raised},
    )
    return Side(key, lines, online, same=dict(show.counts) == dict(counts))


def _compare_decision(question: RoomQuestion, notes: QuestionNotes) -> Side:
    position = question.position
    lines = _say_decision(question, notes.chosen_level, notes)
    online = _say_decision(question, position.level, position) if position else ()
    return Side(f"position/{question.id}", lines, online, same=lines == online)


def _say_decision(
    question: RoomQuestion, level: int | None, told: QuestionNotes | Position
) -> tuple[str, ...]:
    agreement = dict(Agreement.choices).get(told.agreement, "")
    disagree = told.agreement == Agreement.DISAGREEMENT
    lines = [question.say_level(level) or _("Pas de réponse commune"), told.words, str(agreement)]
    if disagree and told.disagreement_note:
        lines.append(_("Le désaccord : %(words)s") % {"words": told.disagreement_note})
    if disagree and told.disagreement_by:
        lines.append(_("Il vient de : %(who)s") % {"who": told.disagreement_by})
    return tuple(line for line in lines if line)


def _fingerprint(notes: Any, present: Sequence[tuple[str, int]], shows: Iterable[Any], agenda: Agenda) -> str:
    """A short seal of all that the page compares: it changes when somebody writes meanwhile."""
    hands = sorted((show.subject, show.turn, show.state, sorted(show.counts.items())) for show in shows)
    taken = sorted(
        (q.id, p.level, p.words, p.agreement, p.disagreement_note, p.disagreement_by)
        for q in agenda.everything
        if (p := q.position) is not None
    )
    told = json.dumps([notes, sorted(present), hands, taken], sort_keys=True, ensure_ascii=False)
    return sha256(told.encode()).hexdigest()[:16]
