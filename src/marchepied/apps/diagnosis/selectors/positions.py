"""Reads of what was agreed in the room."""

from marchepied.apps.diagnosis.models import Cycle, Position


def positions_of(cycle: Cycle) -> dict[str, Position]:
    """What was agreed on each question, by question id (one query); empty before any meeting."""
    return {position.question_id: position for position in Position.objects.filter(cycle=cycle)}


def find_position(cycle: Cycle, question_id: str) -> Position | None:
    """What was agreed on one question; None while nothing was."""
    return Position.objects.filter(cycle=cycle, question_id=question_id).first()
