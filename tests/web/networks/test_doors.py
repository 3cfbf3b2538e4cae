"""What waits on the home, links taken back, dates moved, words taken off a page, letters bounded."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.networks.enums import Phase, ProposalState
from marchepied.apps.networks.models import Appeal, AppealGroup, Expert, Proposal, ReviewRound
from marchepied.apps.networks.services import (
    ProposalContent,
    change_closing,
    invite_expert,
    invite_organisation,
    move_on,
    open_committee,
    open_reading,
    propose,
    reply_to,
    vote,
)
from marchepied.apps.networks.validators import seal_group
from marchepied.apps.organisations.enums import Role
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope, unscoped
from tests.factories.networks import begin_draft, call_on, join, pilot_of, propose_question
from tests.factories.organisations import MembershipFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=10)
HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) {members} =cmd|' /C calc'!A0"


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
    return call_on(begin_draft(network), [lavoir], ["volunteers"], closes_on=SOON)


@pytest.fixture
def group(appeal):
    with scope(appeal.organisation):
        return appeal.groups.get()


@pytest.fixture
def sign_in(client):
    def as_member(organisation, role=Role.PILOT):
        client.force_login(MembershipFactory(organisation=organisation, role=role).person)
        return client

    return as_member


@pytest.fixture
def shown(plain):
    """What a page says."""
    return lambda response: plain(response.content.decode())


def at(name, *args):
    return reverse(f"networks:{name}", args=args)


def home(organisation):
    return reverse("diagnosis:home", args=[organisation.slug])


def go_to(appeal, phase):
    with scope(appeal.organisation):
        while appeal.phase != phase:
            move_on(appeal=appeal, by=pilot_of(appeal.organisation))


def withhold(appeal, proposal):
    with scope(appeal.organisation):
        proposal.appeal = appeal
        reply_to(
            proposal=proposal,
            state=ProposalState.WITHHELD,
            reply="Il vise quelqu’un.",
            by=pilot_of(appeal.organisation),
        )


def one(model):
    with unscoped("what was written, wherever"):
        return model.objects.get()


def test_the_home_says_what_the_network_waits_for_until_it_is_done(appeal, lavoir, sign_in, shown):
    client = sign_in(lavoir)
    asked = "On attend vos propositions : Écrivons ensemble"
    assert asked in shown(client.get(home(lavoir)))
    proposal = propose_question(appeal, lavoir)
    with scope(appeal.organisation):
        propose(
            appeal=appeal,
            content=ProposalContent(kind="comment", why="Une remarque."),
            by=pilot_of(appeal.organisation),
        )
    assert asked not in shown(client.get(home(lavoir)))
    go_to(appeal, Phase.VOTE)
    assert "Votre structure a une proposition à voter : Écrivons ensemble" in shown(client.get(home(lavoir)))
    with scope(appeal.organisation):
        vote(proposal=proposal, member=lavoir, value="for", by=pilot_of(lavoir))
    assert "à voter" not in shown(client.get(home(lavoir)))


def test_the_home_says_nothing_of_calls_of_others_nor_to_who_may_not_act(
    appeal, network, lavoir, sign_in, shown
):
    other = OrganisationFactory(slug="ailleurs")
    join(network, other)
    assert "Écrivons ensemble" not in shown(sign_in(other).get(home(other)))
    assert "Écrivons ensemble" not in shown(sign_in(lavoir, Role.READER).get(home(lavoir)))


def test_the_home_of_a_network_says_who_asks_and_what_waits_for_a_reply(
    appeal, network, lavoir, sign_in, shown
):
    client = sign_in(network)
    assert "Ce qui vous attend avec votre réseau" not in shown(client.get(home(network)))
    propose_question(appeal, lavoir)
    go_to(appeal, Phase.REPLY)
    assert "Une proposition attend votre réponse : Écrivons ensemble" in shown(client.get(home(network)))
    asker = OrganisationFactory(slug="asker")
    with scope(asker):
        invite_organisation(network=asker, addressed_to="rives", by=pilot_of(asker))
    assert f"« {asker.name} » vous invite dans son réseau" in shown(client.get(home(network)))


def test_a_call_that_is_over_is_told_as_over(appeal, lavoir, sign_in, shown):
    client = sign_in(lavoir)
    assert "On vous demande votre avis" in shown(client.get(at("networks", "lavoir")))
    go_to(appeal, Phase.CLOSED)
    page = shown(client.get(at("networks", "lavoir")))
    assert ("On vous demande votre avis" in page, "avec toutes les réponses" in page) == (False, True)


def test_the_last_day_is_moved_and_a_call_whose_day_is_past_says_so(appeal, lavoir, network, sign_in, shown):
    client = sign_in(network)
    later = SOON + timedelta(days=5)
    url = at("appeal-date", "rives", appeal.pk)
    assert client.post(url, {"closes_on": "2020-01-01"}).status_code == 200
    assert client.post(url, {"closes_on": later.isoformat()}).status_code == 302
    assert one(Appeal).closes_on == later
    with unscoped("a day went by"):
        Appeal.objects.update(closes_on=timezone.localdate() - timedelta(days=1), opens_on="2020-01-01")
    assert "La date annoncée est passée." in shown(client.get(at("appeal", "rives", appeal.pk)))
    assert "La date de votre appel est passée" in shown(client.get(home(network)))
    assert "La date annoncée est passée." in shown(
        sign_in(lavoir).get(at("shared-appeal", "lavoir", appeal.pk))
    )


def test_a_call_goes_back_only_from_where_the_page_showed_it(appeal, network, sign_in, messages_of):
    client = sign_in(network)
    go_to(appeal, Phase.DISCUSS)
    url = at("appeal-back", "rives", appeal.pk)
    client.post(url, {"phase": "closed"})
    assert one(Appeal).phase == Phase.DISCUSS
    client.post(url, {"phase": "discuss"})
    assert one(Appeal).phase == Phase.PROPOSE
    assert sign_in(network, Role.READER).post(url, {"phase": "discuss"}).status_code == 404


def test_the_link_of_a_group_is_shown_printed_and_replaced_by_who_leads(
    appeal, group, network, sign_in, client
):
    url = at("group-link", "rives", appeal.pk, group.pk)
    assert sign_in(network, Role.READER).get(url).status_code == 404
    sign_in(network)
    assert seal_group(group.handle) in client.get(url).content.decode()
    poster = client.get(at("group-poster", "rives", appeal.pk, group.pk))
    assert (poster["Content-Type"], poster.content[:5]) == ("application/pdf", b"%PDF-")
    old = at("group", seal_group(group.handle))
    assert client.get(old).status_code == 200
    assert client.post(at("group-renew", "rives", appeal.pk, group.pk)).status_code == 302
    assert client.get(old).status_code == 404
    assert client.get(at("group", seal_group(one(AppealGroup).handle))).status_code == 200


def test_who_only_reads_in_the_network_is_not_handed_the_links(appeal, group, network, sign_in):
    page = sign_in(network, Role.READER).get(at("appeal", "rives", appeal.pk)).content.decode()
    assert seal_group(group.handle) not in page


def test_words_taken_off_are_read_by_who_leads_and_by_nobody_else(
    appeal, group, network, lavoir, sign_in, client
):
    withhold(appeal, propose_question(appeal, lavoir, wording="Monsieur X vole ?"))
    leads = at("proposal", "rives", appeal.pk, one(Proposal).pk)
    assert "Monsieur X vole" in sign_in(network).get(leads).content.decode()
    for page in (
        sign_in(network, Role.READER).get(leads),
        sign_in(lavoir).get(at("shared-appeal", "lavoir", appeal.pk)),
        client.get(at("shared-proposal", "lavoir", appeal.pk, one(Proposal).pk)),
        client.get(at("group", seal_group(group.handle))),
    ):
        assert "Monsieur X vole" not in page.content.decode()
        assert "Un appel sans suite" not in page.content.decode()
        assert "Il vise quelqu’un." in page.content.decode()


def test_what_a_group_writes_is_text_wherever_it_is_read(appeal, group, network, lavoir, sign_in, client):
    sent = {"why": HOSTILE}
    url = f"{at('group-propose', seal_group(group.handle))}?sorte=comment"
    assert client.post(url, sent).status_code == 302
    for page in (
        client.get(at("group", seal_group(group.handle))),
        sign_in(network).get(at("appeal", "rives", appeal.pk)),
        client.get(at("proposal", "rives", appeal.pk, one(Proposal).pk)),
        client.get(at("appeal-history", "rives", appeal.pk)),
        sign_in(lavoir).get(at("shared-proposal", "lavoir", appeal.pk, one(Proposal).pk)),
    ):
        text = page.content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
        assert ("<script>alert" in text, 'href="javascript' in text, "{members}" in text) == (
            False,
            False,
            True,
        )


def test_what_a_network_writes_is_quoted_in_its_mail(network, lavoir, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        call_on(begin_draft(network), [lavoir], text="Bonjour\nMarchepied\nhttps://ailleurs.example")
    (sent,) = [one for one in mail.outbox if "Écrivons ensemble" in one.subject]
    assert "> Bonjour\n> Marchepied\n> https://ailleurs.example\n" in sent.body


def test_experts_are_not_written_to_without_end(network, sign_in, messages_of, monkeypatch):
    monkeypatch.setitem(settings.ACCOUNT_RATE_LIMITS, "write_to_members", "1/h/user")
    pilot = pilot_of(network)
    with scope(network):
        committee = open_committee(draft=begin_draft(network), title="Comité", needed=1, by=pilot)
    client = sign_in(network)
    url = at("committee-reading", "rives", committee.pk)
    for gesture in ("open", "close", "open"):
        response = client.post(url, {"gesture": gesture}, follow=True)
    assert messages_of(response) == [
        "Beaucoup de courriels sont partis en peu de temps. Reprenez dans une heure."
    ]
    with unscoped("what was opened"):
        assert ReviewRound.objects.count() == 1


def test_an_expert_is_told_on_their_own_page_and_ended_by_a_pilot(network, sign_in, client, shown):
    pilot, person = pilot_of(network), PersonFactory(name="Anne")
    with scope(network):
        committee = open_committee(draft=begin_draft(network), title="Comité des Rives", needed=1, by=pilot)
        invite_expert(committee=committee, email=person.email, name="Anne", until=SOON, by=pilot)
        open_reading(committee=committee, closes_on=None, by=pilot)
    client.force_login(person)
    assert "Comité des Rives" in shown(client.get(reverse("organisations:home")))
    assert client.get(at("reading", committee.pk)).status_code == 200
    url = at("expert-end", "rives", committee.pk, one(Expert).pk)
    assert sign_in(network, Role.FACILITATOR).post(url).status_code == 404
    assert sign_in(network).post(url).status_code == 302
    client.force_login(person)
    assert client.get(at("reading", committee.pk)).status_code == 404
    assert "Comité des Rives" not in shown(client.get(reverse("organisations:home")))


def test_a_remark_is_not_put_to_the_vote(appeal, lavoir):
    with scope(appeal.organisation):
        remark = propose(
            appeal=appeal,
            content=ProposalContent(kind="comment", why="Une remarque."),
            member=lavoir,
            by=pilot_of(lavoir),
        )
        go_to(appeal, Phase.VOTE)
        with pytest.raises(Exception, match="On ne vote pas"):
            vote(proposal=remark, member=lavoir, value="for", by=pilot_of(lavoir))
        change_closing(appeal=appeal, closes_on=SOON + timedelta(days=1), by=pilot_of(appeal.organisation))
