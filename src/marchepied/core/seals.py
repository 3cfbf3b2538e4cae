"""Codes that only this server can make: a random handle, and a seal of it for one purpose.

The handle is stored, to find the row; the seal is an HMAC-SHA256 that never is: a copy of the database alone
opens nothing, and a code made for one purpose opens nothing else. The letters are Crockford's base32: no I,
L, O or U.
"""

import hmac
import secrets
from hashlib import sha256

from django.conf import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BITS = 5  # that one letter of the alphabet holds


def draw_handle(length: int) -> str:
    """A random handle of so many letters, five bits each: a short one may be taken already."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def add_seal(handle: str, purpose: str, length: int) -> str:
    """The handle followed by its seal for this purpose, of so many letters (51 at most)."""
    return handle + _seal_of(handle, purpose, length, settings.SECRET_KEY)


def open_seal(code: str, purpose: str, length: int) -> str | None:
    """The handle of a code whose last `length` letters are its seal; None when this server did not make it.

    Codes sealed with a former secret (SECRET_KEY_FALLBACKS) still open. The comparison takes the same time
    whatever is wrong. Raises TypeError for letters outside ASCII.
    """
    handle, seal = code[:-length], code[-length:]
    genuine = False
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        genuine |= hmac.compare_digest(seal, _seal_of(handle, purpose, length, secret))
    return handle if genuine else None


def _seal_of(handle: str, purpose: str, length: int, secret: str | bytes) -> str:
    key = secret.encode() if isinstance(secret, str) else secret
    digest = hmac.new(key, f"{purpose}\0{handle}".encode(), sha256).digest()
    # Never fewer than eight bytes: printed codes must open for as long as they are on a wall.
    number = int.from_bytes(digest[: max(8, -(-length * _BITS // 8))])
    return "".join(ALPHABET[(number >> (_BITS * place)) & 31] for place in range(length))
