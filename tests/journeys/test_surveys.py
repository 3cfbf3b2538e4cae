"""A survey of forty on paper and sixty by a code to scan gives one result; a matrix is done by keyboard."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.listening.models import Survey, SurveyRelease
from marchepied.apps.participation.models import Answer
from marchepied.apps.participation.validators import token_of
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.networks import pilot_of
from tests.factories.organisations import PersonFactory
from tests.factories.surveys import call_of, open_one
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(db):
    load_shipped_referentials()
    return open_space(
        name="La Ressourcerie", legal_form="association", axis_id="theme-5", by=PersonFactory()
    ).organisation


@pytest.fixture
def enter(client, live_server):
    """The pilot of the space, signed in, at a page of it."""

    def go(page, organisation, path):
        client.force_login(pilot_of(organisation))
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"/e/{organisation.slug}/{path}")

    return go


def heading(page, name):
    page.get_by_role("heading", level=1, name=name).wait_for()


def prepare(page, axe, overflow):
    """From a model to an open survey; where people answer, and where paper is typed in."""
    page.get_by_role("link", name="Voir les enquêtes").click()
    assert (axe(page), overflow(page) <= 0) == ([], True)
    page.get_by_role("link", name="Prendre ce modèle : Juste après").click()
    page.get_by_label("Le titre, que les gens liront en premier").fill("Après la visite")
    page.get_by_label("À combien de personnes, à peu près ?").fill("200")
    assert (axe(page), overflow(page) <= 0) == ([], True)
    page.get_by_role("button", name="Garder, et voir les questions").click()
    heading(page, "Après la visite")
    assert (axe(page), overflow(page) <= 0) == ([], True)
    page.get_by_role("link", name="Ajouter une question").click()
    page.get_by_label("La question", exact=True).fill("Combien de temps êtes-vous resté ?")
    page.get_by_label("On répond par").select_option("number")
    assert (axe(page), overflow(page) <= 0) == ([], True)
    page.get_by_role("button", name="Ajouter la question").click()
    page.get_by_role("button", name="Ouvrir l’enquête").click()
    heading(page, "L’enquête est ouverte.")
    assert (axe(page), overflow(page) <= 0) == ([], True)


def answer_by_phone(page, link, axe, overflow):
    page.goto(link)
    heading(page, "Après la visite")
    assert (axe(page), overflow(page) <= 0) == ([], True)
    for question in ("Dans l’ensemble", "A-t-on pris le temps"):
        group = page.get_by_role("group", name=re.compile(question))
        group.get_by_role("radio", name="Tout à fait").check()
    page.get_by_role("group", name=re.compile("Avez-vous obtenu")).get_by_role(
        "radio", name="En partie"
    ).check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("group", name=re.compile("Que vous a-t-il manqué")).get_by_role("textbox").fill(
        "Un plan."
    )
    page.get_by_role("group", name=re.compile("Combien de temps")).get_by_role("textbox").fill("une heure")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_text("Question 6 : écrivez un nombre, par exemple 12 ou 7,5.").wait_for()
    assert (axe(page), overflow(page) <= 0) == ([], True)
    page.get_by_role("group", name=re.compile("Combien de temps")).get_by_role("textbox").fill("1,5")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_text("Vous avez répondu à 5 questions sur 6.").wait_for()
    assert (axe(page), overflow(page) <= 0) == ([], True)
    page.get_by_role("button", name="Envoyer mes réponses").click()
    heading(page, "C’est envoyé. Merci.")
    page.goto(link)
    heading(page, "Cet appareil a déjà répondu.")


def test_forty_on_paper_and_sixty_by_a_code_give_one_result(house, new_page, enter, axe, overflow, plain):
    pilot = new_page(DESK)
    enter(pilot, house, "ecouter/")
    prepare(pilot, axe, overflow)
    with scope(house):
        survey = Survey.objects.get()
        link = reverse("participation:answer", args=[token_of(call_of(survey).handle)])
    answer_by_phone(new_page(PHONE, statuses=(422,)), link, axe, overflow)
    by_code = reverse("listening:survey-answer", args=link.strip("/").split("/")[1:])
    for person in range(59):
        sent = Client().post(by_code, {"page": "0", "deja": f'{{"q1": "{3 + person % 2}", "q3": "1"}}'})
        assert sent.status_code == 302

    pilot.get_by_role("link", name=re.compile("Saisir des feuilles")).click()
    assert (axe(pilot), overflow(pilot) <= 0) == ([], True)
    group = pilot.get_by_role("group", name=re.compile("Dans l’ensemble"))
    group.get_by_role("radio", name="Plutôt pas").check()
    pilot.get_by_role("button", name="Enregistrer, encore une feuille").click()
    heading(pilot, "1 feuille saisie. La suivante :")
    typist = Client()
    typist.force_login(pilot_of(house))
    with scope(house):
        paper = reverse("listening:paper-entry", args=[house.slug, survey.pk, call_of(survey).pk])
    for sheet in range(39):
        assert typist.post(paper, {"envoi": f"s{sheet}", "q1": "2", "q3": "3"}).status_code == 302

    enter(pilot, house, f"ecouter/enquetes/{survey.pk}/")
    heading(pilot, "100 personnes sur 200 ont répondu.")
    pilot.get_by_role("link", name="Clore maintenant").click()
    pilot.get_by_role("button", name="Clore et voir le résultat").click()
    pilot.get_by_text("100 réponses sur 200 personnes (50 %)").wait_for()
    assert (axe(pilot), overflow(pilot) <= 0) == ([], True)
    with scope(house):
        whole = SurveyRelease.objects.get().content["entries"][0]["lines"][0]["whole"]
    assert [level["count"] for level in whole["levels"]] == [0, 40, 30, 30]
    first = plain(pilot.get_by_role("table").first.inner_text())
    assert "Plutôt pas 40 %" in first


def tree_of(page):
    """The groups of the page and their radio buttons, as the accessibility tree tells them."""
    return page.locator("form").aria_snapshot()


def test_a_matrix_is_finished_by_keyboard_and_told_by_the_accessibility_tree(house, new_page):
    with scope(house):
        survey = open_one(house)
        link = reverse("listening:survey-answer", args=[token_of(call_of(survey).handle)])
    page = new_page(DESK)
    page.goto(link)
    tree = tree_of(page)
    place = tree.index("Diriez-vous que…")
    assert tree.index('group "on vous écoute"', place) < tree.index('group "on vous répond"', place)
    assert tree.count('radio "Tout à fait"') == 3  # the scale, and the two lines
    for line, presses in (("on vous écoute", 3), ("on vous répond", 1)):
        group = page.get_by_role("group", name=line)
        for _tab in range(80):
            page.keyboard.press("Tab")
            if group.locator(":focus").count():
                break
        assert group.locator(":focus").count() == 1
        page.keyboard.press("Space")
        for _press in range(presses):
            page.keyboard.press("ArrowDown")
    for _tab in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Continuer":
            break
    page.keyboard.press("Enter")
    page.get_by_text("Page 2 sur 3").wait_for()
    page.get_by_role("button", name="Continuer").press("Enter")
    page.get_by_text("Vous avez répondu à une question sur 7.").wait_for()
    page.get_by_role("button", name="Envoyer mes réponses").press("Enter")
    heading(page, "C’est envoyé. Merci.")
    with scope(house):
        assert dict(Answer.objects.values_list("item_id", "level")) == {"q5.1": 4, "q5.2": 2}
