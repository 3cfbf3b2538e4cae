"""What a cycle has to tell, gathered once for the pack and the sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from marchepied.apps.diagnosis.compute.elsewhere import read_cycle_credits
from marchepied.apps.diagnosis.compute.elsewhere_words import SaidCredit, say_credit
from marchepied.apps.diagnosis.selectors.crossed import CrossedQuestion, read_crossed
from marchepied.apps.diagnosis.selectors.cycles import questions_of
from marchepied.apps.diagnosis.selectors.elsewhere import spared_questions_of
from marchepied.apps.diagnosis.selectors.own_answers import own_answers_of
from marchepied.apps.diagnosis.selectors.positions import positions_of
from marchepied.apps.diagnosis.selectors.releases import latest_release
from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.apps.plans.selectors import Plan, plan_of
from marchepied.engines.referential import Question, word_text

FIRST_PAGE = 3


@dataclass(frozen=True)
class Account:
    """What a cycle has to tell, gathered once (about ten queries whatever its size)."""

    cycle: Any
    language: str
    words: Mapping[str, str]
    questions: list[Question]
    own: Mapping[str, Any]
    positions: Mapping[str, Any]
    release: Any
    crossed: Mapping[str, CrossedQuestion]
    plan: Plan

    def say(self, text: Any) -> str:
        """A text of the referential in the organisation's words."""
        return word_text(text.read_in(self.language), self.language, self.words)

    @cached_property
    def spared(self) -> list[Question]:
        """The questions that were not asked because something done elsewhere answers them."""
        return spared_questions_of(self.cycle)

    @cached_property
    def credits(self) -> dict[str, SaidCredit]:
        """What is answered elsewhere, and what remains, of each question, asked or not (one query).

        What only touches a question is left out.
        """
        found = read_cycle_credits(self.cycle).values()
        said = {credit.question.id: say_credit(credit, self.language, self.say) for credit in found}
        return {name: each for name, each in said.items() if each.by}

    @property
    def discussed(self) -> list[CrossedQuestion]:
        return [question for question in self.crossed.values() if question.discussed]

    def short_level(self, question: Question, level: int | None) -> str:
        """A level in the words of the answers, without its full stop."""
        if level is None or not 1 <= level <= len(question.levels):
            return ""
        return self.say(question.levels[level - 1].short).rstrip(" .")


def gather_account(cycle: Any, language: str) -> Account:
    """Everything a pack or a sheet needs, in one language. The active language must be the same."""
    release = latest_release(cycle)
    crossed = read_crossed(cycle, release) if release is not None and cycle.round is not None else []
    return Account(
        cycle=cycle,
        language=language,
        words=vocabulary_of(cycle.organisation, language),
        questions=questions_of(cycle),
        own=own_answers_of(cycle),
        positions=positions_of(cycle),
        release=release,
        crossed={question.id: question for question in crossed},
        plan=plan_of(cycle),
    )
