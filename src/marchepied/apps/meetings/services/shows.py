"""Shows of hands: opened, answered by phones or counted in the room, closed; phones are then forgotten."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.meetings.enums import ShowState, ShowWay
from marchepied.apps.meetings.models import Hand, Meeting, ShowOfHands
from marchepied.apps.meetings.selectors.meetings import NONE, count_hands, total_hands
from marchepied.core.audit import record
from marchepied.core.scope import unscoped

# Fewer phones than this say too much of each person.
FEWEST_PHONES = 5
# More than any room holds: whoever passes the address around must not fill the disk.
MOST_PHONES = 5_000
MOST_COUNTED = 100_000
FORGOTTEN_AFTER = timedelta(hours=12)


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
            "raised": 0,
            "opened_at": timezone.now(),
            "closed_at": None,
        },
    )
    Hand.objects.filter(show=show).delete()
    record("show.opened", show, by=by, subject=subject, turn=turn)
    return show


@transaction.atomic
def raise_hand(*, show: ShowOfHands, voter: str, level: int | None, by: Any = None) -> None:
    """One phone says its level, or no opinion; said again, the last one counts.

    `voter` is a hash of a number that the phone keeps. Nothing is written in the audit log. The show is read
    again under a lock: a hand never slips in while it is being counted. Raises ValidationError once the show
    is closed, for a level that it does not have, or when more phones than a room holds have voted.
    """
    current = ShowOfHands.objects.select_for_update().filter(pk=show.pk, state=ShowState.OPEN).first()
    if current is None:
        raise ValidationError(_("C’est fini pour cette question : les votes sont comptés."))
    if level is not None and not 1 <= level <= current.levels:
        raise ValidationError(_("Choisissez une des réponses proposées."))
    if Hand.objects.filter(show=current).exclude(voter=voter).count() >= MOST_PHONES:
        raise ValidationError(_("Trop de téléphones ont voté : la salle peut compter les mains."))
    Hand.objects.bulk_create(
        [Hand(organisation_id=current.organisation_id, show=current, voter=voter, level=level)],
        update_conflicts=True,
        unique_fields=["show", "voter"],
        update_fields=["level"],
    )


@transaction.atomic
def close_show(*, show: ShowOfHands, by: Any) -> ShowOfHands:
    """Count the phones' hands, keep the numbers, and forget the phones.

    Under FEWEST_PHONES only how many voted is kept: who said what would be too easy to guess. A show that is
    already counted is left as it is.
    """
    current = ShowOfHands.objects.select_for_update().get(pk=show.pk)
    if current.state == ShowState.CLOSED:
        return current
    counts = count_hands(current)
    current.raised = total_hands(counts)
    current.counts = counts if current.raised >= FEWEST_PHONES else {}
    current.state, current.closed_at = ShowState.CLOSED, timezone.now()
    current.save(update_fields=["counts", "raised", "state", "closed_at"])
    Hand.objects.filter(show=current).delete()
    record("show.closed", current, by=by, subject=current.subject, turn=current.turn)
    return current


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
    if (
        way not in {ShowWay.CARDS, ShowWay.HANDS}
        or not set(counts) <= known
        or any(not 0 <= n <= MOST_COUNTED for n in counts.values())
    ):
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
        defaults={
            "way": way,
            "levels": levels,
            "state": ShowState.CLOSED,
            "counts": kept,
            "raised": total_hands(kept),
            "closed_at": now,
        },
    )
    Hand.objects.filter(show=show).delete()
    record("show.typed", show, by=by, subject=subject, turn=turn)
    return show


@transaction.atomic
def forget_show(*, show: ShowOfHands, by: Any) -> None:
    """Take a turn out of the meeting, with its hands (counted by mistake); a first turn takes the second."""
    turns = ShowOfHands.objects.filter(meeting_id=show.meeting_id, subject=show.subject, turn__gte=show.turn)
    record("show.forgotten", show, by=by, subject=show.subject, turn=show.turn)
    turns.delete()


def close_forgotten_shows(*, by: Any = None) -> int:
    """Count the shows that nobody closed for FORGOTTEN_AFTER, so that no phone's row stays; how many."""
    with unscoped("what was promised to be forgotten is, in every organisation"):
        before = timezone.now() - FORGOTTEN_AFTER
        shows = list(ShowOfHands.objects.filter(state=ShowState.OPEN, opened_at__lt=before))
        for show in shows:
            close_show(show=show, by=by)
    return len(shows)


def _check_turn(meeting: Meeting, subject: str, turn: int) -> None:
    if turn not in (1, 2):
        raise ValidationError(_("On se prononce une première fois, puis une seconde."))
    first = ShowOfHands.objects.filter(meeting=meeting, subject=subject, turn=1)
    if turn == 2 and not first.exists():
        raise ValidationError(_("Comptez d’abord le premier tour, avant d’en parler."))
