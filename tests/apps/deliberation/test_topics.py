"""The life of a topic: its phases, its days, and what happens when everybody forgets it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.deliberation.enums import Phase
from marchepied.apps.deliberation.models import OpenBallot, Release
from marchepied.apps.deliberation.services.forgotten import FORGOTTEN_DAYS, end_forgotten_votes
from marchepied.apps.deliberation.services.statements import propose_statement
from marchepied.apps.deliberation.services.topics import (
    delete_topic,
    end_vote,
    extend_phase,
    move_on,
    open_topic,
    prepare_topic,
    start_vote,
)
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.models import Answer, Round
from marchepied.apps.participation.selectors import demo_answer_path
from marchepied.apps.participation.validators import token_of
from tests.factories.deliberation import AGREE, cast, content_of, open_one, prepare_one, vote_all, voter_of
from tests.factories.participation import RoundCollegeFactory, RoundFactory

TODAY = timezone.localdate


def test_a_topic_goes_through_its_phases_once(house, pilot):
    topic = prepare_one(house, propose_until=TODAY() + timedelta(days=2))
    assert (topic.phase, topic.round.state) == (Phase.DRAFT, RoundState.DRAFT)
    open_topic(topic=topic, by=pilot)
    assert (topic.phase, topic.round.state) == (Phase.PROPOSE, RoundState.OPEN)
    start_vote(topic=topic, by=pilot)
    cast(topic, [[AGREE] * 6] * 5)
    end_vote(topic=topic, by=pilot)
    assert (topic.phase, topic.round.state) == (Phase.DISCUSS, RoundState.CLOSED)
    move_on(topic=topic, to=Phase.DECIDE, by=pilot)
    move_on(topic=topic, to=Phase.DONE, by=pilot)
    assert topic.ended_at is not None
    move_on(topic=topic, to=Phase.DECIDE, by=pilot)
    assert topic.ended_at is None
    for gesture in (open_topic, start_vote, end_vote, delete_topic):
        with pytest.raises(ValidationError):
            gesture(topic=topic, by=pilot)
    with pytest.raises(ValidationError, match="rechargez la page"):
        move_on(topic=topic, to=Phase.VOTE, by=pilot)


def test_an_open_topic_is_not_rewritten(house, pilot):
    topic = open_one(house)
    with pytest.raises(ValidationError, match="il ne change plus"):
        prepare_topic(organisation=house, content=content_of(title="Autre"), topic=topic, by=pilot)


def test_a_topic_in_preparation_leaves_no_round_behind(house, pilot):
    topic = prepare_one(house)
    delete_topic(topic=topic, by=pilot)
    assert Round.objects.count() == 0


def test_more_time_moves_the_vote_when_it_has_to(house, pilot):
    later = TODAY() + timedelta(days=20)
    topic = open_one(house, propose_until=TODAY() + timedelta(days=2))
    extend_phase(topic=topic, until=later, by=pilot)
    assert (topic.propose_until, topic.vote_until, topic.round.closes_on) == (later, later, later)
    with pytest.raises(ValidationError, match="après celui qui est annoncé"):
        extend_phase(topic=topic, until=later, by=pilot)


def test_a_vote_that_nobody_ends_is_ended_and_what_was_begun_is_kept(house, pilot):
    topic = open_one(house)
    cast(topic, [[AGREE] * 6] * 4)
    vote_all(topic, voter_of(topic, "unfinished"), {1: AGREE})
    last = topic.vote_until
    assert end_forgotten_votes(today=last + timedelta(days=FORGOTTEN_DAYS - 1)) == 0
    assert end_forgotten_votes(today=last + timedelta(days=FORGOTTEN_DAYS)) == 1
    assert end_forgotten_votes(today=last + timedelta(days=FORGOTTEN_DAYS)) == 0
    topic.refresh_from_db()
    assert (topic.phase, OpenBallot.objects.count()) == (Phase.DISCUSS, 0)
    assert Answer.objects.filter(item_id="s1").count() == 5
    assert Release.objects.get().voters == 5


def test_a_topic_that_nobody_took_to_the_vote_ends_without_one(house, pilot):
    topic = open_one(house, propose_until=TODAY() + timedelta(days=2))
    propose_statement(topic=topic, voter=voter_of(topic, "author"), text="Un vestiaire pour tous")
    topic.vote_until = TODAY() - timedelta(days=FORGOTTEN_DAYS)
    topic.save()
    assert end_forgotten_votes() == 1
    topic.refresh_from_db()
    assert (topic.phase, topic.round.state) == (Phase.DONE, RoundState.CLOSED)
    assert (OpenBallot.objects.count(), Release.objects.count()) == (0, 0)


def test_the_demonstrations_participant_is_led_to_a_questionnaire(house):
    house.is_demo = True
    house.save()
    open_one(house, vote_until=date(2099, 12, 31))
    assert demo_answer_path() == reverse("participation:code")
    asked = RoundCollegeFactory(round=RoundFactory(organisation=house))
    assert demo_answer_path() == reverse("participation:answer", args=[token_of(asked.handle)])
