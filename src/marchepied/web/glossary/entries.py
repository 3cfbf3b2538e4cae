"""A word of the glossary as a page shows it, in the language of the page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils import translation

from marchepied.apps.referentials.selectors import read_glossary
from marchepied.engines.referential import Glossary, GlossaryTerm, Text, fold_words

OTHER = {"fr": "en", "en": "fr"}
# « L. 1234-5 », « n° 12 »: never at two ends of two lines.
_JOINED = re.compile(r"\b(L\.|R\.|n°|No\.|articles?) (?=[\dLR])")


@dataclass(frozen=True)
class Entry:
    """`written` are its other forms; `abroad` is its name in the other language when it differs."""

    id: str
    name: str
    stands_for: str
    written: tuple[str, ...]
    abroad: str
    definition: str
    in_practice: str
    source: str
    see: tuple[tuple[str, str], ...]

    @property
    def anchor(self) -> str:
        """The id of its place on a page, the same on each."""
        return f"mot-{self.id}"

    @property
    def letter(self) -> str:
        """The letter it is filed under, without accent."""
        return "".join(fold_words(self.name))[:1].upper()


def page_language() -> str:
    """The language of the page, French for one that the glossary does not have."""
    language = translation.get_language() or "fr"
    return language if language in OTHER else "fr"


def describe(term: GlossaryTerm, language: str) -> Entry:
    """The entry of a term, its links named."""
    glossary = read_glossary()
    name, abroad = term.name.read_in(language), term.name.read_in(OTHER[language])
    stands_for = _read(term.stands_for, language)
    return Entry(
        id=term.id,
        name=name,
        stands_for=stands_for,
        written=tuple(form for form in term.forms_in(language) if form not in {name, stands_for}),
        abroad="" if abroad == name else abroad,
        definition=_read(term.definition, language),
        in_practice=_read(term.in_practice, language),
        source=_JOINED.sub("\\1\u00a0", _read(term.source, language)),
        see=_name_links(glossary, term, language),
    )


def group_by_letter(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """(letter, its entries) of entries already sorted."""
    return [(letter, list(group)) for letter, group in groupby(entries, key=lambda entry: entry.letter)]


def _read(text: Text | None, language: str) -> str:
    return text.read_in(language) if text else ""


def _name_links(glossary: Glossary, term: GlossaryTerm, language: str) -> tuple[tuple[str, str], ...]:
    others = (glossary.find(term_id) for term_id in term.see)
    return tuple((f"mot-{other.id}", other.name.read_in(language)) for other in others)
