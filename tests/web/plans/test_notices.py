"""Being told: the page, the public calendar, and the way out of mails."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.models import Feed, MailChoice
from marchepied.apps.plans.rules import DIGEST, REMINDERS, seal_calendar, seal_mail_choice
from marchepied.core.scope import scope
from tests.factories.organisations import MembershipFactory
from tests.factories.plans import ActionFactory

pytestmark = pytest.mark.django_db


def page_of(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def feed(house):
    """The calendar of a reader who owns one action."""
    person = house.sign_in(Role.READER, name="Zoé", email="zoe@exemple.fr")
    ActionFactory(cycle=house.cycle, title="Relire", owner=person, due_on=timezone.localdate())
    with scope(house.organisation):
        return Feed.objects.create(organisation=house.organisation, person=person, handle="7" * 16)


def feed_url(feed):
    return reverse("plans:feed", args=[seal_calendar(feed.handle)])


def test_an_address_is_made_shown_changed_and_closed(house, client, plain):
    house.sign_in(Role.READER)
    page = page_of(client.get(house.url("notices")))
    assert page.select_one("#adresse") is None
    assert client.get(house.url("feed-renew")).status_code == 404
    page = page_of(client.post(house.url("feed-open"), follow=True))
    address = page.select_one("#adresse")["value"]
    assert page.select_one("main a.button")["href"] == "webcal" + address.removeprefix("http")
    path = address[address.index("/agenda/") :]
    assert Client().get(path).status_code == 200
    asked = page_of(client.get(house.url("feed-renew")))
    assert plain(asked.h1.text) == "Changer l’adresse de votre agenda ?"
    page = page_of(client.post(house.url("feed-renew"), follow=True))
    assert page.select_one("#adresse")["value"] != address
    assert Client().get(path).status_code == 404
    page_of(client.get(house.url("feed-close")))
    page = page_of(client.post(house.url("feed-close"), follow=True))
    assert page.select_one("#adresse") is None
    with scope(house.organisation):
        assert Feed.objects.count() == 0


def test_a_member_does_not_see_anothers_address(house, client, feed):
    house.sign_in()
    assert seal_calendar(feed.handle) not in client.get(house.url("notices")).content.decode()
    assert client.post(house.url("feed-close")).status_code == 404


def test_anybody_with_the_address_reads_a_private_calendar(feed):
    response = Client().get(feed_url(feed))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, max-age=900"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    (event,) = [
        event
        for event in Calendar.from_ical(response.content).walk("VEVENT")
        if event["uid"].startswith("action-")
    ]
    assert event["summary"] == "Relire"


def test_a_calendar_that_did_not_move_is_not_sent_again(feed):
    first = Client().get(feed_url(feed))
    again = Client().get(feed_url(feed), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_address_stops_when_its_person_leaves(feed):
    assert Client().get(feed_url(feed)).status_code == 200
    feed.organisation.memberships.get(person=feed.person).delete()
    assert Client().get(feed_url(feed)).status_code == 404


@pytest.mark.parametrize("code", ["", "x", "7" * 32, "é" * 32, "../../etc", "7" * 16 + "A" * 16])
def test_another_address_shows_nothing(feed, code):
    assert Client().get(f"/agenda/{code}.ics").status_code == 404


def test_a_calendar_is_only_read(feed):
    assert Client().post(feed_url(feed)).status_code == 405


def test_the_mails_wanted_are_kept(house, client):
    person = house.sign_in(Role.READER)
    page = page_of(client.get(house.url("notices")))
    assert [box.has_attr("checked") for box in page.select("input[type=checkbox]")] == [True, True]
    client.post(house.url("notices"), {"digest": "on"})
    with scope(house.organisation):
        choice = MailChoice.objects.get()
    assert (choice.person, choice.reminders, choice.digest) == (person, False, True)
    page = page_of(client.get(house.url("notices")))
    assert [box.has_attr("checked") for box in page.select("input[type=checkbox]")] == [False, True]


@pytest.fixture
def choice(house):
    person = MembershipFactory(organisation=house.organisation, role=Role.READER).person
    with scope(house.organisation):
        return MailChoice.objects.create(organisation=house.organisation, person=person)


def wants(choice):
    with scope(choice.organisation):
        choice.refresh_from_db()
    return choice.reminders, choice.digest


@pytest.mark.parametrize(("what", "after"), [(REMINDERS, (False, True)), (DIGEST, (True, False))])
def test_opening_the_link_of_a_mail_changes_nothing_its_button_does(client, choice, what, after):
    url = reverse("plans:mail-stop", args=[seal_mail_choice(choice.pk, what)])
    page = page_of(client.get(url))
    assert wants(choice) == (True, True)
    assert page.select_one("form button").text == "Oui, ne plus les recevoir"
    page = page_of(client.post(url))
    assert wants(choice) == after
    assert page.select_one("form button")["value"] == "resume"
    page_of(client.post(url, {"gesture": "resume"}))
    assert wants(choice) == (True, True)


def test_a_mail_program_stops_them_in_one_gesture_without_a_page(choice):
    url = reverse("plans:mail-stop", args=[seal_mail_choice(choice.pk, DIGEST)])
    response = Client(enforce_csrf_checks=True).post(url, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert wants(choice) == (True, False)


def test_a_link_that_is_not_ours_is_not_found(client, choice):
    code = seal_mail_choice(choice.pk, DIGEST)
    for wrong in (code[:-1] + ("A" if code[-1] != "A" else "B"), "rien", code.replace("semaine", "rappels")):
        assert client.post(reverse("plans:mail-stop", args=[wrong])).status_code == 404
    assert wants(choice) == (True, True)
    with scope(choice.organisation):
        choice.delete()
    assert client.get(reverse("plans:mail-stop", args=[code])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same(house, feed, client, choice, count, django_assert_num_queries):
    for _number in range(count):
        ActionFactory(cycle=house.cycle, owner=feed.person, due_on=timezone.localdate())
    with django_assert_num_queries(5):
        client.get(house.url("notices"))
    with django_assert_num_queries(10):
        Client().get(feed_url(feed))
    with django_assert_num_queries(1):
        Client().get(reverse("plans:mail-stop", args=[seal_mail_choice(choice.pk, DIGEST)]))
