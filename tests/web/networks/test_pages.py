"""The pages of networks: who may do what, what each sees, what a link without an account opens."""

import pytest
from django.urls import reverse

from marchepied.apps.networks.enums import AffiliationState, Phase
from marchepied.apps.networks.models import Affiliation, Appeal, Committee, Opinion, Proposal, ProposalVote
from marchepied.apps.networks.services import invite_organisation, move_on
from marchepied.apps.networks.validators import asking_token, invitation_token, seal_group
from marchepied.apps.organisations.enums import Role
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope, unscoped
from tests.factories.networks import (
    ANSWERS,
    WORDING,
    begin_draft,
    call_on,
    first_domain,
    join,
    live_in_networks,
    pilot_of,
    propose_question,
)
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    load_shipped_referentials()
    return OrganisationFactory(name="Les Rives", slug="rives")


@pytest.fixture
def lavoir(network):
    house = OrganisationFactory(name="Le Lavoir", slug="lavoir")
    join(network, house)
    return house


@pytest.fixture
def appeal(network, lavoir):
    return call_on(begin_draft(network), [lavoir], ["volunteers"])


@pytest.fixture
def sign_in(client):
    def as_member(organisation, role=Role.PILOT):
        client.force_login(MembershipFactory(organisation=organisation, role=role).person)
        return client

    return as_member


def at(name, *args):
    return reverse(f"networks:{name}", args=args)


def go_to(appeal, phase):
    with scope(appeal.organisation):
        while appeal.phase != phase:
            move_on(appeal=appeal, by=pilot_of(appeal.organisation))


def rows_of(model):
    with unscoped("what was written, wherever"):
        return list(model.objects.all())


def new_question(domain):
    told = {f"level_{number}": answer for number, answer in enumerate(ANSWERS, 1)}
    return {"wording": WORDING, "why": "Pour ne perdre personne.", "signed": "Nadia", **told}


def propose_url(name, *args):
    return f"{at(name, *args)}?sorte=question&sur={first_domain().id}"


def test_a_pilot_invites_and_a_reader_only_reads(network, sign_in, messages_of):
    client = sign_in(network)
    response = client.post(at("invite", "rives"), {"addressed_to": "nadia@exemple.fr"}, follow=True)
    assert messages_of(response) == ["L’invitation part à nadia@exemple.fr."]
    assert "nadia@exemple.fr" in response.content.decode()
    client = sign_in(network, Role.READER)
    assert "nadia@exemple.fr" not in client.get(at("network", "rives")).content.decode()
    assert client.post(at("invite", "rives"), {"addressed_to": "x@exemple.fr"}).status_code == 404
    assert [row.addressed_to for row in rows_of(Affiliation)] == ["nadia@exemple.fr"]


def test_the_link_of_an_invitation_lets_one_choose_in_whose_name(network, sign_in, messages_of, plain):
    house = OrganisationFactory(slug="etabli")
    with scope(network):
        asked = invite_organisation(network=network, addressed_to="etabli", by=pilot_of(network))
    client = sign_in(house)
    url = at("door", invitation_token(asked.pk))
    assert "son nom, sa forme et son secteur" in client.get(url).content.decode()
    response = client.post(url, {"space": "etabli"}, follow=True)
    assert [plain(told) for told in messages_of(response)] == ["Vous faites partie du réseau « Les Rives »."]
    assert client.get(url).status_code == 404
    assert client.post(at("door", asking_token("rives")), {"space": "rives"}).status_code == 200
    assert [row.state for row in rows_of(Affiliation)] == [AffiliationState.ACTIVE]


def test_a_network_accepts_who_asks_and_ends_it_after_a_page(network, sign_in):
    house = OrganisationFactory(name="L’Établi", slug="etabli")
    sign_in(house).post(at("door", asking_token("rives")), {"space": "etabli"})
    (row,) = rows_of(Affiliation)
    client = sign_in(network)
    assert row.state == AffiliationState.ASKED
    client.post(at("accept", "rives", row.pk))
    assert rows_of(Affiliation)[0].state == AffiliationState.ACTIVE
    assert "L’Établi" in client.get(at("end", "rives", row.pk)).content.decode()
    client.post(at("end", "rives", row.pk))
    assert rows_of(Affiliation)[0].state == AffiliationState.ENDED
    assert client.get(at("end", "rives", row.pk)).status_code == 404


