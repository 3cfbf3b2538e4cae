"""What a form cannot say of a questionnaire, kept in a sheet of its own that form servers ignore."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from marchepied.engines.tables import Table

from ._building import clean

EXTRA = "marchepied"
EXTRA_COLUMNS = ("name", "content")
HEAD_NAME = "-"
_PIECE = 16_000  # characters of a cell, once quotes and codes are counted twice
_LISTS = ("axes", "domains", "questions")


def items_of(data: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(name, item) for the head, each theme, each domain and each question, in order."""
    yield HEAD_NAME, dict(data)
    for axis in data["axes"]:
        yield axis["id"], axis
        for domain in axis["domains"]:
            yield domain["id"], domain
            for question in domain["questions"]:
                yield question["id"], question


def write_extras(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The rows of the sheet: each item without what stands in it, in pieces that a cell can hold."""
    for name, item in items_of(data):
        content = json.dumps(
            {key: value for key, value in item.items() if key not in _LISTS}, ensure_ascii=False
        )
        for start in range(0, len(content), _PIECE):
            yield name, content[start : start + _PIECE]


def overlay(data: dict[str, Any], table: Table | None) -> dict[str, Any]:
    """The data read from a form with what its own sheet adds; what was changed in the form prevails.

    A sheet that is not ours, or that no longer fits, adds nothing.
    """
    more = _read(table)
    if not more:
        return data
    for name, item in list(items_of(data)):
        extra = more.get(name)
        if extra is None:
            continue
        target = data if name == HEAD_NAME else item
        grown = _prevail(target, extra, in_french_only=name == HEAD_NAME)
        target.clear()
        target.update(grown)
    return data


def _read(table: Table | None) -> dict[str, dict[str, Any]]:
    if table is None or table.headers[:2] != EXTRA_COLUMNS:
        return {}
    pieces: dict[str, list[str]] = {}
    for row in table.rows:
        pieces.setdefault(row[0], []).append(row[1])
    found = {}
    for name, parts in pieces.items():
        try:
            content = json.loads("".join(parts))
        except (ValueError, RecursionError):
            continue
        if isinstance(content, dict):
            found[name] = content
    return found


def _prevail(item: Mapping[str, Any], extra: Mapping[str, Any], *, in_french_only: bool) -> dict[str, Any]:
    """The extra, with the lists of the item, and the texts that the form says otherwise."""
    grown = {**extra, **{key: item[key] for key in _LISTS if key in item}}
    grown["id"] = item["id"]
    for key in ("title", "wording", "why"):
        if key in item and not _same(item[key], extra.get(key), in_french_only=in_french_only):
            grown[key] = item[key]
    if "when" in item:
        grown["when"] = item["when"]
    if "levels" in item:
        grown["levels"] = _levels(item["levels"], extra.get("levels"))
    return grown


def _levels(read: list[Any], extra: Any) -> list[Any]:
    if not isinstance(extra, list) or len(extra) != len(read):
        return read
    levels = []
    for level, known in zip(read, extra, strict=True):
        if not isinstance(known, dict):
            return read
        same = _same(level["short"], known.get("short"), in_french_only=False)
        levels.append(known if same else {**known, "short": level["short"]})
    return levels


def _same(read: Mapping[str, str], known: Any, *, in_french_only: bool) -> bool:
    """Whether what the form says is what was written in it; its title has one language."""
    if not isinstance(known, dict) or not known or not all(isinstance(text, str) for text in known.values()):
        return False
    first = next(iter(known.values())) if "fr" not in known else known["fr"]
    languages = read if not in_french_only else ("fr",)
    return all(
        read[language] == clean(known.get(language, first)) for language in languages if language in read
    )
