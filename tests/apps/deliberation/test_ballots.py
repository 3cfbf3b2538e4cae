"""Voting one statement at a time, changing one's mind, finishing."""

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.deliberation.compute.matrix import read_votes
from marchepied.apps.deliberation.enums import Phase, StatementState, Vote
from marchepied.apps.deliberation.models import OpenBallot, Release, Statement
from marchepied.apps.deliberation.selectors.ballots import Voter, order_for, read_ballot
from marchepied.apps.deliberation.selectors.statements import all_statements, statements_of
from marchepied.apps.deliberation.selectors.topics import stage_of
from marchepied.apps.deliberation.services.ballots import deposit_sheet, finish_ballot, save_vote
from marchepied.apps.deliberation.services.statements import merge_statement, refuse_statement
from marchepied.apps.deliberation.services.topics import end_vote
from marchepied.apps.participation.models import Answer, RoundCollege
from tests.factories.deliberation import AGREE, DISAGREE, PASS, call_of, cast, open_one, vote_all, voter_of
from tests.factories.participation import InvitationFactory


def signs_of(topic) -> dict[tuple[int, int], int]:
    """{(person, number of the statement): sign}, people numbered as the arrays do."""
    votes = read_votes(topic, all_statements(topic))
    numbers = [statement.number for statement in votes.statements]
    return {
        (int(row), numbers[column]): int(sign)
        for row, column, sign in zip(votes.rows, votes.columns, votes.signs, strict=True)
    }


def test_a_vote_is_kept_changed_and_taken_back(house):
    topic = open_one(house)
    voter = voter_of(topic, "phone")
    save_vote(topic=topic, voter=voter, number=1, vote=AGREE)
    save_vote(topic=topic, voter=voter, number=2, vote=Vote.DISAGREE_IMPORTANT)
    save_vote(topic=topic, voter=voter, number=1, vote=PASS)
    assert read_ballot(voter).votes == {1: PASS, 2: Vote.DISAGREE_IMPORTANT}

    save_vote(topic=topic, voter=voter, number=2, vote=None)
    assert read_ballot(voter).votes == {1: PASS}
    assert Answer.objects.count() == 0


def test_two_people_of_one_link_do_not_see_each_other(house):
    topic = open_one(house)
    save_vote(topic=topic, voter=voter_of(topic, "one"), number=1, vote=AGREE)
    save_vote(topic=topic, voter=voter_of(topic, "other"), number=1, vote=DISAGREE)
    assert read_ballot(voter_of(topic, "one")).votes == {1: AGREE}
    assert read_ballot(voter_of(topic, "third")).votes == {}


def test_what_waits_cannot_be_read_in_a_copy_of_the_database(house, settings):
    topic = open_one(house)
    vote_all(topic, voter_of(topic, "phone"), {1: AGREE, 2: PASS})
    row = OpenBallot.objects.get()
    assert "votes" not in row.sealed
    one = row.sealed
    vote_all(topic, voter_of(topic, "phone"), {3: AGREE, 4: DISAGREE, 5: PASS})
    row.refresh_from_db()
    assert len(row.sealed) == len(one)

    former = settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    assert read_ballot(voter_of(topic, "phone")).votes == {}
    settings.SECRET_KEY_FALLBACKS = [former]
    assert len(read_ballot(voter_of(topic, "phone")).votes) == 5


def test_finishing_deposits_once_and_for_good(house):
    topic = open_one(house)
    voter = voter_of(topic, "phone")
    vote_all(topic, voter, {1: AGREE, 2: Vote.DISAGREE_IMPORTANT, 4: PASS})

    assert finish_ballot(topic=topic, voter=voter) is True
    assert finish_ballot(topic=topic, voter=voter) is False
    assert OpenBallot.objects.count() == 0
    rows = Answer.objects.order_by("item_id").values_list("item_id", "level")
    assert list(rows) == [("s1", 1), ("s2", 6), ("s4", 2)]
    assert RoundCollege.objects.get().answered_count == 1
    with pytest.raises(ValidationError) as refusal:
        save_vote(topic=topic, voter=voter, number=1, vote=DISAGREE)
    assert refusal.value.code == "used"


