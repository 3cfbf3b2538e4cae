"""Inviting, accepting, changing roles, leaving; one's own account; the demonstration's link."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from marchepied.apps.organisations import services
from marchepied.apps.organisations.enums import LegalForm, Role
from marchepied.apps.organisations.models import MemberInvitation, Membership, Person
from marchepied.apps.organisations.validators import invitation_token
from marchepied.core.scope import unscoped
from marchepied.web.organisations.demo import demo_link
from tests.factories.organisations import (
    MemberInvitationFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
)

PEOPLE = "/e/ici/maison/personnes/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def pilot(db):
    return MembershipFactory(organisation__slug="ici", organisation__name="Ici", person__name="Zoé")


def link_of(invitation):
    return f"/invitation/{invitation_token(invitation.pk)}/"


def role_of(person):
    return Membership.objects.filter(person=person).values_list("role", flat=True).first()


@pytest.mark.django_db(transaction=True)
def test_from_the_invitation_to_the_space_with_one_code(client):
    pilot = MembershipFactory(organisation__slug="ici", organisation__name="Ici", person__name="Zoé")
    client.force_login(pilot.person)
    client.post(f"{PEOPLE}inviter/", {"email": "lea@exemple.fr", "role": "contributor"})
    link = re.search(r"http\S+(/invitation/\S+)", mail.outbox[0].body)[1]
    guest = type(client)()
    # A scanner reads every link, several times: nothing happens.
    for _ in range(3):
        page = guest.get(link)
        assert page.status_code == 200
    assert Person.objects.count() == 1
    guest.post("/connexion/", {"email": "lea@exemple.fr", "next": link})
    code = re.search(r"^ {4}(\S+)$", mail.outbox[1].body, re.MULTILINE)[1]
    answer = guest.post("/connexion/code/", {"code": code, "next": link})
    assert answer.url == link
    assert Membership.objects.count() == 1
    answer = guest.post(link)
    assert answer.url == "/e/ici/"
    assert role_of(Person.objects.get(email="lea@exemple.fr")) == Role.CONTRIBUTOR
    assert guest.get(answer.url).status_code == 200


def test_a_link_that_served_serves_no_more(client, pilot):
    invitation = MemberInvitationFactory(organisation=pilot.organisation)
    guest = PersonFactory(email=invitation.email)
    client.force_login(guest)
    assert client.post(link_of(invitation)).status_code == 302
    Membership.objects.filter(person=guest).delete()
    for answer in (client.get(link_of(invitation)), client.post(link_of(invitation))):
        assert answer.status_code == 404
        assert "n’ouvre plus rien" in answer.content.decode()
    assert role_of(guest) is None


@pytest.mark.parametrize("spoil", ["old", "withdrawn", "forged"])
def test_a_link_too_old_withdrawn_or_forged_opens_nothing(client, pilot, spoil):
    invitation = MemberInvitationFactory(organisation=pilot.organisation)
    guest = PersonFactory(email=invitation.email)
    client.force_login(guest)
    link = link_of(invitation)
    with unscoped("test"):
        rows = MemberInvitation.objects.filter(pk=invitation.pk)
        if spoil == "old":
            rows.update(created_at=timezone.now() - timedelta(days=15))
        elif spoil == "withdrawn":
            rows.delete()
        else:
            link = link[:-3] + "AA/"
    assert (client.get(link).status_code, client.post(link).status_code) == (404, 404)
    assert role_of(guest) is None


def test_a_link_forwarded_to_somebody_else_opens_nothing(client, pilot):
    invitation = MemberInvitationFactory(organisation=pilot.organisation)
    stranger = PersonFactory()
    client.force_login(stranger)
    page = client.post(link_of(invitation))
    assert page.status_code == 200
    assert "une autre adresse" in page.content.decode()
    assert invitation.email not in page.content.decode()
    assert role_of(stranger) is None


def test_an_invitation_is_sent_again_and_withdrawn(client, pilot, django_capture_on_commit_callbacks):
    client.force_login(pilot.person)
    invitation = MemberInvitationFactory(organisation=pilot.organisation)
    with unscoped("test"):
        MemberInvitation.objects.update(created_at=timezone.now() - timedelta(days=30))
    base = f"{PEOPLE}invitations/{invitation.pk}/"
    for gesture in ("renvoyer", "annuler"):
        assert client.get(f"{base}{gesture}/").status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{base}renvoyer/").url == PEOPLE
    assert [message.to for message in mail.outbox] == [[invitation.email]]
    client.logout()
    assert client.get(link_of(invitation)).status_code == 200
    client.force_login(pilot.person)
    client.post(f"{base}annuler/")
    assert client.get(link_of(invitation)).status_code == 404


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"email": "lea", "role": "reader"}, "email"),
        ({"email": "zoe@exemple.fr", "role": "reader"}, "email"),
        ({"email": "lea@exemple.fr", "role": "owner"}, "role"),
        ({"email": "lea@exemple.fr", "role": "accompagnateur"}, "until"),
        ({"email": "lea@exemple.fr", "role": "accompagnateur", "until": "2020-01-01"}, "until"),
        ({"email": "lea@exemple.fr", "role": "accompagnateur", "until": "demain"}, "until"),
    ],
)
def test_an_invitation_that_cannot_be_is_told(client, pilot, data, field):
    Person.objects.filter(pk=pilot.person_id).update(email="zoe@exemple.fr")
    client.force_login(pilot.person)
    answer = client.post(f"{PEOPLE}inviter/", data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert mail.outbox == []


def test_invitations_do_not_pour(client, pilot):
    client.force_login(pilot.person)
    for number in range(40):
        client.post(f"{PEOPLE}inviter/", {"email": f"i{number}@exemple.fr", "role": "reader"})
    answer = client.post(f"{PEOPLE}inviter/", {"email": "i41@exemple.fr", "role": "reader"})
    assert answer.context["form"].non_field_errors() == [
        "Beaucoup d’invitations sont parties en peu de temps. Reprenez dans une heure."
    ]
    with unscoped("test"):
        last = MemberInvitation.objects.first()
        assert MemberInvitation.objects.count() == 40
    client.post(f"{PEOPLE}invitations/{last.pk}/renvoyer/")
    with unscoped("test"):
        assert MemberInvitation.objects.get(pk=last.pk).created_at == last.created_at


def test_a_date_is_only_for_somebody_who_comes_to_help(client, pilot):
    client.force_login(pilot.person)
    client.post(f"{PEOPLE}inviter/", {"email": "lea@exemple.fr", "role": "reader", "until": "2099-01-01"})
    with unscoped("test"):
        assert MemberInvitation.objects.get().until is None


def test_the_last_pilot_stays(client, pilot):
    client.force_login(pilot.person)
    answer = client.post(f"{PEOPLE}{pilot.pk}/", {"role": "reader"})
    assert answer.context["form"].errors == {
        "role": ["Un espace garde toujours au moins un pilote. Nommez d’abord quelqu’un d’autre."]
    }
    for url in (f"{PEOPLE}partir/", f"{PEOPLE}{pilot.pk}/retirer/"):
        answer = client.post(url)
        assert answer.status_code == 422
        assert "Nommez d’abord quelqu’un d’autre." in answer.content.decode()
    assert role_of(pilot.person) == Role.PILOT


def test_roles_change_and_people_leave(client, pilot):
    second = MembershipFactory(organisation=pilot.organisation, role=Role.READER)
    client.force_login(pilot.person)
    assert client.post(f"{PEOPLE}{second.pk}/", {"role": "pilot"}).url == PEOPLE
    assert role_of(second.person) == Role.PILOT
    assert client.post(f"{PEOPLE}{pilot.pk}/", {"role": "reader"}).url == "/mes-espaces/"
    assert client.get(f"{PEOPLE}inviter/").status_code == 404
    assert client.post(f"{PEOPLE}partir/").url == "/mes-espaces/"
    assert client.get(PEOPLE).status_code == 404
    client.force_login(second.person)
    third = MembershipFactory(organisation=pilot.organisation, role=Role.READER)
    client.post(f"{PEOPLE}{third.pk}/retirer/")
    assert role_of(third.person) is None


def test_an_accompagnateur_loses_the_space_after_the_date(client, pilot):
    today = timezone.localdate()
    guest = MembershipFactory(organisation=pilot.organisation, role=Role.ACCOMPAGNATEUR, until=today)
    elsewhere = MembershipFactory(person=guest.person, role=Role.ACCOMPAGNATEUR, until=today)
    client.force_login(guest.person)
    assert client.get("/e/ici/maison/").status_code == 200
    assert len(client.get("/mes-espaces/").context["lines"]) == 2
    Membership.objects.filter(pk=guest.pk).update(until=today - timedelta(days=1))
    assert client.get("/e/ici/maison/").status_code == 404
    lines = client.get("/mes-espaces/").context["lines"]
    assert [line.organisation for line, _stage in lines] == [elsewhere.organisation]


def test_ones_name_and_language_are_kept(client, db):
    person = PersonFactory()
    client.force_login(person)
    answer = client.post("/mon-compte/", {"name": "  Zoé  Martin ", "language": "en"})
    assert answer.cookies["langue"].value == "en"
    person.refresh_from_db()
    assert (person.name, person.language) == ("Zoé Martin", "en")
    assert client.get("/mon-compte/").headers["Content-Language"] == "en"
    assert client.post("/mon-compte/", {"name": "Zoé", "language": "tlh"}).status_code == 422


def test_the_other_devices_are_signed_out(client, db):
    person, other = PersonFactory(), type(client)()
    client.force_login(person)
    other.force_login(person)
    assert client.get("/mon-compte/deconnecter-partout/").status_code == 405
    client.post("/mon-compte/deconnecter-partout/")
    assert client.get("/mes-espaces/").status_code == 200
    assert other.get("/mes-espaces/").status_code == 302


def test_an_account_is_deleted_by_its_owner(client, db):
    person = PersonFactory()
    MembershipFactory(person=person, role=Role.READER)
    client.force_login(person)
    assert client.get("/mon-compte/supprimer/").status_code == 200
    assert client.post("/mon-compte/supprimer/").url == "/"
    assert not Person.objects.filter(pk=person.pk).exists()
    assert client.get("/mes-espaces/").status_code == 302


def test_the_last_pilots_account_waits(client, pilot):
    client.force_login(pilot.person)
    answer = client.post("/mon-compte/supprimer/")
    assert answer.status_code == 422
    assert "/e/ici/maison/personnes/" in answer.content.decode()
    assert Person.objects.filter(pk=pilot.person_id).exists()


@pytest.fixture
def demo(db):
    person = PersonFactory()
    services.create_organisation(name="Démo", legal_form=LegalForm.OTHER, by=person, is_demo=True)
    return person


def test_the_printed_link_signs_in_as_the_demo_pilot(client, demo):
    client.force_login(PersonFactory())
    answer = client.get(demo_link())
    assert answer.url == "/mes-espaces/"
    assert client.get(answer.url).context["request"].user == demo


@pytest.mark.parametrize(
    "request_as",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
    ],
)
def test_the_demo_link_works_only_on_the_machine_itself(client, demo, request_as):
    assert client.get(demo_link(), **request_as).status_code == 404
    assert client.get("/mes-espaces/").status_code == 302


def test_the_demo_link_exists_only_in_a_demonstration(client, demo, settings):
    link = demo_link()
    assert client.get(link[:-2] + "x/").status_code == 404
    settings.DEMO = False
    assert client.get(link).status_code == 404
    assert client.get("/mes-espaces/").status_code == 302


def test_without_a_demonstration_loaded_the_link_opens_nothing(client, pilot):
    OrganisationFactory(is_demo=True)
    assert client.get(demo_link()).status_code == 404
