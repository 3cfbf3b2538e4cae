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
from marchepied.apps.referentials.services.following import follow_base
from marchepied.apps.referentials.services.importing import (
    discard_brought_file,
    erase_brought_files,
    import_guide,
    keep_brought_file,
)
from marchepied.apps.referentials.services.publishing import (
    NumberTakenError,
    publish_own_referential,
    publish_version,
)
from marchepied.apps.referentials.services.shipping import load_shipped_referentials
from marchepied.apps.referentials.services.writing import (
    ItemConflictError,
    ItemGoneError,
    add_item,
    change_head,
    change_item,
    fill_languages,
    finish_draft,
    move_item,
    remove_item,
    shift_item,
    start_draft,
)

__all__ = [
    "DraftConflictError",
    "Gesture",
    "ItemConflictError",
    "ItemGoneError",
    "NumberTakenError",
    "add_item",
    "change_draft",
    "change_head",
    "change_item",
    "discard_brought_file",
    "discard_draft",
    "erase_brought_files",
    "fill_languages",
    "finish_draft",
    "follow_base",
    "import_guide",
    "keep_brought_file",
    "load_shipped_referentials",
    "move_item",
    "open_draft",
    "open_next_version",
    "publish_draft",
    "publish_own_referential",
    "publish_version",
    "remove_item",
    "shift_item",
    "start_draft",
    "undo_change",
]
