"""Texts that look alike, by the stems of their words (engine `words`)."""

from collections.abc import Iterable
from typing import Any

from marchepied.engines.words import search_key

# Share of the words of the shorter text that the other has too.
ALIKE = 0.5
LEAST_COMMON = 2
MOST_SHOWN = 3


def likeness(one: str, other: str) -> float:
    """How alike two search keys are, from 0 to 1: the stems they share among those of the shorter.

    Two texts that share a single stem are not alike, however short they are, unless each is that one word.
    """
    first, second = set(one.split()), set(other.split())
    common = len(first & second)
    fewest = min(len(first), len(second))
    if common == 0 or common < min(LEAST_COMMON, fewest):
        return 0.0
    return common / fewest


def pick_similar(key: str, rows: Iterable[Any], *, most: int = MOST_SHOWN) -> list[Any]:
    """The rows whose `search_key` is like this one, the most alike first, then the oldest."""
    ranked = [(likeness(key, row.search_key), row) for row in rows]
    kept = [(share, row) for share, row in ranked if share >= ALIKE]
    kept.sort(key=lambda pair: (-pair[0], pair[1].number))
    return [row for _share, row in kept[:most]]


def holds_words(key: str, asked: str) -> bool:
    """Whether a stored key has each word asked; the last may be unfinished from three letters on."""
    wanted = search_key(asked, "fr").split()
    if not wanted:
        return True
    words = set(key.split())
    *first, last = wanted
    if not all(word in words for word in first):
        return False
    return last in words or (len(last) >= 3 and any(word.startswith(last) for word in words))
