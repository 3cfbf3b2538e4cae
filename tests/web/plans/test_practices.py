"""A practice seen elsewhere becomes an action of one's own, in one's own words."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from marchepied.apps.diagnosis.services.cycles import finish_cycle, open_space
from marchepied.apps.organisations.enums import Role
from marchepied.apps.organisations.services import set_vocabulary
from marchepied.apps.plans.models import Action
from marchepied.apps.referentials.selectors import read_practices
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.organisations import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db
GROUPS = "t5-ex-working-groups"


@pytest.fixture
def cycle():
    load_shipped_referentials()
    return open_space(name="La Rame", legal_form="mutuelle", axis_id="theme-5", by=PersonFactory())


@pytest.fixture
def join(cycle, client):
    def sign_in(role):
        client.force_login(MembershipFactory(organisation=cycle.organisation, role=role).person)

    return sign_in


def address(cycle, name, *arguments):
    return reverse(f"plans:{name}", args=[cycle.organisation.slug, *arguments])


def read(client, where):
    response = client.get(where)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_the_form_begins_with_the_practice_in_the_words_of_the_space(client, cycle, join):
    join(Role.CONTRIBUTOR)
    with scope(cycle.organisation):
        set_vocabulary(organisation=cycle.organisation, words={"users": "patients"}, by=None)
    page = read(client, address(cycle, "action-add") + f"?pratique={GROUPS}")
    assert (
        page.select_one("#id_title")["value"]
        == "Ouvrir un groupe de travail sur un sujet qui touche les patients"
    )
    assert page.select_one("#id_first_step")["value"].startswith("Choisir un sujet")
    assert page.select_one("#id_expected_result")["value"].startswith("Des propositions écrites")


def test_what_is_saved_is_ones_own_and_remembers_where_it_came_from(client, cycle, join):
    join(Role.CONTRIBUTOR)
    client.post(
        address(cycle, "action-add") + f"?pratique={GROUPS}",
        {"title": "Un groupe sur l’accueil", "state": "todo"},
    )
    with scope(cycle.organisation):
        action = Action.objects.get()
    assert (action.title, action.practice_id) == ("Un groupe sur l’accueil", GROUPS)
    page = read(client, address(cycle, "action", action.pk))
    assert page.select_one(f"a[href='{address(cycle, 'practice', GROUPS)}']") is not None


def test_an_unknown_practice_is_an_empty_form(client, cycle, join):
    join(Role.CONTRIBUTOR)
    assert (
        not read(client, address(cycle, "action-add") + "?pratique=absente")
        .select_one("#id_title")
        .get("value")
    )


def test_without_a_running_cycle_one_is_started_first(client, cycle, join):
    join(Role.CONTRIBUTOR)
    with scope(cycle.organisation):
        finish_cycle(cycle=cycle, by=None)
    response = client.get(address(cycle, "action-add") + f"?pratique={GROUPS}")
    assert (response.status_code, response.url) == (
        302,
        reverse("diagnosis:home", args=[cycle.organisation.slug]),
    )


@pytest.mark.parametrize(("role", "offered"), [(Role.READER, 0), (Role.CONTRIBUTOR, 1)])
def test_a_reader_reads_and_a_contributor_adapts(client, cycle, join, role, offered):
    join(role)
    page = read(client, address(cycle, "practice", GROUPS))
    assert len(page.select("a[href*='?pratique=']")) == offered
    links = [link["href"] for link in read(client, address(cycle, "practices")).select(".practices h3 a")]
    assert links == [address(cycle, "practice", practice.id) for practice in read_practices("fr").practices]


def test_a_member_of_another_organisation_finds_nothing(client, cycle):
    client.force_login(MembershipFactory(role=Role.PILOT).person)
    for where in (address(cycle, "practices"), address(cycle, "practice", GROUPS)):
        assert client.get(where).status_code == 404


def test_the_library_of_a_space_costs_the_same_whatever_its_size(
    client, cycle, join, django_assert_num_queries
):
    join(Role.READER)
    client.get(address(cycle, "practices"))
    with django_assert_num_queries(4):
        client.get(address(cycle, "practices"))
    with django_assert_num_queries(4):
        client.get(address(cycle, "practice", GROUPS))
