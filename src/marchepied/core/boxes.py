"""Texts that a device seals and that only this server opens.

A shared telephone keeps what people say until there is a network; whoever holds it next must not read it.
So the page carries a public key, and what is typed is sealed to it before it is kept: the device itself can
no longer open it. The scheme is ECIES with what WebCrypto has: an ephemeral P-256 key, HKDF-SHA-256 over the
shared secret, AES-256-GCM. The private key is never stored: it comes from the server's secret and a name.
"""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha512
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

INFO = b"marchepied.box"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve P-256
_CURVE = ec.SECP256R1()
_NONCE_LENGTH = 12


def public_key_of(name: str) -> str:
    """The key to which a device seals what is for this name: an uncompressed point, in base64."""
    point = _private_key(name, settings.SECRET_KEY).public_key()
    return b64encode(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)).decode()


def open_box(box: Mapping[str, Any], name: str) -> str | None:
    """The text of a box {"point", "nonce", "text"} (base64) sealed for this name; None when it does not open.

    Boxes sealed under a former secret (SECRET_KEY_FALLBACKS) still open.
    """
    try:
        point, nonce, text = (b64decode(box[part], validate=True) for part in ("point", "nonce", "text"))
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
    except (KeyError, TypeError, ValueError):
        return None
    if len(nonce) != _NONCE_LENGTH:
        return None
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            plain = AESGCM(_shared_key(_private_key(name, secret), theirs)).decrypt(nonce, text, None)
            return plain.decode()
        except (InvalidTag, UnicodeDecodeError):
            continue
    return None


def seal_box(text: str, public_key: str, nonce: bytes) -> dict[str, str]:
    """A box as a device makes it, for tests and for other clients; `nonce` is twelve random bytes."""
    own = ec.generate_private_key(_CURVE)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, b64decode(public_key))
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    sealed = AESGCM(_shared_key(own, theirs)).encrypt(nonce, text.encode(), None)
    parts = {"point": point, "nonce": nonce, "text": sealed}
    return {part: b64encode(value).decode() for part, value in parts.items()}


def _private_key(name: str, secret: str | bytes) -> ec.EllipticCurvePrivateKey:
    key = secret.encode() if isinstance(secret, str) else secret
    digest = hmac.new(key, INFO + b"\0" + name.encode(), sha512).digest()
    return ec.derive_private_key(int.from_bytes(digest) % (_ORDER - 1) + 1, _CURVE)


def _shared_key(own: ec.EllipticCurvePrivateKey, theirs: ec.EllipticCurvePublicKey) -> bytes:
    secret = own.exchange(ec.ECDH(), theirs)
    return HKDF(algorithm=SHA256(), length=32, salt=b"", info=INFO).derive(secret)
