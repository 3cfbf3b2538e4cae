"""Typography of French and English text: spaces, apostrophes, numbers, dates.

The web pages call this module for every sentence they show, so it depends on the standard library
alone and each text is read once by one compiled expression.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

__all__ = [
    "count_of",
    "format_date",
    "format_number",
    "format_percent",
    "join_words",
    "typeset",
    "typeset_english",
    "typeset_french",
]

NARROW = "\u202f"
NO_BREAK = "\u00a0"
APOSTROPHE = "\u2019"
MINUS = "\u2212"

# What is not prose: code, tags, entities, addresses, times. It is matched first and copied as it is.
_TIME = r"""
    (?P<time>\d{1,2}:\d{2}(?::\d{2})?(?!\d))
"""
_KEPT = r"""
    (?P<kept>
        `[^`\n]*`
      | <(?:code|pre|kbd|samp|script|style)\b[^<>]*>.*?</(?:code|pre|kbd|samp|script|style)>
      | <[/!a-z][^<>]*>
      | &(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});
      | (?:[a-z][a-z0-9+.-]{1,20}://|www\.|mailto:|tel:)\S+
      | (?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+
      | (?<![\w.-])[\w-]{1,64}(?:\.[\w-]{1,64}){0,8}\.[a-z]{2,24}/\S*
    )
  | """
_SPACES = r"[ \t\u00a0\u202f]"

_FRENCH_RULES = rf"""
  | (?P<opening>«){_SPACES}*(?=\S)
  | (?:(?<=[^\s«])|(?<=[^\s«])(?P<before_closing>{_SPACES}+))(?P<closing>»)
  | (?<=\S){_SPACES}+(?P<colon>:)(?=[\s«»]|$)
  | (?<=[\w)\]»%€”’…"])(?P<colon_tight>:)(?=[\s«»]|$)
  | (?<=\S){_SPACES}+(?P<mark>[;?!]+)
  | (?<=[\w)\]»%€”’…".])(?P<mark_tight>[;?!]+)(?=[\s»)\]”]|$)
  | (?<=[^\W\d_])(?P<apostrophe>')(?=[\w«])
  | (?<=\d){_SPACES}*(?P<unit>[%€‰])(?!\w)
  | (?<![\w.,/-])(?<!\d[ \u00a0\u202f])(?P<thousands>\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}}){{1,5}})
    (?![ \u00a0\u202f]?\d)
  | (?<![\w.,])(?P<first>1)(?:ère|ere)\b
  | (?<![\w.,])(?P<rank>\d{{1,6}})(?:ième|ieme|ème|eme)(?P<plural>s?)\b
"""
_FLAGS = re.VERBOSE | re.IGNORECASE | re.DOTALL
# Looking for code and addresses at each letter costs ten times the rest: only texts that may hold some pay.
_MAY_HOLD_KEPT = re.compile(r"[`<&@/]|www\.|mailto:|tel:", re.IGNORECASE)
_FRENCH_PROSE = re.compile(_TIME + _FRENCH_RULES, _FLAGS)
_FRENCH_MIXED = re.compile(_KEPT + _TIME + _FRENCH_RULES, _FLAGS)
# A text without any of these is already as it should be: most labels of a page leave here.
_FRENCH_CONCERNED = re.compile(r"[:;?!«»'%€‰]|\d[ \u00a0]\d|\d(?:i?[eè]me|[eè]re)", re.IGNORECASE)

_FRENCH_REWRITES: dict[str, Callable[[re.Match[str]], str]] = {
    "opening": lambda found: "«" + NARROW,
    "closing": lambda found: NARROW + "»",
    "colon": lambda found: NO_BREAK + ":",
    "colon_tight": lambda found: NO_BREAK + ":",
    "mark": lambda found: NARROW + found["mark"],
    "mark_tight": lambda found: NARROW + found["mark_tight"],
    "apostrophe": lambda found: APOSTROPHE,
    "unit": lambda found: NARROW + found["unit"],
    "thousands": lambda found: re.sub(r"[ \u00a0]", NARROW, found["thousands"]),
    "first": lambda found: "1re",
    "plural": lambda found: f"{found['rank']}e{found['plural']}",
}

