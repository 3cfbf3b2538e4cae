"""Writes of restitution, one file a matter."""

from marchepied.apps.restitution.services.assemblies import (
    AssemblyContent,
    close_assembly,
    meeting_of_assembly,
    note_assembly,
)
from marchepied.apps.restitution.services.demo import delete_demo, load_demo
from marchepied.apps.restitution.services.drafts import (
    ChangedMeanwhileError,
    hide_section,
    move_section,
    restore_section,
    write_section,
)
from marchepied.apps.restitution.services.packs import freeze_pack
from marchepied.apps.restitution.services.replies import publish_staff_sheet

__all__ = [
    "AssemblyContent",
    "ChangedMeanwhileError",
    "close_assembly",
    "delete_demo",
    "freeze_pack",
    "hide_section",
    "load_demo",
    "meeting_of_assembly",
    "move_section",
    "note_assembly",
    "publish_staff_sheet",
    "restore_section",
    "write_section",
]
