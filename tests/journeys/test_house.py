"""The house in a real browser: the list of communes by keyboard, its announcements, and the live example."""

import pytest

from marchepied.apps.organisations import services
from marchepied.apps.organisations.enums import LegalForm
from marchepied.apps.organisations.models import Organisation
from tests.factories.organisations import PersonFactory
from tests.factories.places import CommuneFactory
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(new_page, live_server, client):
    """The house of a pilot, on a phone."""
    person = PersonFactory()
    services.create_organisation(name="Ici", legal_form=LegalForm.ASSOCIATION, by=person)
    CommuneFactory()
    CommuneFactory(code="44184", name="Saint-Nazaire", department="44", postcodes="44600", population=70_000)
    client.force_login(person)
    opened = new_page(PHONE)
    session = client.cookies["sessionid"].value
    opened.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return opened


def test_a_commune_is_chosen_by_keyboard_and_the_list_is_announced(page):
    page.goto("/e/ici/maison/profil/")
    field = page.get_by_role("combobox", name="Commune du siège (facultatif)")
    field.press_sequentially("st ")
    status = page.locator(".commune [role=status]")
    status.filter(has_text="2 communes proposées. Flèche bas pour choisir.").wait_for(state="attached")
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowUp")
    assert page.locator(".commune [aria-selected=true]").inner_text() == "Saint-Nazaire (44)"
    field.press("ArrowDown")
    chosen = page.locator(".commune [aria-selected=true]")
    assert chosen.get_attribute("id") == field.get_attribute("aria-activedescendant")
    field.press("Enter")
    assert field.input_value() == "Saint-Étienne (42)"
    assert field.get_attribute("aria-expanded") == "false"
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url("**/maison/")
    assert Organisation.objects.get().commune_id == "42218"


def test_escape_closes_the_list_and_a_search_without_result_is_said(page):
    page.goto("/e/ici/maison/profil/")
    field = page.get_by_role("combobox", name="Commune du siège (facultatif)")
    field.press_sequentially("saint")
    page.get_by_role("listbox", name="Communes proposées").wait_for()
    field.press("Escape")
    assert page.get_by_role("listbox").count() == 0
    assert field.input_value() == "saint"
    field.press_sequentially(" zz")
    status = page.locator(".commune [role=status]")
    status.filter(has_text="Aucune commune ne commence ainsi.").wait_for(state="attached")


def test_the_example_follows_what_is_typed(page):
    page.goto("/e/ici/maison/mots/")
    page.get_by_label("Les personnes qui font partie de la structure (facultatif)").fill("sociétaires")
    page.locator("[data-example-text]", has_text="Les sociétaires se réunissent").wait_for()
    assert Organisation.objects.get().vocabulary == {}
