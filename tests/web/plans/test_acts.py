"""The pages of the acts, and the box of the week."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.enums import Rhythm
from marchepied.apps.plans.models import Act, ActDone
from marchepied.apps.plans.selectors.acts import monday_of
from marchepied.core.scope import scope
from tests.factories.organisations import OrganisationFactory, PersonFactory
from tests.factories.plans import ActFactory, ActionFactory

pytestmark = pytest.mark.django_db


def page_of(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def act(house, title="Lire la boîte à idées", **fields):
    return ActFactory(
        **{
            "organisation": house.organisation,
            "starts_on": monday_of(timezone.localdate()),
            **fields,
            "title": title,
        }
    )


def test_an_act_is_written_changed_ended_and_removed(house, client, plain):
    house.sign_in()
    fields = {"title": "Lire la boîte", "rhythm": "weekly", "starts_on": "2027-03-02", "owner": ""}
    page = page_of(client.post(house.url("act-add"), fields, follow=True))
    assert plain(page.h1.text) == "Un geste revient régulièrement."
    with scope(house.organisation):
        made = Act.objects.get()
    assert made.starts_on.isoformat() == "2027-03-02"
    client.post(house.url("act", made.pk), {**fields, "rhythm": "monthly", "owner_name": "L’accueil"})
    with scope(house.organisation):
        made.refresh_from_db()
        assert (made.rhythm, made.owner_name) == (Rhythm.MONTHLY, "L’accueil")
    assert (
        plain(page_of(client.get(house.url("act-end", made.pk))).select_one("form button").text)
        == "Oui, arrêter"
    )
    client.post(house.url("act-end", made.pk))
    with scope(house.organisation):
        made.refresh_from_db()
        assert made.ends_on is not None
    page_of(client.get(house.url("act-delete", made.pk)))
    client.post(house.url("act-delete", made.pk))
    with scope(house.organisation):
        assert Act.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"title": ""}, "title", "Dites en quelques mots ce qu’on fera régulièrement."),
        ({"starts_on": "demain"}, "starts_on", "Écrivez la date ainsi : 31/12/2027."),
        ({"starts_on": ""}, "starts_on", "Donnez le premier jour."),
        ({"ends_on": "2027-03-01"}, "ends_on", "La fin vient avant le premier jour."),
    ],
)
def test_a_mistake_is_said_at_its_field(house, client, wrong, field, sentence, plain):
    house.sign_in()
    fields = {"title": "Lire", "rhythm": "weekly", "starts_on": "2027-03-02", "owner": ""}
    response = client.post(house.url("act-add"), fields | wrong)
    assert response.status_code == 422
    assert [plain(text) for text in response.context["form"].errors[field]] == [sentence]


def test_an_action_becomes_an_act(house, client):
    me = house.sign_in()
    action = ActionFactory(cycle=house.cycle, title="Répondre aux idées", owner=me)
    link = page_of(client.get(house.url("action", action.pk))).find("a", string="En faire un geste régulier")
    form = (
        page_of(client.get(house.url("action", action.pk) + link["href"]))
        if link["href"].startswith("?")
        else page_of(client.get(link["href"]))
    )
    assert form.select_one("[name=title]")["value"] == "Répondre aux idées"
    fields = {
        "title": "Répondre aux idées",
        "rhythm": "weekly",
        "starts_on": "2027-03-02",
        "owner": str(me.pk),
    }
    client.post(link["href"], fields)
    with scope(house.organisation):
        made = Act.objects.get()
    assert (made.action, made.owner) == (action, me)


def test_another_organisations_action_is_not_taken_over(house, client):
    house.sign_in()
    stranger = OrganisationFactory()
    with scope(stranger):
        elsewhere = ActionFactory(title="Secret", cycle__organisation=stranger)
    for asked in (str(elsewhere.pk), "rien"):
        page = client.get(house.url("act-add"), {"action": asked})
        assert page.context["action"] is None


def test_the_week_is_ticked_from_the_plan_and_taken_back(house, client, plain, messages_of):
    house.sign_in()
    made = act(house)
    monday = monday_of(timezone.localdate())
    box = page_of(client.get(house.url("plan"))).select_one("section[aria-labelledby=semaine]")
    assert plain(box.h2.text) == "Cette semaine"
    button = box.select_one("button[name=on]")
    response = client.post(house.url("act-tick", made.pk), {"on": button["value"]}, follow=True)
    assert [plain(text) for text in messages_of(response)] == ["« Lire la boîte à idées » : c’est noté."]
    form = page_of(response).select_one("section[aria-labelledby=semaine] .menu form")
    hidden = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    client.post(form["action"], {**hidden, "note": "Trois idées"})
    with scope(house.organisation):
        assert list(ActDone.objects.values_list("on", "note")) == [(monday, "Trois idées")]
    assert "Trois idées" in client.get(house.url("plan")).content.decode()
    client.post(form["action"], {**hidden, "gesture": "untick"})
    with scope(house.organisation):
        assert ActDone.objects.count() == 0


def test_the_missed_one_is_proposed_without_blame(house, client, plain):
    house.sign_in()
    last_week = monday_of(timezone.localdate()) - timedelta(days=7)
    act(house, starts_on=last_week)
    box = page_of(client.get(house.url("plan"))).select_one("section[aria-labelledby=semaine]")
    form = box.find_all("form")[-1]
    assert plain(form.select_one("span").text).startswith("Rien n’est noté pour lundi")
    assert form.select_one("button")["value"] == last_week.isoformat()


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("demain", "Cette date n’a pas été comprise. Rechargez la page."),
        ("2020-01-01", "Ce geste ne tombe pas ce jour-là. Rechargez la page."),
    ],
)
def test_a_wrong_date_is_refused_in_words(house, client, messages_of, plain, on, sentence):
    house.sign_in()
    response = client.post(house.url("act-tick", act(house).pk), {"on": on}, follow=True)
    assert [plain(text) for text in messages_of(response)] == [sentence]
    with scope(house.organisation):
        assert ActDone.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        (Role.READER, {"acts"}),
        (Role.CONTRIBUTOR, {"acts", "act-add", "act", "act-end"}),
        (Role.FACILITATOR, {"acts", "act-add", "act", "act-end", "act-delete"}),
    ],
)
def test_each_role_opens_its_pages(house, client, role, opened):
    house.sign_in(role)
    made = act(house)
    pages = {name: house.url(name) for name in ("acts", "act-add")}
    pages |= {name: house.url(name, made.pk) for name in ("act", "act-end", "act-delete")}
    assert {name for name, url in pages.items() if client.get(url).status_code == 200} == opened


def test_no_act_yet_invites_to_one(house, client, plain):
    house.sign_in()
    page = page_of(client.get(house.url("acts")))
    assert plain(page.h1.text) == "Aucun geste régulier pour l’instant."
    assert page.select_one("main a.button")["href"] == house.url("act-add")


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_whatever_the_number_of_acts(house, client, count, django_assert_num_queries):
    house.sign_in()
    for _number in range(count):
        act(house, owner=PersonFactory(), action=ActionFactory(cycle=house.cycle))
    with django_assert_num_queries(4):
        client.get(house.url("acts"))
    with django_assert_num_queries(9):
        client.get(house.url("plan"))


@pytest.mark.parametrize("starts_on", ["9999-12-31", "0001-01-01"])
def test_a_date_typed_at_the_ends_of_time_breaks_no_page(house, client, starts_on):
    house.sign_in(Role.CONTRIBUTOR)
    for rhythm in Rhythm.values:
        client.post(house.url("act-add"), {"title": "Loin", "rhythm": rhythm, "starts_on": starts_on})
    with scope(house.organisation):
        assert Act.objects.count() == len(Rhythm.values)
    for page in ("acts", "plan", "calendar", "board"):
        page_of(client.get(house.url(page)))
