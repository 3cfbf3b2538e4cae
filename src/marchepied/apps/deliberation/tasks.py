"""Work of deliberation that nobody waits for."""

from uuid import UUID

from django.tasks import task

from marchepied.apps.deliberation.selectors.imports import import_by_id
from marchepied.apps.deliberation.services.imports import write_votes
from marchepied.core.scope import scope


@task()
def write_brought_votes(import_id: str) -> int:
    """Write the votes of an import; how many."""
    row = import_by_id(UUID(import_id))
    if row is None:
        return 0
    with scope(row.organisation_id):
        return write_votes(row=row, by=row.by).done
