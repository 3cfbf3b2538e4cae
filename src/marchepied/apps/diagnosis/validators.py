"""Codes of a meeting (the address by which a room follows it, a kit), written like those of questionnaires.

Each is sealed for a purpose of its own: none opens what another does.
"""

from marchepied.apps.participation.validators import open_code, seal_code

_ROOM = "marchepied.diagnosis.room"
_KIT = "marchepied.diagnosis.kit"


def seal_room(handle: str) -> str:
    """The whole code of a room, as it is shown: XXXX-XXXX-XXXX."""
    return seal_code(handle, _ROOM)


def open_room(code: str) -> str | None:
    """The handle of a code as a person typed it, or None when the code is not one of ours."""
    return open_code(code, _ROOM)


def seal_kit(handle: str) -> str:
    """The whole code of a kit: XXXX-XXXX-XXXX."""
    return seal_code(handle, _KIT)


def open_kit(code: str) -> str | None:
    """The handle of a kit's code, or None when the code is not one of ours."""
    return open_code(code, _KIT)
