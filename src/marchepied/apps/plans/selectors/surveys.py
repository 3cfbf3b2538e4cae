"""What became of what was answered to a survey."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marchepied.apps.listening.selectors.surveys.taken import taken_of
from marchepied.apps.plans.models import Action
from marchepied.apps.plans.selectors.listening import actions_from


@dataclass(frozen=True)
class MadeOf:
    """An action and the words it was made from; none when it was made from the question as a whole."""

    action: Action
    words: str


def made_of(survey: Any) -> dict[str, tuple[MadeOf, ...]]:
    """{question: the actions made from what was answered to it} (three queries at most)."""
    return made_of_each([survey]).get(survey.pk, {})


def made_of_each(surveys: Sequence[Any]) -> dict[Any, dict[str, tuple[MadeOf, ...]]]:
    """The same by survey, for several of them (three queries at most, none without surveys)."""
    rows = taken_of(surveys)
    actions = actions_from(rows)
    found: dict[Any, dict[str, tuple[MadeOf, ...]]] = {}
    for row in rows:
        made = tuple(MadeOf(action, row.words) for action in actions.get(row.pk, ()))
        questions = found.setdefault(row.survey_id, {})
        questions[row.question_id] = questions.get(row.question_id, ()) + made
    return found
