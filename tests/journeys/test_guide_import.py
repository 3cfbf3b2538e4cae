"""A guide comes from a spreadsheet: a wrong cell is named, the rest is told before anything is written."""

import copy
from datetime import timedelta

import pytest
from django.test import Client

from marchepied.apps.organisations.enums import Role
from marchepied.apps.referentials.models import Draft
from marchepied.apps.referentials.services import load_shipped_referentials, open_draft, publish_draft
from marchepied.core.scope import scope
from marchepied.engines.referential.exchange import questionnaire_of, write_spreadsheet
from tests.factories.diagnosis import CycleFactory, OwnAnswerFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.referentials import ReferentialFactory, ReferentialVersionFactory, generated, text
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def house(live_server):
    """A space with a guide of its own, published once."""
    load_shipped_referentials()
    organisation = OrganisationFactory(name="Le Lavoir", slug="lavoir")
    with scope(organisation):
        author = PersonFactory()
        content = questionnaire_of(generated()) | {"id": "le-notre", "title": text("Notre grille")}
        draft = open_draft(organisation=organisation, title="Notre grille", content=content, by=author)
        publish_draft(draft=draft, number="1.0.0", by=author)
    return organisation


@pytest.fixture
def enter(live_server, house):
    def sign_in(page, role, address):
        client = Client()
        client.force_login(MembershipFactory(organisation=house, role=role).person)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(address)

    return sign_in


def bring(page, content, name="grille.xlsx"):
    file = {"name": name, "mimeType": XLSX, "buffer": write_spreadsheet(content)}
    page.get_by_label("Le fichier").set_input_files(file)
    page.get_by_role("button", name="Lire le fichier").click()


def test_a_wrong_spreadsheet_is_refused_with_its_cell_then_taken_without_a_script(
    new_page, house, enter, plain
):
    content = questionnaire_of(generated()) | {"id": "le-notre", "title": text("Notre grille")}
    asked = content["axes"][0]["domains"][0]["questions"][0]
    wrong = copy.deepcopy(content)
    wrong["axes"][0]["domains"][0]["questions"][0]["provenance"]["source"] = "perdue"
    asked["wording"] = text("Comment va-t-on ?")
    page = new_page(PHONE, java_script_enabled=False)
    enter(page, Role.FACILITATOR, "/e/lavoir/guides/")
    page.get_by_role("link", name="Importer un guide").click()
    bring(page, wrong)
    page.get_by_role("heading", level=1, name="Ce fichier est à corriger").wait_for()
    told = plain(page.locator("main").inner_text())
    assert "Feuille « Questions », ligne 2, colonne « Origine, document » (" in told
    assert page.get_by_role("button", name="En faire un brouillon").count() == 0
    with scope(house):
        assert Draft.objects.filter(published=None).count() == 0

    page.get_by_role("link", name="Choisir un autre fichier").click()
    bring(page, content)
    page.get_by_role("heading", level=1, name="Voici ce que ce fichier apporte").wait_for()
    assert "devient « Comment va-t-on ? »" in plain(page.locator("main").inner_text())
    with scope(house):
        assert Draft.objects.filter(published=None).count() == 0
    page.get_by_role("button", name="En faire un brouillon").click()
    page.get_by_role("status").filter(has_text="C’est un brouillon").wait_for()
    with scope(house):
        assert Draft.objects.get(published=None).referential.slug == "le-notre"


def test_both_screens_are_read_on_a_phone(new_page, enter, axe, overflow):
    page = new_page(PHONE)
    enter(page, Role.FACILITATOR, "/e/lavoir/guides/importer/")
    assert (axe(page), overflow(page)) == ([], 0)
    bring(page, questionnaire_of(generated()) | {"id": "le-notre"})
    page.get_by_role("heading", level=1, name="Voici ce que ce fichier apporte").wait_for()
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Abandonner").click()
    page.get_by_role("status").filter(has_text="L’import est abandonné").wait_for()


def test_a_process_goes_on_to_the_next_version_with_its_answers_and_back(
    new_page, house, enter, axe, overflow, plain
):
    referential = ReferentialFactory(slug="grille")
    first = ReferentialVersionFactory(referential=referential, content=questionnaire_of(generated()))
    content = copy.deepcopy(first.content) | {"version": "2.0.0"}
    content["axes"][0]["domains"][0]["questions"][0]["levels"].pop()
    later = first.published_at + timedelta(days=1)
    ReferentialVersionFactory(
        referential=first.referential, number="2.0.0", content=content, published_at=later
    )
    with scope(house):
        cycle = CycleFactory(organisation=house, version=first)
        OwnAnswerFactory(cycle=cycle, level=2, narrative="Nos mots à nous")
    page = new_page(PHONE)
    enter(page, Role.PILOT, f"/e/lavoir/demarche/{cycle.pk}/themes/")
    page.get_by_role("link", name="La version de votre guide").click()
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("link", name="Voir ce qui changerait").click()
    assert "1 réponse est mise de côté, rien n’est perdu." in plain(page.locator("main").inner_text())
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Passer à cette version").click()
    page.get_by_text("Nos mots à nous").wait_for()
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Revenir à la version d’avant").click()
    page.get_by_role("status").filter(has_text="avec ses réponses").wait_for()
