"""In which order statements are offered; which days count; which statements are near."""

from collections import Counter
from datetime import date

import pytest

from marchepied.apps.deliberation.enums import Phase, Vote
from marchepied.apps.deliberation.models import Statement, Topic
from marchepied.apps.deliberation.rules import (
    is_late,
    order_statements,
    takes_proposals,
    takes_votes,
)
from marchepied.apps.deliberation.selectors.statements import find_near, same_sentence
from marchepied.apps.deliberation.validators import clean_sentence, hash_holder, open_ballot, seal_ballot

DAY = date(2027, 3, 10)


def first_of(votes, split) -> Counter:
    """How often each of ten statements comes first, over a thousand people."""
    orders = (order_statements(range(1, 11), f"person {n}", votes, split) for n in range(1000))
    return Counter(order[0] for order in orders)


def test_the_order_depends_on_the_person_and_the_counts_alone():
    votes, split = {1: 40, 2: 3}, {2: 0.9}
    one = order_statements(range(1, 11), "somebody", votes, split)
    assert one == order_statements(reversed(range(1, 11)), "somebody", dict(reversed(votes.items())), split)
    assert sorted(one) == list(range(1, 11))
    assert one != order_statements(range(1, 11), "somebody else", votes, split)


def test_without_any_count_each_statement_comes_first_as_often():
    counts = first_of({}, {})
    assert set(counts) == set(range(1, 11))
    assert max(counts.values()) < 150
    assert min(counts.values()) > 60


def test_little_voted_statements_come_first_more_often():
    votes = {**dict.fromkeys(range(2, 11), 50), 1: 0}
    assert first_of(votes, {})[1] > 150


def test_statements_that_divide_come_before_those_on_which_all_agree():
    counts = first_of({}, {1: 1.0, 2: 0.0})
    assert counts[1] > 2 * counts[2]


def test_no_statement_is_no_order():
    assert order_statements([], "somebody", {}, {}) == []


@pytest.mark.parametrize(
    ("phase", "today", "proposals", "votes"),
    [
        (Phase.DRAFT, DAY, False, False),
        (Phase.PROPOSE, date(2027, 3, 5), True, False),
        (Phase.PROPOSE, date(2027, 3, 6), False, False),
        (Phase.VOTE, DAY, True, True),
        (Phase.VOTE, date(2027, 3, 11), False, False),
        (Phase.DISCUSS, DAY, False, False),
        (Phase.DONE, DAY, False, False),
    ],
)
def test_the_last_day_announced_is_the_last(phase, today, proposals, votes):
    topic = Topic(phase=phase, propose_until=date(2027, 3, 5), vote_until=DAY)
    assert (takes_proposals(topic, today), takes_votes(topic, today)) == (proposals, votes)


def test_a_phase_is_late_only_after_its_own_day():
    topic = Topic(phase=Phase.DISCUSS, vote_until=DAY, discuss_until=date(2027, 4, 1))
    assert (is_late(topic, date(2027, 4, 1)), is_late(topic, date(2027, 4, 2))) == (False, True)
    assert is_late(Topic(phase=Phase.DECIDE), DAY) is False


def test_a_topic_may_refuse_proposals_once_people_vote():
    topic = Topic(phase=Phase.VOTE, vote_until=DAY, proposals_while_voting=False)
    assert (takes_proposals(topic, DAY), takes_votes(topic, DAY)) == (False, True)


@pytest.mark.parametrize("vote", Vote)
def test_a_vote_keeps_its_side_whatever_its_importance(vote):
    assert vote.weigh(False) == vote.side
    assert vote.weigh(True).is_important is True
    assert vote.weigh(True).side == vote.side
    assert vote.weigh(vote.is_important) == vote


def test_near_statements_share_their_words_whatever_their_form():
    rows = [
        Statement(text=text)
        for text in (
            "Il faut ouvrir le samedi matin.",
            "Les samedis matins, on doit ouvrir",
            "La salle est trop petite.",
            "Le la les des",
        )
    ]
    near = find_near("On devrait ouvrir les samedis matin", rows)
    assert {row.text for row in near} == {rows[0].text, rows[1].text}
    assert find_near("Le la les", rows) == []
    assert same_sentence("la salle  est TROP petite", rows) is rows[2]
    assert same_sentence("La salle est petite", rows) is None


def test_sentences_lose_what_no_page_should_hold():
    assert clean_sentence("  Une\u202e phrase\x00 \n sur\u2028deux lignes ") == "Une phrase sur deux lignes"


def test_a_sealed_ballot_opens_with_its_secret_only(settings):
    digest = hash_holder("call", "code:ABCDE")
    assert digest != hash_holder("another call", "code:ABCDE")
    sealed = seal_ballot({"votes": {"1": 4}, "proposed": 0}, digest)
    assert sealed != seal_ballot({"votes": {"1": 4}, "proposed": 0}, digest)
    assert open_ballot(sealed, digest) == {"votes": {"1": 4}, "proposed": 0}
    with pytest.raises(ValueError, match="another server"):
        open_ballot(sealed, hash_holder("call", "code:ABCDF"))
    settings.SECRET_KEY = "gone"
    with pytest.raises(ValueError, match="another server"):
        open_ballot(sealed, digest)
