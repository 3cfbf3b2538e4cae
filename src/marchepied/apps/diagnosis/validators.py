"""Codes of a meeting (the address by which a room follows it, a kit): a random handle and a seal of it.

Only this server can make the seal. Written like the codes of questionnaires (the same letters, the same
three groups of four), each sealed for a purpose of its own: none opens what another does.
"""

import hmac
from hashlib import sha256

from django.conf import settings

from marchepied.apps.participation.validators import (
    ALPHABET,
    HANDLE_LENGTH,
    SEAL_LENGTH,
    read_code,
    show_code,
)

_ROOM = b"marchepied.diagnosis.room"
_KIT = b"marchepied.diagnosis.kit"


def seal_room(handle: str) -> str:
    """The whole code of a room, as it is shown: XXXX-XXXX-XXXX."""
    return _seal(_ROOM, handle)


def open_room(code: str) -> str | None:
    """The handle of a code as a person typed it, or None when the code is not one of ours."""
    return _open(_ROOM, code)


def seal_kit(handle: str) -> str:
    """The whole code of a kit: XXXX-XXXX-XXXX."""
    return _seal(_KIT, handle)


def open_kit(code: str) -> str | None:
    """The handle of a kit's code, or None when the code is not one of ours."""
    return _open(_KIT, code)


def _seal(purpose: bytes, handle: str) -> str:
    return show_code(handle + _seal_of(purpose, handle, settings.SECRET_KEY))


def _open(purpose: bytes, code: str) -> str | None:
    plain = read_code(code)
    if plain is None:
        return None
    handle, seal = plain[:HANDLE_LENGTH], plain[HANDLE_LENGTH:]
    genuine = False
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        genuine |= hmac.compare_digest(seal, _seal_of(purpose, handle, secret))
    return handle if genuine else None


def _seal_of(purpose: bytes, handle: str, secret: str | bytes) -> str:
    key = secret.encode() if isinstance(secret, str) else secret
    digest = hmac.new(key, purpose + b"\0" + handle.encode(), sha256).digest()
    number = int.from_bytes(digest[:8])
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(SEAL_LENGTH))
