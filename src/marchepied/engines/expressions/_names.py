"""Names and words of the language."""

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from ._limits import USUAL_LIMITS
from ._messages import Message
from ._tree import Function, Sign

# Latin letters (but the Turkish capital whose small letter is two characters) and the accents typed apart.
_LETTER = "A-Za-zÀ-ÖØ-öø-įı-ſ"
_PART = rf"[{_LETTER}_][{_LETTER}0-9_\u0300-\u036f]*"
NAME_PATTERN = rf"{_PART}(?:\.{_PART})*"
_NAME = re.compile(NAME_PATTERN)
_NOT_NAME = re.compile(rf"[^{_LETTER}0-9_]+")

WORD_SIGNS: Mapping[str, Sign] = MappingProxyType(
    {
        "et": Sign.AND, "and": Sign.AND,
        "ou": Sign.OR, "or": Sign.OR,
        "dans": Sign.IN, "in": Sign.IN,
        "contient": Sign.CONTAINS, "contains": Sign.CONTAINS,
    }
)  # fmt: skip
NOT_WORDS = frozenset({"non", "not"})
TRUTHS: Mapping[str, bool] = MappingProxyType({"vrai": True, "true": True, "faux": False, "false": False})
FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "si": Function.IF, "if": Function.IF,
        "min": Function.MIN, "max": Function.MAX,
        "somme": Function.SUM, "sum": Function.SUM,
        "moyenne": Function.MEAN, "mean": Function.MEAN, "average": Function.MEAN,
        "arrondi": Function.ROUND, "round": Function.ROUND,
        "abs": Function.ABS,
        "manque": Function.MISSING, "missing": Function.MISSING,
    }
)  # fmt: skip
RESERVED = frozenset(WORD_SIGNS) | NOT_WORDS | frozenset(TRUTHS) | frozenset(FUNCTIONS)

# The English word of what French names with a word.
ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "et": "and", "ou": "or", "dans": "in", "contient": "contains", "non": "not",
        "vrai": "true", "faux": "false",
        "si": "if", "somme": "sum", "moyenne": "mean", "arrondi": "round", "manque": "missing",
    }
)  # fmt: skip


def fold_name(text: str) -> str:
    """The name that a spelling stands for: small letters, accents joined to their letters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())


def refuse_name(text: str) -> Message | None:
    """Why this text cannot name a value as it is, as a sentence; None when it can."""
    if text in RESERVED:
        return Message("reserved", {"name": text})
    if len(text) > USUAL_LIMITS.name:
        return Message("name_long", {"limit": USUAL_LIMITS.name})
    if _NAME.fullmatch(text) is None or text != fold_name(text):
        return Message("name_shape", {"name": text})
    return None


def make_name(text: str, taken: Collection[str] = (), *, longest: int = 40) -> str:
    """A short name made from a title, that is not taken: « Âge de la carte » gives ``âge_de_la_carte``.

    Cut at a word where possible, within ``longest`` characters; numbered when taken; ``valeur`` when the
    title has no usable letter.
    """
    bare = _NOT_NAME.sub("_", fold_name(text)).strip("_")
    if bare and not re.match(rf"[{_LETTER}_]", bare):
        bare = f"n_{bare}"
    if len(bare) > longest:
        cut = bare[: longest + 1].rpartition("_")[0]
        bare = cut if len(cut) >= longest // 2 else bare[:longest]
    base = bare.strip("_") or "valeur"
    name, number = base, 1
    while name in taken or refuse_name(name) is not None:
        number += 1
        suffix = f"_{number}"
        name = base[: longest - len(suffix)] + suffix
    return name


def find_close(name: str, known: Iterable[str]) -> str | None:
    """The known name nearest to this spelling, or None when none looks like it."""
    plain = {_strip_accents(candidate): candidate for candidate in sorted(known, reverse=True)}
    near = difflib.get_close_matches(_strip_accents(fold_name(name)), plain, n=1, cutoff=0.6)
    return plain[near[0]] if near else None


def _strip_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
