"""The words each legal form uses, and the ones an organisation chooses for itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .problems import InvalidReferentialError, Path, Problem, make_problem
from .validation import check_shape
from .wording import PLURAL_TERMS, SINGULAR_TERMS, Word, expand_words

TERMS = (*PLURAL_TERMS, *SINGULAR_TERMS)

_FEMININE_ENDINGS = ("tion", "sion", "ée", "té", "ive", "elle", "ise", "ure", "ance", "ence", "ipe", "ale")


@dataclass(frozen=True, slots=True)
class WordChoice:
    """One word that an organisation may pick for a term, in both languages."""

    id: str
    fr: Word
    en: Word

    def read_in(self, language: str) -> Word:
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Term:
    """A thing to name: its label on the page of words, its usual choice, and the others."""

    id: str
    label_fr: str
    label_en: str
    default: str
    by_legal_form: tuple[tuple[str, str], ...]
    choices: tuple[WordChoice, ...]

    def usual_choice(self, legal_form: str | None) -> WordChoice:
        """The choice that a legal form usually makes; the default for an unknown or absent form."""
        wanted = dict(self.by_legal_form).get(legal_form or "", self.default)
        return next(choice for choice in self.choices if choice.id == wanted)


@dataclass(frozen=True, slots=True)
class VocabularyBook:
    terms: tuple[Term, ...]

    def find_term(self, term_id: str) -> Term:
        """The term with this id; KeyError with the id where there is none."""
        for term in self.terms:
            if term.id == term_id:
                return term
        raise KeyError(term_id)

    def choose_words(
        self,
        language: str,
        legal_form: str | None = None,
        own: Mapping[str, str | Word] | None = None,
    ) -> dict[str, str]:
        """The flat vocabulary to hand to `word_text` and `word_question`.

        `own` gives, for some terms, the id of a choice, a Word, or free words: the plural for a plural term
        (« personnes accueillies »), the singular for a singular one (« comité »). Free words that are empty
        are ignored; unknown terms too. The gender of free French words is that of the same word in the book,
        otherwise guessed from the ending of the first word: pass a Word where the guess is wrong.
        """
        words = {term.id: term.usual_choice(legal_form).read_in(language) for term in self.terms}
        for term in self.terms:
            wanted = (own or {}).get(term.id)
            if isinstance(wanted, Word):
                words[term.id] = wanted
            elif wanted and wanted.strip():
                words[term.id] = self._read_own(term, wanted.strip(), language)
        return expand_words(words, language)

    def _read_own(self, term: Term, wanted: str, language: str) -> Word:
        for choice in term.choices:
            word = choice.read_in(language)
            if wanted in (choice.id, word.singular, word.plural):
                return word
        return Word(wanted, wanted, _guess_gender(wanted) if language == "fr" else "")


def _guess_gender(words: str) -> str:
    return "f" if words.split()[0].lower().endswith(_FEMININE_ENDINGS) else "m"


def _check_terms(data: Any) -> list[Problem]:
    faults: list[tuple[Path, str, str]] = [
        (("terms",), f"le terme « {term} » est en trop, ou manque.", "Corrigez la liste.")
        for term in sorted(set(data["terms"]) ^ set(TERMS))
    ]
    for term, entry in data["terms"].items():
        known = {choice["id"] for choice in entry["choices"]}
        faults += [
            (("terms", term), f"le choix « {wanted} » n’existe pas.", "Ajoutez-le aux choix.")
            for wanted in sorted({entry["default"], *entry["by_legal_form"].values()} - known)
        ]
    return [make_problem(data, path, message, advice) for path, message, advice in faults]


def parse_vocabulary(data: Any) -> VocabularyBook:
    """The book of words of `data` (from `load_yaml`); InvalidReferentialError with every fault otherwise."""
    problems = check_shape(data, "vocabulary.schema.json") or _check_terms(data)
    if problems:
        raise InvalidReferentialError(problems)
    return VocabularyBook(tuple(_read_term(term, data["terms"][term]) for term in TERMS))


def _read_term(term: str, entry: Any) -> Term:
    return Term(
        id=term,
        label_fr=entry["label"]["fr"],
        label_en=entry["label"]["en"],
        default=entry["default"],
        by_legal_form=tuple(entry["by_legal_form"].items()),
        choices=tuple(
            WordChoice(choice["id"], Word(**choice["fr"]), Word(**choice["en"]))
            for choice in entry["choices"]
        ),
    )
