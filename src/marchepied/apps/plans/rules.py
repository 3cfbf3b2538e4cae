"""Who may act without signing in: whoever holds an address that only this server can have sealed.

A calendar's address is a handle (80 bits) and its seal (80 bits, core.seals): a new handle closes the old
address.
"""

from uuid import UUID

from django.core import signing

from marchepied.core.seals import ALPHABET, add_seal, draw_handle, open_seal

HANDLE_LENGTH = 16
SEAL_LENGTH = 16
REMINDERS, DIGEST = "rappels", "semaine"
_CALENDAR = "marchepied.plans.calendar"
_MAIL = "marchepied.plans.mail"


def new_handle() -> str:
    """A random handle for a calendar's address."""
    return draw_handle(HANDLE_LENGTH)


def seal_calendar(handle: str) -> str:
    """The whole code of a handle: thirty-two letters and digits."""
    return add_seal(handle, _CALENDAR, SEAL_LENGTH)


def open_calendar(code: str) -> str | None:
    """The handle of a code, whatever its case; None for a code that this server did not seal."""
    plain = code.upper()
    if len(plain) != HANDLE_LENGTH + SEAL_LENGTH or any(letter not in ALPHABET for letter in plain):
        return None
    return open_seal(plain, _CALENDAR, SEAL_LENGTH)


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
