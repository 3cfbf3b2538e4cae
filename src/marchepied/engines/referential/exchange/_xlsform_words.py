"""The words of a form: what a column, a type and a language are called, in all the ways forms write them.

The spellings are those that pyxform accepts (its page of aliases), with the names that people give to
French and English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ._naming import fold

_ONE_FROM_FILE = re.compile(r"select[ _]one[ _]from[ _]file\s+(\S.*?)\Z", re.I)
_ONE_ELSEWHERE = re.compile(r"select[ _]one[ _]external\s+(\S.*?)\Z", re.I)
_ONE = re.compile(
    r"(?:add[ _]select[ _]one[ _]prompt[ _]using|select[ _]one(?:[ _]from)?|select1)\s+(\S.*?)"
    r"(\s+or[ _](?:other|specify[ _]other))?\Z",
    re.I,
)
_BOUND = re.compile(
    r"(begin|start|end)[ _]*(group|lgroup|looped[ _]group|repeat|loop)(?:\s+(?:over\s+)?\S+)?\Z", re.I
)
_FAMILIES = frozenset({"bind", "media", "control", "body"})
_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "caption": "label",
        "relevance": "relevant",
        "calculate": "calculation",
        "jr_count": "repeat_count",
        "constraining_message": "constraint_message",
        "constraintmsg": "constraint_message",
        "requiredmsg": "required_message",
        "readonly": "read_only",
        "noapperrorstring": "no_app_error_string",
        "set_form_title": "form_title",
        "set_form_id": "form_id",
        "title": "form_title",
        "id_string": "form_id",
    }
)
_IF_MISSING: Mapping[str, str] = MappingProxyType(
    {"value": "name", "tag": "name", "command": "type", "count": "repeat_count"}
)
"""Words so common that forms also give them to columns of their own, beside the true one."""
_TITLES = frozenset({"title", "id_string"})
_CODES: Mapping[str, str] = MappingProxyType({"fr": "fr", "fra": "fr", "fre": "fr", "en": "en", "eng": "en"})
_LANGUAGES: Mapping[str, str] = MappingProxyType(
    {"french": "fr", "francais": "fr", "english": "en", "anglais": "en"}
)
_IN_BRACKETS = re.compile(r"\(\s*([^()\s]+)\s*\)")
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*\Z")
_NAME = re.compile(r"([a-z]+)\s*(?:[-(,/].*)?\Z")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a type asks for.

    ``what``: begin, end, one (``detail`` names its list), file, elsewhere, other. ``detail`` of a begin or
    an end is group, repeat or loop.
    """

    what: str
    detail: str = ""
    or_other: bool = False


def read_kind(words: str) -> Kind:
    """The type of a line, however it is spelt."""
    flat = " ".join(words.split())
    if bound := _BOUND.match(flat):
        inner = bound[2].lower()
        what = "repeat" if inner.startswith(("lgroup", "looped")) else inner
        return Kind("end" if bound[1].lower() == "end" else "begin", what)
    if found := _ONE_FROM_FILE.match(flat):
        return Kind("file", found[1])
    if found := _ONE_ELSEWHERE.match(flat):
        return Kind("elsewhere", found[1])
    if found := _ONE.match(flat):
        return Kind("one", found[1], bool(found[2]))
    return Kind("other")


def read_language(words: str) -> str | None:
    """fr or en for a language as forms name it; None for others.

    >>> [read_language(words) for words in ("Français (fr)", "en-US", "English (UK)", "Shqip", "")]
    ['fr', 'en', 'en', None, None]
    """
    flat = fold(words)
    bracket = _IN_BRACKETS.search(flat)
    for tag in (bracket[1] if bracket else "", flat):
        if (found := _TAG.match(tag)) and found[1] in _CODES:
            return _CODES[found[1]]
    name = _NAME.match(flat)
    return _LANGUAGES.get(name[1]) if name else None


def split_header(header: str, sheet: str = "") -> tuple[str, str]:
    """(the column in its short form, what follows it): « label::Français (fr) » → label, Français (fr).

    « bind::relevant », « relevance » and « bind:relevant » are all relevant; « media::image » is image.
    """
    parts = [part.strip() for part in header.split("::" if "::" in header else ":")]
    if len(parts) > 1 and parts[0].lower() in _FAMILIES:
        parts = parts[1:]
    if len(parts) > 1 and parts[0].lower() == "jr":
        parts = parts[1:]
    short = "_".join(parts[0].lower().split()).removeprefix("jr:")
    if short == "count" and header.lower().replace(" ", "").endswith("jr:count"):
        short = "repeat_count"
    if short not in _TITLES or sheet == "settings":
        short = _ALIASES.get(short, short)
    return short, "::".join(part for part in parts[1:] if part)


def name_headers(headers: Sequence[str], sheet: str) -> list[tuple[str, str]]:
    """What each column is, as `split_header`; a word that may be a column of the form's own gives way."""
    read = [split_header(header, sheet) for header in headers]
    known = {short for short, _ in read}
    return [
        (_IF_MISSING[short], tail)
        if short in _IF_MISSING and _IF_MISSING[short] not in known
        else (short, tail)
        for short, tail in read
    ]


def region_of(words: str) -> str:
    """The part of a language after its first code: « French (fr-CA) » → ca; "" for none."""
    flat = fold(words)
    bracket = _IN_BRACKETS.search(flat)
    tag = bracket[1] if bracket else flat
    return tag.replace("_", "-").partition("-")[2].strip()
