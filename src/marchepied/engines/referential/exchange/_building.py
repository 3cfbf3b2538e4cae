"""A questionnaire made from a file of others: themes, domains, questions with their ordered answers."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marchepied.engines.referential.codes import FEWEST_LEVELS, FORMAT, LANGUAGES, MOST_LEVELS, QUESTIONNAIRE
from marchepied.engines.referential.wording import list_placeholders

from ._sentences import Sentence, gettext_noop, refuse, sentence

SOURCE = "fichier"
LONGEST_TEXT = 4000
LONGEST_SHORT = 300
LONGEST_ID = 56
MOST_QUESTIONS = 1000
"""Seven times what the guide asks, and what a file of ours can hold: nobody answers more."""
MOST_CUTS = 40
MOST_LAYERS = 8
"""How many times markup may be hidden inside markup before its signs are simply taken out."""
NOBODY = "—"
_NOT_ID = re.compile(r"[^a-z0-9]+")
_TAG = re.compile(r"<[^<>]*>")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BRACES = re.compile(r"\{(\w+)\}")
_SIGNS = str.maketrans(dict.fromkeys("<>&", " "))
_BACK = str.maketrans({"\ue000": "{", "\ue001": "}"})
_WHY = {
    "fr": "Question reprise d’un fichier, avec ses mots.",
    "en": "A question taken from a file, in its own words.",
}
_DISCUSSION = {"fr": "Que nous disent ces réponses ?", "en": "What do these answers tell us?"}
_PURPOSE = {"fr": "Questions reprises d’un fichier.", "en": "Questions taken from a file."}

Texts = Mapping[str, str]
"""{language: text}, of the languages that the file has."""


@dataclass(frozen=True, slots=True)
class AskedLevel:
    """An answer that can be chosen: its words, and what they mean where the file says it."""

    short: Texts
    description: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of the file, answers from the least to the most favourable; `place` says where it stood.

    `when` is the condition under which it is asked, in our language; "" for none.
    """

    name: str
    text: Texts
    levels: Sequence[AskedLevel]
    why: Texts = field(default_factory=dict)
    place: str = ""
    when: str = ""


@dataclass(slots=True)
class AskedDomain:
    name: str
    title: Texts
    questions: list[AskedQuestion] = field(default_factory=list)
    purpose: Texts = field(default_factory=dict)


@dataclass(slots=True)
class AskedTheme:
    name: str
    title: Texts
    domains: list[AskedDomain] = field(default_factory=list)
    purpose: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cover:
    """What the file says of itself."""

    name: str
    title: Texts
    publisher: str = ""
    licence: str = ""
    purpose: Texts = field(default_factory=dict)
    version: str = "1.0.0"
    # What reads the questions: a text of the law, something published, a network's own.
    nature: str = "public"


def strip_markup(text: str) -> str:
    """The words of a text that may hold HTML, and nothing that a browser could run."""
    for _layer in range(MOST_LAYERS):
        bare = html.unescape(_TAG.sub(" ", text))
        if bare == text:
            break
        text = bare
    else:
        text = text.translate(_SIGNS)
    return " ".join(text.split())


def has_scale(levels: Sequence[object]) -> bool:
    """Whether a question has a number of answers that a questionnaire can hold."""
    return FEWEST_LEVELS <= len(levels) <= MOST_LEVELS


def build(cover: Cover, themes: Iterable[AskedTheme]) -> tuple[dict[str, Any], list[Sentence]]:
    """The data of a questionnaire, and what had to be said of its texts (cut, copied in the other language).

    Themes and domains without a question are left out. Braces become brackets: they call for a word of the
    organisation. Raises FileRefusedError when no question is left.
    """
    return _Builder().build(cover, themes)


