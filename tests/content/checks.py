"""What every shipped referential must hold: each check returns sentences, none when all is well.

The same checks serve whoever writes a theme: `python -m tests.content.checks guide-ess theme-3`.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from marchepied.engines.referential import (
    COLLEGES,
    LEGAL_FORMS,
    Axis,
    Profile,
    Question,
    Referential,
    applicable_questions,
    count_sentences,
    count_words,
    questions_for_college,
    read_shipped_referential,
    read_shipped_vocabulary,
    split_sentences,
    walk_texts,
    word_question,
    word_text,
)
from marchepied.engines.referential.wording import PLURAL_TERMS

BOOK = read_shipped_vocabulary()
LANGUAGES = ("fr", "en")
ASKED_BESIDE = ("employees", "administrators", "beneficiaries", "partners")
OUTSIDERS = {"beneficiaries", "inhabitants", "partners", "suppliers", "local_authorities", "funders"}
JARGON = re.compile(
    r"parties? prenantes?|gouvernance|référentiel|\baxe\b|processus|indicateur|dispositif|levier|"
    r"transversal|mutualis|pilotage|\benjeu|diagnostic|optimis|valoris|acteurs?\b|"
    r"stakeholder|governance|framework|\bKPI\b|impact|co-construi|co-construct|déploie|deploy|leverage",
    re.IGNORECASE,
)
WE = re.compile(r"\b(nous|notre|nos|we|our|us)\b", re.IGNORECASE)
WAYS_OUT = "Je ne sais pas. Pas concerné."
BAD_BEFORE_PLURAL = re.compile(
    rf"(?:\b(?:de|le|la|du|au|un|une|que|si|à la)\s|[dlqnsc]’)\{{(?:{'|'.join(PLURAL_TERMS)})\}}",
    re.IGNORECASE,
)
BAD_BEFORE_SINGULAR = re.compile(
    r"\b(?:de|du|à|au|le|la|un|une|l’|d’)\s?\{(?:board|bureau|assembly|organisation|the_|of_the_|to_the_)",
    re.IGNORECASE,
)


def vocabularies(language: str) -> list[dict[str, str]]:
    """The default words, those of each legal form, and each possible word on its own."""
    choices = [
        BOOK.choose_words(language, own={term.id: choice.id})
        for term in BOOK.terms
        for choice in term.choices
    ]
    return [{}, *(BOOK.choose_words(language, form) for form in LEGAL_FORMS), *choices]


def _questions(axis: Axis) -> Iterator[Question]:
    for domain in axis.domains:
        yield from domain.questions


GUIDE_SIZES = {
    "domains": (3, 5),
    "questions": (10, 18),
    "express questions": (2, 5),
    "examples": (6, 30),
    "resources": (5, 20),
    "further questions": (5, 15),
    "key ideas": (3, 8),
    "stakes for the enterprise": (3, 8),
    "stakes for society": (2, 8),
    "legal references": (1, 12),
    "indicators": (8, 30),
    "qualitative indicators": (2, 10),
}
BESIDE_SIZES = GUIDE_SIZES | {
    "domains": (2, 5),
    "questions": (4, 12),
    "examples": (2, 10),
    "resources": (2, 10),
    "further questions": (3, 10),
    "legal references": (0, 6),
    "indicators": (4, 20),
    "qualitative indicators": (1, 10),
}
"""Smaller, for what stands beside the guide: it goes with it, and does not do its work again."""


def check_parts(referential: Referential, axis: Axis) -> list[str]:
    """The anatomy of a theme, whole."""
    questions = list(_questions(axis))
    indicators = [indicator for domain in axis.domains for indicator in domain.indicators]
    counts = {
        "domains": len(axis.domains),
        "questions": len(questions),
        "express questions": sum(question.depth == "express" for question in questions),
        "examples": len(axis.examples),
        "resources": len(axis.resources),
        "further questions": len(axis.further_questions),
        "key ideas": len(axis.key_ideas),
        "stakes for the enterprise": len(axis.stakes_enterprise),
        "stakes for society": len(axis.stakes_society),
        "legal references": len(axis.legal_references),
        "indicators": len(indicators),
        "qualitative indicators": sum(item.kind == "qualitative" for item in indicators),
    }
    sizes = BESIDE_SIZES if referential.neighbour else GUIDE_SIZES
    found = [
        f"{axis.id}: {counts[what]} {what}, expected {least} to {most}"
        for what, (least, most) in sizes.items()
        if not least <= counts[what] <= most
    ]
    for domain in axis.domains:
        for what, items in (("lever", domain.levers), ("question", domain.questions)):
            if len(items) < (1 if referential.neighbour else 2):
                found.append(f"{domain.id}: too few {what}s")
        if not domain.indicators:
            found.append(f"{domain.id}: no indicator")
    proposed = {lever for question in questions for lever in question.levers}
    levers = {lever.id for domain in axis.domains for lever in domain.levers}
    found += [f"{lever}: no question proposes this lever" for lever in sorted(levers - proposed)]
    kinds = {example.kind for example in axis.examples}
    found += [
        f"{kind.id}: a kind of example without any" for kind in axis.example_kinds if kind.id not in kinds
    ]
    return found


def check_questions(_: Referential, axis: Axis) -> list[str]:
    """Five levels that differ, evidence, a question that asks."""
    found = []
    for question in _questions(axis):
        if len(question.levels) != 5:
            found.append(f"{question.id}: {len(question.levels)} levels")
        if len(question.evidence) < 2:
            found.append(f"{question.id}: fewer than two pieces of evidence")
        for language in LANGUAGES:
            found += [f"{question.id} ({language}): {what}" for what in _read(question, language)]
    return found


def _read(question: Question, language: str) -> Iterator[str]:
    worded = word_question(question, language)
    if len({choice.text for choice in worded.choices}) != 5:
        yield "two answers are the same"
    if len({choice.description for choice in worded.choices}) != 5:
        yield "two levels are the same"
    if not worded.wording.endswith("?"):
        yield "the wording does not ask"
    for choice in worded.choices:
        if not choice.text.endswith("."):
            yield f"« {choice.text} » has no full stop"
    if max(count_words(end) for end in (worded.low_end, worded.high_end)) > 6:
        yield "an end of the scale has more than six words"


def check_participants(_: Referential, axis: Axis) -> list[str]:
    """Short, one sentence, no jargon, no « nous » asked of somebody from outside; sixty words a screen."""
    found = []
    for question in _questions(axis):
        for language in LANGUAGES:
            found += [f"{question.id} ({language}): {what}" for what in _listen(question, language)]
    return found


def _listen(question: Question, language: str) -> Iterator[str]:
    for words in vocabularies(language):
        worded = word_question(question, language, words)
        yield from _breathe((worded.wording, *(choice.text for choice in worded.choices)))
    worded = word_question(question, language)
    texts = (worded.wording, *(choice.text for choice in worded.choices))
    total = sum(count_words(text) for text in (*texts, WAYS_OUT))
    if total > 60:
        yield f"{total} words on the screen, 60 at most"
    for text in (*texts, worded.discussion):
        if JARGON.search(text):
            yield f"jargon in « {text} »: {JARGON.findall(text)}"
    if OUTSIDERS & set(question.colleges):
        yield from _speak_as_we((*texts, worded.low_end, worded.high_end))


def _breathe(texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        if count_words(text) > 15:
            yield f"« {text} » has {count_words(text)} words, 15 at most"
        if count_sentences(text) != 1 or "{" in text:
            yield f"« {text} » is not one sentence"


def _speak_as_we(texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        if WE.search(text):
            yield f"someone from outside is made to say we: « {text} »"


def check_practices(_: Referential, axis: Axis) -> list[str]:
    """Examples can be found by form, sector and effect, and adapted; nobody is named."""
    found = []
    for example in axis.examples:
        missing = [
            name for name in ("need", "families", "sectors", "effects", "adapt") if not getattr(example, name)
        ]
        if missing:
            found.append(f"{example.id}: lacks {', '.join(missing)}")
    return found


def check_colleges(referential: Referential, axis: Axis) -> list[str]:
    """Each college has something to answer, shortly or at length."""
    least, colleges = (1, ASKED_BESIDE) if referential.neighbour else (3, COLLEGES)
    questions = applicable_questions(referential, Profile(), [axis.id])
    counts = {college: len(questions_for_college(questions, college)) for college in colleges}
    found = [
        f"{axis.id}: {college} has {n} question(s), {least} at least"
        for college, n in counts.items()
        if n < least
    ]
    express = applicable_questions(referential, Profile(), [axis.id], "express")
    asked = Counter(college for question in express for college in question.colleges)
    return found + [
        f"{axis.id}: no express question is asked to {college}" for college in colleges if not asked[college]
    ]


def check_sources(referential: Referential, axis: Axis) -> list[str]:
    """Each source is declared; each text of law is cited once in a theme."""
    cited = Counter((item.provenance.source, item.provenance.place) for item in axis.legal_references)
    found = [
        f"{axis.id}: {source}, {place}, cited {n} times" for (source, place), n in cited.items() if n > 1
    ]
    return found + [
        f"{axis.id}: {item.id} has no place in its source"
        for item in axis.legal_references
        if not item.provenance.place
    ]


def check_typing(item: Any) -> list[str]:
    """Both languages, plain spaces, curly apostrophes, no elision before a word of one's own."""
    found = []
    for text in walk_texts(item):
        if text.languages != LANGUAGES:
            found.append(f"« {text.entries[0][1]} » is not in both languages")
        french = text.read_in("fr")
        if BAD_BEFORE_PLURAL.search(french) or BAD_BEFORE_SINGULAR.search(french):
            found.append(f"elision or article before a placeholder: « {french} »")
        if re.search("[\u00a0\u202f'\"]", french) or re.search(r"\S[:;?!»](\s|$)", french):
            found.append(f"typography: « {french} »")
    return found


def check_breath(item: Any) -> list[str]:
    """Sentences of 25 words at most."""
    return [
        f"{count_words(sentence)} words in one sentence ({language}): « {sentence} »"
        for text in walk_texts(item)
        for language, value in text.entries
        for sentence in split_sentences(word_text(value, language))
        if count_words(sentence) > 25
    ]


def check_theme_words(_: Referential, axis: Axis) -> list[str]:
    """The texts of a theme, all of them."""
    return [*check_typing(axis), *check_breath(axis)]


CHECKS: tuple[Callable[[Referential, Axis], list[str]], ...] = (
    check_parts,
    check_questions,
    check_participants,
    check_practices,
    check_colleges,
    check_sources,
    check_theme_words,
)


def check_theme(referential: Referential, axis: Axis) -> list[str]:
    """Everything that a theme lacks, in sentences."""
    return [sentence for check in CHECKS for sentence in check(referential, axis)]


if __name__ == "__main__":
    name, theme = sys.argv[1:3]
    shipped = read_shipped_referential(name)
    faults = check_theme(shipped, next(axis for axis in shipped.axes if axis.id == theme))
    sys.stdout.write("\n".join((*faults, f"{len(faults)} fault(s)", "")))
