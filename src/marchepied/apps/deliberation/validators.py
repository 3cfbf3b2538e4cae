"""Words of statements, and the sealing of votes that are not deposited yet."""

import hmac
import json
import secrets
import unicodedata
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# A statement is one idea: what fits in two lines on a phone.
STATEMENT_LENGTH = 280
_BALLOT, _SEAL = "marchepied.deliberation.ballot", "marchepied.deliberation.seal"
_NONCE = 12
# Sizes of what is sealed are rounded up, so that they do not tell how many votes are in.
_STEP = 512


def clean_sentence(text: str) -> str:
    """A text on one line, without control characters or invisible direction signs."""
    kept = "".join(
        " " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign
        for sign in text
        if unicodedata.category(sign) not in {"Cf", "Cs", "Co"} or sign == "\u200d"
    )
    return " ".join(kept.split())


def check_sentence(text: str) -> str:
    """The sentence as it may be kept. Raises ValidationError, code "invalid", for none or too long a one."""
    text = clean_sentence(text)
    if len(text) < 4:
        raise ValidationError(
            _("Écrivez une phrase : une idée, avec laquelle on peut être d’accord ou non."), code="invalid"
        )
    if len(text) > STATEMENT_LENGTH:
        raise ValidationError(
            _("Votre phrase a %(length)s signes : raccourcissez-la à %(most)s.")
            % {"length": len(text), "most": STATEMENT_LENGTH},
            code="invalid",
        )
    return text


def hash_holder(call_id: Any, holder: str) -> str:
    """The second hash under which somebody's votes wait: of the code or of the device's number, for one call.

    Only this server can make it: with a copy of the database alone, no code leads to its votes.
    """
    return _hash(f"{_BALLOT}\0{call_id}\0{holder}", settings.SECRET_KEY)


def former_hashes(call_id: Any, holder: str) -> list[str]:
    """The same with the former secrets, under which votes may still wait."""
    return [_hash(f"{_BALLOT}\0{call_id}\0{holder}", key) for key in settings.SECRET_KEY_FALLBACKS]


def seal_ballot(content: dict[str, Any], digest: str) -> str:
    """The content, unreadable without the server's secret. No time is in it."""
    plain = json.dumps(content, separators=(",", ":")).encode()
    plain += b" " * (-len(plain) % _STEP)
    nonce = secrets.token_bytes(_NONCE)
    return b64encode(nonce + _cipher(digest, settings.SECRET_KEY).encrypt(nonce, plain, None)).decode()


def open_ballot(sealed: str, digest: str) -> dict[str, Any]:
    """What `seal_ballot` sealed, also with a former secret (SECRET_KEY_FALLBACKS).

    Raises ValueError when no secret of this server opens it.
    """
    raw = b64decode(sealed)
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            plain = _cipher(digest, secret).decrypt(raw[:_NONCE], raw[_NONCE:], None)
        except InvalidTag:
            continue
        content: dict[str, Any] = json.loads(plain)
        return content
    raise ValueError("These votes were sealed by another server, or with a secret that is gone.")


def _hash(text: str, secret: str | bytes) -> str:
    key = secret.encode() if isinstance(secret, str) else secret
    return hmac.new(key, text.encode(), sha256).hexdigest()


def _cipher(digest: str, secret: str | bytes) -> AESGCM:
    return AESGCM(bytes.fromhex(_hash(f"{_SEAL}\0{digest}", secret)))
