"""Who reaches which page of the house: role × page, and nobody from elsewhere."""

import uuid

import pytest
from django.urls import reverse

from marchepied.apps.organisations.enums import Right, Role
from marchepied.apps.organisations.models import MemberInvitation, Membership, Organisation, Site
from marchepied.apps.organisations.rules import RIGHTS
from marchepied.core.scope import unscoped
from tests.factories.organisations import (
    MemberInvitationFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SiteFactory,
)

pytestmark = pytest.mark.django_db

PAGES = {
    "house": Right.READ,
    "people": Right.READ,
    "leave": Right.READ,
    "profile": Right.FACILITATE,
    "lines": Right.FACILITATE,
    "words": Right.FACILITATE,
    "words-example": Right.FACILITATE,
    "site-add": Right.FACILITATE,
    "site": Right.FACILITATE,
    "site-delete": Right.FACILITATE,
    "invite": Right.PILOT,
    "member": Right.PILOT,
    "member-remove": Right.PILOT,
    "delete": Right.PILOT,
}
POSTS = ("invitation-resend", "invitation-withdraw")


@pytest.fixture
def space():
    """A space with one of each thing that could leak or be touched."""
    organisation = OrganisationFactory(slug="ici", name="Ici")
    return {
        "organisation": organisation,
        "site": SiteFactory(organisation=organisation, name="Atelier secret"),
        "member": MembershipFactory(organisation=organisation, person__email="secret@exemple.fr"),
        "invitation": MemberInvitationFactory(organisation=organisation, email="attendu@exemple.fr"),
    }


def address(name, space, slug="ici"):
    kind = name.split("-")[0]
    own = [space[kind].pk] if kind in {"site", "member", "invitation"} and name != "site-add" else []
    return reverse(f"organisations:{name}", args=[slug, *own])


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_to_the_roles_that_hold_its_right(client, space, role, name):
    member = MembershipFactory(organisation=space["organisation"], role=role)
    client.force_login(member.person)
    expected = 200 if PAGES[name] in RIGHTS[role] else 404
    assert client.get(address(name, space)).status_code == expected
    if expected == 404:
        assert client.post(address(name, space), {"typed_name": "Ici", "role": "reader"}).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PILOT])
@pytest.mark.parametrize("name", POSTS)
def test_only_a_pilot_touches_invitations(client, space, role, name):
    client.force_login(MembershipFactory(organisation=space["organisation"], role=role).person)
    assert client.post(address(name, space)).status_code == 404
    with unscoped("test"):
        assert MemberInvitation.objects.count() == 1


@pytest.mark.parametrize("name", [*PAGES, *POSTS])
def test_the_pilot_of_another_space_finds_nothing(client, space, name):
    elsewhere = MembershipFactory(organisation__slug="ailleurs")
    client.force_login(elsewhere.person)
    data = {"typed_name": "Ici", "role": "reader", "name": "Pris"}
    for answer in (client.get(address(name, space)), client.post(address(name, space), data)):
        assert answer.status_code == 404
        assert "ecret" not in answer.content.decode()
    with unscoped("test"):
        assert Site.objects.get().name == "Atelier secret"
        assert MemberInvitation.objects.count() == 1
    assert Membership.objects.get(pk=space["member"].pk).role == Role.PILOT
    assert Organisation.objects.filter(slug="ici").exists()


@pytest.mark.parametrize("name", ["site", "site-delete", "member", "member-remove", *POSTS])
def test_the_rows_of_another_space_are_not_reached_through_ones_own(client, space, name):
    elsewhere = MembershipFactory(organisation__slug="ailleurs")
    client.force_login(elsewhere.person)
    url = address(name, space, slug="ailleurs")
    assert client.post(url, {"name": "Pris", "role": "reader"}).status_code == 404
    with unscoped("test"):
        assert Site.objects.get().name == "Atelier secret"
        assert MemberInvitation.objects.count() == 1
    assert Membership.objects.get(pk=space["member"].pk).role == Role.PILOT


@pytest.mark.parametrize("name", [*PAGES, *POSTS])
def test_nobody_signed_in_is_sent_to_the_sign_in(client, space, name):
    url = address(name, space)
    answer = client.get(url)
    assert (answer.status_code, answer.url) == (302, f"/connexion/?next={url}")


def test_an_address_that_names_nothing_says_the_same(client, space):
    client.force_login(space["member"].person)
    for name in ("site", "member", "site-delete", "member-remove"):
        url = reverse(f"organisations:{name}", args=["ici", uuid.uuid4()])
        assert client.get(url).status_code == 404


def test_a_members_page_stays_in_no_cache(client, space):
    client.force_login(space["member"].person)
    for url in (address("house", space), "/mes-espaces/", "/mon-compte/"):
        assert client.get(url).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("url", ["/mes-espaces/", "/mon-compte/", "/mon-compte/supprimer/", "/communes/?q=x"])
def test_ones_own_pages_ask_to_sign_in(client, url):
    assert client.get(url).status_code == 302
    client.force_login(PersonFactory())
    assert client.get(url).status_code == 200
