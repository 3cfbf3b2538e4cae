"""Imports of votes: where each is."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from marchepied.apps.deliberation.enums import TransferState
from marchepied.apps.deliberation.models import Topic, VoteImport
from marchepied.core.scope import unscoped

# A page may wait for so many votes; more are written by the task worker, whose progress is shown.
AT_ONCE = 5_000
# A step takes seconds: after an hour without one, the worker that wrote is dead, or none runs.
STALLED_AFTER = timedelta(hours=1)
UNDER_WAY = (TransferState.WAITING, TransferState.RUNNING)


def is_large(row: VoteImport) -> bool:
    """Whether a page should not wait for the votes of this import."""
    return row.total > AT_ONCE


def is_stalled(row: VoteImport, now: datetime) -> bool:
    """Whether an import is not over, and wrote nothing for an hour."""
    return row.state in UNDER_WAY and row.at <= now - STALLED_AFTER


def import_under_way(topic: Topic) -> VoteImport | None:
    """The import that is writing the votes of a topic; None once it is over, and for any other topic (one
    query).
    """
    return VoteImport.objects.filter(topic=topic, state__in=UNDER_WAY).first()


def find_import(organisation: Any, import_id: UUID) -> VoteImport | None:
    """The import of this id in the organisation, with its topic; None where there is none."""
    rows = VoteImport.objects.select_related("topic")
    return rows.filter(organisation=organisation, pk=import_id).first()


def import_by_id(import_id: UUID) -> VoteImport | None:
    """The import that a task names, with its organisation; None when it was erased meanwhile."""
    with unscoped("a task names its own row"):
        rows = VoteImport.objects.select_related("topic__round", "organisation", "by")
        return rows.filter(pk=import_id).first()
