"""Codes, stamps and texts of what people send without an account.

A register's door is a code of twelve letters, as a questionnaire's. A tracking code is longer, sixteen: eight
of handle to find the row, eight of a seal that no copy of the database holds (core.seals).
"""

import re
import unicodedata
from datetime import date, datetime
from hashlib import sha256

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from marchepied.apps.participation.validators import open_code, seal_code
from marchepied.core.seals import ALPHABET, add_seal, draw_handle, open_seal

HANDLE_LENGTH = SEAL_LENGTH = 8
COMPLAINT, IDEA = "complaint", "idea"
_TRACKING = {name: f"marchepied.listening.{name}" for name in (COMPLAINT, IDEA)}
_REGISTER, _GROUP = "marchepied.listening.register", "marchepied.listening.group"
_RELAY = "marchepied.listening.relay"
_STAMP, _DEVICE = "marchepied.listening.stamp", "marchepied.listening.device"
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_SEPARATORS = re.compile(r"[\s\-‐‑–—_.]+")
# A person needs longer than this to read and write; a page left open longer than that is read again.
LEAST_SECONDS, MOST_SECONDS = 3, 24 * 3600
MOST_LINKS = 2
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9:.]+)?")
_FRENCH_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
# They turn what follows around and hide what is written; the last two are never characters.
_REFUSED = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")


def new_tracking_handle() -> str:
    """A random handle of forty bits: whoever stores it checks that it is new."""
    return draw_handle(HANDLE_LENGTH)


def tracking_code(handle: str, what: str) -> str:
    """The whole code by which an author follows a `COMPLAINT` or an `IDEA`: XXXX-XXXX-XXXX-XXXX."""
    plain = add_seal(handle, _TRACKING[what], SEAL_LENGTH)
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def open_tracking(code: str) -> tuple[str, str] | None:
    """What a code follows (`COMPLAINT` or `IDEA`) and its handle; None when it was not sealed here.

    Case, spaces and dashes do not matter; what people type instead of 1, 0 and V is read as they meant it.
    """
    plain = _SEPARATORS.sub("", code).upper().translate(_MISREAD)
    if len(plain) != HANDLE_LENGTH + SEAL_LENGTH or any(letter not in ALPHABET for letter in plain):
        return None
    for what, purpose in _TRACKING.items():
        handle = open_seal(plain, purpose, SEAL_LENGTH)
        if handle is not None:
            return what, handle
    return None


def register_code(handle: str) -> str:
    """The code of a register's door: XXXX-XXXX-XXXX."""
    return seal_code(handle, _REGISTER)


def open_register_code(code: str) -> str | None:
    """The handle of a register's code as a person typed it, or None."""
    return open_code(code, _REGISTER)


def group_code(handle: str) -> str:
    """The code by which a group proposes ideas: XXXX-XXXX-XXXX."""
    return seal_code(handle, _GROUP)


def open_group_code(code: str) -> str | None:
    """The handle of a group's code as a person typed it, or None."""
    return open_code(code, _GROUP)


def relay_code(handle: str) -> str:
    """The code of a relay's page: XXXX-XXXX-XXXX."""
    return seal_code(handle, _RELAY)


def open_relay_code(code: str) -> str | None:
    """The handle of a relay's code, or None."""
    return open_code(code, _RELAY)


def make_stamp(at: datetime | None = None) -> str:
    """The signed moment when a form was shown, carried by the form itself."""
    moment = at or timezone.now()
    return signing.Signer(salt=_STAMP, sep=".").sign(str(int(moment.timestamp())))


def check_sending(trap: str, stamp: str) -> None:
    """Raise ValidationError, in a sentence for people, when a sending looks like a machine's.

    `trap` is the field that nobody sees; `stamp` says when the form was shown. Codes: trap, stamp, fast, old.
    """
    if trap:
        raise ValidationError(
            _("Un champ caché a été rempli, sans doute par votre navigateur. Envoyez de nouveau."), "trap"
        )
    try:
        shown = int(signing.Signer(salt=_STAMP, sep=".").unsign(stamp))
    except (signing.BadSignature, ValueError):
        raise ValidationError(
            _("Il manquait une partie du formulaire. Envoyez de nouveau."), "stamp"
        ) from None
    age = timezone.now().timestamp() - shown
    if age < LEAST_SECONDS:
        raise ValidationError(_("C’est parti très vite. Relisez, puis envoyez de nouveau."), "fast")
    if age > MOST_SECONDS:
        raise ValidationError(_("Cette page était ouverte depuis hier. Envoyez de nouveau."), "old")


def has_many_links(text: str) -> bool:
    """Whether a text has more links than a person usually writes: it is read before it is shown."""
    return len(_LINK.findall(text)) > MOST_LINKS


def digest_text(text: str) -> str:
    """What tells the same text sent twice, whatever its capitals, accents, spaces and punctuation.

    The letters of every script count, so that two texts in Arabic are two; a text of signs alone is itself.
    """
    return sha256((name_key(text) or text.strip()).encode()).hexdigest()


def name_key(text: str) -> str:
    """A text without capitals, accents nor punctuation, in any script (`fold` keeps Latin letters only)."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", bare).strip()


def digest_nonce(nonce: str) -> str:
    """What tells the same form sent twice; empty without a nonce, which tells nothing."""
    return sha256(nonce.encode()).hexdigest() if nonce else ""


def mark_of(device: str, idea_id: object) -> str:
    """What stands for a device under one idea: two ideas supported by it cannot be tied together."""
    return salted_hmac(_DEVICE, f"{device}\0{idea_id}", algorithm="sha256").hexdigest()


def seal_device(device: str) -> str:
    """The value of the cookie that stands for a device."""
    return signing.Signer(salt=_DEVICE, sep=".").sign(device)


def open_device(cookie: str) -> str | None:
    """The device of a cookie; None when it is not one of ours."""
    try:
        return signing.Signer(salt=_DEVICE, sep=".").unsign(cookie)
    except signing.BadSignature:
        return None


def read_day(text: str) -> date | None:
    """The day of a cell: « 2026-03-12 » (with an hour or not), « 12/03/2026 »; None for anything else."""
    bare = text.strip()
    for found, order in ((_ISO_DAY.fullmatch(bare), (1, 2, 3)), (_FRENCH_DAY.fullmatch(bare), (3, 2, 1))):
        if found:
            try:
                return date(*(int(found[place]) for place in order))
            except ValueError:  # 31/02/2026 is no day
                return None
    return None


def clean_text(text: str) -> str:
    """A text as it is kept: without control characters nor marks that turn it around, ends trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        letter
        for letter in text
        if letter in "\n\t" or (unicodedata.category(letter) not in {"Cc", "Cs"} and letter not in _REFUSED)
    )
    return "".join(kept).strip()


def clean_line(text: str) -> str:
    """The same on one line."""
    return " ".join(clean_text(text).split())
