"""New items and new guides: ids made from words, and the blocks that nobody should have to fill in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from typing import Any

from marchepied.engines.referential.codes import FORMAT, LEVEL_COUNT
from marchepied.engines.referential.model import Referential

from ._shapes import is_questionnaire, name_of, walk_texts

ID_LENGTH = 50
_SMALL = frozenset(
    {"le", "la", "les", "l", "un", "une", "des", "de", "du", "d", "et", "ou", "a", "au", "aux", "en", "que"}
)


def make_id(words: str, taken: Collection[str], fallback: str = "element") -> str:
    """An id from some words: without accents or small words, at most 50 signs, and not one of `taken`."""
    plain = unicodedata.normalize("NFKD", words.replace("œ", "oe").replace("Œ", "oe"))
    parts = re.findall(r"[a-z0-9]+", "".join(c for c in plain.lower() if not unicodedata.combining(c)))
    wanted = ""
    for part in [part for part in parts if part not in _SMALL] or parts:
        if len(wanted) + len(part) + 1 > ID_LENGTH:
            break
        wanted = f"{wanted}-{part}" if wanted else part
    wanted = wanted or fallback
    candidates = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)


def ids_in(value: Any) -> set[str]:
    """Every id in a content, stand-ins of an extension included."""
    if isinstance(value, dict):
        own = {str(value[name]) for name in ("id", "in") if isinstance(value.get(name), str)}
        return own.union(*(ids_in(inner) for inner in value.values()))
    if isinstance(value, list):
        return set().union(*(ids_in(inner) for inner in value))
    return set()


def new_content(
    *,
    title: Mapping[str, str],
    purpose: Mapping[str, str],
    publisher: str,
    languages: Sequence[str] = ("fr", "en"),
    base: Referential | None = None,
) -> dict[str, Any]:
    """The head of a guide without any theme yet; of one that adds to `base` when there is one.

    Its one source is its publisher, which every new item names.
    """
    identity = make_id(next(iter(title.values()), ""), (), "guide")
    taken = {source.id for source in base.sources} if base else set()
    source = make_id(f"ecrit par {publisher}", taken, "nous")
    head: dict[str, Any] = {
        "id": identity if base is None or identity != base.id else f"{identity}-ajouts",
        "version": "1.0.0",
        "title": dict(title),
        "purpose": dict(purpose),
        "publisher": publisher,
        "licence": "CC-BY-SA-4.0",
        "provenance": {"kind": "network", "source": source},
        "sources": [{"id": source, "title": {"fr": publisher, "en": publisher}, "publisher": publisher}],
        "axes": [],
    }
    if base is not None:
        return {**head, "extends": {"referential": base.id, "version": base.version}}
    head["sources"][0]["title"] = dict.fromkeys(languages, publisher)
    return {"format": FORMAT, **head, "languages": list(languages)}


def new_item(content: Any, kind: str, base: Referential | None = None) -> dict[str, Any]:
    """What an item of a kind holds before anybody writes in it: its source, empty lists, a number."""
    origin = deepcopy(content.get("provenance") or {"kind": "network", "source": "nous"})
    if kind == "axis":
        numbers = [axis.number for axis in (base.axes if base else ())]
        numbers += [axis["number"] for axis in content.get("axes") or [] if "number" in axis]
        return {"number": max(numbers, default=0) + 1, **_lists(content, kind), "provenance": origin}
    if kind == "domain":
        return {**_lists(content, kind), "provenance": origin}
    if kind == "question":
        return {
            "levels": [{} for _level in range(LEVEL_COUNT)],
            "levels_provenance": deepcopy(origin),
            "provenance": origin,
        }
    return {"provenance": origin}


def _lists(content: Any, kind: str) -> dict[str, Any]:
    lists = _QUESTIONNAIRE_LISTS if is_questionnaire(content) else _GUIDE_LISTS
    return {name: [] for name in lists[kind]}


_GUIDE_LISTS = {
    "axis": ("domains", "example_kinds", "examples", "resources", "legal_references"),
    "domain": ("levers", "questions", "indicators"),
}
_QUESTIONNAIRE_LISTS = {"axis": ("domains",), "domain": ("questions",)}


def fill_languages(content: Any, languages: Sequence[str]) -> Any:
    """The content where a text that lacks a language says there what it says in its first one."""
    grown = deepcopy(content)
    for text in walk_texts(grown):
        first = next((text[language] for language in languages if text.get(language)), "")
        for language in languages:
            if first and not text.get(language):
                text[language] = first
    return grown


def say_name(item: Any, language: str = "fr") -> str:
    """How an item is called, in a language or else in any; its id when it has no name yet."""
    name = name_of(item)
    return name.get(language) or next(iter(name.values()), "") or str(item.get("id", ""))
