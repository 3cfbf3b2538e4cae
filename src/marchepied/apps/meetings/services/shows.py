"""Shows of hands: opened, answered by phones or counted in the room, closed; phones are then forgotten."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.meetings.enums import ShowState, ShowWay
from marchepied.apps.meetings.models import Hand, Meeting, ShowOfHands
from marchepied.apps.meetings.selectors.meetings import NONE, count_hands
from marchepied.core.audit import record


@transaction.atomic
def open_show(*, meeting: Meeting, subject: str, turn: int, levels: int, by: Any) -> ShowOfHands:
    """Let phones vote on a subject; any other show of the meeting that is still open is closed first.

    Opening again a show that was counted starts it afresh. Raises ValidationError for a turn other than 1 or
    2, or for a second turn without a first.
    """
    _check_turn(meeting, subject, turn)
    for other in ShowOfHands.objects.filter(meeting=meeting, state=ShowState.OPEN):
        close_show(show=other, by=by)
    show, _created = ShowOfHands.objects.update_or_create(
        organisation_id=meeting.organisation_id,
        meeting=meeting,
        subject=subject,
        turn=turn,
        defaults={
            "way": ShowWay.PHONES,
            "levels": levels,
            "state": ShowState.OPEN,
            "counts": {},
            "opened_at": timezone.now(),
            "closed_at": None,
        },
    )
    Hand.objects.filter(show=show).delete()
    record("show.opened", show, by=by, subject=subject, turn=turn)
    return show


def raise_hand(*, show: ShowOfHands, voter: str, level: int | None, by: Any = None) -> Hand:
    """One phone says its level, or no opinion; said again, the last one counts.

    `voter` is a hash of a number that the phone keeps. Nothing is written in the audit log. Raises
    ValidationError once the show is closed, or for a level that it does not have.
    """
    if show.state != ShowState.OPEN:
        raise ValidationError(_("C’est fini pour cette question : les votes sont comptés."))
    if level is not None and not 1 <= level <= show.levels:
        raise ValidationError(_("Choisissez une des réponses proposées."))
    hand, _created = Hand.objects.update_or_create(
        organisation_id=show.organisation_id, show=show, voter=voter, defaults={"level": level}
    )
    return hand


@transaction.atomic
def close_show(*, show: ShowOfHands, by: Any) -> ShowOfHands:
    """Count the phones' hands, keep the numbers, and forget the phones."""
    show.counts = count_hands(show)
    show.state, show.closed_at = ShowState.CLOSED, timezone.now()
    show.save(update_fields=["counts", "state", "closed_at"])
    Hand.objects.filter(show=show).delete()
    record("show.closed", show, by=by, subject=show.subject, turn=show.turn)
    return show


@transaction.atomic
def type_hands(
    *, meeting: Meeting, subject: str, turn: int, levels: int, way: str, counts: Mapping[str, int], by: Any
) -> ShowOfHands:
    """Write hands counted in the room, by cards or raised; they replace what was counted before.

    `counts` is {"1": n, …, "none": n}; levels nobody chose may be left out. Raises ValidationError for a
    level that the subject does not have, a negative number, or nobody at all.
    """
    _check_turn(meeting, subject, turn)
    known = {str(level) for level in range(1, levels + 1)} | {NONE}
    if way not in ShowWay.values or not set(counts) <= known or any(n < 0 for n in counts.values()):
        raise ValidationError(_("Comptez les mains pour les réponses proposées, sans nombre négatif."))
    kept = {key: n for key, n in counts.items() if n}
    if not kept:
        raise ValidationError(_("Écrivez au moins un nombre de mains."))
    now = timezone.now()
    show, _created = ShowOfHands.objects.update_or_create(
        organisation_id=meeting.organisation_id,
        meeting=meeting,
        subject=subject,
        turn=turn,
        defaults={"way": way, "levels": levels, "state": ShowState.CLOSED, "counts": kept, "closed_at": now},
    )
    Hand.objects.filter(show=show).delete()
    record("show.typed", show, by=by, subject=subject, turn=turn)
    return show


def _check_turn(meeting: Meeting, subject: str, turn: int) -> None:
    if turn not in (1, 2):
        raise ValidationError(_("On se prononce une première fois, puis une seconde."))
    first = ShowOfHands.objects.filter(meeting=meeting, subject=subject, turn=1)
    if turn == 2 and not first.exists():
        raise ValidationError(_("Comptez d’abord le premier tour, avant d’en parler."))
