"""An addition lives: a condition is written with help, and the next version of the guide is followed."""

import pytest
from django.test import Client

from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from tests.factories.additions import begin_addition, make_guide, publish_later, rename_domain
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def story(django_db_setup, live_server):
    """A draft that adds a question to a small guide, and somebody who writes it: (guide, open the draft)."""
    organisation = OrganisationFactory(name="Le Lavoir", slug="lavoir")
    writer = MembershipFactory(organisation=organisation, role=Role.FACILITATOR).person
    guide = make_guide()
    with scope(organisation):
        draft = begin_addition(organisation, guide, by=writer)

    def enter(page):
        client = Client()
        client.force_login(writer)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"/e/lavoir/guides/brouillons/{draft.pk}/")

    return guide, enter


def open_condition(page):
    page.get_by_text("Changer, déplacer, retirer").first.click()
    page.get_by_role("link", name="Changer : Qui rappelle ?").click()
    page.get_by_text("Pour qui cette question a-t-elle un sens ?").click()
    page.get_by_text("Écrire une condition plus fine").click()
    return page.get_by_role("textbox", name="Condition écrite")


def test_a_condition_is_said_back_while_it_is_written_by_keyboard(story, new_page, axe, overflow):
    _guide, enter = story
    page = new_page(DESK)
    enter(page)
    box = open_condition(page)
    box.press_sequentially('forme = "sic"')
    page.get_by_text("Caractère 9").wait_for()
    for _sign in '"sic"':
        page.keyboard.press("Backspace")
    page.keyboard.type('"scic" ou effectif ≥ 50')
    page.get_by_text("Posée si la forme est SCIC ou s’il y a au moins 50 salariés.").wait_for()
    page.get_by_text("Les mots que l’on peut y mettre").click()
    assert axe(page) == []
    page.set_viewport_size(PHONE)
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Enregistrer").last.click()
    page.get_by_role("status").filter(has_text="C’est noté.").wait_for()


def test_the_next_version_of_the_guide_is_followed_then_taken_back_without_a_script(
    story, new_page, overflow
):
    guide, enter = story
    publish_later(guide, rename_domain)
    page = new_page(PHONE, java_script_enabled=False)
    enter(page)
    page.get_by_role("link", name="Voir ce que cela change pour nous").click()
    page.get_by_role("button", name="Suivre cette version").click()
    page.get_by_text("Choisissez une place : rien ne sera perdu.").first.wait_for()
    page.get_by_label("Le domaine « Domaine t1-d1 » n’est plus dans le guide").select_option(
        label="Un autre domaine"
    )
    assert overflow(page) == 0
    page.get_by_role("button", name="Suivre cette version").click()
    page.get_by_role("status").filter(has_text="Vos ajouts suivent la nouvelle version.").wait_for()
    page.get_by_role("button", name="Annuler ce changement").click()
    page.get_by_role("heading", name="Le guide de base a une nouvelle version").wait_for()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_on_what_a_new_version_asks(story, new_page, axe, overflow, viewport):
    guide, enter = story
    publish_later(guide, rename_domain)
    page = new_page(viewport)
    enter(page)
    assert axe(page) == []
    page.get_by_role("link", name="Voir ce que cela change pour nous").click()
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Suivre cette version").click()
    page.get_by_text("Choisissez une place : rien ne sera perdu.").first.wait_for()
    assert (axe(page), overflow(page)) == ([], 0)
