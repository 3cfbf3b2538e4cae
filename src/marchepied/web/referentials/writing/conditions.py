"""The written condition of a question, read while one writes: said back in plain words, or what is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from marchepied.apps.plans.selectors.formulas import say
from marchepied.engines.expressions import ExpressionError, Problem
from marchepied.engines.referential import parse_applicability
from marchepied.engines.referential.conditions import (
    FACTS_OF_PROFILE,
    FORM_WORDS,
    SECTOR_WORDS,
    find_problems,
    read_applicability,
    read_condition,
    say_condition,
    write_condition,
)
from marchepied.web.referentials.writing.plain import Reading

KIND = "condition"
MOST_SIGNS = 600
MOST_TOLD = 5


def tell_condition(text: str, language: str) -> Reading:
    """What a condition means, in the language of the page, or each thing wrong with its characters.

    Nothing of an empty one.
    """
    written = text.strip()
    if not written:
        return Reading()
    problems = find_problems(written[:MOST_SIGNS])
    if problems:
        return Reading(findings=tuple(point_at(written, problem) for problem in problems[:MOST_TOLD]))
    return Reading(say_condition(read_condition(written[:MOST_SIGNS]), language))


def point_at(text: str, problem: Problem) -> str:
    """One thing wrong: the number of its first character, the characters, and the sentence."""
    start, end = problem.span.offset, problem.span.offset + problem.span.length
    found = text[start:end][:40]
    told = {"place": start + 1, "found": found, "sentence": say(problem.message)}
    if not found.strip():
        return _("Caractère %(place)s. %(sentence)s") % told
    return _("Caractère %(place)s, « %(found)s » : %(sentence)s") % told


def tell_for_whom(question: Mapping[str, Any], language: str) -> str:
    """For whom a question of a draft makes sense, its choices and its written condition in one sentence.

    Nothing for one that is for everybody, or whose condition cannot be read yet.
    """
    try:
        condition = read_applicability(parse_applicability(question))
    except (ExpressionError, TypeError):
        return ""
    return "" if condition is None else say_condition(condition, language)


@dataclass(frozen=True)
class Word:
    """A word that a condition may use, and what it means."""

    written: str
    meaning: str


def list_facts(language: str) -> Iterator[Word]:
    """The facts that may be named, with what each says."""
    place = 0 if language == "fr" else 1
    for fact in FACTS_OF_PROFILE:
        yield Word(fact.names[place], (fact.have if fact.have[0] else fact.called)[place])


@dataclass(frozen=True)
class Words:
    """What a written condition may hold, in the language of the page."""

    facts: tuple[Word, ...]
    forms: tuple[str, ...]
    sectors: tuple[str, ...]
    signs: tuple[str, ...]
    example: str


def list_words(language: str) -> Words:
    """The facts, the words of forms and sectors, what joins them, and an example."""
    place = 0 if language == "fr" else 1
    forms, sectors = (tuple(words[place] for words in told.values()) for told in (FORM_WORDS, SECTOR_WORDS))
    joining = ("et", "ou", "non", "dans") if language == "fr" else ("and", "or", "not", "in")
    example = read_condition('forme dans ["scic" ; "scop"] et (effectif ≥ 10 ou esus)')
    return Words(
        facts=tuple(list_facts(language)),
        forms=forms,
        sectors=sectors,
        signs=(*joining, "=", "≠", "<", "≤", ">", "≥", "( )"),
        example=write_condition(example, language),
    )
