"""A relay enters what ten people say without network, sees nothing of it again, and sends it once."""

import re

import pytest

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.listening.models import Idea, Relay
from marchepied.apps.listening.selectors import find_register
from marchepied.apps.listening.selectors.relays import link_of_relay
from marchepied.apps.listening.services.relays import revoke_relay
from marchepied.apps.participation.models import Answer, Comment
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.listening import commune_of, complain, give_right, open_one
from tests.factories.networks import pilot_of
from tests.factories.organisations import PersonFactory
from tests.factories.participation import RoundCollegeFactory, RoundFactory
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRET = "Le car du soir ne passe plus"


@pytest.fixture
def house(db):
    load_shipped_referentials()
    commune_of()
    cycle = open_space(
        name="La Ressourcerie", legal_form="association", axis_id="theme-5", by=PersonFactory()
    )
    return cycle.organisation


@pytest.fixture
def call(house):
    with scope(house):
        return RoundCollegeFactory(round=RoundFactory(organisation=house))


@pytest.fixture
def relay(house, call):
    for kind in ("ideas", "complaints"):
        open_one(house, kind)
    return give_right(house, call=call)


def path_of(relay, live_server):
    return "/relais/" + link_of_relay(relay).split("/relais/")[1]


def kept_on(page):
    return page.evaluate("Object.entries(localStorage).flat().join(' ')")


def answer_one(page, rank):
    page.get_by_role("link", name="Des réponses au questionnaire").click()
    assert page.locator("[data-kind=answers] input[type=radio]:checked").count() == 0
    for question in page.locator("[data-kind=answers] [data-question]").all():
        question.locator("input[type=radio]").nth(rank % 3).check()
    if rank == 0:
        page.get_by_text("Ajouter un mot (facultatif)").first.click()
        page.locator("#c1").fill(SECRET)
    page.locator("[data-kind=answers]").get_by_role("button", name="Garder, personne suivante").click()
    page.get_by_text(f"N° {rank + 1} : gardé sur cet appareil").wait_for()


def test_a_relay_enters_ten_answers_without_network(
    house, call, relay, new_page, live_server, axe, overflow, plain
):
    phone = new_page(PHONE, service_workers="allow")
    path = path_of(relay, live_server)
    phone.goto(path)
    phone.get_by_text("elle s’ouvre aussi sans réseau").wait_for()
    assert (axe(phone), overflow(phone)) == ([], 0)

    phone.context.set_offline(True)
    phone.reload()  # opened again at the end of a path where nothing reaches
    assert "Votre territoire : Colmar (68)." in plain(phone.inner_text("main"))
    for rank in range(10):
        answer_one(phone, rank)
    phone.get_by_role("link", name="Une idée").click()
    phone.get_by_role("textbox", name="L’idée, en une phrase").fill("Un car de plus le soir")
    assert (axe(phone), overflow(phone)) == ([], 0)
    phone.locator("[data-kind=idea]").get_by_role("button").click()
    assert "11 entrées attendent d’être envoyées" in plain(phone.inner_text("main"))
    assert (SECRET in kept_on(phone), "Un car" in kept_on(phone)) == (False, False)
    assert SECRET not in phone.content()
    phone.get_by_role("button", name="Envoyer", exact=True).click()
    phone.get_by_text("Pas de réseau pour l’instant").wait_for()
    with scope(house):
        assert Answer.objects.count() == 0

    phone.context.set_offline(False)
    phone.reload()
    phone.get_by_role("button", name="Envoyer", exact=True).click()
    phone.get_by_text("N° 10 : arrivé.").wait_for()
    code = phone.locator("[data-sent] .code").inner_text()
    assert re.fullmatch(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", code)
    assert phone.locator("[data-waiting]").is_hidden()
    assert '"entries":[]' in kept_on(phone)
    assert (axe(phone), overflow(phone)) == ([], 0)
    with scope(house):
        call.refresh_from_db()
        assert (call.answered_count, Answer.objects.count()) == (10, 10 * len(call.item_ids))
        assert [row.text for row in Comment.objects.all()] == [SECRET]
        assert (Idea.objects.get().title, Relay.objects.get().answers) == ("Un car de plus le soir", 10)

    author = new_page(PHONE)
    author.goto(f"/suivi/{code}/")
    assert "Un car de plus le soir" in plain(author.inner_text("main"))


def test_what_a_relay_kept_is_not_taken_once_the_right_is_taken_back(
    house, relay, new_page, live_server, plain
):
    phone = new_page(PHONE, statuses=(410,), service_workers="allow")
    path = path_of(relay, live_server)
    phone.goto(path)
    answer_one(phone, 0)
    with scope(house):
        revoke_relay(relay=relay, by=pilot_of(house))
    phone.get_by_role("button", name="Envoyer", exact=True).click()
    phone.get_by_text("rien n’a été pris").wait_for()
    phone.goto(path)
    told = plain(phone.inner_text("main"))
    assert "Ce droit n’est plus valable" in told
    assert "Une personne attend d’être envoyée" in told
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.get_by_role("button", name="Effacer de cet appareil").click()
    phone.get_by_text("Tout est effacé de cet appareil.").wait_for()
    with scope(house):
        assert Answer.objects.count() == 0


def test_a_pilot_gives_a_right_takes_it_back_and_sees_what_waits(
    house, call, client, new_page, live_server, axe, overflow, plain
):
    for kind in ("ideas", "complaints"):
        open_one(house, kind)
    with scope(house):
        complaints = find_register(house, "complaints")
    complain(complaints, SECRET, days_ago=20)
    client.force_login(pilot_of(house))
    pilot = new_page(PHONE)
    session = client.cookies["sessionid"].value
    pilot.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    def look(words):
        assert words in plain(pilot.inner_text("main"))
        assert (axe(pilot), overflow(pilot)) == ([], 0)

    pilot.goto(f"/e/{house.slug}/ecouter/")
    pilot.get_by_role("link", name="Voir les relais").click()
    look("Personne n’a encore ce droit.")
    pilot.get_by_role("link", name="Donner un droit").click()
    pilot.get_by_role("textbox", name="Qui est ce relais ?").fill("Mme Colin")
    pilot.get_by_role("radio", name="un habitant ou une habitante").check()
    pilot.get_by_role("textbox", name="Dans quelle commune").fill("Colmar")
    pilot.get_by_label("Quel questionnaire ce relais peut-il lire aux gens ?").select_option(index=1)
    look("Donner un droit à un relais")
    pilot.get_by_role("button", name="Donner ce droit").click()
    look("Remettez maintenant le lien à cette personne.")
    pilot.get_by_role("link", name="Retirer ce droit").click()
    look("Retirer le droit de Mme Colin ?")
    pilot.get_by_role("button", name="Retirer", exact=True).click()
    look("Ce droit est retiré : son lien n’ouvre plus rien.")

    pilot.goto(f"/e/{house.slug}/plan/")
    pilot.get_by_role("link", name="À faire").click()
    look("Une personne attend quelque chose de vous.")
    pilot.get_by_role("link", name="Mettre au plan").click()
    pilot.get_by_role("textbox", name="Ce qu’il y a à faire").fill("Demander un car le soir")
    pilot.get_by_role("button", name="Mettre au plan").click()
    pilot.goto(f"/e/{house.slug}/a-faire/")
    look("déjà dans le plan")
