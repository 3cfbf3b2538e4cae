"""What the law says of the guide, ready to be quoted in a pack or on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .codes import LANGUAGES
from .model import Source, Text
from .parsing import TextReader, Typeset, parse_source
from .problems import InvalidReferentialError, Path, make_problem
from .validation import check_shape


@dataclass(frozen=True, slots=True)
class LegalFact:
    id: str
    text: Text
    source: str
    place: str


@dataclass(frozen=True, slots=True)
class LegalFormNote:
    """How one legal form presents its practices: before which body, in which sentence, with what advice."""

    legal_form: str
    body: Text
    sentence: Text
    note: Text


@dataclass(frozen=True, slots=True)
class LegalFrame:
    """`as_of` is the month (YYYY-MM) at which the facts were last read over."""

    as_of: str
    sources: tuple[Source, ...]
    facts: tuple[LegalFact, ...]
    notes: tuple[LegalFormNote, ...]

    def find_fact(self, fact_id: str) -> LegalFact:
        """The fact with this id; KeyError with the id where there is none."""
        for fact in self.facts:
            if fact.id == fact_id:
                return fact
        raise KeyError(fact_id)

    def note_for(self, legal_form: str | None) -> LegalFormNote:
        """The note of a legal form; that of « other » for an unknown or absent form."""
        notes = {note.legal_form: note for note in self.notes}
        return notes.get(legal_form or "other", notes["other"])


def parse_legal_frame(data: Any, typeset: Typeset | None = None) -> LegalFrame:
    """The legal frame of `data` (from `load_yaml`); InvalidReferentialError with every fault otherwise.

    Texts may hold placeholders: pass them through `word_text` with the organisation's vocabulary.
    """
    problems = check_shape(data, "legal_frame.schema.json")
    if not problems:
        known = {source["id"] for source in data["sources"]}
        wrong: list[Path] = [
            ("facts", index, "source")
            for index, fact in enumerate(data["facts"])
            if fact["source"] not in known
        ]
        advice = "Déclarez-la dans « sources »."
        problems = tuple(make_problem(data, path, "cette source n’existe pas.", advice) for path in wrong)
    if problems:
        raise InvalidReferentialError(problems)
    read = TextReader(LANGUAGES, typeset).text
    return LegalFrame(
        as_of=data["as_of"],
        sources=tuple(parse_source(source, read) for source in data["sources"]),
        facts=tuple(
            LegalFact(fact["id"], read(fact["text"]), fact["source"], fact["place"]) for fact in data["facts"]
        ),
        notes=tuple(
            LegalFormNote(
                form, read(note["body"]), read(note.get("sentence", data["ag_sentence"])), read(note["note"])
            )
            for form, note in data["legal_forms"].items()
        ),
    )
