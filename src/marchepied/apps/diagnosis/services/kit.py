"""Kits: taken away before a meeting without network, come back once, read again, then written for good."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from marchepied.apps.diagnosis.enums import Agreement, CycleState, Phase
from marchepied.apps.diagnosis.models import Cycle, Kit, Workshop
from marchepied.apps.diagnosis.selectors.kit_notes import KitNotes, ObjectionNotes
from marchepied.apps.diagnosis.selectors.kit_review import (
    KIT,
    ONLINE,
    KitReview,
    QuestionReview,
    Side,
    read_review,
)
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.diagnosis.services.room import end_room, move_room
from marchepied.apps.diagnosis.services.workshop import meeting_of_workshop, tell_room
from marchepied.apps.meetings.enums import MinuteKind
from marchepied.apps.meetings.selectors.meetings import minutes_of
from marchepied.apps.meetings.services.meetings import AttendeeContent, set_attendance
from marchepied.apps.meetings.services.minutes import (
    DecisionContent,
    answer_minute,
    write_decision,
    write_minute,
)
from marchepied.apps.meetings.services.shows import type_hands
from marchepied.apps.participation.validators import new_handle
from marchepied.core.audit import record
from marchepied.core.scope import scope, unscoped

# Notes that nobody confirmed name people: they are not kept longer than it takes to come back from leave.
KEPT_DAYS = 60
CHANGED = _lazy("Quelque chose a changé depuis que vous avez ouvert cette page : relisez-la.")


@transaction.atomic
def make_kit(*, cycle: Cycle, by: Any) -> Kit:
    """Prepare a kit to take away, with a code of its own. Raises ValidationError for a finished cycle."""
    _check_running(cycle)
    workshop, _created = Workshop.objects.get_or_create(organisation=cycle.organisation, cycle=cycle)
    kit = Kit.objects.create(
        organisation=cycle.organisation, workshop=workshop, handle=_find_free_handle(), by=by
    )
    record("kit.made", kit, by=by)
    return kit


@transaction.atomic
def receive_kit(*, kit: Kit, notes: KitNotes, by: Any = None) -> bool:
    """Keep what a kit brings back until somebody reads it again; sent again before that, it replaces.

    False, and nothing changes, once the kit was written. Raises ValidationError for a finished cycle, or
    when there is nothing in the notes.
    """
    _check_running(kit.workshop.cycle)
    if notes.is_empty:
        raise ValidationError(_("Ces notes sont vides : il n’y a rien à rapporter."))
    kept = Kit.objects.filter(pk=kit.pk, written_at=None).update(
        notes=notes.to_dict(), came_back_at=timezone.now()
    )
    if kept:
        record("kit.came_back", kit, by=by)
    return bool(kept)


@transaction.atomic
def write_kit(
    *, kit: Kit, keep: Mapping[str, str], agreements: Mapping[str, str], seen: str, by: Any
) -> KitReview:
    """Write what a kit brought back into its meeting and its cycle: all of it, once, or nothing.

    `keep` is {key of a conflict: « kit » or « online »}, `agreements` {question: how far people agree} for
    the decisions that do not say it, `seen` the seal of what was read (`KitReview.seen`). The notes are then
    forgotten. Raises ValidationError, in words, when the kit was written already, when anything changed since
    it was read, or when a choice is missing.
    """
    cycle = kit.workshop.cycle
    _check_running(cycle)
    review = read_review(kit)
    # Taking the kit first: of two people who confirm together, one is told that it is done; and notes that
    # came back since these were read are not lost.
    waiting = Kit.objects.filter(pk=kit.pk, written_at=None)
    if not waiting.filter(came_back_at=kit.came_back_at).update(notes={}, written_at=timezone.now()):
        raise ValidationError(CHANGED if waiting.exists() else _("Ce kit est déjà écrit dans la démarche."))
    if review is None:
        raise ValidationError(_("Ces notes ne se lisent plus : renvoyez-les depuis le kit."))
    if review.seen != seen:
        raise ValidationError(
            _("Quelque chose a changé depuis que vous avez ouvert cette page : relisez-la.")
        )
    if any(keep.get(side.key) not in {KIT, ONLINE} for side in review.conflicts):
        raise ValidationError(_("Choisissez ce qu’on garde partout où le kit et l’écran diffèrent."))
    meeting = meeting_of_workshop(cycle=cycle, by=by)
    _write_attendance(meeting, review, keep, by)
    _write_minutes(meeting, review, by)
    for question in review.questions:
        _write_hands(meeting, review, question, keep, by)
        _write_position(cycle, review, question, keep, agreements, by)
    _bring_room(cycle, meeting, review, by)
    record("kit.written", kit, by=by, questions=len(review.questions))
    return review


@transaction.atomic
def discard_kit(*, kit: Kit, by: Any) -> bool:
    """Forget what a kit brought back, unwritten; whether there was something. It may be sent again."""
    found = Kit.objects.filter(pk=kit.pk, written_at=None).exclude(came_back_at=None)
    forgotten = found.update(notes={}, came_back_at=None)
    if forgotten:
        record("kit.discarded", kit, by=by)
    return bool(forgotten)


def erase_unwritten_kits(*, by: Any = None) -> int:
    """Forget the notes that nobody confirmed within sixty days, on the whole instance; how many."""
    limit = timezone.now() - timedelta(days=KEPT_DAYS)
    with unscoped("the daily upkeep runs over every organisation"):
        old = list(Kit.objects.select_related("organisation").filter(written_at=None, came_back_at__lt=limit))
    for kit in old:
        with scope(kit.organisation):
            discard_kit(kit=kit, by=by)
    return len(old)


def _bring_room(cycle: Cycle, meeting: Any, review: KitReview, by: Any) -> None:
    """The room goes on at the first question left, unless it is on one already; with none left it is over."""
    tell_room(cycle=cycle)
    if review.waiting and Workshop.objects.get(cycle=cycle).current_id not in review.waiting:
        move_room(cycle=cycle, question_id=review.waiting[0], phase=Phase.READ, by=by)
    elif not review.waiting and meeting.held_on is None:
        end_room(cycle=cycle, held_on=review.held_on, by=by)


def _check_running(cycle: Cycle) -> None:
    if cycle.state != CycleState.RUNNING:
        raise ValidationError(_("Cette démarche est terminée : rien ne s’y écrit plus."))


def _writes(side: Side, keep: Mapping[str, str]) -> bool:
    """Whether the kit's side is written: nothing else is there, or the kit was chosen."""
    return not side.same and (not side.conflicts or keep[side.key] == KIT)


