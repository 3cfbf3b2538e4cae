"""Two pages opened on the same thing, both sent: the second learns that the first has passed."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from marchepied.apps.deliberation.enums import Phase, PollWay, ProposalState
from marchepied.apps.deliberation.models import Amendment, Objection, Poll, Proposal, Release, Topic
from marchepied.apps.deliberation.services.polls import (
    PollCount,
    answer_objection,
    cancel_poll,
    close_poll,
    open_poll,
    record_objection,
    remove_objection,
)
from marchepied.apps.deliberation.services.proposals import (
    AmendmentContent,
    ProposalContent,
    accept_amendment,
    propose_amendment,
    refuse_amendment,
    withdraw_proposal,
    write_proposal,
)
from marchepied.apps.deliberation.services.topics import end_vote, move_on
from tests.factories.deliberation import cast, open_one

pytestmark = pytest.mark.django_db
TEXT = "Nous ouvrons le samedi matin, deux fois par mois."


@pytest.fixture
def proposal(house):
    topic = open_one(house)
    Topic.objects.filter(pk=topic.pk).update(phase=Phase.DISCUSS)
    topic.refresh_from_db()
    return write_proposal(topic=topic, content=ProposalContent("Le samedi", TEXT, [1]), by=None)


def twice(row):
    """The same row as two pages read it."""
    return [type(row).objects.get(pk=row.pk) for _page in range(2)]


def refusal(gesture, **given):
    with pytest.raises(ValidationError) as error:
        gesture(**given, by=None)
    return error.value.messages[0].replace("\N{NO-BREAK SPACE}", " ")


def test_an_amendment_is_accepted_once_and_the_former_text_is_kept(proposal):
    amendment = propose_amendment(proposal=proposal, content=AmendmentContent("Autrement."), by=None)
    one, other = twice(amendment)
    assert other.proposal.text == TEXT
    accept_amendment(amendment=one, by=None)
    assert refusal(accept_amendment, amendment=other) == "Cet amendement a déjà sa réponse."
    assert refusal(refuse_amendment, amendment=other, answer="Non.") == "Cet amendement a déjà sa réponse."
    assert Amendment.objects.get().former_text == TEXT


def test_a_text_put_to_people_does_not_change_from_a_page_opened_before(proposal):
    one, other = twice(proposal)
    withdraw_proposal(proposal=one, by=None)
    assert refusal(open_poll, proposal=other, way=PollWay.VOTE) == (
        "Cette proposition n’est plus en discussion."
    )
    assert Poll.objects.count() == 0


def test_the_database_holds_one_poll_at_a_time(proposal):
    first = open_poll(proposal=proposal, way=PollWay.VOTE, by=None)
    given = {"organisation_id": proposal.organisation_id, "proposal": proposal, "text": TEXT}
    with pytest.raises(IntegrityError), transaction.atomic():
        Poll.objects.create(**given)
    close_poll(poll=first, count=PollCount(in_favour=1, against=9), by=None)
    open_poll(proposal=proposal, way=PollWay.VOTE, by=None)
    assert Poll.objects.count() == 2


def test_a_poll_ends_once(proposal):
    one, other = twice(open_poll(proposal=proposal, way=PollWay.VOTE, by=None))
    close_poll(poll=one, count=PollCount(in_favour=7, against=2), by=None)
    over = "On s’est déjà prononcé : le résultat ne change plus."
    assert refusal(close_poll, poll=other, count=PollCount(in_favour=1, against=9)) == over
    assert refusal(cancel_poll, poll=other) == over
    assert Proposal.objects.get().state == ProposalState.ADOPTED
    assert (Poll.objects.get().in_favour, Poll.objects.get().against) == (7, 2)


def test_an_objection_comes_too_late_for_a_round_that_was_cancelled(proposal):
    one, other = twice(open_poll(proposal=proposal, way=PollWay.CONSENT, by=None))
    cancel_poll(poll=one, by=None)
    gone = "Quelqu’un vient de retirer cela : rechargez la page."
    assert refusal(record_objection, poll=other, text="Trop cher.") == gone
    assert refusal(cancel_poll, poll=other) == gone


def test_an_objection_removed_meanwhile_cannot_be_answered(proposal):
    poll = open_poll(proposal=proposal, way=PollWay.CONSENT, by=None)
    one, other = twice(record_objection(poll=poll, text="Trop cher.", by=None))
    remove_objection(objection=one, by=None)
    gone = "Quelqu’un vient de retirer cela : rechargez la page."
    assert refusal(answer_objection, objection=other, answer="Non.", lifted=True) == gone
    assert Objection.objects.count() == 0


def test_a_vote_ends_once_from_two_pages(house):
    topic = open_one(house)
    cast(topic, [[1, 3, 1]] * 12)
    one, other = twice(topic)
    end_vote(topic=one, by=None)
    assert refusal(end_vote, topic=other) == "Le vote n’est pas ouvert."
    assert (Release.objects.count(), Release.objects.get().voters) == (1, 12)
    move_on(topic=one, to=Phase.DECIDE, by=None)
    later, page = twice(one)
    move_on(topic=later, to=Phase.DONE, by=None)
    assert (
        refusal(move_on, topic=page, to=Phase.DISCUSS) == "On ne passe pas de là à ici : rechargez la page."
    )
