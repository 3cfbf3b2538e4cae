"""The words a question is asked with: placeholders filled with the organisation's own words.

A vocabulary is a flat mapping from placeholder to words, in one language. A plural term has one placeholder,
its bare plural: after « les », « aux », « des » or « nos » a French plural needs neither elision nor gender.
A singular term has four: the bare noun, and the noun after « le », « du » and « au », contracted and elided
here so that no text ever has to guess (« l’assemblée », « du conseil », « à la direction »).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from marchepied.engines.words import count_sentences as count_sentences
from marchepied.engines.words import count_words as count_words
from marchepied.engines.words import split_sentences as split_sentences

from .model import Question

PLURAL_TERMS = (
    "members",
    "users",
    "employees",
    "pathway_employees",
    "volunteers",
    "administrators",
    "inhabitants",
    "partners",
)
SINGULAR_TERMS = ("board", "bureau", "assembly", "organisation")
ARTICLES = ("the", "of_the", "to_the")

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_VOWELS = "aeiouâàäéèêëîïôöùûüœæ"


@dataclass(frozen=True, slots=True)
class Word:
    """A noun: `gender` is m or f in French, empty in English; `elides` None means by its first letter."""

    singular: str
    plural: str
    gender: str = ""
    elides: bool | None = None

    def takes_elision(self) -> bool:
        """True for « l’assemblée »; a first h elides only when the word says so (« l’hôpital »)."""
        return self.singular[:1].lower() in _VOWELS if self.elides is None else self.elides


def list_placeholders() -> tuple[str, ...]:
    """Every placeholder that a text may use, in order; the list is closed."""
    with_articles = tuple(f"{article}_{term}" for term in SINGULAR_TERMS for article in ARTICLES)
    return (*PLURAL_TERMS, *SINGULAR_TERMS, *with_articles)


def find_placeholders(text: str) -> set[str]:
    """The names between braces in a text, known or not."""
    return set(_PLACEHOLDER.findall(text))


def _add_french_article(word: Word, article: str) -> str:
    if word.takes_elision():
        return {"the": "l’", "of_the": "de l’", "to_the": "à l’"}[article] + word.singular
    forms = {
        "m": {"the": "le ", "of_the": "du ", "to_the": "au "},
        "f": {"the": "la ", "of_the": "de la ", "to_the": "à la "},
    }
    return forms["f" if word.gender == "f" else "m"][article] + word.singular


def _add_english_article(word: Word, article: str) -> str:
    return {"the": "the ", "of_the": "of the ", "to_the": "to the "}[article] + word.singular


def expand_words(words: Mapping[str, Word], language: str) -> dict[str, str]:
    """The flat vocabulary of some terms: one entry a plural term, four a singular one."""
    add_article = _add_french_article if language == "fr" else _add_english_article
    flat: dict[str, str] = {}
    for term, word in words.items():
        if term in PLURAL_TERMS:
            flat[term] = word.plural
            continue
        flat[term] = word.singular
        for article in ARTICLES:
            flat[f"{article}_{term}"] = add_article(word, article)
    return flat


_DEFAULTS = {
    "fr": {
        "members": Word("membre", "membres", "m"),
        "users": Word("usager", "usagers", "m"),
        "employees": Word("salarié", "salariés", "m"),
        "pathway_employees": Word("salarié en parcours", "salariés en parcours", "m"),
        "volunteers": Word("bénévole", "bénévoles", "m"),
        "administrators": Word("administrateur", "administrateurs", "m"),
        "inhabitants": Word("habitant", "habitants", "m", True),
        "partners": Word("partenaire", "partenaires", "m"),
        "board": Word("conseil d’administration", "conseils d’administration", "m"),
        "bureau": Word("bureau", "bureaux", "m"),
        "assembly": Word("assemblée générale", "assemblées générales", "f"),
        "organisation": Word("entreprise", "entreprises", "f"),
    },
    "en": {
        "members": Word("member", "members"),
        "users": Word("user", "users"),
        "employees": Word("employee", "employees"),
        "pathway_employees": Word("employee on a pathway", "employees on a pathway"),
        "volunteers": Word("volunteer", "volunteers"),
        "administrators": Word("board member", "board members"),
        "inhabitants": Word("local resident", "local residents"),
        "partners": Word("partner", "partners"),
        "board": Word("board", "boards"),
        "bureau": Word("executive committee", "executive committees"),
        "assembly": Word("general assembly", "general assemblies"),
        "organisation": Word("enterprise", "enterprises"),
    },
}


def default_words(language: str) -> dict[str, Word]:
    """The word of each term when nobody has chosen one; English for a language that has none."""
    return dict(_DEFAULTS.get(language, _DEFAULTS["en"]))


def default_vocabulary(language: str) -> dict[str, str]:
    """The flat vocabulary of `default_words`."""
    return expand_words(default_words(language), language)


@lru_cache
def _flat_defaults(language: str) -> Mapping[str, str]:
    """The default vocabulary, expanded once: pages of many questions fill thousands of texts."""
    return MappingProxyType(default_vocabulary(language))


def word_text(text: str, language: str, vocabulary: Mapping[str, str] | None = None) -> str:
    """`text` with each placeholder filled from `vocabulary`, then from the defaults of the language.

    An unknown placeholder stays as it is written. A text that begins with a placeholder gets a capital.
    """
    if "{" not in text:
        return text
    own, defaults = vocabulary or {}, _flat_defaults(language)

    def fill(match: re.Match[str]) -> str:
        return own.get(match[1]) or defaults.get(match[1], match[0])

    filled = _PLACEHOLDER.sub(fill, text)
    return filled[:1].upper() + filled[1:] if text.startswith("{") else filled


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer: what a participant reads, and the practice it stands for."""

    level: int
    text: str
    description: str


@dataclass(frozen=True, slots=True)
class WordedQuestion:
    """A question in one language with the organisation's own words, ready to be shown."""

    id: str
    language: str
    statement: str
    wording: str
    why: str
    discussion: str
    evidence: tuple[str, ...]
    choices: tuple[Choice, ...]
    low_end: str
    high_end: str


def word_question(
    question: Question, language: str, vocabulary: Mapping[str, str] | None = None
) -> WordedQuestion:
    """Everything a page says of a question, in `language`, with the words of `vocabulary` (flat mapping).

    A language that the referential lacks falls back to its first language.
    """
    if language not in question.wording.languages:
        language = question.wording.languages[0]

    def fill(text: str) -> str:
        return word_text(text, language, vocabulary)

    return WordedQuestion(
        id=question.id,
        language=language,
        statement=fill(question.statement.read_in(language)),
        wording=fill(question.wording.read_in(language)),
        why=fill(question.why.read_in(language)),
        discussion=fill(question.discussion.read_in(language)),
        evidence=tuple(fill(text.read_in(language)) for text in question.evidence),
        choices=tuple(
            Choice(
                level.number, fill(level.short.read_in(language)), fill(level.description.read_in(language))
            )
            for level in question.levels
        ),
        low_end=fill(question.ends.low.read_in(language)),
        high_end=fill(question.ends.high.read_in(language)),
    )