_ENGLISH = re.compile(_KEPT + r"(?<=[^\W\d_])(?P<apostrophe>')(?=[^\W\d_])", _FLAGS)


def _rewrite_french(found: re.Match[str]) -> str:
    rewrite = _FRENCH_REWRITES.get(found.lastgroup or "")
    return rewrite(found) if rewrite else found[0]


def typeset_french(text: str) -> str:
    """The text with French spaces, apostrophes and ordinals; applied twice it gives the same.

    U+202F goes before ``; ? ! » % €`` and after ``«``, and between thousands already set apart by a space;
    U+00A0 before ``:``; ``'`` between letters becomes ``’``; ``2ème`` becomes ``2e``. Addresses (web, mail),
    times, code between backquotes, HTML tags and entities are copied untouched. An empty text stays empty.
    Rules: Imprimerie nationale, *Lexique des règles typographiques*.
    """
    if not _FRENCH_CONCERNED.search(text):
        return text
    rules = _FRENCH_MIXED if _MAY_HOLD_KEPT.search(text) else _FRENCH_PROSE
    return rules.sub(_rewrite_french, text)


def typeset_english(text: str) -> str:
    """The text with typographic apostrophes inside words; the rest of English spacing is plain."""
    if "'" not in text:
        return text
    return _ENGLISH.sub(lambda found: APOSTROPHE if found.lastgroup == "apostrophe" else found[0], text)


def typeset(text: str, language: str) -> str:
    """The text set by the rules of ``language`` (``fr``, ``fr-FR``, ``en``…); untouched in any other."""
    base = language[:2].lower()
    if base == "fr":
        return typeset_french(text)
    if base == "en":
        return typeset_english(text)
    return text


def format_number(value: float | Decimal, language: str, *, decimals: int | None = None) -> str:
    """« 12 345,6 » in French (U+202F between thousands), “12,345.6” in English.

    ``decimals`` fixes how many are printed; without it integers have none and others as many as they need,
    six at most. A value that is not finite raises ``ValueError``: what has no figure is said in words.
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} n’est pas un nombre que l’on puisse écrire : donnez un nombre fini.")
    plain = f"{value:,.{6 if decimals is None else decimals}f}"
    if decimals is None:
        plain = plain.rstrip("0").rstrip(".")
    if set(plain) <= set("-0,."):
        plain = plain.removeprefix("-")
    plain = plain.replace("-", MINUS)
    if language[:2].lower() == "fr":
        plain = plain.replace(",", NARROW).replace(".", ",")
    return plain


def format_percent(share: float, language: str, *, decimals: int = 0) -> str:
    """A share between 0 and 1 as « 31 % » or “31%”."""
    space = NARROW if language[:2].lower() == "fr" else ""
    return f"{format_number(share * 100, language, decimals=decimals)}{space}%"


def count_of(part: int, whole: int | None, language: str) -> str:
    """« 14 sur 15 » or “14 of 15”; the part alone when the whole is not known."""
    if whole is None:
        return format_number(part, language)
    between = "sur" if language[:2].lower() == "fr" else "of"
    return f"{format_number(part, language)} {between} {format_number(whole, language)}"


_MONTHS = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def format_date(day: date, language: str) -> str:
    """« 6 février 2027 », « 1er mars 2027 »; “6 February 2027” in English and every other language."""
    base = language[:2].lower()
    number = "1er" if base == "fr" and day.day == 1 else str(day.day)
    return f"{number} {_MONTHS.get(base, _MONTHS['en'])[day.month - 1]} {day.year}"


def join_words(words: Sequence[str], language: str) -> str:
    """« a, b et c », “a, b and c”; an empty list gives an empty text."""
    if len(words) < 2:
        return "".join(words)
    link = " et " if language[:2].lower() == "fr" else " and "
    return ", ".join(words[:-1]) + link + words[-1]
