"""Files of guides that were put aside."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from marchepied.apps.referentials.models import PendingReferential
from marchepied.core.aside import oldest_kept


def find_brought(organisation: Any, person: Any, brought_id: UUID) -> PendingReferential | None:
    """The file of a guide that this person put aside less than a day ago; None where there is none."""
    rows = PendingReferential.objects.filter(organisation=organisation, by=person, pk=brought_id)
    return rows.filter(at__gt=oldest_kept(timezone.now())).first()
