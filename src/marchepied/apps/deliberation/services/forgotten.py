"""Votes that nobody ended: what people began is deposited, not left waiting."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from marchepied.apps.deliberation.enums import Phase
from marchepied.apps.deliberation.models import OpenBallot, Topic
from marchepied.apps.deliberation.rules import round_of
from marchepied.apps.deliberation.services.topics import end_vote
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.services import close_round
from marchepied.core.audit import record
from marchepied.core.scope import scope, unscoped

# Nothing is taken after the last day announced: a month is enough for somebody to extend, or to end.
FORGOTTEN_DAYS = 30


def end_forgotten_votes(*, by: Any = None, today: date | None = None) -> int:
    """End the votes whose last day is a month past, everywhere; how many.

    A topic that was still at its proposals then ends without a vote. Running it again does nothing more.
    """
    before = (today or timezone.localdate()) - timedelta(days=FORGOTTEN_DAYS)
    with unscoped("ending by age concerns every organisation"):
        rows = Topic.objects.filter(phase__in=[Phase.PROPOSE, Phase.VOTE], vote_until__lte=before)
        topics = list(rows.select_related("round", "organisation").order_by("id"))
    for topic in topics:
        with scope(topic.organisation_id), transaction.atomic():
            if topic.phase == Phase.VOTE:
                end_vote(topic=topic, by=by)
            else:
                _give_up(topic, by)
    return len(topics)


def _give_up(topic: Topic, by: Any) -> None:
    """A topic on which nobody could vote yet: what waits of it is erased."""
    if round_of(topic).state == RoundState.OPEN:
        close_round(round=round_of(topic), by=by)
    OpenBallot.objects.filter(call__round=topic.round).delete()
    topic.phase, topic.ended_at = Phase.DONE, timezone.now()
    topic.save(update_fields=["phase", "ended_at"])
    record("topic.moved", topic, by=by, phase=str(topic.phase))
