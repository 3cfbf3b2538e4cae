"""A cycle in, an account out: the AG pack and the sheet for those who answered, as plain data.

Everything about what people said comes from the stored release; nothing is counted again here.
"""

from marchepied.apps.restitution.compute.document import (
    ArrangedSection,
    Arrangement,
    arrange_pack,
    build_document,
)
from marchepied.apps.restitution.compute.figures import say_attendance
from marchepied.apps.restitution.compute.followup import describe_reply
from marchepied.apps.restitution.compute.pack import Lack, build_pack, say_missing
from marchepied.apps.restitution.compute.sheet import build_sheet

__all__ = [
    "ArrangedSection",
    "Arrangement",
    "Lack",
    "arrange_pack",
    "build_document",
    "build_pack",
    "build_sheet",
    "describe_reply",
    "say_attendance",
    "say_missing",
]
