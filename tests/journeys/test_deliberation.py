"""Thirty people bring their viewpoints together: on a phone, without script, by keyboard; then the result."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.deliberation.models import OpenBallot, Release, Topic
from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.participation.models import Answer, RoundCollege
from marchepied.apps.participation.validators import token_of
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope, unscoped
from tests.factories.deliberation import SENTENCES
from tests.factories.organisations import PersonFactory
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What twenty-six people say of seven statements: 1 agrees, 2 passes, 3 does not agree.
OTHERS = [(1, 1, 3, 1, 1, 2, 1)] * 13 + [(1, 3, 1, 1, 3, 2, 1)] * 13
NEW = "Un vestiaire pour les bénévoles"


@pytest.fixture
def cycle(transactional_db: None) -> Any:
    load_shipped_referentials()
    pilot = PersonFactory(name="Claire Morel")
    return open_space(name="L’Atelier du Pont", legal_form="association", axis_id="theme-5", by=pilot)


def enter(page: Any, cycle: Any, url: str) -> Any:
    """The pilot, already signed in."""
    client = Client()
    with scope(cycle.organisation):
        client.force_login(cycle.organisation.memberships.get().person)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])
    return page


def prepare(page: Any, axe: Any) -> str:
    """A topic with six statements, a time to propose first; the link of everybody."""
    soon = timezone.localdate() + timedelta(days=5)
    page.get_by_role("link", name="Débattre par écrit").click()
    page.get_by_role("link", name="Ouvrir un sujet").click()
    assert axe(page) == []
    page.get_by_label("Le sujet, en quelques mots").fill("Nos horaires à la rentrée")
    page.get_by_label("Des phrases pour commencer").fill("\n".join(SENTENCES))
    page.get_by_label("D’abord un temps pour proposer").check()
    page.get_by_label("On propose jusqu’au").fill(soon.isoformat())
    page.get_by_label("Combien de personnes, à peu près ?").fill("30")
    page.get_by_role("button", name="Relire avant d’ouvrir").click()
    page.get_by_role("heading", level=1, name="Nos horaires à la rentrée").wait_for()
    assert axe(page) == []
    page.get_by_role("button", name="Ouvrir : on propose d’abord").click()
    page.get_by_role("heading", level=1, name="6 phrases sont là, on en propose encore.").wait_for()
    assert axe(page) == []
    with unscoped("a test reads the link"):
        call = RoundCollege.objects.get(round=Topic.objects.get().round_id)
    return reverse("participation:answer", args=[token_of(call.handle)])


def propose_by_phone(page: Any, link: str, axe: Any, overflow: Any) -> None:
    """A near statement is shown first; then one that is new is sent."""
    page.goto(link)
    assert (overflow(page) <= 0, axe(page)) == (True, [])
    page.get_by_label("Votre phrase").fill("Il faudrait ouvrir le samedi matin aussi")
    page.get_by_role("button", name="Envoyer ma phrase").click()
    page.get_by_text("Une phrase proche est déjà là").wait_for()
    assert page.get_by_label("Votre phrase").input_value() == "Il faudrait ouvrir le samedi matin aussi"
    assert (overflow(page) <= 0, axe(page)) == (True, [])
    page.get_by_label("Votre phrase").fill(NEW)
    page.get_by_role("button", name="La mienne dit autre chose").click()
    page.get_by_text("Votre phrase sera relue avant de paraître").wait_for()


def read_over(page: Any, axe: Any) -> None:
    page.reload()
    page.get_by_role("link", name="La relire", exact=True).click()
    page.get_by_role("heading", level=1, name="1 phrase à relire").wait_for()
    assert axe(page) == []
    page.get_by_role("button", name="Mettre au vote").click()
    page.get_by_role("heading", level=1, name="7 phrases au vote").wait_for()
    page.get_by_role("link", name="Nos horaires à la rentrée").click()
    page.get_by_role("link", name="Passer au vote maintenant").click()
    assert axe(page) == []
    page.get_by_role("button", name="Ouvrir le vote").click()
    page.get_by_role("heading", level=1, name="Le vote est ouvert.").wait_for()
    assert axe(page) == []


def vote_by_phone(page: Any, link: str, axe: Any, overflow: Any) -> None:
    """Each tap changes the statement without loading the page; the last one is taken back."""
    page.goto(link)
    assert (overflow(page) <= 0, axe(page)) == (True, [])
    page.evaluate("window.same = true")
    sentence = page.locator("#phrase")
    for number in range(1, 7):
        before = sentence.inner_text()
        if number == 1:
            page.get_by_label("C’est important pour moi").check()
        page.get_by_role("button", name="D’accord", exact=True).tap()
        page.get_by_text(re.compile(rf"^{number} phrases? votées? sur 7$")).wait_for()
        assert sentence.inner_text() != before
        assert page.evaluate("document.activeElement.id") == "phrase"
    assert page.evaluate("window.same") is True
    assert (overflow(page) <= 0, axe(page)) == (True, [])
    page.get_by_role("link", name="Changer").click()
    page.get_by_role("button", name="Pas d’accord").tap()
    page.get_by_role("heading", level=1, name="Mes votes").wait_for()
    assert (overflow(page) <= 0, axe(page)) == (True, [])
    assert page.get_by_text("Pas d’accord", exact=True).count() == 1
    page.get_by_role("link", name="J’ai fini").click()
    assert (overflow(page) <= 0, axe(page)) == (True, [])
    page.get_by_role("button", name="Déposer mes votes").click()
    page.get_by_role("heading", level=1, name="Vos votes sont déposés. Merci.").wait_for()
    assert (overflow(page) <= 0, axe(page)) == (True, [])
    page.goto(link)
    page.get_by_role("heading", level=1, name="Les votes de cet appareil sont déposés.").wait_for()


def vote_without_script(page: Any, link: str) -> None:
    """Begun and not finished: it counts when the vote ends."""
    page.goto(link)
    for number in range(1, 4):
        page.get_by_role("button", name="Je passe").click()
        page.get_by_text(re.compile(rf"^{number} phrases? votées? sur 7$")).wait_for()


def vote_by_keyboard(page: Any, link: str) -> None:
    """Tab to the buttons and Enter, from the statement that has the focus."""
    page.goto(link)
    page.locator("#phrase").focus()
    for number in range(1, 8):
        for _press in range(2):
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "D’accord"
        page.keyboard.press("Enter")
        page.get_by_text(re.compile(rf"^{number} phrases? votées? sur 7$")).wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Déposer mes votes"
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Vos votes sont déposés. Merci.").wait_for()


def vote_on_a_shared_screen(page: Any, link: str, axe: Any) -> None:
    page.goto(f"{link}borne/")
    assert axe(page) == []
    page.get_by_role("button", name="Pas d’accord").click()
    page.get_by_text(re.compile(r"^1 phrase votée sur 7$")).wait_for()
    page.get_by_role("button", name="J’ai fini : déposer mes votes").click()
    page.get_by_role("link", name="Une autre personne vote").click()
    page.get_by_text(re.compile(r"^0 phrases? votées? sur 7$")).wait_for()


def cast_by_links(link: str) -> None:
    """Each from a device of their own, through the real pages, statement after statement."""
    for votes in OTHERS:
        browser = Client()
        page = browser.get(link, follow=True)
        url = page.request["PATH_INFO"]
        carnet = re.search(r'name="carnet" value="([^"]+)"', page.content.decode())
        assert carnet
        for number, vote in enumerate(votes, 1):
            sent = {"geste": "voter", "phrase": number, "vote": vote, "carnet": carnet[1]}
            assert browser.post(url, sent).status_code == 302
        assert browser.post(url, {"geste": "deposer"}).status_code == 302


def test_thirty_people_see_what_brings_them_together(cycle, new_page, live_server, axe, overflow, settings):
    settings.BASE_URL = live_server.url
    pilot = enter(new_page(), cycle, live_server.url)
    pilot.goto(reverse("diagnosis:home", args=[cycle.organisation.slug]))
    link = prepare(pilot, axe)
    propose_by_phone(new_page(PHONE), link, axe, overflow)
    read_over(pilot, axe)

    vote_by_phone(new_page(PHONE, has_touch=True), link, axe, overflow)
    vote_without_script(new_page(PHONE, java_script_enabled=False), link)
    vote_by_keyboard(new_page(), link)
    vote_on_a_shared_screen(new_page(), link, axe)
    cast_by_links(link)

    pilot.reload()
    pilot.get_by_role("heading", level=1, name="29 personnes sur 30 ont déposé leurs votes.").wait_for()
    pilot.get_by_role("button", name="Montrer un premier résultat").click()
    pilot.get_by_role("heading", name="Ce qui nous rassemble").wait_for()
    assert axe(pilot) == []
    pilot.get_by_role("link", name="Finir le vote maintenant").click()
    pilot.get_by_text("1 autre a commencé").wait_for()
    assert axe(pilot) == []
    pilot.get_by_role("button", name="Finir et voir le résultat").click()
    pilot.get_by_role("heading", name="Ce qui nous divise").wait_for()
    assert axe(pilot) == []

    phone = new_page(PHONE)
    phone.goto(link)
    phone.get_by_role("heading", name="Ce qui nous rassemble").wait_for()
    assert (overflow(phone) <= 0, axe(phone)) == (True, [])
    with scope(cycle.organisation):
        assert OpenBallot.objects.count() == 0
        assert [row.voters for row in Release.objects.order_by("number")] == [29, 30]
        people = Answer.objects.order_by("respondent").values_list("respondent", flat=True).distinct()
        assert people.count() == 30
