"""What was answered to a survey and from which actions were made."""

from collections.abc import Sequence
from typing import Any

from marchepied.apps.listening.models import Survey, TakenAnswer


def taken_of(surveys: Sequence[Survey]) -> list[TakenAnswer]:
    """What of surveys went to the plan, question after question (one query; none without surveys)."""
    return list(TakenAnswer.objects.filter(survey__in=[survey.pk for survey in surveys]))


def find_taken(organisation: Any, taken_id: Any) -> TakenAnswer | None:
    """What an action was made from, by its id, with its survey (one query)."""
    rows = TakenAnswer.objects.filter(organisation=organisation, pk=taken_id)
    return rows.select_related("survey").first()
