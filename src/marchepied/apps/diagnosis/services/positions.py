"""Writing what was agreed in the room."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.enums import Agreement
from marchepied.apps.diagnosis.models import Cycle, Position
from marchepied.apps.diagnosis.selectors.cycles import find_question
from marchepied.apps.diagnosis.services.workshop import tell_room
from marchepied.apps.organisations.selectors import Project
from marchepied.apps.organisations.services import set_served
from marchepied.core.audit import record

MOST_NAMED = 200  # letters of « who keeps the disagreement »


@transaction.atomic
def take_position(
    *,
    cycle: Cycle,
    question_id: str,
    level: int | None,
    words: str,
    agreement: str,
    disagreement_note: str = "",
    disagreement_by: str = "",
    counts: dict[str, int] | None = None,
    held_on: date | None = None,
    by: Any,
) -> Position:
    """Write, or write again, what the room agreed on a question of the cycle.

    `disagreement_by` says who keeps the disagreement, in words they accept to see written; it is kept, like
    the note, only where a disagreement remains. `counts` are the hands counted per level, when they were.
    Raises ValidationError, in words, for a question that the cycle does not ask, a level that it does
    not have, or nothing said at all.
    """
    question = find_question(cycle, question_id)
    if question is None:
        raise ValidationError(_("Cette question ne fait pas partie de la démarche."))
    _check_position(len(question.levels), level, words, agreement, counts or {})
    if len(disagreement_by.strip()) > MOST_NAMED:
        raise ValidationError(_("Dites en moins de 200 lettres qui n’est pas d’accord."))
    disagree = agreement == Agreement.DISAGREEMENT
    position, created = Position.objects.update_or_create(
        organisation=cycle.organisation,
        cycle=cycle,
        question_id=question_id,
        defaults={
            "level": level,
            "words": words.strip(),
            "agreement": agreement,
            "disagreement_note": disagreement_note.strip() if disagree else "",
            "disagreement_by": disagreement_by.strip() if disagree else "",
            "counts": counts or {},
            "held_on": held_on or timezone.localdate(),
            "by": by,
        },
    )
    tell_room(cycle=cycle)
    record("position.taken" if created else "position.changed", position, by=by, question=question_id)
    return position


def _check_position(
    levels: int, level: int | None, words: str, agreement: str, counts: Mapping[str, int]
) -> None:
    if level is not None and not 1 <= level <= levels:
        raise ValidationError(_("Choisissez un des niveaux proposés."))
    if level is None and not words.strip():
        raise ValidationError(_("Choisissez un niveau, ou écrivez ce que vous avez décidé."))
    if agreement not in Agreement.values:
        raise ValidationError(_("Dites si la salle est d’accord."))
    known = {str(number) for number in range(1, levels + 1)}
    if not set(counts) <= known or any(count < 0 for count in counts.values()):
        raise ValidationError(_("Comptez les mains levées pour les niveaux proposés, sans nombre négatif."))


@transaction.atomic
def point_to(*, position: Position, project: Project, by: Any) -> bool:
    """Say which purposes and activities what was agreed serves, and no others; whether that changed.

    Raises ValidationError for those of another organisation.
    """
    return set_served(row=position, project=project, verb="position.pointed", by=by)


@transaction.atomic
def withdraw_position(*, cycle: Cycle, question_id: str, by: Any) -> bool:
    """Forget what was agreed on a question (typed by mistake); whether there was something to forget."""
    position = Position.objects.filter(cycle=cycle, question_id=question_id).first()
    if position is None:
        return False
    record("position.withdrawn", position, by=by, question=question_id)
    position.delete()
    tell_room(cycle=cycle)
    return True