class _Builder:
    def __init__(self) -> None:
        self.taken = {SOURCE}
        self.numbers: dict[str, int] = {}
        self.asked = 0
        self.copied = self.empty = 0
        self.place = ""
        self.cuts: dict[tuple[str, str], int] = {}

    def build(self, cover: Cover, themes: Iterable[AskedTheme]) -> tuple[dict[str, Any], list[Sentence]]:
        origin = {"kind": cover.nature, "source": SOURCE}
        title = self.text(cover.title, LONGEST_SHORT)
        axes = [
            self.theme(theme, number, origin)
            for number, theme in enumerate(
                (t for t in themes if any(d.questions for d in t.domains)), start=1
            )
        ]
        if not axes:
            raise refuse(
                sentence(gettext_noop("Ce fichier n’a aucune question à choix que l’on puisse reprendre.")),
                sentence(gettext_noop("Il en faut au moins une, avec de 2 à 11 réponses possibles.")),
            )
        self.place = cover.name
        publisher = self.shorten(clean(cover.publisher), LONGEST_SHORT) or NOBODY
        data = {
            "format": FORMAT,
            "kind": QUESTIONNAIRE,
            "id": write_id(cover.name, "questionnaire"),
            "version": cover.version,
            "title": title,
            "purpose": self.text(cover.purpose, LONGEST_TEXT) if cover.purpose else dict(_PURPOSE),
            "publisher": publisher,
            "licence": self.shorten(clean(cover.licence), LONGEST_TEXT) or NOBODY,
            "languages": list(LANGUAGES),
            "provenance": dict(origin),
            "sources": [{"id": SOURCE, "title": dict(title), "publisher": publisher}],
            "axes": axes,
        }
        return data, list(self.tell())

    def tell(self) -> Iterable[Sentence]:
        if self.copied:
            yield sentence(
                gettext_noop(
                    "Textes qui n’existent que dans une langue, recopiés et à traduire : %(count)s."
                ),
                count=self.copied,
            )
        for (place, text), longest in list(self.cuts.items())[:MOST_CUTS]:
            yield sentence(
                gettext_noop("%(place)s : ce texte est coupé à %(limit)s signes, « %(text)s »."),
                place=place,
                limit=longest,
                text=text,
            )
        if len(self.cuts) > MOST_CUTS:
            yield sentence(
                gettext_noop("Autres textes trop longs, qui sont coupés : %(count)s."),
                count=len(self.cuts) - MOST_CUTS,
            )
        if self.empty:
            yield sentence(
                gettext_noop("Textes qui manquaient, remplacés par un tiret : %(count)s."), count=self.empty
            )

    def theme(self, theme: AskedTheme, number: int, origin: dict[str, str]) -> dict[str, Any]:
        self.place = theme.name
        title = self.text(theme.title, LONGEST_TEXT)
        return {
            "id": self.name(theme.name, f"theme-{number}"),
            "number": number,
            "title": title,
            "short": _remind(title),
            "purpose": self.text(theme.purpose, LONGEST_TEXT) if theme.purpose else dict(_PURPOSE),
            "domains": [self.domain(domain, origin) for domain in theme.domains if domain.questions],
            "provenance": dict(origin),
        }

    def domain(self, domain: AskedDomain, origin: dict[str, str]) -> dict[str, Any]:
        self.place = domain.name
        return {
            "id": self.name(domain.name, "domaine"),
            "title": self.text(domain.title, LONGEST_TEXT),
            "purpose": self.text(domain.purpose, LONGEST_TEXT) if domain.purpose else dict(_PURPOSE),
            "questions": [self.question(question, origin) for question in domain.questions],
            "provenance": dict(origin),
        }

    def question(self, question: AskedQuestion, origin: dict[str, str]) -> dict[str, Any]:
        self.asked += 1
        if self.asked > MOST_QUESTIONS:
            raise refuse(
                sentence(gettext_noop("Ce fichier a plus de %(limit)s questions."), limit=MOST_QUESTIONS),
                sentence(gettext_noop("Gardez celles que l’on posera, ou faites-en plusieurs guides.")),
            )
        self.place = question.place or question.name
        asked = self.text(question.text, LONGEST_TEXT)
        levels = [self.level(level) for level in question.levels]
        placed = (
            {**origin, "place": self.shorten(clean(question.place), LONGEST_SHORT)}
            if question.place
            else dict(origin)
        )
        return {
            "id": self.name(question.name, "question"),
            "provenance": placed,
            "statement": asked,
            "wording": dict(asked),
            "why": self.text(question.why, LONGEST_TEXT) if question.why else dict(_WHY),
            "levels_provenance": dict(origin),
            "levels": levels,
            "ends": {"low": _remind(levels[0]["short"]), "high": _remind(levels[-1]["short"])},
            "discussion": dict(_DISCUSSION),
            **({"when": question.when} if question.when else {}),
        }

    def level(self, level: AskedLevel) -> dict[str, Any]:
        short = self.text(level.short, LONGEST_TEXT)
        described = self.text(level.description, LONGEST_TEXT) if level.description else dict(short)
        return {"description": described, "short": short}

    def text(self, texts: Texts, longest: int) -> dict[str, str]:
        """A text in every language of ours; the first that the file has stands for those it lacks."""
        given = {language: clean(text) for language, text in texts.items() if clean(text)}
        if not given:
            self.empty += 1
            return dict.fromkeys(LANGUAGES, NOBODY)
        self.copied += any(language not in given for language in LANGUAGES)
        first = next(iter(given.values()))
        kept = {language: self.shorten(text, longest) for language, text in given.items()}
        return {language: kept.get(language, cut(first, longest)) for language in LANGUAGES}

    def shorten(self, text: str, longest: int) -> str:
        """The text, cut where it is too long; its place is then said."""
        if len(text) > longest:
            self.cuts[self.place, text] = longest
        return cut(text, longest)

    def name(self, wanted: str, otherwise: str) -> str:
        base = write_id(wanted, otherwise)
        identity, number = base, self.numbers.get(base, 1)
        while identity in self.taken:
            number += 1
            identity = f"{base}-{number}"
        self.numbers[base] = number
        self.taken.add(identity)
        return identity


def clean(text: object) -> str:
    """A text on one line, without markup, control characters, or braces other than our own words."""
    words = strip_markup(_CONTROLS.sub("", str(text)))
    return _BRACES.sub(_bracket, words).replace("{", "[").replace("}", "]").translate(_BACK)


def _bracket(found: re.Match[str]) -> str:
    """A word of the organisation keeps its braces, under signs that no text holds; others lose them."""
    return f"\ue000{found[1]}\ue001" if found[1] in list_placeholders() else f"[{found[1]}]"


def _remind(texts: Texts) -> dict[str, str]:
    """A short form of a text, for where there is little room: the text itself stays whole in its place."""
    return {language: cut(text, LONGEST_SHORT) for language, text in texts.items()}


def cut(text: str, longest: int) -> str:
    """The text, ended by an ellipsis where it is longer than it may be."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def write_id(words: object, otherwise: str) -> str:
    """An id of the format made from words: lower case, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", str(words).lower().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_ID.sub("-", bare)[:LONGEST_ID].strip("-") or otherwise
