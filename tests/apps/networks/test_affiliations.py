"""Belonging to a network: a yes from both sides, and only what was agreed is seen."""

from dataclasses import asdict

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from marchepied.apps.networks.enums import AffiliationState
from marchepied.apps.networks.models import Affiliation
from marchepied.apps.networks.selectors.affiliations import (
    asking_of,
    belongs_to,
    find_own_affiliation,
    invitations_to,
    invited_by,
    members_of,
    networks_of,
    open_door,
)
from marchepied.apps.networks.services import (
    accept_invitation,
    ask_to_join,
    end_affiliation,
    invite_organisation,
    take_in,
)
from marchepied.apps.networks.validators import asking_token, invitation_token
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope, unscoped
from tests.factories.networks import join, pilot_of
from tests.factories.organisations import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return OrganisationFactory(name="Les Rives", slug="rives")


@pytest.fixture
def lavoir():
    house = OrganisationFactory(
        name="Le Lavoir", slug="lavoir", legal_form="association", sector="food", presentation="Secret"
    )
    pilot_of(house)
    return house


def invite(network, address):
    with scope(network):
        return invite_organisation(network=network, addressed_to=address, by=pilot_of(network))


def seen(network):
    with scope(network):
        return members_of(network), asking_of(network), [row.addressed_to for row in invited_by(network)]


def test_an_invitation_is_answered_by_a_pilot_and_both_sides_see_it(network, lavoir):
    asked = invite(network, "https://exemple.fr/e/lavoir/")
    assert [row.pk for row in invitations_to(lavoir, pilot_of(lavoir))] == [asked.pk]
    assert seen(network) == ([], [], ["lavoir"])
    accept_invitation(affiliation=asked, member=lavoir, by=pilot_of(lavoir))
    members, asking, invited = seen(network)
    assert [(line.name, line.legal_form, str(line.sector)) for line in members] == [
        ("Le Lavoir", "Association", "Agriculture, alimentation")
    ]
    assert (asking, invited) == ([], [])
    assert [(line.name, line.state) for line in networks_of(lavoir)] == [("Les Rives", "active")]
    assert invitations_to(lavoir, pilot_of(lavoir)) == []


def test_a_network_sees_only_what_was_agreed(network, lavoir):
    join(network, lavoir)
    (line,) = seen(network)[0]
    assert set(asdict(line)) == {"affiliation_id", "member_id", "name", "legal_form", "sector", "since"}
    assert "Secret" not in str(asdict(line))
    assert [set(asdict(one)) for one in networks_of(lavoir)] == [
        {"affiliation_id", "network_id", "name", "state", "since"}
    ]


@pytest.mark.parametrize(("address", "mails"), [("lavoir", 1), ("personne-ici", 0), ("x@exemple.fr", 1)])
def test_inviting_says_the_same_whether_the_space_is_there_or_not(
    network, lavoir, address, mails, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        row = invite(network, address)
    assert (row.state, row.addressed_to, row.member) == (AffiliationState.INVITED, address, None)
    assert len(mail.outbox) == mails
    assert all(invitation_token(row.pk) in sent.body for sent in mail.outbox)


@pytest.mark.parametrize("address", ["", "deux mots", "a@", "rives"])
def test_an_address_that_is_none_or_ones_own_is_refused(network, address):
    with pytest.raises(ValidationError):
        invite(network, address)
    assert seen(network) == ([], [], [])


def test_inviting_again_sends_the_link_again_and_keeps_one_row(network):
    first, second = invite(network, "x@exemple.fr"), invite(network, "X@exemple.fr")
    assert first.pk == second.pk
    assert seen(network)[2] == ["x@exemple.fr"]


def test_a_link_that_was_passed_on_only_asks(network, lavoir):
    asked = invite(network, "quelqu-un@exemple.fr")
    door = open_door(invitation_token(asked.pk))
    accept_invitation(affiliation=door.affiliation, member=lavoir, by=pilot_of(lavoir))
    assert [line.name for line in seen(network)[1]] == ["Le Lavoir"]
    assert not belongs_to(network, lavoir)
    with scope(network):
        take_in(affiliation=asked, by=pilot_of(network))
    assert belongs_to(network, lavoir)
    with pytest.raises(ValidationError), scope(network):
        take_in(affiliation=asked, by=pilot_of(network))


def test_a_link_opens_once_and_only_while_it_stands(network, lavoir):
    asked = invite(network, "lavoir")
    other = OrganisationFactory()
    accept_invitation(affiliation=asked, member=lavoir, by=pilot_of(lavoir))
    assert open_door(invitation_token(asked.pk)) is None
    with pytest.raises(ValidationError, match="déjà servi"):
        accept_invitation(affiliation=asked, member=other, by=pilot_of(other))
    assert networks_of(other) == []
    taken_back = invite(network, "autre@exemple.fr")
    with scope(network):
        end_affiliation(affiliation=taken_back, by=pilot_of(network))
    assert open_door(invitation_token(taken_back.pk)) is None
    assert open_door("faux.faux") is None


def test_the_standing_link_asks_and_nobody_asks_twice_nor_joins_itself(network, lavoir):
    door = open_door(asking_token("rives"))
    assert (door.network, door.affiliation) == (network, None)
    ask_to_join(network=network, member=lavoir, by=pilot_of(lavoir))
    assert [line.name for line in seen(network)[1]] == ["Le Lavoir"]
    with pytest.raises(ValidationError, match="déjà"):
        ask_to_join(network=network, member=lavoir, by=pilot_of(lavoir))
    with pytest.raises(ValidationError, match="elle-même"):
        ask_to_join(network=network, member=network, by=pilot_of(network))
    with unscoped("the database itself refuses"), pytest.raises(IntegrityError), transaction.atomic():
        Affiliation.objects.create(organisation=network, member=network, state="active")


def test_either_side_ends_it_and_it_may_begin_again(network, lavoir):
    row = join(network, lavoir)
    end_affiliation(affiliation=find_own_affiliation(lavoir, row.pk), member=lavoir, by=pilot_of(lavoir))
    assert (seen(network)[0], networks_of(lavoir)) == ([], [])
    with pytest.raises(ValidationError):
        end_affiliation(affiliation=row, by=pilot_of(network))
    again = join(network, lavoir)
    with scope(network):
        end_affiliation(affiliation=again, by=pilot_of(network))
    assert networks_of(lavoir) == []


def test_each_gesture_is_in_the_log_of_who_made_it(network, lavoir):
    row = join(network, lavoir)
    end_affiliation(affiliation=row, member=lavoir, by=pilot_of(lavoir))
    with scope(network):
        assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["affiliation.invited"]
    with scope(lavoir):
        assert set(AuditEntry.objects.values_list("verb", flat=True)) == {
            "affiliation.accepted",
            "affiliation.ended",
        }


def test_deleting_a_member_leaves_nothing_of_it(network, lavoir):
    join(network, lavoir)
    lavoir.delete()
    with scope(network):
        assert (members_of(network), Affiliation.objects.count()) == ([], 0)


def test_an_invitation_is_read_only_by_whom_it_is_addressed_to(network, lavoir):
    invite(network, "lavoir")
    other = OrganisationFactory(slug="autre")
    assert invitations_to(other, PersonFactory()) == []
    invite(network, "nadia@exemple.fr")
    assert len(invitations_to(other, PersonFactory(email="nadia@exemple.fr"))) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_members_cost_one_query(network, count, django_assert_num_queries):
    for _number in range(count):
        join(network, OrganisationFactory())
    with scope(network), django_assert_num_queries(1):
        assert len(members_of(network)) == count
