"""A plan moved with the keyboard alone, on a phone, without scripts; an act ticked; a calendar read."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from marchepied.apps.plans.models import ActDone, Action
from marchepied.core.scope import scope
from tests.factories.diagnosis import CycleFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.plans import ActFactory, ActionFactory
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def claire(live_server, client):
    """Claire pilots a space; she owns one late action and one act."""
    member = MembershipFactory(person__name="Claire Morel")
    today = timezone.localdate()
    with scope(member.organisation):
        cycle = CycleFactory(organisation=member.organisation)
        yesterday = today - timedelta(days=1)
        ActionFactory(cycle=cycle, title="Relire la charte", owner=member.person, due_on=yesterday)
        monday = today - timedelta(days=today.weekday())
        ActFactory(
            organisation=member.organisation, title="Lire les idées", owner=member.person, starts_on=monday
        )
    client.force_login(member.person)
    return member


def open_page(new_page, live_server, client, url, **options):
    page = new_page(PHONE, **options)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto(live_server.url + url)
    return page


def test_a_card_is_moved_and_put_back_with_the_keyboard(new_page, live_server, client, claire, plain):
    url = reverse("plans:board", args=[claire.organisation.slug])
    page = open_page(new_page, live_server, client, url, java_script_enabled=False)
    menu = page.get_by_text("Déplacer : Relire la charte")
    menu.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    said = page.get_by_role("status")
    assert plain(said.inner_text()).startswith("« Relire la charte » : en cours (c’était : à faire).")
    with scope(claire.organisation):
        assert Action.objects.get().state == "doing"
    page.get_by_role("button", name="Annuler").press("Enter")
    assert plain(page.get_by_role("status").inner_text()) == "« Relire la charte » est de nouveau : à faire."
    with scope(claire.organisation):
        assert Action.objects.get().state == "todo"
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_an_act_is_ticked_with_a_word(new_page, live_server, client, claire):
    url = reverse("plans:plan", args=[claire.organisation.slug])
    page = open_page(new_page, live_server, client, url, java_script_enabled=False)
    page.get_by_role("button", name="C’est fait (lundi)").click()
    page.get_by_text("fait lundi").click()
    page.get_by_label("Ce qu’on veut en garder").fill("Trois idées.")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Trois idées.", exact=True).wait_for()
    with scope(claire.organisation):
        assert [row.note for row in ActDone.objects.all()] == ["Trois idées."]


def test_a_calendar_is_opened_and_read_by_a_program(new_page, live_server, client, claire):
    url = reverse("plans:notices", args=[claire.organisation.slug])
    page = open_page(new_page, live_server, client, url)
    page.get_by_role("button", name="Créer mon adresse").click()
    address = page.get_by_label("Si rien ne s’ouvre, copiez cette adresse").input_value()
    path = address[address.index("/agenda/") :]
    answer = new_page().context.request.get(live_server.url + path)
    events = Calendar.from_ical(answer.body()).walk("VEVENT")
    assert {"Relire la charte", "Lire les idées"} <= {str(event["summary"]) for event in events}
