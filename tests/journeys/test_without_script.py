"""A pilot whose browser runs no script: the same path, page by page."""

import pytest

from marchepied.apps.referentials.services import load_shipped_referentials
from tests.journeys.conftest import PHONE
from tests.journeys.screens import do_now, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_sign_up_to_the_plan_without_a_script(new_page):
    load_shipped_referentials()
    page = new_page(PHONE, java_script_enabled=False)
    sign_up(page, "sans.script@exemple.fr")
    page.get_by_role("textbox", name="Nom").fill("Le Lavoir")
    page.get_by_role("combobox").first.select_option(label="Association")
    page.get_by_role("radio", name="Le lien avec les usagers").check()
    page.get_by_role("button", name="Commencer").click()
    do_now(page, "Dire où vous en êtes")
    page.get_by_role("link", name="Tout sur une page").click()
    questions = page.get_by_role("group").filter(has=page.get_by_role("radio"))
    for place in range(5):
        questions.nth(place).get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("status").filter(has_text="5 réponses enregistrées.").wait_for()

    do_now(page, "Choisir les groupes à qui demander leur avis")
    page.get_by_role("link", name="Choisir les groupes").click()
    page.get_by_text("D’autres groupes").click()
    page.get_by_role("checkbox", name="Habitants").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("heading", level=1, name="6 groupes vont donner leur avis.").wait_for()

    page.get_by_role("link", name="Démarche", exact=True).click()
    page.get_by_role("link", name="voir les questions").click()
    page.get_by_role("heading", level=1, name="Vous avez répondu à toutes les questions.").wait_for()
    assert page.get_by_role("progressbar", name="Questions répondues").get_attribute("value") == "5"

    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_role("link", name="Choisir parmi des actions proposées").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Mettre dans le plan").click()
    page.get_by_role("heading", name="À faire, par date").wait_for()
    page.get_by_role("button", name="C’est commencé").click()
    page.get_by_text("en cours", exact=True).wait_for()
