"""Two gestures at one moment, each in its transaction: the second waits for the first, then sees it."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from marchepied.apps.deliberation.enums import Phase, PollWay
from marchepied.apps.deliberation.models import OpenBallot, Poll, Release, Topic
from marchepied.apps.deliberation.services.ballots import finish_ballot
from marchepied.apps.deliberation.services.polls import open_poll
from marchepied.apps.deliberation.services.proposals import ProposalContent, write_proposal
from marchepied.apps.deliberation.services.topics import end_vote
from marchepied.apps.participation.models import Answer
from marchepied.core.scope import scope
from tests.factories.deliberation import AGREE, DISAGREE, cast, open_one, vote_all, voter_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="no PostgreSQL: scripts/postgres .venv/bin/python -m pytest tests/apps/deliberation",
    ),
]
PATIENCE = 20.0


def meet(house: Any, first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What `second` gives, or the refusal it raises, when it begins before `first` is committed."""

    def beside() -> Any:
        try:
            with scope(house):
                return second()
        except ValidationError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            result = pool.submit(beside)
            wait_for_a_lock(lambda: result.done())
        return result.result(PATIENCE)


def wait_for_a_lock(over: Callable[[], bool]) -> None:
    """Until somebody waits for us; the test is void when nobody does."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and not over():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    pytest.fail("nobody waited")


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
