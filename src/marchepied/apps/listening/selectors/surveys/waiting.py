"""The surveys that wait for the organisation: to be closed, or for a word on what became of them."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import F, Min, Q, Sum

from marchepied.apps.listening.models import Survey
from marchepied.apps.participation.enums import RoundState

# After a year, nobody waits for a word any more.
OWED_FOR = timedelta(days=365)


class SurveyWait(StrEnum):
    """Why a survey waits."""

    ENDS = "ends"
    FULL = "full"
    LATE = "late"
    REPLY = "reply"


def surveys_waiting(organisation: Any, today: date, soon: date) -> list[tuple[SurveyWait, Survey]]:
    """Those that end by `soon`, are past their last day, have all the answers wanted, or owe a word.

    One query. A survey that nobody answered owes nothing.
    """
    rows = Survey.objects.filter(organisation=organisation).select_related("round")
    counted = rows.annotate(
        answers=Sum("round__calls__answered_count"), fewest=Min("round__calls__answered_count")
    )
    full = Q(answers__gte=F("whole_quota")) | Q(fewest__gte=F("quota"))
    is_open = Q(round__state=RoundState.OPEN)
    owes = Q(
        round__state=RoundState.CLOSED,
        round__closed_on__gte=today - OWED_FOR,
        round__reply=None,
        answers__gt=0,
    )
    waiting = counted.filter((is_open & (full | Q(closes_on__lte=soon))) | owes).order_by("closes_on", "pk")
    return [(_why(survey, today), survey) for survey in waiting]


def _why(survey: Any, today: date) -> SurveyWait:
    if survey.round.state == RoundState.CLOSED:
        return SurveyWait.REPLY
    if survey.closes_on is not None and survey.closes_on < today:
        return SurveyWait.LATE
    whole, quota = survey.whole_quota, survey.quota
    if (whole and survey.answers >= whole) or (quota and survey.fewest >= quota):
        return SurveyWait.FULL
    return SurveyWait.ENDS
