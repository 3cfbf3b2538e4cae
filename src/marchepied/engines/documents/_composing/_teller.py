"""What every teller of a pack needs: its language, its words, the organisation's own word."""

from __future__ import annotations

from datetime import date

from marchepied.engines.documents._blocks import say
from marchepied.engines.documents._document import Block, Tone
from marchepied.engines.documents._pack_data import Pack
from marchepied.engines.documents._words import speak
from marchepied.engines.documents.typography import format_date, format_number


class Teller:
    """Tells the facts of a pack in one language."""

    def __init__(self, pack: Pack, language: str) -> None:
        self.pack = pack
        self.language = language
        self.words = speak(language)
        self.own = {
            "the_organisation": pack.the_organisation or self.words["the_organisation"],
            "of_the_organisation": pack.of_the_organisation or self.words["of_the_organisation"],
        }

    def date(self, day: date | None) -> str:
        return format_date(day, self.language) if day else ""

    def number(self, value: int) -> str:
        return format_number(value, self.language)

    def named(self, word: str) -> str:
        """One of our sentences with the organisation's own word, a capital first.

        Not str.format: the organisation's words are free text, and nothing in them is read as a field.
        """
        sentence = self.words[word]
        for name, text in self.own.items():
            sentence = sentence.replace("{" + name + "}", text)
        return sentence[:1].upper() + sentence[1:]

    def missing(self, word: str, **more: str) -> Block:
        return say(self.words[word], Tone.MISSING, **more)