@pytest.mark.parametrize("name", ["shared-appeal", "shared-propose", "shared-proposal"])
def test_a_member_that_was_not_chosen_gets_404(network, appeal, sign_in, name):
    other = OrganisationFactory(slug="autre")
    join(network, other)
    proposal = propose_question(appeal)
    args = [appeal.pk, proposal.pk] if name == "shared-proposal" else [appeal.pk]
    client = sign_in(other)
    url = at(name, "autre", *args)
    assert [client.get(url).status_code, client.post(url, {"gesture": "vote"}).status_code] == [404, 404]
    assert rows_of(ProposalVote) == []


def test_a_member_proposes_discusses_and_votes_from_its_own_space(appeal, lavoir, sign_in):
    client = sign_in(lavoir, Role.FACILITATOR)
    page = client.get(at("shared-appeal", "lavoir", appeal.pk)).content.decode()
    assert "Proposer une question" in page
    client.post(propose_url("shared-propose", "lavoir", appeal.pk), new_question(first_domain()))
    (proposal,) = rows_of(Proposal)
    assert (proposal.credit, proposal.wording, proposal.levels) == (
        "Nadia, Le Lavoir",
        WORDING,
        list(ANSWERS),
    )
    url = at("shared-proposal", "lavoir", appeal.pk, proposal.pk)
    assert client.post(url, {"gesture": "comment", "text": "On y tient."}).status_code == 302
    assert client.post(url, {"gesture": "vote", "value": "for"}).status_code == 404
    go_to(appeal, Phase.VOTE)
    assert client.post(url, {"gesture": "vote", "value": "for"}).status_code == 302
    assert [row.value for row in rows_of(ProposalVote)] == ["for"]
    assert "On y tient." in client.get(url).content.decode()


def test_a_contributor_proposes_and_does_not_vote_for_all(appeal, lavoir, sign_in):
    client = sign_in(lavoir, Role.CONTRIBUTOR)
    client.post(propose_url("shared-propose", "lavoir", appeal.pk), new_question(first_domain()))
    (proposal,) = rows_of(Proposal)
    go_to(appeal, Phase.VOTE)
    url = at("shared-proposal", "lavoir", appeal.pk, proposal.pk)
    assert client.post(url, {"gesture": "vote", "value": "for"}).status_code == 404
    assert sign_in(lavoir, Role.READER).get(url).status_code == 200
    assert rows_of(ProposalVote) == []


@pytest.mark.parametrize(
    "query", ["?sorte=autre", "?sorte=words&sur=theme-5", "?sorte=question", "?sur=rien"]
)
def test_a_proposal_is_about_something_that_is_there(appeal, lavoir, sign_in, query):
    client = sign_in(lavoir)
    assert client.get(at("shared-propose", "lavoir", appeal.pk) + query).status_code == 404


def test_the_network_takes_a_proposal_up_and_its_author_reads_the_reply(appeal, lavoir, sign_in, plain):
    proposal = propose_question(appeal, lavoir)
    client = sign_in(appeal.organisation, Role.FACILITATOR)
    url = at("merge", "rives", appeal.pk, proposal.pk)
    assert WORDING in client.get(url).content.decode()
    told = {f"level_{number}": answer for number, answer in enumerate(ANSWERS, 1)}
    assert client.post(url, {"wording": WORDING, **told}).status_code == 200
    assert client.post(url, {"wording": WORDING, "reply": "Merci à vous.", **told}).status_code == 302
    assert client.get(url).status_code == 404
    history = plain(client.get(at("appeal-history", "rives", appeal.pk)).content.decode())
    assert "Retenue. Merci à vous." in history
    page = sign_in(lavoir, Role.READER).get(at("shared-appeal", "lavoir", appeal.pk)).content.decode()
    assert "Merci à vous." in page


