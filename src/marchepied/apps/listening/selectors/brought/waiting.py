"""Tables of a register that wait between two screens."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from marchepied.apps.listening.models import RegisterTable
from marchepied.core.aside import oldest_kept
from marchepied.engines.tables import Limits, Table, read_table

TABLE_BYTES = 5_000_000
TABLE_LIMITS = Limits(size=TABLE_BYTES, rows=2_000, columns=60, cells=120_000, unpacked_size=40_000_000)


def find_register_table(organisation: Any, person: Any, table_id: UUID) -> RegisterTable | None:
    """The table that this person put aside less than a day ago; None where there is none."""
    rows = RegisterTable.objects.filter(organisation=organisation, by=person, pk=table_id)
    return rows.select_related("register__organisation").filter(at__gt=oldest_kept(timezone.now())).first()


def read_waiting_table(waiting: RegisterTable) -> Table:
    """The table that waits. Raises TableError when it cannot be read."""
    return read_register_table(bytes(waiting.data), waiting.file_name)


def read_register_table(data: bytes, file_name: str) -> Table:
    """The table of a file, within what a register may bring. Raises TableError when it cannot be read."""
    return read_table(data, file_name, limits=TABLE_LIMITS)
