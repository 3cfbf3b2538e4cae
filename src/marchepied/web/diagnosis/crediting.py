"""What was done elsewhere, as the pages of questions show it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation

from marchepied.apps.diagnosis.compute.elsewhere import Credit, Reach, credits_of
from marchepied.apps.diagnosis.compute.elsewhere_words import (
    SaidCredit,
    name_declared,
    say_credit,
    say_shorter,
)
from marchepied.apps.diagnosis.selectors.elsewhere import counts_on, declared_of, spared_questions_of
from marchepied.apps.diagnosis.selectors.positions import positions_of
from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.engines.referential import Question, Text, word_text

if TYPE_CHECKING:
    from marchepied.apps.diagnosis.models import Cycle


def reader_of(cycle: "Cycle") -> Callable[[Text], str]:
    """Reads a text in the language of the page, with the words of the space."""
    language = translation.get_language() or "fr"
    words = vocabulary_of(cycle.organisation, language)
    return lambda text: word_text(text.read_in(language), language, words)


def say_credits(cycle: "Cycle", found: Iterable[Credit]) -> dict[str, SaidCredit]:
    """Credits in words, by question id. No query."""
    read, language = reader_of(cycle), translation.get_language() or "fr"
    return {credit.question.id: say_credit(credit, language, read) for credit in found}


def find_credit(cycle: "Cycle", question: Question, answer: Any = None) -> SaidCredit | None:
    """What is already answered of one question; None when nothing speaks of it."""
    declared = declared_of(cycle.organisation)
    found = credits_of(
        [question],
        declared,
        answers={question.id: answer} if answer else {},
        decided=positions_of(cycle) if declared else {},
    )
    return say_credits(cycle, found.values()).get(question.id)


def still_counting(organisation: Any) -> list[tuple[str, date | None]]:
    """(name, last day) of what was declared, counts today and answers questions of the guide (one query)."""
    language, today = translation.get_language() or "fr", timezone.localdate()
    rows = [row for row in declared_of(organisation) if row.standard_id and counts_on(row, today)]
    return [(name_declared(row, language), row.valid_until) for row in rows]


def describe_credits(
    cycle: "Cycle", questions: list[Question], answers: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What the list of questions says of what was done elsewhere: credits, questions set apart, the sum.

    With `answers`, what the organisation says or decided otherwise is told too.
    """
    declared = declared_of(cycle.organisation)
    spared = spared_questions_of(cycle)
    decided = positions_of(cycle) if declared and answers is not None else {}
    found = credits_of([*questions, *spared], declared, answers=answers, decided=decided)
    said = say_credits(cycle, found.values())
    whole = {name for name, credit in found.items() if credit.reach is Reach.WHOLE}
    read, today = reader_of(cycle), timezone.localdate()
    return {
        "credits": said,
        "declared": bool(declared),
        "ended": any(not counts_on(row, today) for row in declared),
        "spared": [(read(question.statement), said.get(question.id)) for question in spared],
        "could_spare": sum(question.id in whole for question in questions),
        "shorter": say_shorter(len(questions) + len(spared), len(whole)),
    }