def _write_attendance(meeting: Any, review: KitReview, keep: Mapping[str, str], by: Any) -> None:
    if review.attendance is None or not _writes(review.attendance, keep):
        return
    rows = [AttendeeContent(standing=who, count=count) for who, count in review.notes.attendance]
    set_attendance(meeting=meeting, attendees=rows, by=by)


def _write_minutes(meeting: Any, review: KitReview, by: Any) -> None:
    """Add the kit's lines to the minutes, save those that are there word for word, then the actions."""
    there = {(line.kind, line.subject, line.text) for line in minutes_of(meeting)}
    for kind, subject, told in _lines_of(review):
        if not told.text or (kind, subject, told.text) in there:
            continue
        line = write_minute(
            meeting=meeting, text=told.text, kind=kind, subject=subject, said_by=told.said_by, by=by
        )
        if told.answer:
            answer_minute(minute=line, answer=told.answer, settled=told.settled, by=by)
    for text in review.notes.actions:
        write_decision(meeting=meeting, content=DecisionContent(text=text), by=by)


def _lines_of(review: KitReview) -> Iterator[tuple[MinuteKind, str, ObjectionNotes]]:
    """(kind, subject, what was said) of every line that a kit brings, in the order of the meeting."""
    for row in review.questions:
        subject = row.question.id
        for objection in row.notes.objections:
            yield MinuteKind.OBJECTION, subject, objection
        yield MinuteKind.NOTE, subject, ObjectionNotes(row.notes.note)
        if row.decision is None:
            # Nothing was decided: what was said of the disagreement is not lost for all that.
            yield MinuteKind.NOTE, subject, ObjectionNotes(*_disagreement_of(row))
        for text in row.notes.parking:
            yield MinuteKind.PARKING, subject, ObjectionNotes(text)
    for text in review.notes.parking:
        yield MinuteKind.PARKING, "", ObjectionNotes(text)
    yield MinuteKind.NOTE, "", ObjectionNotes(review.notes.note)


def _disagreement_of(row: QuestionReview) -> tuple[str, str]:
    if row.notes.agreement != Agreement.DISAGREEMENT:
        return "", ""
    return row.notes.disagreement_note, row.notes.disagreement_by


def _write_hands(
    meeting: Any, review: KitReview, row: QuestionReview, keep: Mapping[str, str], by: Any
) -> None:
    typed = {1: row.notes.first, 2: row.notes.second}
    for turn, side in row.hands:
        if _writes(side, keep):
            type_hands(
                meeting=meeting,
                subject=row.question.id,
                turn=turn,
                levels=len(row.question.worded.choices),
                way=review.notes.way,
                counts=typed[turn],
                by=by,
            )


def _write_position(
    cycle: Cycle,
    review: KitReview,
    row: QuestionReview,
    keep: Mapping[str, str],
    agreements: Mapping[str, str],
    by: Any,
) -> None:
    if row.decision is None or not _writes(row.decision, keep):
        return
    counts = row.notes.second or row.notes.first
    levels = [str(choice.level) for choice in row.question.worded.choices]
    take_position(
        cycle=cycle,
        question_id=row.question.id,
        level=row.notes.chosen_level,
        words=row.notes.words,
        agreement=row.notes.agreement or agreements.get(row.question.id, ""),
        disagreement_note=row.notes.disagreement_note,
        disagreement_by=row.notes.disagreement_by,
        counts={level: counts.get(level, 0) for level in levels} if counts else {},
        held_on=review.held_on,
        by=by,
    )


def _find_free_handle() -> str:
    while True:
        handle = new_handle()
        with unscoped("a handle is unique over the whole instance"):
            if not Kit.objects.filter(handle=handle).exists():
                return handle
