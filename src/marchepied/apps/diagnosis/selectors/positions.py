"""Reads of what was agreed in the room."""

from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from marchepied.apps.diagnosis.models import ASIDE, Cycle, Position


def positions_of(cycle: Cycle) -> dict[str, Position]:
    """What was agreed on each question, by question id (one query); empty before any meeting.

    Without what a change of version set aside.
    """
    rows = Position.objects.filter(cycle=cycle).exclude(question_id__contains=ASIDE)
    return {position.question_id: position for position in rows}


def add_served(positions: Sequence[Position]) -> None:
    """Read at once the purposes and activities that these serve (two queries), onto the records."""
    prefetch_related_objects(positions, "purposes", "activities")


def find_position(cycle: Cycle, question_id: str) -> Position | None:
    """What was agreed on one question; None while nothing was."""
    return Position.objects.filter(cycle=cycle, question_id=question_id).first()
