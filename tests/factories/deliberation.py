"""Topics at every phase, and votes cast through the deposit."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import numpy as np
from django.utils import timezone

from marchepied.apps.deliberation.enums import Phase, Vote
from marchepied.apps.deliberation.models import Topic
from marchepied.apps.deliberation.selectors.ballots import Voter
from marchepied.apps.deliberation.services.ballots import deposit_sheet, save_vote
from marchepied.apps.deliberation.services.releases import make_release
from marchepied.apps.deliberation.services.statements import propose_statement, refuse_statement
from marchepied.apps.deliberation.services.topics import (
    TopicContent,
    end_vote,
    move_on,
    open_topic,
    prepare_topic,
)
from marchepied.apps.participation.selectors import calls_of
from tests.factories.deciding import live_in_deciding
from tests.factories.organisations import OrganisationFactory

TOPIC_TITLE = "Nos horaires d’ouverture"
SENTENCES = (
    "Il faut ouvrir le samedi matin.",
    "La salle est trop petite pour tout le monde.",
    "Les réunions finissent trop tard le soir.",
    "On devrait choisir les horaires tous ensemble.",
    "Le repas partagé doit rester gratuit.",
    "Il manque un endroit calme pour parler.",
)
AGREE, PASS, DISAGREE = Vote.AGREE, Vote.PASS, Vote.DISAGREE


def content_of(**changes: Any) -> TopicContent:
    """Six sentences, everybody, a week to vote."""
    plain: dict[str, Any] = {
        "title": TOPIC_TITLE,
        "context": "Nous changeons les horaires à la rentrée : que faut-il savoir avant ?",
        "lines": SENTENCES,
        "vote_until": timezone.localdate() + timedelta(days=7),
        "responsible": "Claire Morel, directrice",
    }
    return TopicContent(**{**plain, **changes})


def prepare_one(organisation: Any = None, by: Any = None, **changes: Any) -> Topic:
    """A topic in preparation; the caller is in the scope of the organisation."""
    organisation = organisation or OrganisationFactory()
    return prepare_topic(organisation=organisation, content=content_of(**changes), by=by)


def open_one(organisation: Any, by: Any = None, **changes: Any) -> Topic:
    """A topic on which people vote, or propose first when `propose_until` is given."""
    return open_topic(topic=prepare_one(organisation, by, **changes), by=by)


def call_of(topic: Topic, place: int = 0) -> Any:
    """One of the calls of a topic, with its round."""
    call = calls_of(topic.round)[place]
    call.round = topic.round
    return call


def voter_of(topic: Topic, device: str, place: int = 0) -> Voter:
    """Somebody who came by the link of a group."""
    return Voter(call_of(topic, place), device=device)


def vote_all(topic: Topic, voter: Voter, votes: Mapping[int, Vote]) -> None:
    """One person votes on these statements, and does not finish."""
    for number, vote in votes.items():
        save_vote(topic=topic, voter=voter, number=number, vote=vote)


def cast(topic: Topic, people: Sequence[Sequence[Vote | None]], place: int = 0, name: str = "d") -> None:
    """People whose votes are deposited whole: a row a person, a vote a statement, None to leave it."""
    for rank, row in enumerate(people):
        votes = {n: vote for n, vote in enumerate(row, 1) if vote is not None}
        deposit_sheet(
            topic=topic, voter=voter_of(topic, f"{name}{place}-{rank}", place), votes=votes, by=None
        )


def two_camps(people: int, statements: int, seed: int = 3) -> list[list[Vote]]:
    """Two camps who disagree on half of the statements and agree on the others."""
    draw = np.random.default_rng(seed)
    rows = []
    for person in range(people):
        likes = [0.85 if place % 2 or person % 2 else 0.15 for place in range(statements)]
        rows.append([AGREE if draw.random() < like else DISAGREE for like in likes])
    return rows


def live_in_talk(organisation: Any, by: Any, moment: int = 2) -> dict[str, Any]:
    """A topic at one of its moments (in preparation, while people propose, vote, read the result, decide) and
    what its addresses name. In the scope of the organisation.
    """
    soon = timezone.localdate() + timedelta(days=3)
    changes = {"propose_until": soon} if moment == 1 else {}
    topic = prepare_one(organisation, by, **changes)
    if moment > 0:
        open_topic(topic=topic, by=by)
        for text in ("Il faudrait ouvrir le samedi matin aussi", "Un vestiaire pour tous"):
            propose_statement(topic=topic, voter=voter_of(topic, text), text=text)
    if moment > 1:
        refuse_statement(statement=topic.statements.get(number=6), reason="Déjà dit.", by=by)
        cast(topic, two_camps(12, 5))
        make_release(topic=topic, by=by)
    if moment > 2:
        end_vote(topic=topic, by=by)
    if moment > 3:
        move_on(topic=topic, to=Phase.DECIDE, by=by)
    return {
        "topic": topic.pk,
        "topic_call": calls_of(topic.round)[0].pk,
        "statement": topic.statements.get(number=1).pk,
        **live_in_deciding(topic, settled=moment > 3),
    }
