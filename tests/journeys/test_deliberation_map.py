"""The map of opinions, and « you are here » worked out by the device that voted: in a real browser."""

import json
from typing import Any

import pytest
from django.urls import reverse

from marchepied.apps.deliberation.models import Release, Topic
from marchepied.apps.deliberation.services.topics import end_vote
from marchepied.apps.participation.validators import token_of
from marchepied.core.scope import scope
from tests.factories.deliberation import call_of, cast, open_one, two_camps
from tests.factories.organisations import OrganisationFactory
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COUNT = 16
LINES = [f"Phrase numéro {number} de cet essai." for number in range(1, COUNT + 1)]


@pytest.fixture
def house(transactional_db: None) -> Any:
    return OrganisationFactory(name="L’Atelier du Pont")


@pytest.fixture
def topic(house: Any) -> Any:
    """A hundred people in two camps, who disagree on the statements of odd numbers."""
    with scope(house):
        found = open_one(house, lines=LINES)
        cast(found, two_camps(100, COUNT))
        return found


def link_of(topic: Any) -> str:
    with scope(topic.organisation):
        return reverse("deliberation:talk", args=[token_of(call_of(topic).handle)])


def vote_everywhere(page: Any, link: str, odd: str) -> dict[str, int]:
    """Vote on every statement: `odd` on those of odd numbers, agreement on the others; what was said."""
    page.goto(link)
    said = {}
    for voted in range(1, COUNT + 1):
        number = page.locator("#vote input[name=phrase]").input_value()
        choice = odd if int(number) % 2 else "D’accord"
        page.get_by_role("button", name=choice, exact=True).click()
        page.get_by_text(f"{voted} phrase{'s' if voted > 1 else ''} votée").wait_for()
        said[number] = -1 if choice == "Pas d’accord" else 1
    return said


def kept(page: Any, topic: Any) -> Any:
    return json.loads(page.evaluate(f"localStorage.getItem('votes:{topic.pk}')") or "null")


def side_of(page: Any) -> float:
    """How far to the right « you » stands on the map."""
    moved = page.locator("[data-here]").get_attribute("transform")
    return float(moved.removeprefix("translate(").split()[0])


def camp_side(topic: Any, word: str) -> float:
    """How far to the right stands the group that says this of statement 1."""
    with scope(topic.organisation):
        content = Release.objects.get(topic=topic, closing=True).content
    names = {
        group["name"]
        for group in content["groups"]
        for row in group["statements"]
        if row["number"] == 1 and row["word"].endswith(f"_{word}")
    }
    (name,) = names
    points = [point for point in content["map"]["points"] if point["group"] == name]
    return sum(point["x"] * point["people"] for point in points)


def finish(topic: Any) -> None:
    with scope(topic.organisation):
        end_vote(topic=Topic.objects.get(pk=topic.pk), by=None)


def test_the_device_that_voted_shows_where_its_holder_stands(new_page, topic, axe, overflow):
    link, page, other = link_of(topic), new_page(PHONE), new_page(PHONE)
    against, in_favour = (
        vote_everywhere(p, link, odd) for p, odd in ((page, "Pas d’accord"), (other, "D’accord"))
    )
    assert (kept(page, topic), kept(other, topic)) == (against, in_favour)
    page.get_by_role("button", name="Déposer mes votes").click()
    page.get_by_role("heading", name="Vos votes sont déposés. Merci.").wait_for()
    assert kept(page, topic) == against
    finish(topic)
    for one, word in ((page, "disagree"), (other, "agree")):
        one.goto(link)
        one.get_by_text("« Vous » est placé par votre appareil").wait_for()
        assert side_of(one) * camp_side(topic, word) > 0
        assert (overflow(one) <= 0, axe(one)) == (True, [])
    page.get_by_text("La carte en tableau").click()
    assert page.get_by_role("region", name="La carte en tableau").locator("tbody tr").count() > 1
    page.get_by_role("button", name="Effacer mes votes de cet appareil").click()
    assert (page.locator("[data-here]").is_hidden(), kept(page, topic)) == (True, None)


def test_a_shared_screen_keeps_no_vote(new_page, topic):
    page = new_page()
    page.goto(link_of(topic) + "borne/")
    page.get_by_role("button", name="D’accord", exact=True).click()
    page.get_by_text("1 phrase votée").wait_for()
    assert page.evaluate("localStorage.length") == 0


def test_the_next_person_on_a_device_does_not_stand_where_the_last_one_did(new_page, topic):
    link, page = link_of(topic), new_page()
    vote_everywhere(page, link, "Pas d’accord")
    page.get_by_role("button", name="Déposer mes votes").click()
    page.goto(link)
    page.get_by_role("link", name="Une autre personne vote").click()
    page.get_by_role("button", name="Je passe").wait_for()
    assert kept(page, topic) is None


def test_votes_that_no_map_needs_leave_the_device(new_page, house):
    with scope(house):
        alone = open_one(house, lines=LINES)
    link, page = link_of(alone), new_page()
    vote_everywhere(page, link, "Pas d’accord")
    finish(alone)
    page.goto(link)
    page.get_by_text("Nous sommes trop peu pour montrer").wait_for()
    assert page.evaluate("localStorage.length") == 0


def test_without_a_script_the_map_is_there_and_nobody_on_it(new_page, topic):
    finish(topic)
    page = new_page(java_script_enabled=False)
    page.goto(link_of(topic))
    page.get_by_role("img", name="La carte des opinions").wait_for()
    assert page.locator("[data-here-words]").is_hidden()
