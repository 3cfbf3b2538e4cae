"""The codes by which people answer, and the addresses they are invited at.

A code is a random handle and a seal of it that only this server can make: twelve characters, shown
XXXX-XXXX-XXXX, five of handle (stored, to find the row), seven of HMAC-SHA256 (never stored: a copy of the
database alone opens no questionnaire). The letters are Crockford's base32: no I, L, O or U, and what people
type instead of 1, 0 and V is read as they meant it.
"""

import hmac
import re
import secrets
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
HANDLE_LENGTH = 5
SEAL_LENGTH = 7
CODE_LENGTH = HANDLE_LENGTH + SEAL_LENGTH
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_SEPARATORS = re.compile(r"[\s\-‐‑–—_.]+")
_PURPOSE = b"marchepied.participation.code"


def new_handle() -> str:
    """A random handle: 25 bits, so whoever stores it checks that it is new."""
    return "".join(secrets.choice(ALPHABET) for _ in range(HANDLE_LENGTH))


def token_of(handle: str) -> str:
    """The whole code of a handle, as it is shown: XXXX-XXXX-XXXX."""
    return show_code(handle + _seal_of(handle, settings.SECRET_KEY))


def handle_of(code: str) -> str | None:
    """The handle of a code as a person typed it, or None when the code is not one of ours.

    Case, spaces and dashes do not matter. Codes sealed with a former secret
    (SECRET_KEY_FALLBACKS) still open. The comparison takes the same time whatever is wrong.
    """
    plain = read_code(code)
    if plain is None:
        return None
    handle, seal = plain[:HANDLE_LENGTH], plain[HANDLE_LENGTH:]
    genuine = False
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        genuine |= hmac.compare_digest(seal, _seal_of(handle, str(secret)))
    return handle if genuine else None


def read_code(text: str) -> str | None:
    """The twelve characters of what a person typed, or None when there cannot be a code in it."""
    plain = _SEPARATORS.sub("", text).upper().translate(_MISREAD)
    if len(plain) != CODE_LENGTH or any(character not in ALPHABET for character in plain):
        return None
    return plain


def show_code(plain: str) -> str:
    """Twelve characters in three groups of four, easier to read out and to copy."""
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def _seal_of(handle: str, secret: str) -> str:
    digest = hmac.new(secret.encode(), _PURPOSE + b"\0" + handle.encode(), sha256).digest()
    number = int.from_bytes(digest[:8])
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(SEAL_LENGTH))


@dataclass(frozen=True)
class Address:
    """Somebody to invite by mail."""

    email: str
    name: str = ""


@dataclass(frozen=True)
class RejectedLine:
    """A line in which no address could be read: its number from 1, its text, and why."""

    number: int
    text: str
    reason: str


@dataclass(frozen=True)
class AddressList:
    """What was understood of a pasted list or a CSV file."""

    addresses: tuple[Address, ...] = ()
    rejected: tuple[RejectedLine, ...] = ()
    duplicates: tuple[str, ...] = ()


def read_addresses(text: str) -> AddressList:
    """Addresses from « Nom <courriel> », one a line or separated by ; or , or from a CSV with a header.

    The first time an address comes is kept; the next ones are counted as duplicates, whatever their case.
    """
    found: dict[str, Address] = {}
    rejected: list[RejectedLine] = []
    duplicates: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip(" \t;,\ufeff") or (number == 1 and _is_header(line)):
            continue
        for part in _split_line(line):
            address, reason = _read_address(part)
            if address is None:
                rejected.append(RejectedLine(number, part.strip()[:120], reason))
            elif address.email in found:
                duplicates.append(address.email)
            else:
                found[address.email] = address
    return AddressList(tuple(found.values()), tuple(rejected), tuple(dict.fromkeys(duplicates)))


def _is_header(line: str) -> bool:
    return "@" not in line and bool(re.search(r"mail|courriel|adresse|\bnom\b|\bname\b", line, re.IGNORECASE))


def _split_line(line: str) -> list[str]:
    """A line with one address is one person (its other columns are the name); otherwise cut at ; and ,"""
    if line.count("@") <= 1:
        return [line]
    return [part for part in re.split(r"[;,\t]", line) if part.strip(' "')]


def _read_address(part: str) -> tuple[Address | None, str]:
    match = re.search(r"[^\s<>;,\"'()]*@[^\s<>;,\"()]*", part)
    if match is None:
        return None, _("il n’y a pas d’adresse (il manque le signe @).")
    email = match[0].strip(".").lower()
    try:
        validate_email(email)
    except ValidationError:
        return None, _("« %(email)s » n’est pas une adresse complète.") % {"email": match[0]}
    name = re.sub(r"[<>;,\"()\s]+", " ", part.replace(match[0], " ").replace("\ufeff", "")).strip(" .")
    return Address(email, name[:120]), ""
