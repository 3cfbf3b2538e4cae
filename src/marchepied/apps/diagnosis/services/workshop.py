"""Preparing the meeting, and letting the room follow it on its own devices."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.enums import Path
from marchepied.apps.diagnosis.models import Cycle, Workshop
from marchepied.apps.meetings.enums import MeetingKind
from marchepied.apps.meetings.services.meetings import MeetingContent, plan_meeting
from marchepied.apps.participation.validators import new_handle
from marchepied.core.audit import record
from marchepied.core.scope import unscoped

MOST_MINUTES = 60
VOICES_PER_QUESTION = 2
# The address of a meeting lives a week after it, for who was not there.
FOLLOWED_FOR = timedelta(days=7)


@transaction.atomic
def prepare_workshop(
    *,
    cycle: Cycle,
    question_ids: Sequence[str],
    voices: Mapping[str, Sequence[str]],
    minutes: int,
    held_on: date | None,
    by: Any,
) -> Workshop:
    """Choose the questions of the meeting, in order, and the words read out for each (two at most).

    Raises ValidationError, in words, for no question, one that the cycle does not ask, or an odd time.
    """
    asked = set(cycle.question_ids)
    kept = list(dict.fromkeys(question_ids))
    if not kept:
        raise ValidationError(_("Gardez au moins une question pour la réunion."))
    if not set(kept) <= asked:
        raise ValidationError(_("Une de ces questions ne fait pas partie de la démarche."))
    if not 1 <= minutes <= MOST_MINUTES:
        raise ValidationError(_("Comptez entre 1 et 60 minutes par question."))
    chosen = {key: list(texts) for key, texts in voices.items() if texts and key in asked}
    if any(len(texts) > VOICES_PER_QUESTION for texts in chosen.values()):
        raise ValidationError(_("Choisissez deux phrases au plus par question : la salle doit pouvoir lire."))
    values = {"question_ids": kept, "voices": chosen, "minutes": minutes, "held_on": held_on}
    workshop, _created = Workshop.objects.update_or_create(
        organisation=cycle.organisation, cycle=cycle, defaults=values
    )
    if workshop.meeting is not None and workshop.meeting.held_on is None:
        workshop.meeting.planned_on = held_on
        workshop.meeting.save(update_fields=["planned_on"])
    tell_room(cycle=cycle)
    record("workshop.prepared", workshop, by=by, questions=len(kept))
    return workshop


def tell_room(*, cycle: Cycle, by: Any = None) -> None:
    """Let the devices that follow know that what they show has changed; nothing where nobody follows."""
    Workshop.objects.filter(cycle=cycle).update(revision=F("revision") + 1)


@transaction.atomic
def open_following(*, cycle: Cycle, by: Any) -> Workshop:
    """Make the address by which the room follows; an earlier one stops working at once."""
    workshop, _created = Workshop.objects.get_or_create(organisation=cycle.organisation, cycle=cycle)
    today = timezone.localdate()
    workshop.handle = _find_free_handle()
    workshop.follow_until = max(workshop.held_on or today, today) + FOLLOWED_FOR
    workshop.save(update_fields=["handle", "follow_until"])
    record("workshop.followed", workshop, by=by)
    return workshop


@transaction.atomic
def close_following(*, cycle: Cycle, by: Any) -> bool:
    """Stop the address at once; whether there was one."""
    workshop = Workshop.objects.filter(cycle=cycle).exclude(handle=None).first()
    if workshop is None:
        return False
    workshop.handle, workshop.follow_until = None, None
    workshop.save(update_fields=["handle", "follow_until"])
    record("workshop.unfollowed", workshop, by=by)
    return True


@transaction.atomic
def meeting_of_workshop(*, cycle: Cycle, by: Any) -> Any:
    """The meeting where this cycle's questions are talked about; planned the first time it is asked for.

    Two people who ask at once get the same one. It carries the cycle's title and the day that was prepared.
    """
    workshop, _created = Workshop.objects.select_related("meeting").get_or_create(
        organisation=cycle.organisation, cycle=cycle
    )
    if workshop.meeting is not None:
        return workshop.meeting
    kind = MeetingKind.TABLE if cycle.path == Path.TABLE else MeetingKind.WORKSHOP
    content = MeetingContent(title=cycle.title, kind=kind, planned_on=workshop.held_on)
    workshop.meeting = plan_meeting(organisation=cycle.organisation, content=content, by=by)
    workshop.save(update_fields=["meeting"])
    return workshop.meeting


def _find_free_handle() -> str:
    while True:
        handle = new_handle()
        with unscoped("a handle is unique over the whole instance"):
            if not Workshop.objects.filter(handle=handle).exists():
                return handle
