"""What a topic allows, and in which order its statements are offered."""

import hmac
import math
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from marchepied.apps.deliberation.enums import Phase
from marchepied.apps.deliberation.models import Topic

# Below this number of people nothing of what they said is shown.
SHOWN_FROM = 5
STATEMENTS_AT_MOST = 2000
# Somebody in a hurry votes on a dozen statements; eight votes on one say something of it.
VOTES_EACH, VOTES_NEEDED = 12, 8
STATEMENTS_AT_EASE = 20
# Where one may go from each phase.
NEXT = {
    Phase.DRAFT: (Phase.PROPOSE, Phase.VOTE),
    Phase.PROPOSE: (Phase.VOTE,),
    Phase.VOTE: (Phase.DISCUSS,),
    Phase.DISCUSS: (Phase.DECIDE, Phase.DONE),
    Phase.DECIDE: (Phase.DONE, Phase.DISCUSS),
    Phase.DONE: (Phase.DECIDE,),
}


def most_statements(people: int) -> int:
    """How many statements so many people can vote on if each is to be told; twenty at least."""
    return max(STATEMENTS_AT_EASE, people * VOTES_EACH // VOTES_NEEDED)


def is_being_imported(topic: Topic) -> bool:
    """Whether votes given elsewhere are being written: nothing of the topic changes meanwhile."""
    return topic.phase == Phase.DRAFT and bool(topic.origin)


def round_of(topic: Topic) -> Any:
    """The round that collects a topic's votes: every topic that was prepared has one."""
    assert topic.round is not None
    return topic.round


def takes_proposals(topic: Topic, today: date) -> bool:
    """Whether people may propose statements now: while that lasts, and during the vote when it was said."""
    if topic.phase == Phase.PROPOSE:
        return topic.propose_until is None or today <= topic.propose_until
    return topic.proposals_while_voting and takes_votes(topic, today)


def takes_votes(topic: Topic, today: date) -> bool:
    """Whether people may vote now: the last day announced is the last, even before anybody closes."""
    return topic.phase == Phase.VOTE and (topic.vote_until is None or today <= topic.vote_until)


def is_late(topic: Topic, today: date) -> bool:
    """Whether the day announced for the present phase is past."""
    last = last_day(topic)
    return last is not None and last < today


def last_day(topic: Topic) -> date | None:
    """The day announced for the end of the present phase, when there is one."""
    days = {
        Phase.PROPOSE: topic.propose_until,
        Phase.VOTE: topic.vote_until,
        Phase.DISCUSS: topic.discuss_until,
        Phase.DECIDE: topic.decide_on,
    }
    return days.get(Phase(topic.phase))


def order_statements(
    numbers: Iterable[int], seed: str, votes: Mapping[int, int], split: Mapping[int, float]
) -> list[int]:
    """The order in which one person is offered statements: little-voted and informative ones come first.

    A weighted draw without replacement, which the seed of the person fixes: the same counts and seed give the
    same order, another person gets another. The weight of a statement is (1 + 2 × split) ÷ (1 + votes ÷
    mean): `votes` is how many people voted on it, `split` how divided the last results shown were, from 0
    (all agree or all disagree) to 1 (half and half); 0.5 where nothing was shown. Source of the draw:
    Efraimidis and Spirakis, 2006.
    """
    numbers = list(numbers)
    mean = max(1.0, sum(votes.get(number, 0) for number in numbers) / max(1, len(numbers)))

    def key(number: int) -> tuple[float, int]:
        weight = (1 + 2 * split.get(number, 0.5)) / (1 + votes.get(number, 0) / mean)
        return -math.log(_draw(seed, number)) / weight, number

    return sorted(numbers, key=key)


def _draw(seed: str, number: int) -> float:
    """A number above 0 and at most 1, as if drawn at random, that the seed and the statement fix."""
    digest = hmac.new(seed.encode(), str(number).encode(), sha256).digest()
    return (int.from_bytes(digest[:7]) + 1) / 2**56
