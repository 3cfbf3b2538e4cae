"""Reads of the registers, one file a matter."""

from marchepied.apps.listening.selectors.registers import (
    find_register,
    groups_of,
    keepers_of,
    link_of_group,
    link_of_register,
    registers_of,
)
from marchepied.apps.listening.selectors.tracking import FoundTrack, found_by_code

__all__ = [
    "FoundTrack",
    "find_register",
    "found_by_code",
    "groups_of",
    "keepers_of",
    "link_of_group",
    "link_of_register",
    "registers_of",
]
