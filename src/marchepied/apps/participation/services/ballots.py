"""Votes of many people put in at once: those left open when a vote ends, or given elsewhere.

As at a deposit, no row has a time, an author or a place that tells: keys are random, and the caller closes
the round in the same transaction, which gives every row a new place.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from marchepied.apps.participation.enums import AnswerKind, RoundState
from marchepied.apps.participation.models import Answer, Round, RoundCollege, random_key
from marchepied.apps.participation.rules import is_deliberation
from marchepied.apps.participation.services._rows import insert_rows

ROWS_AT_ONCE = 5000


@transaction.atomic
def deposit_ballots(*, call: RoundCollege, ballots: Sequence[Mapping[str, int]], by: Any) -> int:
    """Put the votes of many people, each {item id: level}, in a round that is about to be closed.

    Empty ballots count for nobody. How many people were added. Nothing is audited: the caller says that
    the vote ended. Raises ValidationError when the round takes no votes on statements.
    """
    # The round before the call, as a deposit locks them: whoever deposits meanwhile waits for the closing.
    list(Round.objects.select_for_update(no_key=True).filter(pk=call.round_id).values_list("pk"))
    if not is_deliberation(call.round) or call.round.state == RoundState.CLOSED:
        raise ValidationError(_("Ce questionnaire ne prend plus de réponses."), code="closed")
    rows = []
    people = 0
    for ballot in ballots:
        respondent = random_key()
        people += bool(ballot)
        rows += [
            Answer(
                organisation_id=call.organisation_id,
                call=call,
                item_id=item_id,
                respondent=respondent,
                kind=AnswerKind.LEVEL,
                level=int(level),
            )
            for item_id, level in ballot.items()
        ]
    rows.sort(key=lambda row: row.pk)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        insert_rows(Answer, rows[start : start + ROWS_AT_ONCE])
    RoundCollege.objects.filter(pk=call.pk).update(answered_count=F("answered_count") + people)
    return people
