"""What was answered, and that an action of the plan is made from."""

from typing import Any

from marchepied.apps.listening.models import Survey, TakenAnswer
from marchepied.core.audit import record

MOST_WORDS = 300


def mark_taken_answer(
    *, survey: Survey, question_id: str, wording: str, words: str = "", by: Any
) -> TakenAnswer:
    """Remember that an action is made from a question of a survey, or from `words` written to it."""
    words = words if len(words) <= MOST_WORDS else words[: MOST_WORDS - 1] + "…"
    row, _made = TakenAnswer.objects.get_or_create(
        organisation=survey.organisation,
        survey=survey,
        question_id=question_id,
        words=words,
        defaults={"wording": wording[:MOST_WORDS]},
    )
    record("survey.answer_taken_up", row, by=by, question=question_id)
    return row
