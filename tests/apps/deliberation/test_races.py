"""Two gestures at one moment, each in its transaction: the second waits for the first, then sees it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from marchepied.apps.deliberation.enums import Phase, PollWay
from marchepied.apps.deliberation.models import OpenBallot, Poll, Release, Topic
from marchepied.apps.deliberation.services.ballots import finish_ballot
from marchepied.apps.deliberation.services.polls import open_poll
from marchepied.apps.deliberation.services.proposals import ProposalContent, write_proposal
from marchepied.apps.deliberation.services.topics import end_vote
from marchepied.apps.participation.models import Answer
from tests.factories.deliberation import AGREE, DISAGREE, cast, open_one, vote_all, voter_of
from tests.factories.locks import PATIENCE, start_beside, wait_for_locks

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="no PostgreSQL: scripts/postgres .venv/bin/python -m pytest tests/apps/deliberation",
    ),
]


def meet(house: Any, first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What `second` gives, or the refusal it raises, when it begins before `first` is committed."""

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            result = start_beside(pool, house, second)
            wait_for_locks(result)
        return result.result(PATIENCE)


@pytest.fixture
def topic(house: Any) -> Any:
    """Twelve people have finished; one has voted on two statements, and not finished."""
    topic = open_one(house)
    cast(topic, [[AGREE]] * 12)
    vote_all(topic, voter_of(topic, "phone"), {1: DISAGREE, 2: AGREE})
    return topic


def deposited() -> tuple[int, list[tuple[str, int]], int]:
    """How many ballots are still open; what the person said, wherever it stands; how many people voted."""
    said = Answer.objects.exclude(item_id="s1", level=int(AGREE)).order_by("item_id")
    people = Answer.objects.order_by().values("respondent").distinct().count()
    return OpenBallot.objects.count(), list(said.values_list("item_id", "level")), people


ONCE = (0, [("s1", int(DISAGREE)), ("s2", int(AGREE))], 13)


def test_somebody_who_finishes_while_the_vote_ends_is_counted_once(house, topic):
    page = Topic.objects.select_related("round").get()
    refusal = meet(
        house,
        lambda: end_vote(topic=topic, by=None),
        lambda: finish_ballot(topic=page, voter=voter_of(page, "phone")),
    )
    assert refusal.code == "closed"
    assert deposited() == ONCE
    assert Release.objects.get().voters == 13


def test_a_vote_that_ends_while_somebody_finishes_counts_them_once(house, topic):
    page = Topic.objects.select_related("round").get()
    meet(
        house,
        lambda: finish_ballot(topic=topic, voter=voter_of(topic, "phone")),
        lambda: end_vote(topic=page, by=None),
    )
    assert deposited() == ONCE
    assert Release.objects.get().voters == 13


def test_two_pages_that_finish_together_deposit_once(house, topic):
    again = meet(
        house,
        lambda: finish_ballot(topic=topic, voter=voter_of(topic, "phone")),
        lambda: finish_ballot(topic=topic, voter=voter_of(topic, "phone")),
    )
    assert again is False
    assert deposited() == ONCE


def test_one_text_is_put_to_people_once(house, topic, plain):
    Topic.objects.update(phase=Phase.DISCUSS)
    topic.refresh_from_db()
    proposal = write_proposal(topic=topic, content=ProposalContent("Le samedi", "Ouvrons.", [1]), by=None)
    page = type(proposal).objects.get()
    refusal = meet(
        house,
        lambda: open_poll(proposal=proposal, way=PollWay.VOTE, by=None),
        lambda: open_poll(proposal=page, way=PollWay.CONSENT, by=None),
    )
    assert [plain(said) for said in refusal.messages] == [
        "On se prononce sur ce texte en ce moment : il ne change plus."
    ]
    assert [poll.way for poll in Poll.objects.all()] == [PollWay.VOTE]
