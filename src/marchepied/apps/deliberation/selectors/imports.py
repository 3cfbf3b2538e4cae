"""Imports of votes: where each is."""

from typing import Any
from uuid import UUID

from marchepied.apps.deliberation.models import VoteImport
from marchepied.core.scope import unscoped

# A page may wait for so many votes; more are written by the task worker, whose progress is shown.
AT_ONCE = 5_000


def is_large(row: VoteImport) -> bool:
    """Whether a page should not wait for the votes of this import."""
    return row.total > AT_ONCE


def find_import(organisation: Any, import_id: UUID) -> VoteImport | None:
    """The import of this id in the organisation, with its topic; None where there is none."""
    rows = VoteImport.objects.select_related("topic")
    return rows.filter(organisation=organisation, pk=import_id).first()


def import_by_id(import_id: UUID) -> VoteImport | None:
    """The import that a task names, with its organisation; None when it was erased meanwhile."""
    with unscoped("a task names its own row"):
        rows = VoteImport.objects.select_related("topic__round", "organisation", "by")
        return rows.filter(pk=import_id).first()
