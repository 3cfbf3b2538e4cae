"""Setting aside what is no complaint: publicity, a wrong address, a test. No answer leaves."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.listening.enums import ComplaintState, Outcome
from marchepied.apps.listening.models import Complaint
from marchepied.core.audit import record

_WRITTEN = ["state", "outcome", "closed_on", "author_waits"]


@transaction.atomic
def set_aside(*, complaint: Complaint, by: Any) -> Complaint:
    """Close what was no complaint, without a word to anybody: it counts in no year, and its text goes later.

    Raises ValidationError for one that is closed.
    """
    if complaint.state == ComplaintState.CLOSED:
        raise ValidationError(_("Elle est close : rouvrez-la d’abord."))
    complaint.state, complaint.outcome = ComplaintState.CLOSED, Outcome.NOT_ONE
    complaint.closed_on, complaint.author_waits = timezone.localdate(), False
    complaint.save(update_fields=_WRITTEN)
    record("complaint.set_aside", complaint, by=by)
    return complaint


@transaction.atomic
def set_several_aside(*, complaints: Sequence[Complaint], by: Any) -> int:
    """The same for several at once, one audit entry each; all or none. How many.

    Raises ValidationError for none, and for one whose words may speak of danger: that one is read alone.
    """
    if not complaints:
        raise ValidationError(_("Cochez au moins un message."))
    if any(row.urgent for row in complaints):
        raise ValidationError(_("Un message qui parle peut-être d’un danger s’écarte seul, une fois lu."))
    for row in complaints:
        set_aside(complaint=row, by=by)
    return len(complaints)


@transaction.atomic
def take_back(*, complaint: Complaint, by: Any) -> Complaint:
    """Undo: it is a complaint again, where it was, with the delays first announced.

    Raises ValidationError when it was not set aside, or when its text is erased.
    """
    if complaint.outcome != Outcome.NOT_ONE:
        raise ValidationError(_("Elle n’est pas écartée."))
    if complaint.erased_on is not None:
        raise ValidationError(_("Son texte est effacé : elle ne peut plus être reprise."))
    complaint.state = _state_before(complaint)
    complaint.outcome, complaint.closed_on = "", None
    complaint.save(update_fields=_WRITTEN)
    record("complaint.taken_back", complaint, by=by)
    return complaint


def _state_before(complaint: Complaint) -> str:
    if complaint.answered_on is not None:
        return ComplaintState.ANSWERED
    return ComplaintState.RECEIVED if complaint.acknowledged_on is None else ComplaintState.HANDLED
