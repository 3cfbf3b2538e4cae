"""Two people who click at once, links that must stop working, words that must not stay on a page."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.networks.compute import say_proposal
from marchepied.apps.networks.enums import AffiliationState, Phase, ProposalState
from marchepied.apps.networks.models import Affiliation, Appeal, ProposalVote
from marchepied.apps.networks.selectors.appeals import (
    find_appeal,
    find_proposal,
    find_shared_appeal,
    group_for_code,
)
from marchepied.apps.networks.selectors.committees import find_seat, standing_of
from marchepied.apps.networks.services import (
    accept_invitation,
    ask_to_join,
    change_closing,
    end_expert,
    give_opinion,
    invite_expert,
    invite_organisation,
    merge,
    move_back,
    move_on,
    open_committee,
    open_reading,
    propose,
    propose_as_group,
    renew_group_link,
    reply_to,
    vote,
)
from marchepied.apps.networks.validators import seal_group
from marchepied.apps.participation.models import Round
from marchepied.apps.referentials.models import Referential
from marchepied.apps.referentials.selectors import changes_of, find_draft
from marchepied.apps.referentials.services import (
    DraftConflictError,
    add_item,
    fill_languages,
    load_shipped_referentials,
    publish_draft,
)
from marchepied.core.scope import scope
from tests.factories.networks import (
    ANSWERS,
    WORDING,
    begin_draft,
    call_on,
    first_domain,
    join,
    pilot_of,
    propose_question,
    question_for,
)
from tests.factories.organisations import OrganisationFactory, PersonFactory
from tests.factories.referentials import question

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=10)


@pytest.fixture
def network():
    load_shipped_referentials()
    organisation = OrganisationFactory(name="Les Rives", slug="rives")
    with scope(organisation):
        yield organisation


@pytest.fixture
def house(network):
    organisation = OrganisationFactory(name="L’Établi", slug="etabli")
    join(network, organisation)
    return organisation


@pytest.fixture
def appeal(network, house):
    return call_on(begin_draft(network), [house], ["volunteers"])


@pytest.fixture
def pilot(network):
    return pilot_of(network)


def again(appeal):
    """The same call, as another page open at the same moment holds it."""
    return find_appeal(appeal.organisation, appeal.pk)


def test_two_clicks_at_once_open_one_vote(appeal, house, pilot):
    propose_question(appeal, house)
    move_on(appeal=appeal, by=pilot)
    here, there = again(appeal), again(appeal)
    move_on(appeal=here, by=pilot)
    with pytest.raises(ValidationError, match="Cet appel a avancé entre-temps"):
        move_on(appeal=there, by=pilot)
    assert Round.objects.count() == 1
    assert Appeal.objects.get().phase == Phase.VOTE


def test_a_proposal_taken_up_twice_at_once_is_written_once(appeal, house, pilot):
    proposal = propose_question(appeal, house)
    here, there = find_proposal(again(appeal), proposal.pk), find_proposal(again(appeal), proposal.pk)
    kept = {"wording": WORDING, "levels": ANSWERS, "reply": "Oui.", "by": pilot}
    merge(proposal=here, **kept)
    with pytest.raises(ValidationError, match="a déjà sa réponse"):
        merge(proposal=there, **kept)
    draft = find_draft(appeal.organisation, appeal.draft_id)
    assert [change.verb for change in changes_of(draft)] == ["question.added"]


def test_a_refusal_written_while_somebody_takes_it_up_is_refused(appeal, house, pilot):
    proposal = propose_question(appeal, house)
    stale = find_proposal(again(appeal), proposal.pk)
    merge(
        proposal=find_proposal(again(appeal), proposal.pk),
        wording=WORDING,
        levels=ANSWERS,
        reply="Oui.",
        by=pilot,
    )
    with pytest.raises(ValidationError, match="annulez d’abord ce changement"):
        reply_to(proposal=stale, state=ProposalState.DECLINED, reply="Non.", by=pilot)


def test_nothing_is_proposed_nor_voted_after_the_moment_is_over(appeal, house, pilot):
    proposal = propose_question(appeal, house)
    stale = find_shared_appeal(house, appeal.pk)
    group = group_for_code(seal_group(appeal.groups.get().handle))
    move_on(appeal=appeal, by=pilot)
    for send in (
        lambda: propose(appeal=stale, content=question_for(first_domain()), member=house, by=pilot_of(house)),
        lambda: propose_as_group(group=group, content=question_for(first_domain())),
    ):
        with pytest.raises(ValidationError, match="ne prend plus de propositions"):
            send()
    move_on(appeal=appeal, by=pilot)
    stale = find_proposal(find_shared_appeal(house, appeal.pk), proposal.pk)
    move_on(appeal=appeal, by=pilot)
    with pytest.raises(ValidationError, match="On ne vote pas"):
        vote(proposal=stale, member=house, value="for", by=pilot_of(house))
    assert ProposalVote.objects.count() == 0


def test_a_draft_published_twice_at_once_is_one_version(network, pilot):
    draft = begin_draft(network)
    domain, source = first_domain(), draft.content["provenance"]
    asked = question("x", levers=[domain.levers[0].id], provenance=source, levels_provenance=source)
    add_item(draft=draft, kind="question", parent=domain.id, item=asked, by=pilot)
    fill_languages(draft=draft, by=pilot)
    here, there = find_draft(network, draft.pk), find_draft(network, draft.pk)
    publish_draft(draft=here, number="1.0.0", by=pilot)
    with pytest.raises(DraftConflictError):
        publish_draft(draft=there, number="1.0.0", by=pilot)
    assert Referential.objects.filter(owner=network).count() == 1


def test_asking_twice_at_once_is_one_request(network, monkeypatch):
    member = OrganisationFactory()
    ask_to_join(network=network, member=member, by=pilot_of(member))
    # What a second click reads before the first one is written.
    monkeypatch.setattr("marchepied.apps.networks.services.affiliations.HELD", ())
    with pytest.raises(ValidationError, match="fait déjà partie de ce réseau"):
        ask_to_join(network=network, member=member, by=pilot_of(member))
    assert Affiliation.objects.filter(member=member).count() == 1


def test_a_space_that_takes_an_invited_address_afterwards_only_asks(network, pilot):
    invited = invite_organisation(network=network, addressed_to="le-lavoir", by=pilot)
    late = OrganisationFactory(slug="le-lavoir", created_at=timezone.now() + timedelta(seconds=1))
    accepted = accept_invitation(affiliation=invited, member=late, by=pilot_of(late))
    assert accepted.state == AffiliationState.ASKED


def test_the_link_of_a_group_is_replaced_and_the_old_one_opens_nothing(appeal, pilot):
    group = appeal.groups.get()
    old = seal_group(group.handle)
    renew_group_link(group=group, by=pilot)
    assert group_for_code(old) is None
    assert group_for_code(seal_group(group.handle)) == group


def test_words_that_must_not_stay_are_taken_off_with_a_reason(appeal, pilot):
    group = group_for_code(seal_group(appeal.groups.get().handle))
    propose_as_group(group=group, content=question_for(first_domain(), wording="Monsieur X est un voleur ?"))
    proposal = find_proposal(appeal, appeal.proposals.get().pk)
    with pytest.raises(ValidationError, match="Répondez en une phrase"):
        reply_to(proposal=proposal, state=ProposalState.WITHHELD, reply=" ", by=pilot)
    reply_to(proposal=proposal, state=ProposalState.WITHHELD, reply="Cela vise quelqu’un.", by=pilot)
    assert say_proposal(proposal) == "Le réseau a retiré ce texte de la page."
    move_on(appeal=appeal, by=pilot)
    move_on(appeal=appeal, by=pilot)
    assert Round.objects.count() == 0


def test_proposals_are_taken_again_before_the_vote_and_replies_after_the_end(appeal, house, pilot):
    move_on(appeal=appeal, by=pilot)
    assert move_back(appeal=appeal, by=pilot).phase == Phase.PROPOSE
    propose_question(appeal, house)
    for _moment in (Phase.DISCUSS, Phase.VOTE):
        move_on(appeal=appeal, by=pilot)
    with pytest.raises(ValidationError, match="quand le vote a commencé"):
        move_back(appeal=appeal, by=pilot)
    move_on(appeal=appeal, by=pilot)
    proposal = find_proposal(appeal, appeal.proposals.get().pk)
    reply_to(proposal=proposal, state=ProposalState.DECLINED, reply="Non.", by=pilot)
    assert move_on(appeal=appeal, by=pilot).closed_on == TODAY
    assert move_back(appeal=appeal, by=pilot).phase == Phase.REPLY
    assert Appeal.objects.get().closed_on is None
    again_said = find_proposal(appeal, proposal.pk)
    reply_to(proposal=again_said, state=ProposalState.DECLINED, reply="Non, et voici pourquoi.", by=pilot)
    assert move_on(appeal=appeal, by=pilot).phase == Phase.CLOSED


def test_a_later_last_day_is_followed_by_the_questionnaire_of_the_groups(appeal, house, pilot):
    propose_question(appeal, house)
    change_closing(appeal=appeal, closes_on=TODAY + timedelta(days=2), by=pilot)
    move_on(appeal=appeal, by=pilot)
    move_on(appeal=appeal, by=pilot)
    change_closing(appeal=appeal, closes_on=SOON, by=pilot)
    assert Round.objects.get().closes_on == SOON
    with pytest.raises(ValidationError, match="donnez une date de fin"):
        change_closing(appeal=appeal, closes_on=None, by=pilot)
    with pytest.raises(ValidationError, match="après le début, et à venir"):
        change_closing(appeal=appeal, closes_on=TODAY - timedelta(days=1), by=pilot)
    move_on(appeal=appeal, by=pilot)
    with pytest.raises(ValidationError, match="est passé"):
        change_closing(appeal=appeal, closes_on=SOON, by=pilot)


def test_an_expert_whose_reading_is_ended_opens_the_draft_no_more_and_stays_signed(network, pilot):
    draft = begin_draft(network)
    committee = open_committee(draft=draft, title="Comité", needed=1, by=pilot)
    person = PersonFactory(name="Anne")
    expert = invite_expert(committee=committee, email=person.email, name="Anne", until=SOON, by=pilot)
    open_reading(committee=committee, closes_on=None, by=pilot)
    seat = find_seat(person, committee.pk)
    give_opinion(expert=seat, view="agree", words="", seen=seat.committee.draft.revision, by=person)
    end_expert(expert=expert, by=pilot)
    assert find_seat(person, committee.pk) is None
    committee.refresh_from_db()
    assert [opinion.expert.name for opinion in standing_of(committee).signed] == ["Anne"]


def test_a_text_left_in_french_two_hundred_times_hides_no_change(network, pilot):
    draft = begin_draft(network)
    committee = open_committee(draft=draft, title="Comité", needed=1, by=pilot)
    for revision in range(2, 220):
        draft.changes.create(
            organisation=network, revision=revision, verb="languages.filled", before={}, by=pilot
        )
    draft.changes.create(organisation=network, revision=1, verb="question.added", before={}, by=pilot)
    person = PersonFactory()
    expert = invite_expert(committee=committee, email=person.email, name="Anne", until=SOON, by=pilot)
    reading = open_reading(committee=committee, closes_on=None, by=pilot)
    reading.opinions.create(organisation=network, expert=expert, view="agree", revision=0)
    assert not standing_of(committee).enough
