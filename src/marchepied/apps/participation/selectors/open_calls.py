"""The calls of an organisation that take answers now."""

from typing import Any
from uuid import UUID

from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.models import RoundCollege


def open_calls_of(organisation: Any) -> list[RoundCollege]:
    """The groups called by every open round of an organisation, with both, latest round first (one query)."""
    rows = RoundCollege.objects.filter(organisation=organisation, round__state=RoundState.OPEN)
    return list(
        rows.select_related("round", "college").order_by("-round__opened_on", "college__position", "id")
    )


def find_open_call(organisation: Any, call_id: UUID) -> RoundCollege | None:
    """One of them; None where there is none."""
    return next((call for call in open_calls_of(organisation) if call.pk == call_id), None)


def round_owes_reply(round_: Any) -> bool:
    """Whether a closed round was answered and nobody said yet what became of it (one query)."""
    if round_ is None or round_.state != RoundState.CLOSED:
        return False
    answered = RoundCollege.objects.filter(round=round_, answered_count__gt=0)
    return answered.filter(round__reply=None).exists()
