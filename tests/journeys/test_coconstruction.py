"""A federation writes questions with three of its members: proposed, discussed, voted, kept with credit.

Then published and handed over; one member begins with it, the others go on to it with their answers kept.
"""

import re

import pytest

from marchepied.apps.diagnosis.models import Cycle, OwnAnswer
from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.organisations.enums import Role
from marchepied.apps.referentials.models import DraftChange
from marchepied.apps.referentials.selectors import find_draft, read_referential, stamp_of
from marchepied.apps.referentials.services import change_item, load_shipped_referentials
from marchepied.core.scope import scope, unscoped
from marchepied.engines.documents.typography import typeset
from marchepied.engines.referential.editing import find_place
from tests.factories.networks import begin_draft, first_domain, join, pilot_of
from tests.factories.organisations import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.referentials import question
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ASKED = "Ici, qui rappelle les gens qui ont appelé ?"
OTHER = "Ici, peut-on se plaindre sans crainte ?"
THIRD = "Ici, sait-on qui décide ?"


@pytest.fixture
def federation(db):
    """A federation with a draft, and three members: two in the middle of their démarche, one that begins."""
    load_shipped_referentials()
    network = OrganisationFactory(name="Fédération des Rives", slug="rives")
    MembershipFactory(organisation=network, person=PersonFactory(name="Hélène Vasseur"), role=Role.PILOT)
    lavoir = answer_one("Le Lavoir", "association", 4, MORNING)
    mutuelle = answer_one("La Mutuelle", "mutuelle", 2, EVENING)
    houses = [lavoir, OrganisationFactory(name="L’Établi", slug="etabli"), mutuelle]
    for house in houses:
        join(network, house)
    return network, houses, begin_draft(network, "Nos questions des Rives")


def answer_one(name, legal_form, level, words):
    """A member in the middle of its démarche on theme 5, with an answer in its own words."""
    cycle = open_space(name=name, legal_form=legal_form, axis_id="theme-5", by=PersonFactory())
    with scope(cycle.organisation):
        told = {"kind": "level", "level": level, "narrative": words, "evidence": ()}
        pilot = pilot_of(cycle.organisation)
        save_own_answer(cycle=cycle, question_id=cycle.question_ids[0], by=pilot, **told)
    return cycle.organisation


MORNING, EVENING = "Au guichet, chaque matin.", "Une lettre, une fois l’an."


@pytest.fixture
def enter(client, live_server):
    """Sign the pilot of an organisation in to a page."""

    def go(page, organisation, path=""):
        client.force_login(pilot_of(organisation))
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"/e/{organisation.slug}/{path}")

    return go


def fill(page, label, words):
    page.get_by_role("textbox", name=label).first.fill(words)


def press(page, name):
    page.get_by_role("button", name=name).click()


def open_call(page, members):
    page.get_by_role("link", name="L’écrire avec d’autres").click()
    page.get_by_role("link", name="Ouvrir un appel à propositions").click()
    fill(page, "Le titre de votre appel", "Écrivons nos questions")
    for name in members:
        page.get_by_role("checkbox", name=name).check()
    press(page, "Ouvrir l’appel")
    page.get_by_role("heading", level=1, name="Écrivons nos questions").wait_for()


def propose(page, words, signed):
    page.get_by_role("link", name="On attend vos propositions : Écrivons nos questions").click()
    page.locator("summary", has_text="Le lien avec les usagers").click()
    page.get_by_role("link", name=re.compile("^Proposer une question : ")).first.click()
    fill(page, "La question, comme on la poserait", words)
    for number in range(1, 6):
        fill(page, f"Réponse {number}", f"Réponse numéro {number}.")
    fill(page, "Pourquoi ?", "Cela compte chez nous.")
    fill(page, "Votre nom", signed)
    press(page, "Envoyer la proposition")
    page.get_by_role("status").filter(has_text="Votre proposition est partie.").wait_for()


def open_proposal(page, words):
    page.get_by_role("link", name=words).click()


def vote(page, enter, house, words, choice):
    enter(page, house)
    page.get_by_role("link", name=re.compile("à voter : Écrivons nos questions$")).click()
    open_proposal(page, words)
    page.get_by_role("radio", name=choice, exact=True).check()
    press(page, "Voter au nom de notre structure")
    page.get_by_role("status").filter(has_text="Votre vote est compté.").wait_for()


def complete(draft, by):
    """What the network writes by itself around the words it kept: the editor's own journey shows how."""
    with scope(draft.organisation):
        row = find_draft(draft.organisation, draft.pk)
        (added,) = DraftChange.objects.filter(draft=row).exclude(credit="")
        kept = find_place(row.content, added.item_id).item
        around = question(kept["id"], levers=[first_domain().levers[0].id])
        levels = [{**one, **said} for one, said in zip(around["levels"], kept["levels"], strict=True)]
        whole = {**around, **kept, "levels": levels}
        change_item(draft=row, item_id=kept["id"], item=whole, seen=stamp_of("question", kept), by=by)
    return added.item_id


