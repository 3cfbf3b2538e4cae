"""Writes of referentials: what ships, what an organisation publishes."""

from marchepied.apps.referentials.services.drafts import (
    DraftConflictError,
    Gesture,
    change_draft,
    discard_draft,
    open_draft,
    open_next_version,
    publish_draft,
    undo_change,
)
from marchepied.apps.referentials.services.publishing import (
    NumberTakenError,
    publish_own_referential,
    publish_version,
)
from marchepied.apps.referentials.services.shipping import load_shipped_referentials

__all__ = [
    "DraftConflictError",
    "Gesture",
    "NumberTakenError",
    "change_draft",
    "discard_draft",
    "load_shipped_referentials",
    "open_draft",
    "open_next_version",
    "publish_draft",
    "publish_own_referential",
    "publish_version",
    "undo_change",
]
