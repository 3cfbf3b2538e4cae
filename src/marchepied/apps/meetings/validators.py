"""The number that lets a phone change its mind and count once, and the hash that stands for it in a show.

The phone keeps a random number that nothing links to a person. What a show keeps is a hash of it made for
that show alone: two turns, or two questions, cannot be put side by side.
"""

import hashlib
import secrets
from typing import Any

from django.core.signing import BadSignature, Signer

_SALT = "marchepied.meetings.hand"
_DIGEST = 16  # bytes: 32 letters, the length of Hand.voter


def draw_number() -> str:
    """A new number for a phone, sealed so that only this server can make one."""
    return Signer(salt=_SALT).sign(secrets.token_hex(16))


def check_number(sealed: str) -> str | None:
    """The sealed number if this server made it; None otherwise."""
    try:
        Signer(salt=_SALT).unsign(sealed)
    except BadSignature:
        return None
    return sealed


def hash_voter(number: str, show_id: Any) -> str:
    """What a show keeps of a phone's number."""
    return hashlib.blake2b(f"{show_id}/{number}".encode(), digest_size=_DIGEST).hexdigest()
