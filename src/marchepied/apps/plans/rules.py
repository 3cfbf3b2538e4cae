"""Who may act without signing in: whoever holds an address that only this server can have sealed.

A calendar's address is a random handle (80 bits, stored) and its seal (80 bits of HMAC-SHA256, never
stored): a copy of the database alone reads no calendar, and a new handle closes the old address.
"""

import hmac
import secrets
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.core import signing

from marchepied.apps.participation.validators import ALPHABET

HANDLE_LENGTH = 16
SEAL_LENGTH = 16
REMINDERS, DIGEST = "rappels", "semaine"
_CALENDAR = b"marchepied.plans.calendar"
_MAIL = "marchepied.plans.mail"


def new_handle() -> str:
    """A random handle for a calendar's address."""
    return "".join(secrets.choice(ALPHABET) for _ in range(HANDLE_LENGTH))


def seal_calendar(handle: str) -> str:
    """The whole code of a handle: thirty-two letters and digits."""
    return handle + _seal_of(handle, settings.SECRET_KEY)


def open_calendar(code: str) -> str | None:
    """The handle of a code, whatever its case; None for a code that this server did not seal.

    Codes sealed with a former secret (SECRET_KEY_FALLBACKS) still open. The comparison takes the same time
    whatever is wrong.
    """
    plain = code.upper()
    if len(plain) != HANDLE_LENGTH + SEAL_LENGTH or any(letter not in ALPHABET for letter in plain):
        return None
    handle, seal = plain[:HANDLE_LENGTH], plain[HANDLE_LENGTH:]
    genuine = False
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        genuine |= hmac.compare_digest(seal, _seal_of(handle, secret))
    return handle if genuine else None


def seal_mail_choice(choice_id: UUID, what: str) -> str:
    """The code by which somebody stops a kind of mail (`REMINDERS` or `DIGEST`) from that mail."""
    return signing.Signer(salt=_MAIL, sep=".").sign(f"{what}.{choice_id.hex}")


def open_mail_choice(code: str) -> tuple[UUID, str] | None:
    """Whose choice and which kind of mail a code names; None for a code that we did not sign."""
    try:
        what, _dot, identity = signing.Signer(salt=_MAIL, sep=".").unsign(code).partition(".")
        return (UUID(hex=identity), what) if what in {REMINDERS, DIGEST} else None
    except (signing.BadSignature, ValueError):
        return None


def _seal_of(handle: str, secret: str | bytes) -> str:
    key = secret.encode() if isinstance(secret, str) else secret
    digest = hmac.new(key, _CALENDAR + b"\0" + handle.encode(), sha256).digest()
    number = int.from_bytes(digest[:10])
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(SEAL_LENGTH))
