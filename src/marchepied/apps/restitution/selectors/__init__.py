"""Reads of restitution, one file a matter."""

from marchepied.apps.restitution.selectors.assemblies import HeldAssembly, assembly_of, is_assembly_told
from marchepied.apps.restitution.selectors.drafts import choices_of, draft_of, entries_of, read_mark
from marchepied.apps.restitution.selectors.packs import (
    EditionAlteredError,
    count_packs,
    find_pack,
    fingerprint_pack,
    next_number,
    packs_of,
    read_pack,
)
from marchepied.apps.restitution.selectors.replies import published_reply, sheet_published
from marchepied.apps.restitution.selectors.reviving import revive

__all__ = [
    "EditionAlteredError",
    "HeldAssembly",
    "assembly_of",
    "choices_of",
    "count_packs",
    "draft_of",
    "entries_of",
    "find_pack",
    "fingerprint_pack",
    "is_assembly_told",
    "next_number",
    "packs_of",
    "published_reply",
    "read_mark",
    "read_pack",
    "revive",
    "sheet_published",
]
