"""The board: where each action stands, every move from a menu, each move undone."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.models import Action
from marchepied.core.scope import scope
from tests.factories.organisations import MembershipFactory, PersonFactory
from tests.factories.plans import ActionFactory

pytestmark = pytest.mark.django_db


def page_of(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def columns_of(page, plain):
    return {
        plain(section.h2.text): [plain(card.text) for card in section.select("h3")]
        for section in page.select(".board > section")
    }


def state_of(house, action):
    with scope(house.organisation):
        return Action.objects.get(pk=action.pk).state


def action(house, title="Relire la charte", **fields):
    return ActionFactory(cycle=house.cycle, title=title, **fields)


def test_each_action_is_in_the_column_of_its_state(house, client, plain):
    house.sign_in()
    action(house, "Une")
    action(house, "Deux", state=ActionState.DOING)
    for number in range(5):
        due_on = timezone.localdate() - timedelta(days=number)
        action(house, f"Faite {number}", state=ActionState.DONE, due_on=due_on)
    page = page_of(client.get(house.url("board")))
    assert columns_of(page, plain) == {
        "À faire 1": ["Une"],
        "En cours 1": ["Deux"],
        "Faites 5": ["Faite 0", "Faite 1", "Faite 2", "Faite 3", "Faite 4"],
        "Abandonnées 0": [],
    }
    assert plain(page.select_one(".board > section > details > summary").text) == "Encore 2"


def test_lateness_is_written_in_words(house, client, plain):
    house.sign_in()
    action(house, due_on=timezone.localdate() - timedelta(days=1))
    page = page_of(client.get(house.url("board")))
    assert plain(page.h1.text) == "Une action a pris du retard."
    assert plain(page.select_one(".tag--late").text) == "en retard"


@pytest.mark.parametrize("before", ActionState.values)
def test_the_menu_holds_every_other_state_and_each_can_be_undone(house, client, before):
    house.sign_in()
    moved = action(house, state=before)
    form = page_of(client.get(house.url("board"))).select_one(".menu form")
    targets = [button["value"] for button in form.select("button[name=state]")]
    assert sorted(targets) == sorted(set(ActionState.values) - {before})
    for target in targets:
        sent = {field["name"]: field["value"] for field in form.select("input[name=back]")}
        page = page_of(client.post(form["action"], {**sent, "state": target}, follow=True))
        assert state_of(house, moved) == target
        undo = page.select_one("[role=status] form")
        button = undo.select_one("button[name=state]")
        assert button.text == "Annuler"
        hidden = {field["name"]: field["value"] for field in undo.select("input[type=hidden]")}
        page = page_of(client.post(undo["action"], {**hidden, "state": button["value"]}, follow=True))
        assert state_of(house, moved) == before
        assert page.select_one("[role=status] form") is None
        assert page.select_one(".board") is not None


def test_what_was_moved_is_told_once_in_words(house, client, plain):
    house.sign_in()
    moved = action(house, "Relire la charte")
    response = client.post(
        house.url("action-state", moved.pk), {"state": "done", "back": "board"}, follow=True
    )
    said = page_of(response).select_one("[role=status] span")
    assert plain(said.text) == "« Relire la charte » : faite (c’était : à faire)."
    assert page_of(client.get(house.url("board"))).select_one("[role=status]") is None


def test_an_unknown_state_is_refused_and_nothing_moves(house, client, messages_of):
    house.sign_in()
    moved = action(house)
    response = client.post(house.url("action-state", moved.pk), {"state": "lost"}, follow=True)
    assert messages_of(response) == ["Choisissez un état de la liste."]
    assert state_of(house, moved) == "todo"


def test_one_persons_actions_are_shown_alone_and_stay_so_after_a_move(house, client, plain):
    me = house.sign_in()
    zoe = MembershipFactory(organisation=house.organisation, person__name="Zoé").person
    hers = action(house, "À Zoé", owner=zoe)
    action(house, "À moi", owner=me)
    action(house, "Aux bénévoles", owner_name="Les bénévoles")
    action(house, "À personne")
    page = page_of(client.get(house.url("board")))
    shown = {}
    for option in page.select("select option"):
        filtered = page_of(client.get(house.url("board"), {"qui": option["value"]}))
        columns = columns_of(filtered, plain).values()
        shown[plain(option.text)] = [title for titles in columns for title in titles]
    assert shown == {
        "tout le monde": ["À Zoé", "À moi", "Aux bénévoles", "À personne"],
        "moi": ["À moi"],
        "Les bénévoles": ["Aux bénévoles"],
        "Zoé": ["À Zoé"],
        "personne encore": ["À personne"],
    }
    moved = client.post(
        house.url("action-state", hers.pk), {"state": "done", "back": "board", "qui": str(zoe.pk)}
    )
    assert moved["Location"] == house.url("board") + f"?qui={zoe.pk}"


def test_nobodys_filter_and_unknown_filters(house, client, plain):
    house.sign_in()
    action(house, "Seule")
    assert "Aucune action pour cette personne." in plain(
        client.get(house.url("board"), {"qui": "moi"}).content.decode()
    )
    page = page_of(client.get(house.url("board"), {"qui": "inconnu"}))
    assert columns_of(page, plain)["À faire 1"] == ["Seule"]


def test_an_empty_plan_says_where_to_begin(house, client, plain):
    house.sign_in()
    page = page_of(client.get(house.url("board")))
    assert plain(page.h1.text) == "Le plan attend sa première action."
    assert page.select_one(".board") is None


def test_without_a_cycle_the_plan_explains(client):
    member = MembershipFactory()
    client.force_login(member.person)
    slug = member.organisation.slug
    assert client.get(f"/e/{slug}/plan/tableau/")["Location"] == f"/e/{slug}/plan/"


def test_a_reader_sees_no_menu(house, client):
    house.sign_in(Role.READER)
    action(house)
    assert page_of(client.get(house.url("board"))).select(".menu") == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_costs_the_same_whatever_its_size(house, client, count, django_assert_num_queries):
    house.sign_in()
    for _number in range(count):
        action(house, owner=PersonFactory())
    with django_assert_num_queries(5):
        client.get(house.url("board"))
