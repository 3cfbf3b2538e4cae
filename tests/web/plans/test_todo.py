"""« À faire »: the page, who opens it, and what one gesture does from it."""

import pytest

from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from tests.factories.deliberation import open_one as open_topic
from tests.factories.listening import complain, open_one, propose
from tests.factories.networks import pilot_of
from tests.factories.organisations import OrganisationFactory


@pytest.fixture
def registers(house):
    return open_one(house.organisation, "complaints"), open_one(house.organisation, "ideas")


def test_an_empty_list_says_so_and_where_to_go(house, client, plain):
    house.sign_in()
    page = plain(client.get(house.url("todo")).content.decode())
    assert ("Rien ne vous attend." in page, "Écouter toute l’année" in page) == (True, True)


def test_each_thing_leads_to_its_page_or_becomes_an_action(house, registers, client, plain):
    complaint, idea = complain(registers[0]), propose(registers[1])
    house.sign_in(Role.FACILITATOR)
    page = client.get(house.url("todo")).content.decode()
    base = f"/e/{house.organisation.slug}/ecouter/"
    for path in (
        f"difficultes/{complaint.pk}/", f"difficultes/{complaint.pk}/action/",
        f"idees/{idea.pk}/", f"idees/{idea.pk}/action/",
    ):  # fmt: skip
        assert f'href="{base}{path}"' in page
        assert client.get(base + path).status_code == 200
    assert "2 choses vous attendent." in plain(page)


def test_who_may_not_read_complaints_sees_neither_the_list_nor_its_tab(house, registers, client):
    for role in (Role.CONTRIBUTOR, Role.READER):
        house.sign_in(role)
        assert client.get(house.url("todo")).status_code == 404
        assert house.url("todo") not in client.get(house.url("plan")).content.decode()


def test_somebody_from_elsewhere_finds_nothing(house, client):
    client.force_login(pilot_of(OrganisationFactory()))
    assert client.get(house.url("todo")).status_code == 404


def test_the_page_costs_the_same_for_one_and_for_three(house, registers, client, django_assert_num_queries):
    def fill(number):
        complain(registers[0], f"La porte {number} ferme mal.")
        propose(registers[1], f"Un banc {number}")

    fill(1)
    with scope(house.organisation):
        open_topic(house.organisation, pilot_of(house.organisation))
    house.sign_in()
    client.get(house.url("todo"))
    with django_assert_num_queries(13):
        client.get(house.url("todo"))
    fill(2)
    fill(3)
    with django_assert_num_queries(13):
        assert (
            client.get(house.url("todo")).content.decode().count("S’en occuper") == 7
        )  # one of them a topic
