"""The words of the field explained to the people who meet them, and where a text uses them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from .codes import LANGUAGES
from .mentions import Lexicon, Mention, fold_words
from .model import Text
from .parsing import TextReader, Typeset
from .problems import InvalidReferentialError, Path, make_problem
from .validation import check_shape

_WHOLE = 2  # a searched word of two letters is looked for whole: « ag » is not « agir »
_ADVICE = {
    "id": "Choisissez-en un autre : un identifiant ne sert qu’une fois.",
    "see": "Corrigez l’identifiant, ou retirez-le.",
    "form": "Gardez cette forme dans un seul des deux mots.",
}


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A word and what it means; `forms` holds, by language, the ways to write it besides its name.

    `looked_for` is False for a word that means something else in most texts: it is explained, not marked.
    """

    id: str
    name: Text
    stands_for: Text | None
    forms: tuple[tuple[str, tuple[str, ...]], ...]
    definition: Text
    in_practice: Text | None
    see: tuple[str, ...]
    source: Text | None
    looked_for: bool

    def forms_in(self, language: str) -> tuple[str, ...]:
        """Its other written forms in a language; none where it has none."""
        return dict(self.forms).get(language, ())


@dataclass(frozen=True, slots=True)
class Glossary:
    """`as_of` is the month (YYYY-MM) at which what it says of the law was last read over."""

    as_of: str
    terms: tuple[GlossaryTerm, ...]
    lexicons: Mapping[str, Lexicon] = field(repr=False, compare=False)

    def find(self, term_id: str) -> GlossaryTerm:
        """The term with this id; KeyError with the id where there is none."""
        for term in self.terms:
            if term.id == term_id:
                return term
        raise KeyError(term_id)

    def find_mentions(self, text: str, language: str) -> tuple[Mention, ...]:
        """Where `text` uses words of the glossary, in order; `key` is the id of the term.

        Whole words, accents and plural tolerated, the longest first, never inside another word. None for an
        empty text, or a language that the glossary does not have.
        """
        lexicon = self.lexicons.get(language)
        return lexicon.find(text) if lexicon else ()

    def find_terms(self, text: str, language: str) -> tuple[GlossaryTerm, ...]:
        """The terms that `text` uses, each once, in the order in which they are first met."""
        known = {term.id: term for term in self.terms}
        met = dict.fromkeys(mention.key for mention in self.find_mentions(text, language))
        return tuple(known[key] for key in met)

    def sort_terms(self, language: str) -> tuple[GlossaryTerm, ...]:
        """All terms in alphabetical order of their names, accents and case ignored."""
        return tuple(sorted(self.terms, key=lambda term: (fold_words(term.name.read_in(language)), term.id)))

    def search(self, query: str, language: str) -> tuple[GlossaryTerm, ...]:
        """The terms that hold each word of `query` or its beginning: those named so, then those explained so.

        Accents and case are ignored; a word of one or two letters is looked for whole. Nothing for a query
        without a letter or a digit.
        """
        wanted = fold_words(query)
        if not wanted:
            return ()
        named, explained = [], []
        for term in self.sort_terms(language):
            names = {word for written in _list_names(term, language) for word in fold_words(written)}
            if _has_all(wanted, names):
                named.append(term)
            elif _has_all(wanted, names | set(fold_words(_tell(term, language)))):
                explained.append(term)
        exact = [term for term in named if _is_named(term, wanted, language)]
        return (*exact, *(term for term in named if term not in exact), *explained)

    def suggest(self, query: str, language: str, most: int = 3) -> tuple[GlossaryTerm, ...]:
        """The terms written nearly like `query` (a slip of the keyboard), the nearest first; often none."""
        written = {
            " ".join(fold_words(name)): term
            for term in self.sort_terms(language)
            for name in _list_names(term, language)
        }
        near = get_close_matches(" ".join(fold_words(query)), written, n=2 * most, cutoff=0.72)
        return tuple({written[name].id: written[name] for name in near}.values())[:most]


