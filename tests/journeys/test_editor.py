"""A guide written by people who write no file: a question added to theme 5, seen, published, then asked."""

import pytest
from django.test import Client

from marchepied.apps.diagnosis.models import Cycle
from marchepied.apps.organisations.enums import Role
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import unscoped
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ASKED = "Ici, qui rappelle les gens qui ont appelé ?"
SAID = (
    "Personne",
    "Celui qui y pense",
    "Une personne nommée",
    "Tout le monde, le jour même",
    "Et on demande si ça va",
)


@pytest.fixture
def house(live_server):
    """A space with a guide to follow, and somebody of each role who can sign in to it."""
    load_shipped_referentials()
    organisation = OrganisationFactory(name="Le Lavoir", slug="lavoir")

    def enter(page, role):
        client = Client()  # each a session of their own
        client.force_login(MembershipFactory(organisation=organisation, role=role).person)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto("/e/lavoir/maison/")

    return enter


def fill(page, label, text):
    page.get_by_role("textbox", name=label, exact=False).first.fill(text)


def begin(page):
    """From « Notre maison » to a draft that adds to the guide."""
    page.get_by_role("link", name="Voir nos guides").click()
    page.get_by_role("link", name="Ajouter nos questions au guide").click()
    page.get_by_role("textbox", name="Comment s’appelle-t-il ?").fill("Nos questions du Lavoir")
    page.get_by_role("textbox", name="À quoi sert-il ?").fill("Pour notre accueil.")
    page.get_by_role("button", name="Commencer à écrire").click()
    page.get_by_role("heading", level=1, name="Nos questions du Lavoir").wait_for()


def write_question(page):
    """The form of a question, filled in French from end to end."""
    fill(page, "La question, pour les participants", ASKED)
    fill(page, "La question, pour qui pilote", "Qui rappelle, et quand, les gens qui ont appelé ?")
    page.get_by_role("checkbox", name="Salariés permanents").check()
    page.get_by_role("checkbox", name="Bénévoles").check()
    for number, words in enumerate(SAID, 1):
        fill(page, f"Réponse {number}, pour les participants", f"{words}.")
        fill(page, f"Réponse {number} : ce que l’on observe", f"On observe ceci : {words.lower()}.")
    fill(page, "En bas de l’échelle", "personne")
    fill(page, "En haut de l’échelle", "tout le monde")
    fill(page, "Pourquoi on la pose", "Un appel sans suite éloigne les gens.")
    fill(page, "Les documents qui le montrent", "Le cahier des appels")
    fill(page, "Une question pour en parler ensemble", "Qui n’a jamais été rappelé ?")
    page.get_by_role("group", name="Ce que l’on peut faire ensuite").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("status").filter(has_text="C’est ajouté.").wait_for()


def test_a_question_of_ones_own_is_written_seen_published_and_asked_without_a_script(new_page, house):
    page = new_page(PHONE, java_script_enabled=False)
    house(page, Role.FACILITATOR)
    begin(page)
    page.get_by_text("4 domaines : Le lien avec les usagers").click()
    page.get_by_role("link", name="Ajouter une question : L’identification des besoins").first.click()
    write_question(page)
    page.get_by_text("Changer, déplacer, retirer").first.click()
    page.get_by_role("link", name="Voir comme un participant").click()
    page.get_by_role("heading", level=2, name=ASKED).wait_for()
    assert page.get_by_role("radio").count() == 7
    page.get_by_role("link", name="Revenir au brouillon").click()
    page.get_by_text("Un pilote de l’espace peut le publier.").wait_for()

    house(page, Role.PILOT)
    page.get_by_role("link", name="Voir nos guides").click()
    page.get_by_role("link", name="Nos questions du Lavoir").click()
    page.get_by_role("link", name="Publier").click()
    assert page.get_by_role("textbox", name="Le numéro de cette version").input_value() == "1.0.0"
    page.get_by_role("checkbox", name="Publier sans tout traduire").check()
    page.get_by_role("button", name="Publier cette version").click()
    page.get_by_role("link", name="Commencer une démarche avec ce guide").click()
    page.get_by_role("checkbox", name="Le lien avec les usagers").check()
    page.get_by_role("button", name="Commencer").click()
    page.get_by_role("status").filter(has_text="Une nouvelle démarche commence.").wait_for()
    with unscoped("what was asked, wherever"):
        cycle = Cycle.objects.get()
    assert "qui-rappelle-quand-gens-qui-ont-appele" in cycle.question_ids
    assert cycle.version.referential.owner == cycle.organisation


def press_on(page, role, name):
    """Reach something with the tabulation key, and press Enter."""
    for _stop in range(120):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.textContent.replace(/[\\u00a0\\u202f]/g, ' ').trim()")
        if focused.startswith(name):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"the keyboard does not reach {role} « {name} »")


def test_a_question_is_written_by_keyboard_and_says_how_plain_it_is(new_page, house, axe, overflow, plain):
    page = new_page(PHONE)
    house(page, Role.FACILITATOR)
    begin(page)
    press_on(page, "summary", "4 domaines : Le lien avec les usagers")
    press_on(page, "link", "Ajouter une question : Le processus participatif")
    page.get_by_role("heading", level=1, name="Ajouter une question").wait_for()
    page.get_by_role("textbox", name="La question, pour les participants").focus()
    page.keyboard.type("Ici, la participation est-elle anticonstitutionnelle ?")
    said = page.locator(".written", has=page.locator("#id_wording-fr")).locator("[data-plain-said]")
    said.get_by_text("mots, sur 15 au plus").wait_for()
    assert plain(said.get_by_role("listitem").first.inner_text()).startswith(
        "« anticonstitutionnelle » est un mot long"
    )
    assert (axe(page), overflow(page)) == ([], 0)
    press_on(page, "button", "Enregistrer")
    page.get_by_role("status").filter(has_text="C’est ajouté.").wait_for()
    page.get_by_text("à finir").wait_for()
    assert (axe(page), overflow(page)) == ([], 0)
    press_on(page, "button", "Annuler ce changement")
    page.get_by_role("status").filter(has_text="Le dernier changement est annulé.").wait_for()
    assert page.get_by_text("à finir").count() == 0


def test_two_people_write_the_same_question_and_nothing_is_lost(new_page, house, plain):
    first, second = new_page(), new_page()
    house(first, Role.FACILITATOR)
    begin(first)
    draft = first.url
    first.goto(f"{draft}ajouter/?sorte=question&dans=t5-needs")
    fill(first, "La question, pour les participants", ASKED)
    first.get_by_role("button", name="Enregistrer").click()
    first.get_by_text("Changer, déplacer, retirer").first.click()
    first.get_by_role("link", name="Changer :").click()
    house(second, Role.FACILITATOR)
    second.goto(first.url)
    fill(second, "Pourquoi on la pose", "Pour ne laisser personne seul.")
    second.get_by_role("button", name="Enregistrer").click()
    second.get_by_role("status").filter(has_text="C’est noté.").wait_for()
    fill(first, "Pourquoi on la pose", "Un appel sans suite éloigne.")
    first.get_by_role("button", name="Enregistrer").click()
    theirs = first.get_by_role("region", name="Ce que l’autre personne a écrit")
    assert "Pour ne laisser personne seul." in plain(theirs.inner_text())
    assert (
        first.get_by_role("textbox", name="Pourquoi on la pose").input_value()
        == "Un appel sans suite éloigne."
    )
    first.get_by_role("button", name="Enregistrer").click()
    first.get_by_role("status").filter(has_text="C’est noté.").wait_for()
