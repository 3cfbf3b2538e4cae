"""Files of guides that were put aside."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from marchepied.apps.referentials.models import (
    PendingReferential,
)

BROUGHT_KEPT_FOR = timedelta(days=1)


def find_brought(organisation: Any, person: Any, brought_id: UUID) -> PendingReferential | None:
    """The file of a guide that this person put aside less than a day ago; None where there is none."""
    rows = PendingReferential.objects.filter(organisation=organisation, by=person, pk=brought_id)
    return rows.filter(at__gt=oldest_brought(timezone.now())).first()


def oldest_brought(now: datetime) -> datetime:
    """The moment before which a file that was put aside is erased."""
    return now - BROUGHT_KEPT_FOR