def parse_glossary(data: Any, typeset: Typeset | None = None) -> Glossary:
    """The glossary of `data` (from `load_yaml`); InvalidReferentialError with every fault otherwise."""
    problems = check_shape(data, "glossary.schema.json")
    if not problems:
        faults = (*_check_ids(data), *_check_links(data), *_check_forms(data))
        problems = tuple(make_problem(data, path, message, advice) for path, message, advice in faults)
    if problems:
        raise InvalidReferentialError(problems)
    lexicons = {language: Lexicon(_list_pairs(data, language), language) for language in LANGUAGES}
    read = TextReader(LANGUAGES, typeset)
    return Glossary(data["as_of"], tuple(_read_term(term, read) for term in data["terms"]), lexicons)


def _read_term(term: Any, read: TextReader) -> GlossaryTerm:
    def optional(name: str) -> Text | None:
        return read.text(term[name]) if name in term else None

    return GlossaryTerm(
        id=term["id"],
        name=read.text(term["term"]),
        stands_for=optional("stands_for"),
        forms=tuple((language, tuple(term.get("forms", {}).get(language, ()))) for language in LANGUAGES),
        definition=read.text(term["definition"]),
        in_practice=optional("in_practice"),
        see=tuple(term.get("see", ())),
        source=optional("source"),
        looked_for=term.get("looked_for", True),
    )


def _list_written(term: Any, language: str) -> list[str]:
    return [term["term"][language], *term.get("forms", {}).get(language, ())]


def _list_pairs(data: Any, language: str) -> list[tuple[str, str]]:
    """(id, way to write it) of each term that is looked for."""
    return [
        (term["id"], written)
        for term in data["terms"]
        if term.get("looked_for", True)
        for written in _list_written(term, language)
    ]


Fault = tuple[Path, str, str]


def _check_ids(data: Any) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, term in enumerate(data["terms"]):
        if term["id"] in seen:
            yield ("terms", index, "id"), f"l’identifiant « {term['id']} » est déjà pris.", _ADVICE["id"]
        seen.add(term["id"])


def _check_links(data: Any) -> Iterator[Fault]:
    known = {term["id"] for term in data["terms"]}
    for index, term in enumerate(data["terms"]):
        for place, other in enumerate(term.get("see", ())):
            if other not in known - {term["id"]}:
                where: Path = ("terms", index, "see", place)
                yield where, f"« {other} » n’est pas un autre mot du glossaire.", _ADVICE["see"]


def _check_forms(data: Any) -> Iterator[Fault]:
    """A way to write belongs to one term only, or nobody knows which one a text means."""
    for language in LANGUAGES:
        taken: dict[str, str] = {}
        for index, term in enumerate(data["terms"]):
            for written in _list_written(term, language):
                plain = written if written.isupper() else " ".join(fold_words(written))
                owner = taken.setdefault(plain, term["id"])
                if owner != term["id"]:
                    where: Path = ("terms", index, "term", language)
                    yield where, f"« {written} » est déjà une forme de « {owner} ».", _ADVICE["form"]


def _list_names(term: GlossaryTerm, language: str) -> tuple[str, ...]:
    spelt = (term.stands_for.read_in(language),) if term.stands_for else ()
    return (term.name.read_in(language), *term.forms_in(language), *spelt)


def _tell(term: GlossaryTerm, language: str) -> str:
    practice = term.in_practice.read_in(language) if term.in_practice else ""
    return f"{term.definition.read_in(language)} {practice}"


def _has_all(wanted: tuple[str, ...], words: set[str]) -> bool:
    return all(
        word in words or (len(word) > _WHOLE and any(other.startswith(word) for other in words))
        for word in wanted
    )


def _is_named(term: GlossaryTerm, wanted: tuple[str, ...], language: str) -> bool:
    return any(fold_words(name) == wanted for name in _list_names(term, language))
