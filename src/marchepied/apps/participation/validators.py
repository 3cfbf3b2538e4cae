"""The codes by which people answer, and the addresses they are invited at.

A code is twelve letters and digits, shown XXXX-XXXX-XXXX: five of handle, seven of seal (core.seals). What
people type instead of 1, 0 and V is read as they meant it.
"""

import hmac
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from marchepied.core.seals import ALPHABET, add_seal, draw_handle, open_seal

HANDLE_LENGTH = 5
SEAL_LENGTH = 7
CODE_LENGTH = HANDLE_LENGTH + SEAL_LENGTH
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_SEPARATORS = re.compile(r"[\s\-‐‑–—_.]+")
_PURPOSE = "marchepied.participation.code"


def new_handle() -> str:
    """A random handle: 25 bits, so whoever stores it checks that it is new."""
    return draw_handle(HANDLE_LENGTH)


def token_of(handle: str) -> str:
    """The whole code of a handle, as it is shown: XXXX-XXXX-XXXX."""
    return seal_code(handle, _PURPOSE)


def handle_of(code: str) -> str | None:
    """The handle of a code as a person typed it, or None when the code is not one of ours."""
    return open_code(code, _PURPOSE)


def seal_code(handle: str, purpose: str) -> str:
    """The whole code of a handle for a purpose, as it is shown: XXXX-XXXX-XXXX."""
    return show_code(add_seal(handle, purpose, SEAL_LENGTH))


def open_code(code: str, purpose: str) -> str | None:
    """The handle of a code typed by a person, or None when it was not sealed here for this purpose.

    Case, spaces and dashes do not matter.
    """
    plain = read_code(code)
    return None if plain is None else open_seal(plain, purpose, SEAL_LENGTH)


def read_code(text: str) -> str | None:
    """The twelve characters of what a person typed, or None when there cannot be a code in it."""
    plain = _SEPARATORS.sub("", text).upper().translate(_MISREAD)
    if len(plain) != CODE_LENGTH or any(character not in ALPHABET for character in plain):
        return None
    return plain


def show_code(plain: str) -> str:
    """Twelve characters in three groups of four, easier to read out and to copy."""
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def digest_of_form(call: Any, nonce: str) -> str:
    """What is kept of the random number of a form sent to a call: nobody goes back from it to the form."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{call.pk}:{nonce}".encode(), sha256).hexdigest()[:32]


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
