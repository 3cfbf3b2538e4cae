"""Erasing who wrote, and what was no complaint, once the time that was announced is past."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from marchepied.apps.listening.enums import ComplaintState, Outcome
from marchepied.apps.listening.models import Complaint, ComplaintMessage, ComplaintPerson, Register
from marchepied.core.audit import record
from marchepied.core.scope import unscoped

DAYS_A_MONTH = 30.44


@transaction.atomic
def erase_person(*, complaint: Any, by: Any) -> bool:
    """Delete the name and contact of one complaint, when its author asks; False when none is kept."""
    erased = ComplaintPerson.objects.filter(complaint=complaint).delete()[0]
    if erased:
        record("complaint.person_erased", complaint, by=by)
    return bool(erased)


@transaction.atomic
def erase_people(*, today: date | None = None, by: Any = None) -> int:
    """Delete the names and contacts of complaints closed for as many months as their register says; how many.

    What was written stays: it says nothing of who wrote unless they said it there. The words of what was
    set aside as no complaint go too.
    """
    day = today or timezone.localdate()
    erased = 0
    with unscoped("the same delay runs for every organisation"):
        for register in Register.objects.filter(kind="complaints"):
            limit = day - timedelta(days=round(register.erase_months * DAYS_A_MONTH))
            rows = ComplaintPerson.objects.filter(
                complaint__register=register,
                complaint__state=ComplaintState.CLOSED,
                complaint__closed_on__lte=limit,
            )
            erased += rows.delete()[0]
            _erase_set_aside(register, limit, day, by)
    return erased


def _erase_set_aside(register: Register, limit: date, day: date, by: Any) -> None:
    """Delete every word of what was no complaint; its number stays, so that none seems to be missing."""
    rows = Complaint.objects.filter(
        register=register, outcome=Outcome.NOT_ONE, closed_on__lte=limit, erased_on=None
    )
    ids = list(rows.values_list("pk", flat=True))
    if not ids:
        return
    ComplaintMessage.objects.filter(complaint__in=ids).delete()
    blank = dict.fromkeys(("what", "when_where", "wanted", "search_key", "text_digest"), "")
    Complaint.objects.filter(pk__in=ids).update(erased_on=day, **blank)
    record("complaints.set_aside_erased", register, by=by, rows=len(ids))