def test_a_federation_writes_with_three_members_and_they_keep_their_answers(
    federation, new_page, enter, axe, overflow, plain
):
    network, (lavoir, etabli, mutuelle), draft = federation
    page = new_page(PHONE, java_script_enabled=False)
    enter(page, network, f"guides/brouillons/{draft.pk}/")
    open_call(page, ["Le Lavoir", "L’Établi", "La Mutuelle"])

    for house, words, signed in ((lavoir, ASKED, "Nadia"), (etabli, OTHER, ""), (mutuelle, THIRD, "Karim")):
        enter(page, house)
        page.get_by_role("heading", name="Ce qui vous attend avec votre réseau").wait_for()
        assert overflow(page) <= 0
        propose(page, words, signed)
        enter(page, house)
        assert page.get_by_role("link", name="On attend vos propositions").count() == 0
    enter(page, mutuelle, "maison/")
    page.get_by_role("link", name="Nos réseaux").click()
    page.get_by_role("link", name="Écrivons nos questions").click()
    open_proposal(page, ASKED)
    fill(page, "Votre mot", "Nous la poserions aussi aux aidants.")
    press(page, "Ajouter à la discussion")
    page.get_by_text("Nous la poserions aussi aux aidants.").wait_for()

    enter(page, network, "reseau/")
    page.get_by_role("link", name="Écrivons nos questions").click()
    press(page, "Passer à la discussion")
    press(page, "Ouvrir le vote")
    for house, choice in ((lavoir, "Pour"), (etabli, "Pour"), (mutuelle, "Sans avis")):
        vote(page, enter, house, ASKED, choice)
    vote(page, enter, mutuelle, OTHER, "Contre")
    vote(page, enter, lavoir, THIRD, "Pour")

    enter(page, network, "reseau/")
    page.get_by_role("link", name="Écrivons nos questions").click()
    assert "2 pour, 0 contre, 1 sans avis" in plain(page.inner_text("main"))
    press(page, "Fermer le vote")
    press(page, "Terminer cet appel")
    page.get_by_text("3 propositions attendent encore leur réponse.").wait_for()
    open_proposal(page, ASKED)
    page.get_by_role("link", name="La reprendre dans le brouillon").click()
    fill(page, "Votre réponse", "Nous la gardons, merci.")
    press(page, "Écrire dans le brouillon et répondre")
    page.get_by_role("status").filter(has_text="sur une idée de Nadia, Le Lavoir").wait_for()
    page.get_by_role("link", name="Écrivons nos questions").click()
    for words, reply in ((OTHER, "Le guide le demande déjà."), (THIRD, "Gardons-la pour l’an prochain.")):
        open_proposal(page, words)
        page.get_by_text("Répondre sans rien changer au brouillon").click()
        page.get_by_role("radio", name="Pas retenue").check()
        fill(page, "Votre réponse", reply)
        press(page, "Envoyer la réponse")
        page.get_by_role("link", name="Écrivons nos questions").click()
    press(page, "Terminer cet appel")
    page.get_by_role("link", name="Qui a proposé et changé quoi").click()
    history = plain(page.inner_text("main"))
    assert "Proposé par Nadia, Le Lavoir" in history
    assert "Pas retenue. Le guide le demande déjà." in history
    assert overflow(page) <= 0

    enter(page, etabli, "reseaux/")
    page.get_by_role("heading", name="Terminé").wait_for()
    page.get_by_role("link", name="Écrivons nos questions").click()
    assert "Le guide le demande déjà." in page.inner_text("main")

    asked = complete(draft, pilot_of(network))
    enter(page, network, f"guides/brouillons/{draft.pk}/publier/")
    page.get_by_role("checkbox", name="Publier sans tout traduire").check()
    press(page, "Publier cette version")
    page.get_by_role("link", name="Le remettre à nos membres").click()
    for name in ("Le Lavoir", "L’Établi", "La Mutuelle"):
        page.get_by_role("checkbox", name=name).check()
    press(page, "Leur remettre")
    page.get_by_text("3 membres ont maintenant ce guide.").wait_for()

    for house, words in ((lavoir, MORNING), (mutuelle, EVENING)):
        enter(page, house, "reseaux/")
        page.get_by_role("link", name="Le prendre dans votre démarche, avec vos réponses").click()
        page.locator("main form button").last.click()
        page.get_by_text("Vos réponses sont là.").wait_for()
        enter(page, house, "reseaux/")
        page.get_by_text("Votre démarche le suit déjà.").wait_for()
        with scope(house):
            (answer,) = OwnAnswer.objects.select_related("cycle")
        page.goto(f"/e/{house.slug}/demarche/{answer.cycle_id}/questions/{answer.question_id}/")
        assert page.get_by_role("textbox", name="Racontez").input_value() == words
    enter(page, etabli, "reseaux/")
    page.get_by_role("link", name="Commencer une démarche avec ce guide").click()
    page.get_by_role("checkbox", name="Le lien avec les usagers").check()
    press(page, "Commencer")
    page.get_by_role("status").filter(has_text="Une nouvelle démarche commence.").wait_for()
    with unscoped("what became of the answers, wherever"):
        versions = [cycle.version for cycle in Cycle.objects.filter(version__base__isnull=False)]
        answers = set(OwnAnswer.objects.values_list("level", "narrative"))
    assert [version.number for version in versions] == ["1.0.0"] * 3
    known = {one.id: one.wording.read_in("fr") for one in read_referential(versions[0]).walk_questions()}
    assert known[asked] == typeset(ASKED, "fr")
    assert answers == {(4, MORNING), (2, EVENING)}
