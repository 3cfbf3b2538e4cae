"""The address by which a room follows a meeting: a random handle and a seal that only this server can make.

Written like the codes of questionnaires (the same letters, the same three groups of four), sealed for
another purpose: neither opens the other.
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

_PURPOSE = b"marchepied.diagnosis.room"


def seal_room(handle: str) -> str:
    """The whole code of a handle, as it is shown: XXXX-XXXX-XXXX."""
    return show_code(handle + _seal_of(handle, settings.SECRET_KEY))


def open_room(code: str) -> str | None:
    """The handle of a code as a person typed it, or None when the code is not one of ours."""
    plain = read_code(code)
    if plain is None:
        return None
    handle, seal = plain[:HANDLE_LENGTH], plain[HANDLE_LENGTH:]
    genuine = False
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        genuine |= hmac.compare_digest(seal, _seal_of(handle, secret))
    return handle if genuine else None


def _seal_of(handle: str, secret: str | bytes) -> str:
    key = secret.encode() if isinstance(secret, str) else secret
    digest = hmac.new(key, _PURPOSE + b"\0" + handle.encode(), sha256).digest()
    number = int.from_bytes(digest[:8])
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(SEAL_LENGTH))