def test_who_reads_the_network_does_not_lead_it(appeal, sign_in):
    proposal = propose_question(appeal)
    client = sign_in(appeal.organisation, Role.READER)
    url = at("proposal", "rives", appeal.pk, proposal.pk)
    assert client.get(url).status_code == 200
    posts = [url, at("merge", "rives", appeal.pk, proposal.pk), at("appeal-next", "rives", appeal.pk)]
    assert [client.post(one, {"phase": "propose"}).status_code for one in posts] == [404, 404, 404]
    assert [row.phase for row in rows_of(Appeal)] == [Phase.PROPOSE]


def test_a_call_moves_on_once_however_often_one_presses(appeal, sign_in):
    client = sign_in(appeal.organisation)
    for _press in range(2):
        client.post(at("appeal-next", "rives", appeal.pk), {"phase": "propose"})
    assert [row.phase for row in rows_of(Appeal)] == [Phase.DISCUSS]


def test_a_group_proposes_by_its_link_without_account_or_cookie(appeal, client, plain):
    with scope(appeal.organisation):
        handle = appeal.groups.get().handle
    code = seal_group(handle)
    page = client.get(at("group", code))
    assert (page.status_code, page.cookies, page["X-Robots-Tag"]) == (200, {}, "noindex, nofollow")
    told = {key: value for key, value in new_question(first_domain()).items() if key != "signed"}
    response = client.post(propose_url("group-propose", code), told, follow=True)
    assert "Votre proposition est avec les autres" in plain(response.content.decode())
    (proposal,) = rows_of(Proposal)
    assert (proposal.credit, proposal.by) == ("Bénévoles", None)
    assert client.get(at("group", "AAAA-BBBB-CCCC")).status_code == 404
    go_to(appeal, Phase.VOTE)
    assert "/r/" in client.get(at("group", code)).content.decode()
    assert client.get(propose_url("group-propose", code)).status_code == 404


def test_an_expert_reads_remarks_and_signs_and_nobody_else(network, sign_in, client):
    known = live_in_networks(network)
    with unscoped("the expert invited"):
        committee = Committee.objects.select_related("draft").get(pk=known["committee"])
    url = at("reading", committee.pk)
    assert sign_in(OrganisationFactory()).get(url).status_code == 404
    assert client.get(at("readings")).status_code == 200
    client.force_login(pilot_of(network))
    assert "C’est clair." in client.get(url).content.decode()
    assert client.post(url, {"view": "against", "seen": committee.draft.revision}).status_code == 200
    assert client.post(url, {"view": "agree", "seen": committee.draft.revision}).status_code == 302
    assert [row.view for row in rows_of(Opinion)] == ["agree"]
    assert "compte aujourd’hui" in client.get(at("committee", "rives", committee.pk)).content.decode()


COUNTS = {
    "network": 8,
    "networks": 7,
    "appeal": 7,
    "appeal-history": 7,
    "proposal": 7,
    "shared-appeal": 6,
    "shared-proposal": 7,
    "committee": 11,
}
SIDES = {"shared-appeal": ("shared_appeal",), "shared-proposal": ("shared_appeal", "shared_proposal")}
SIDES |= {"appeal": ("appeal",), "appeal-history": ("appeal",), "committee": ("committee",)}
SIDES |= {"proposal": ("appeal", "proposal")}


@pytest.mark.parametrize("name", list(COUNTS))
def test_pages_ask_so_many_queries_whatever_there_is(network, sign_in, name, django_assert_num_queries):
    known = live_in_networks(network)
    client = sign_in(network)
    url = at(name, "rives", *(known[arg] for arg in SIDES.get(name, ())))
    client.get(url)
    with django_assert_num_queries(COUNTS[name]):
        client.get(url)
    live_in_networks(network)
    with unscoped("twice as much in each call"):
        for row in Appeal.objects.filter(pk__in=[known["appeal"], known["shared_appeal"]]):
            for number in range(3):
                propose_question(row, wording=f"Question {number} ?")
    with django_assert_num_queries(COUNTS[name]):
        client.get(url)
