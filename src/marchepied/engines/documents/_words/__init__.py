"""The documents' own words, in French and in English; typography is applied when they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from marchepied.engines.documents._words.english import ENGLISH
from marchepied.engines.documents._words.french import FRENCH

_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"fr": MappingProxyType(FRENCH), "en": MappingProxyType(ENGLISH)}
)


def speak(language: str) -> Mapping[str, str]:
    """The words of a language (``fr``, ``en-GB``…); French where the language has none of its own."""
    return _WORDS.get(language[:2].lower(), _WORDS["fr"])
