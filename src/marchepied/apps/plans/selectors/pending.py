"""Tables that wait between two screens."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from marchepied.apps.plans.models import PendingTable
from marchepied.core.aside import oldest_kept
from marchepied.engines.tables import Limits, Table, read_table

PAGE_BYTES = 5_000_000
# A page shows every row: a plan or a list of indicators is small.
PAGE_LIMITS = Limits(size=PAGE_BYTES, rows=1_000, columns=150, cells=60_000, unpacked_size=40_000_000)


def find_pending_table(organisation: Any, person: Any, table_id: UUID) -> PendingTable | None:
    """The table that this person put aside less than a day ago; None where there is none."""
    rows = PendingTable.objects.filter(organisation=organisation, by=person, pk=table_id)
    return rows.filter(at__gt=oldest_kept(timezone.now())).first()


def read_pending_table(pending: PendingTable) -> Table:
    """The table that waits. Raises TableError when it cannot be read."""
    with pending.file.open("rb") as file:
        return read_plan_table(file.read(), pending.file_name, pending.choices.get("sheet", ""))


def read_plan_table(data: bytes, file_name: str, sheet: str = "") -> Table:
    """The table of a file, within what a page can show. Raises TableError for one that cannot be read."""
    return read_table(data, file_name, sheet=sheet or None, limits=PAGE_LIMITS)
