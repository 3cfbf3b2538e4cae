"""« Ce que les gens écrivent »: a pilot names themes with the keyboard, and what comes later keeps them."""

import pytest

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.plans.models import Action
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.listening import open_one, propose
from tests.factories.networks import pilot_of
from tests.factories.organisations import PersonFactory
from tests.factories.themes import IDEAS, write_ideas
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LATE = "Un bus de plus le matin, car celui de 8 heures est plein"


@pytest.fixture
def register(db):
    """Eight ideas in an open box: four of the bus, four of the room."""
    load_shipped_referentials()
    organisation = open_space(
        name="La Ressourcerie", legal_form="association", axis_id="theme-5", by=PersonFactory()
    ).organisation
    with scope(organisation):
        register = open_one(organisation, "ideas", answer_days=60)
        write_ideas(register)
        yield register


@pytest.fixture
def enter(client, live_server, register):
    """The pilot of the space, signed in, at the page of what people write."""

    def go(page):
        client.force_login(pilot_of(register.organisation))
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"/e/{register.organisation.slug}/ecouter/")
        page.get_by_role("link", name="Voir les thèmes").click()

    return go


def press(page, locator, key="Enter"):
    """What somebody without a mouse does: reach it, then a key."""
    locator.focus()
    page.keyboard.press(key)


def card_of(page, title):
    return page.get_by_role("region", name=title)


def propose_themes(page):
    page.get_by_role("heading", name="Chercher de quoi ils parlent").wait_for()
    press(page, page.get_by_role("button", name="Proposer des thèmes"))
    page.get_by_text("La machine propose des groupes ; elle ne décide rien.").wait_for()


def name_theme(page, words, name):
    press(page, page.get_by_role("link", name=f"Lire et nommer : {words}"))
    page.get_by_label("Le nom de ce thème").focus()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=name).wait_for()


@pytest.mark.parametrize(
    ("window", "script"), [(DESK, True), (PHONE, True), (PHONE, False)], ids=["desk", "phone", "no-script"]
)
def test_themes_named_by_somebody_stay(new_page, axe, overflow, enter, register, window, script):
    page = new_page(window, java_script_enabled=script)

    def check():
        assert overflow(page) <= 0
        if script:
            assert axe(page) == []

    enter(page)
    check()
    propose_themes(page)
    check()
    name_theme(page, "Sans nom : bus", "Les transports")
    check()
    assert page.get_by_role("listitem").filter(has_text=IDEAS[0]).count() == 1
    press(page, page.get_by_role("link", name="En faire une action du plan"))
    page.get_by_role("heading", level=1, name="En faire une action du plan").wait_for()
    check()
    page.get_by_label("Ce qu’il y a à faire").fill("Écrire à la région")
    page.get_by_role("button", name="Mettre au plan").click()
    page.get_by_role("status").wait_for()
    with scope(register.organisation):
        propose(register, LATE)
    enter(page)
    assert page.get_by_text("1 texte est arrivé depuis").count() == 1
    assert "5 textes" in card_of(page, "Les transports").inner_text()
    page.get_by_role("button", name="Défaire").click()
    page.get_by_text("C’est défait.").wait_for()
    with scope(register.organisation):
        assert Action.objects.count() == 1
