"""A vote on actions by thirty people: on a phone, without script, with the keyboard; then into the plan."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.participation.models import RoundCollege
from marchepied.apps.participation.validators import token_of
from marchepied.apps.plans.models import Action, ActionVote
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.models import Trace
from marchepied.core.scope import scope, unscoped
from tests.factories.organisations import PersonFactory
from tests.factories.votes import ACTIONS
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Twenty-six ballots by their links: levels of the four actions, 1 the best; None is left empty.
OTHERS = [(1, 2, 3, 6)] * 9 + [(2, 1, 2, 5)] * 8 + [(2, 3, 2, 4)] * 6 + [(None, 2, 3, 6)] * 3


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


def link_of_the_vote() -> str:
    with unscoped("a test reads the link"):
        call = RoundCollege.objects.get(round=ActionVote.objects.get().round_id)
    return reverse("participation:answer", args=[token_of(call.handle)])


def judge(page: Any, number: int, word: str) -> None:
    page.locator(f"#action-{number}").get_by_label(word, exact=True).check()


def vote_by_phone(page: Any, link: str, axe: Any, overflow: Any) -> None:
    page.goto(link)
    assert overflow(page) <= 0
    assert axe(page) == []
    assert page.locator("input:checked").count() == 0
    for number, word in enumerate(("Excellente idée", "Bonne", "Je ne me prononce pas"), 1):
        judge(page, number, word)
    page.get_by_role("button", name="Envoyer mon bulletin").click()
    page.get_by_role("heading", level=1, name="A voté. Merci.").wait_for()
    assert overflow(page) <= 0
    assert axe(page) == []
    page.goto(link)
    page.get_by_role("heading", level=1, name="Cet appareil a déjà voté.").wait_for()


def vote_without_script(page: Any, link: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Envoyer mon bulletin").click()
    page.get_by_text("Rien n’est encore envoyé.").wait_for()
    for number in range(1, 5):
        judge(page, number, "Très bonne")
    page.get_by_role("button", name="Envoyer mon bulletin").click()
    page.get_by_role("heading", level=1, name="A voté. Merci.").wait_for()


def vote_by_keyboard(page: Any, link: str) -> None:
    """Tab to each group of choices, arrows inside it, Enter on the button."""
    page.goto(link)
    page.locator("#action-1 input").first.focus()
    for downs in (1, 0, 2, 5):
        page.keyboard.press("Space")
        for _press in range(downs):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Envoyer mon bulletin"
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="A voté. Merci.").wait_for()


def vote_on_a_shared_screen(page: Any, link: str) -> None:
    page.goto(f"{link}borne/")
    for number in range(1, 5):
        judge(page, number, "Bonne")
    page.get_by_role("button", name="Envoyer mon bulletin").click()
    page.get_by_role("link", name="Une autre personne vote").wait_for()


def prepare(page: Any, axe: Any) -> None:
    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_role("link", name="Votes").click()
    page.get_by_role("link", name="Préparer un vote").click()
    assert axe(page) == []
    page.get_by_label("D’autres actions, à vos mots").fill("\n".join(ACTIONS))
    page.get_by_label("Combien de personnes peuvent voter ?").fill("30")
    page.get_by_role("button", name="Relire avant d’ouvrir").click()
    page.get_by_role("heading", level=1, name="Choisissons nos actions").wait_for()
    assert axe(page) == []
    page.get_by_role("button", name="Ouvrir le vote").click()
    page.get_by_role("heading", level=1, name="Le vote est ouvert.").wait_for()
    assert axe(page) == []


def cast_by_links(link: str) -> None:
    """Each from a device of their own, through the real page."""
    for number, levels in enumerate(OTHERS):
        form = Client().get(link).content.decode()
        nonce = re.search(r'name="envoi" value="([^"]+)"', form)
        assert nonce, number
        sent = {f"q{place}": str(level) for place, level in enumerate(levels, 1) if level is not None}
        answer = Client().post(link, {**sent, "envoi": nonce[1]})
        assert answer.status_code == 302


def test_thirty_people_choose_three_actions(cycle, new_page, live_server, axe, overflow, settings):
    settings.BASE_URL = live_server.url
    pilot = enter(new_page(), cycle, live_server.url)
    pilot.goto(reverse("diagnosis:home", args=[cycle.organisation.slug]))
    prepare(pilot, axe)
    link = link_of_the_vote()

    vote_by_phone(new_page(PHONE, has_touch=True), link, axe, overflow)
    vote_without_script(new_page(PHONE, java_script_enabled=False, statuses=(422,)), link)
    vote_by_keyboard(new_page(), link)
    vote_on_a_shared_screen(new_page(), link)
    cast_by_links(link)

    pilot.reload()
    pilot.get_by_role("heading", level=1, name="30 bulletins, pour 30 personnes.").wait_for()
    pilot.get_by_role("link", name="Fermer le vote").click()
    pilot.get_by_text("30 bulletins sont arrivés.").wait_for()
    assert axe(pilot) == []
    pilot.get_by_role("button", name="Fermer et voir le résultat").click()
    pilot.get_by_role("heading", level=1, name="« Ouvrir le samedi matin » arrive en tête.").wait_for()
    assert axe(pilot) == []
    ranked = [heading.split("\n")[0] for heading in pilot.locator(".outcome h2").all_inner_texts()]
    assert len(ranked) == 4

    phone = new_page(PHONE)
    phone.goto(link)
    phone.get_by_role("heading", level=1, name="« Ouvrir le samedi matin » arrive en tête.").wait_for()
    assert overflow(phone) <= 0
    assert axe(phone) == []

    for box in pilot.get_by_label("Mettre au plan").all()[:3]:
        box.check()
    pilot.get_by_role("button", name="Mettre les actions cochées au plan").click()
    pilot.get_by_text("3 actions sont au plan.").wait_for()
    with scope(cycle.organisation):
        vote = ActionVote.objects.get()
        assert Action.objects.filter(cycle=cycle).count() == 3
        traced = Trace.objects.filter(source_type="plans.actionvote", source_id=str(vote.pk))
        assert traced.count() == 3
        assert vote.result["ballots"] == 30
