"""A committee of experts reads, remarks and signs, again when the text changes; then it is published.

And a group proposes by a link that was scanned, until the link is changed and a text taken off the page.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from marchepied.apps.networks.models import Opinion
from marchepied.apps.organisations.enums import Role
from marchepied.apps.referentials.models import ReferentialVersion
from marchepied.apps.referentials.selectors import find_draft
from marchepied.apps.referentials.services import add_item, load_shipped_referentials
from marchepied.core.scope import scope, unscoped
from tests.factories.networks import begin_draft, call_on, first_domain, pilot_of
from tests.factories.organisations import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.referentials import question, text
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def network(db):
    load_shipped_referentials()
    organisation = OrganisationFactory(name="Fédération des Rives", slug="rives")
    MembershipFactory(organisation=organisation, person=PersonFactory(name="Hélène Vasseur"), role=Role.PILOT)
    return organisation


@pytest.fixture
def sign_in(client, live_server):
    """Sign a person in, in the browser of a page."""

    def go(page, person, path):
        client.force_login(person)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(path)

    return go


def write_question(network, draft, words):
    """One more question, complete in the one language of the addition."""
    with scope(network):
        row = find_draft(network, draft.pk)
        domain, source = first_domain(), row.content["provenance"]
        asked = question("x", levers=[domain.levers[0].id], statement=text(words), wording=text(words))
        asked |= {"provenance": source, "levels_provenance": source}
        add_item(draft=row, kind="question", parent=domain.id, item=asked, by=pilot_of(network))


def press(page, name):
    page.get_by_role("button", name=name).click()


def gather_committee(page):
    page.get_by_role("link", name="L’écrire avec d’autres").click()
    page.get_by_role("link", name="Réunir un comité").click()
    page.get_by_role("textbox", name="Le nom du comité").fill("Comité de relecture")
    page.get_by_role("spinbutton", name="Combien d’accords").fill("1")
    press(page, "Réunir ce comité")
    page.get_by_role("link", name="Inviter quelqu’un à relire").click()
    page.get_by_role("textbox", name="Son nom").fill("Anne Delcourt")
    page.get_by_role("textbox", name="Son courriel").fill("anne@exemple.fr")
    page.get_by_label("Peut lire jusqu’au").fill(str(timezone.localdate() + timedelta(days=30)))
    press(page, "Envoyer l’invitation")
    press(page, "Commencer une lecture")
    page.get_by_role("status").filter(has_text="La lecture commence.").wait_for()


def test_a_committee_signs_what_is_written_and_again_when_it_changes(
    network, new_page, sign_in, axe, overflow, plain
):
    draft, anne = begin_draft(network, "Nos questions"), PersonFactory(email="anne@exemple.fr")
    write_question(network, draft, "Qui rappelle les gens ?")
    page = new_page(PHONE)
    sign_in(page, pilot_of(network), f"/e/rives/guides/brouillons/{draft.pk}/")
    gather_committee(page)
    assert (axe(page), overflow(page)) == ([], 0)
    committee = page.url

    sign_in(page, anne, "/mes-espaces/")
    page.get_by_role("link", name="Comité de relecture").click()
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("link", name=re.compile("^Faire une remarque : Qui rappelle")).click()
    page.get_by_role("textbox", name="Votre remarque").fill("« Rappeler » se comprend mal.")
    press(page, "Envoyer la remarque")
    page.get_by_role("radio", name="D’accord", exact=True).check()
    press(page, "Donner mon avis")
    page.get_by_text("Vous êtes d’accord avec ce qui est écrit.").wait_for()

    write_question(network, draft, "Qui répond aux lettres ?")
    sign_in(page, pilot_of(network), committee)
    page.get_by_text("Une remarque attend votre réponse.").wait_for()
    assert "on leur redemande" in plain(page.inner_text("main"))
    page.get_by_role("link", name=re.compile("^Répondre")).click()
    page.get_by_role("textbox", name="Votre réponse").fill("Une question de plus le dit autrement.")
    press(page, "Envoyer la réponse")
    page.goto(f"/e/rives/guides/brouillons/{draft.pk}/publier/")
    press(page, "Publier cette version")
    page.get_by_text("doit encore donner un accord").wait_for()

    sign_in(page, anne, "/mes-espaces/")
    page.get_by_role("link", name="Comité de relecture").click()
    page.get_by_text("Le guide a changé depuis votre accord").wait_for()
    assert "Une question de plus le dit autrement." in page.inner_text("main")
    page.get_by_role("radio", name="D’accord", exact=True).check()
    press(page, "Donner mon avis")
    sign_in(page, pilot_of(network), committee)
    page.get_by_role("link", name="Publier cette version").click()
    press(page, "Publier cette version")
    page.get_by_role("status").filter(has_text="Publié.").wait_for()
    with unscoped("what was signed"):
        assert [(one.view, one.revision) for one in Opinion.objects.all()] == [("agree", 2)]
    assert ReferentialVersion.objects.get(referential__owner=network).number == "1.0.0"


def test_a_group_proposes_by_a_link_that_can_be_changed(network, new_page, sign_in, axe, overflow):
    appeal = call_on(begin_draft(network), groups=["volunteers"])
    page, group = new_page(PHONE), new_page(PHONE, java_script_enabled=False)
    sign_in(page, pilot_of(network), f"/e/rives/reseau/appels/{appeal.pk}/")
    page.get_by_role("link", name="Lui donner son lien").click()
    assert (axe(page), overflow(page)) == ([], 0)
    address = page.locator(".address a").get_attribute("href").partition("/appel/")[2]
    group.goto(f"/appel/{address}")
    group.get_by_role("link", name="Ou faites une remarque sur l’ensemble").click()
    group.get_by_role("textbox", name="Votre remarque").fill("Monsieur Untel ne rappelle jamais.")
    press(group, "Envoyer la proposition")
    group.get_by_role("status").filter(has_text="Votre proposition est avec les autres").wait_for()

    page.get_by_role("link", name="Changer ce lien").click()
    assert (axe(page), overflow(page)) == ([], 0)
    press(page, "Oui, changer le lien")
    assert group.request.get(f"/appel/{address}").status == 404
    page.goto(f"/e/rives/reseau/appels/{appeal.pk}/")
    page.get_by_role("link", name="Monsieur Untel").click()
    page.get_by_role("radio", name="Retirée de la page").check()
    page.get_by_role("textbox", name="Votre réponse").fill("Ce texte vise une personne.")
    press(page, "Envoyer la réponse")
    page.get_by_role("heading", level=1, name="Le réseau a retiré ce texte de la page.").wait_for()
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("link", name="Écrivons ensemble").click()
    page.get_by_role("link", name="Lui donner son lien").click()
    address = page.locator(".address a").get_attribute("href").partition("/appel/")[2]
    group.goto(f"/appel/{address}")
    told = group.inner_text("main")
    assert ("Monsieur Untel" in told, "Ce texte vise une personne." in told) == (False, True)
