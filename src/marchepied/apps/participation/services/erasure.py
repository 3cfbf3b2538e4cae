"""What is erased when it has served: the key that links one person's answers of a round."""

from calendar import monthrange
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.models import Answer, Round
from marchepied.apps.participation.services.deposit import shuffle_deposit
from marchepied.apps.participation.services.rounds import close_round
from marchepied.core.audit import record
from marchepied.core.scope import scope, unscoped


def erase_respondent_keys(*, by: Any = None, today: date | None = None) -> int:
    """Erase the respondents' keys of rounds that ended RESPONDENT_KEY_MONTHS months ago, everywhere.

    A round that nobody closed ended on the day it announced: it is closed first. The rows are shuffled at
    once, so that their place does not say what the keys said. Returns how many rounds were erased; running
    it again does nothing more.
    """
    before = _months_before(today or timezone.localdate(), settings.RESPONDENT_KEY_MONTHS)
    with unscoped("the erasure by age concerns every organisation"):
        closed = Q(state=RoundState.CLOSED, closed_on__lte=before)
        forgotten = Q(state=RoundState.OPEN, closes_on__lte=before)
        rounds = list(Round.objects.filter(closed | forgotten, respondent_keys_erased_on=None).order_by("id"))
    for round_ in rounds:
        with scope(round_.organisation_id), transaction.atomic():
            if round_.state == RoundState.OPEN:
                close_round(round=round_, by=by)
            forget_respondents(round=round_, by=by, today=today)
    return len(rounds)


@transaction.atomic
def forget_respondents(*, round: Round, by: Any, today: date | None = None) -> None:  # noqa: A002
    """Break what joins one person's answers of a closed round, for good; the rows are shuffled."""
    # A weight of one's own would link a person's answers as well as the key does. By the calls, not through
    # them: an update through a join makes PostgreSQL compare each answer with each other one.
    Answer.objects.filter(call__in=round.calls.all()).update(respondent=None, weight=1.0)
    for call in round.calls.all():
        shuffle_deposit(call, by=by)
    round.respondent_keys_erased_on = today or timezone.localdate()
    if round.form.get("weighted"):
        round.form["weighted"] = False
    round.save(update_fields=["respondent_keys_erased_on", "form"])
    record("round.respondent_keys_erased", round, by=by)


def _months_before(day: date, months: int) -> date:
    """The same day so many months before, or the last of the month when it has no such day."""
    number = day.year * 12 + day.month - 1 - months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