def test_finishing_without_a_vote_is_refused(house):
    topic = open_one(house)
    with pytest.raises(ValidationError) as refusal:
        finish_ballot(topic=topic, voter=voter_of(topic, "phone"))
    assert refusal.value.messages == ["Votez sur une phrase au moins, puis terminez."]


def test_a_code_serves_once(house):
    topic = open_one(house, single_use=True)
    invitation = InvitationFactory(call=call_of(topic))
    voter = Voter(call_of(topic), invitation)
    vote_all(topic, voter, {1: AGREE})
    assert finish_ballot(topic=topic, voter=voter) is True
    invitation.refresh_from_db()
    assert invitation.used is True
    with pytest.raises(ValidationError, match="déjà déposés"):
        save_vote(topic=topic, voter=Voter(call_of(topic), invitation), number=2, vote=AGREE)
    with pytest.raises(ValidationError, match="code personnel"):
        save_vote(topic=topic, voter=voter_of(topic, "phone"), number=2, vote=AGREE)


def test_the_end_of_the_vote_deposits_what_was_left_open(house, pilot):
    topic = open_one(house)
    cast(topic, [[AGREE] * 6] * 2)
    for device in ("a", "b", "c"):
        vote_all(topic, voter_of(topic, device), {1: DISAGREE, 2: AGREE})
    assert (stage_of(topic).voters, stage_of(topic).begun) == (2, 3)

    end_vote(topic=topic, by=pilot)
    assert OpenBallot.objects.count() == 0
    assert (topic.phase, stage_of(topic).voters, Release.objects.get().voters) == (Phase.DISCUSS, 5, 5)
    with pytest.raises(ValidationError, match="On ne vote plus"):
        save_vote(topic=topic, voter=voter_of(topic, "a"), number=1, vote=AGREE)


def test_votes_on_a_merged_statement_count_for_the_one_kept(house, pilot):
    topic = open_one(house)
    first, second, third = Statement.objects.filter(topic=topic).order_by("number")[:3]
    vote_all(topic, voter_of(topic, "both"), {1: AGREE, 2: DISAGREE})
    vote_all(topic, voter_of(topic, "second"), {2: DISAGREE, 3: AGREE})
    cast(topic, [[None, PASS, AGREE]])
    merge_statement(statement=second, into=first, by=pilot)
    refuse_statement(statement=third, reason="Hors sujet.", by=pilot)
    end_vote(topic=topic, by=pilot)

    signs = sorted(sign for (_person, number), sign in signs_of(topic).items() if number == 1)
    assert signs == [-1, 0, 1]
    assert {number for _person, number in signs_of(topic)} == {1}


def test_a_paper_sheet_is_deposited_whole(house):
    topic = open_one(house)
    sheet = {1: AGREE, 6: DISAGREE}
    assert deposit_sheet(topic=topic, voter=voter_of(topic, "sheet 1"), votes=sheet, by=None) is True
    assert deposit_sheet(topic=topic, voter=voter_of(topic, "sheet 1"), votes=sheet, by=None) is False
    assert signs_of(topic) == {(0, 1): 1, (0, 6): -1}


def test_a_statement_that_left_the_vote_takes_no_vote(house, pilot):
    topic = open_one(house)
    gone = Statement.objects.get(topic=topic, number=2)
    refuse_statement(statement=gone, reason="Hors sujet.", by=pilot)
    assert gone.state == StatementState.REFUSED
    with pytest.raises(ValidationError, match="n’est plus au vote"):
        save_vote(topic=topic, voter=voter_of(topic, "phone"), number=2, vote=AGREE)


def test_each_person_has_their_own_order_and_keeps_it(house):
    topic = open_one(house, lines=[f"Phrase numéro {n}" for n in range(1, 31)])
    rows = statements_of(topic)
    one = [row.number for row in order_for(topic, rows, voter_of(topic, "one"))]
    other = [row.number for row in order_for(topic, rows, voter_of(topic, "other"))]
    assert one == [row.number for row in order_for(topic, rows, voter_of(topic, "one"))]
    assert sorted(one) == sorted(other) == list(range(1, 31))
    assert one != other
