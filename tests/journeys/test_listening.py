"""A neighbour's idea followed to « faite », and a complaint by telephone answered in the announced time."""

import re

import pytest
from django.utils import timezone

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.listening.models import Complaint, Idea, Register
from marchepied.apps.listening.selectors.complaint_figures import Kept, read_complaint_year
from marchepied.apps.listening.selectors.registers import code_of
from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.models import Action
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.listening import commune_of
from tests.factories.networks import pilot_of
from tests.factories.organisations import MembershipFactory, PersonFactory
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(db):
    load_shipped_referentials()
    commune_of()
    cycle = open_space(
        name="La Ressourcerie", legal_form="association", axis_id="theme-5", by=PersonFactory()
    )
    return cycle.organisation


@pytest.fixture
def enter(client, live_server):
    """Sign a person in to a page of the space."""

    def go(page, organisation, path, person=None):
        client.force_login(person or pilot_of(organisation))
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"/e/{organisation.slug}/{path}")

    return go


def fill(page, label, words):
    page.get_by_role("textbox", name=label).first.fill(words)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def wait_as_a_person_does(page):
    """Longer than what tells a machine from somebody who reads."""
    page.wait_for_timeout(3200)


def status(page):
    return page.get_by_role("status").first.inner_text()


def test_a_neighbour_proposes_an_idea_on_a_commune_and_follows_it_to_done(
    house, new_page, enter, axe, overflow, plain
):
    pilot = new_page(PHONE, java_script_enabled=False)
    enter(pilot, house, "ecouter/")
    pilot.get_by_role("link", name="Ouvrir la boîte à idées").click()
    press(pilot, "Ouvrir")
    assert "C’est ouvert." in status(pilot)
    with scope(house):
        door = f"/idees/{code_of(Register.objects.get())}/"

    neighbour = new_page(PHONE, statuses=(422,))
    neighbour.goto(door)
    neighbour.get_by_role("link", name="Proposer une idée").click()
    fill(neighbour, "Votre idée, en une phrase", "Un banc à l’ombre devant la boutique")
    fill(neighbour, "Dans quelle commune ?", "colm")
    neighbour.get_by_role("radio", name="son intercommunalité").check()
    press(neighbour, "Envoyer mon idée")
    assert "C’est parti très vite." in plain(neighbour.inner_text("main"))  # and nothing is lost
    wait_as_a_person_does(neighbour)
    press(neighbour, "Envoyer mon idée")
    neighbour.get_by_text("Merci, votre idée est arrivée.").wait_for()
    code = neighbour.locator(".code").inner_text()
    assert re.fullmatch(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", code)
    assert "Colmar Agglomération (68)" in plain(neighbour.inner_text("main"))
    assert (axe(neighbour), overflow(neighbour)) == ([], 0)

    enter(pilot, house, "ecouter/idees/")
    pilot.get_by_role("link", name="Un banc à l’ombre devant la boutique").click()
    press(pilot, "La publier")
    pilot.get_by_role("link", name="Mettre au plan").click()
    fill(pilot, "Votre réponse à la personne", "Nous en avions besoin aussi.")
    press(pilot, "Mettre au plan et répondre")
    assert "L’idée est dans le plan." in status(pilot)

    other = new_page(PHONE, java_script_enabled=False)
    other.goto(door)
    other.get_by_role("link", name="Un banc à l’ombre devant la boutique").click()
    press(other, "Soutenir cette idée")
    assert "1 personne soutient cette idée." in plain(other.inner_text("main"))

    with scope(house):
        action = Action.objects.get(title__startswith="Un banc")
    enter(pilot, house, f"plan/actions/{action.pk}/")
    pilot.locator("[name=state]").first.select_option("done")
    pilot.locator("main form button").first.click()
    enter(pilot, house, "ecouter/idees/")
    assert "un mot à dire" in plain(pilot.inner_text("main"))
    pilot.get_by_role("link", name="Un banc à l’ombre devant la boutique").click()
    fill(pilot, "Ce que cela change", "Trois personnes s’y assoient chaque matin.")
    press(pilot, "Le raconter")

    neighbour.goto("/suivi/")
    fill(neighbour, "Votre code de suivi", code.lower().replace("-", " "))
    press(neighbour, "Voir où cela en est")
    told = plain(neighbour.inner_text("main"))
    for words in (
        "faite",
        "Nous en avions besoin aussi.",
        "Trois personnes s’y assoient chaque matin.",
        "1 personne",
    ):
        assert words in told
    neighbour.goto(door + "?etat=done")
    assert "Un banc à l’ombre" in plain(neighbour.inner_text("main"))
    with scope(house):
        row = Idea.objects.get()
    assert (row.state, row.reach, row.commune_id) == ("done", "epci", "68066")


def test_a_beneficiary_complains_by_telephone_and_is_answered_in_the_announced_time(
    house, new_page, enter, axe, overflow, plain
):
    pilot = new_page(PHONE, java_script_enabled=False)
    enter(pilot, house, "maison/")
    pilot.get_by_role("link", name="Voir ce qui peut s’ouvrir").click()
    pilot.get_by_role("link", name="Ouvrir ce registre").click()
    press(pilot, "Ouvrir")

    desk = MembershipFactory(organisation=house, role=Role.CONTRIBUTOR).person
    welcome = new_page(PHONE, java_script_enabled=False)
    enter(welcome, house, "ecouter/", desk)
    welcome.get_by_role("link", name="Noter un appel").click()
    welcome.get_by_role("radio", name="au téléphone").check()
    fill(welcome, "Que s’est-il passé ?", "Le portail était fermé, j’ai attendu sous la pluie.")
    fill(welcome, "Son nom", "Nadia Petit")
    press(welcome, "Noter")
    code = welcome.locator(".code").inner_text()
    assert overflow(welcome) <= 0

    enter(pilot, house, "ecouter/difficultes/")
    pilot.get_by_role("link", name=re.compile("Le portail était fermé")).click()
    assert "Nadia Petit" not in pilot.inner_text("main")
    press(pilot, "Envoyer l’accusé de réception")
    pilot.get_by_role("textbox", name="Votre réponse").fill(
        "Une deuxième clé est à la boutique, dès neuf heures."
    )
    press(pilot, "Envoyer la réponse")
    pilot.get_by_role("radio", name="réglée", exact=True).check()
    fill(pilot, "Qu’est-ce qui change chez nous ?", "Deux clés au lieu d’une.")
    press(pilot, "Clore")
    assert "C’est clos." in status(pilot)
    press(pilot, "Voir son nom et son contact")
    assert "Nadia Petit" in pilot.inner_text("main")
    assert "Regardé 1 fois" in plain(pilot.inner_text("main"))

    author = new_page(PHONE)
    author.goto("/suivi/")
    fill(author, "Votre code de suivi", code)
    press(author, "Voir où cela en est")
    told = plain(author.inner_text("main"))
    for words in (
        "Une deuxième clé est à la boutique, dès neuf heures.",
        "C’est clos : réglée.",
        "Deux clés au lieu d’une.",
    ):
        assert words in told
    assert "Nadia" not in told
    assert (axe(author), overflow(author)) == ([], 0)
    wait_as_a_person_does(author)
    fill(author, "Votre message", "Merci, c’est mieux.")
    press(author, "Envoyer ce message")
    author.get_by_text("Votre message est ajouté.").wait_for()

    with scope(house):
        row = Complaint.objects.get()
        today = timezone.localdate()
        told_year = read_complaint_year(row.register, today, today)
    assert (row.channel, row.state, row.author_waits, row.answered_on <= row.answer_by) == (
        "phone", "closed", True, True,
    )  # fmt: skip
    assert (told_year.received, told_year.answered) == (1, Kept(1, 1))
