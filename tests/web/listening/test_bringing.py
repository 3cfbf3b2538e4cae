"""A register brought back by its pages: the file, what would enter, and then it is there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marchepied.apps.listening.models import Complaint, Idea, RegisterTable
from marchepied.apps.listening.services import close_register
from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from tests.conftest import StrictClient
from tests.factories.listening import complain, open_one, propose
from tests.factories.organisations import MembershipFactory, OrganisationFactory

LISTEN = "/e/ressourcerie/ecouter/"
NOTEBOOK = "reçue le;ce qui s’est passé;Couleur\n03/02/2026;On m’a menacé.;vert\n2026-02-04;Rien.;\n"


def send(browser, place, data, name="cahier.csv"):
    data = data.encode() if isinstance(data, str) else data
    return browser.post(f"{LISTEN}{place}/reprendre/", {"file": SimpleUploadedFile(name, data)})


def text_of(page):
    return " ".join(page.content.decode().replace("\u202f", " ").replace("\xa0", " ").split())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("place", ["difficultes", "idees"])
def test_the_file_of_the_page_comes_back_by_the_page(pilot, house, complaints, ideas, place, kind):
    """What one house takes away, another brings in, and takes away the same."""
    complain(complaints, "=1+1", when_where="<b>hier</b>")
    complain(complaints, "Le café.")
    propose(ideas, "Un banc", text="À l’ombre ;\nprès du puits.")
    taken = pilot.get(f"{LISTEN}{place}/registre.{kind}").content
    page = pilot.get(send(pilot, place, taken, f"registre.{kind}").url)
    assert "Ce tableau n’apporte rien : tout est déjà là." in text_of(page)
    csv = pilot.get(f"{LISTEN}{place}/registre.csv").content
    (Complaint if place == "difficultes" else Idea).objects.all().delete()
    check = send(pilot, place, taken, f"registre.{kind}").url
    assert "Oui, reprendre tout cela" in text_of(pilot.get(check))
    written = pilot.post(check)
    assert (written.status_code, written.url) == (302, f"{LISTEN}{place}/")
    assert pilot.get(f"{LISTEN}{place}/registre.csv").content == csv
    assert RegisterTable.objects.count() == 0
    assert pilot.get(check).status_code == 404


def test_what_would_enter_is_shown_first(pilot, house, complaints):
    page = text_of(pilot.get(send(pilot, "difficultes", NOTEBOOK).url))
    assert "2 difficultés à reprendre." in page
    assert "Une, encore ouverte, parle peut-être d’un danger" in page
    assert "La colonne « Couleur » n’est pas reprise" in page
    assert "<strong>n° 1</strong> · 3 février 2026 · On m’a menacé." in page
    assert Complaint.objects.count() == 0


def test_wrong_cells_are_listed_and_cannot_be_confirmed(pilot, house, complaints):
    data = "reçue le;ce qui s’est passé;comment\ndemain;Rien.;fax<script>\n"
    check = send(pilot, "difficultes", data).url
    page = text_of(pilot.get(check))
    assert "2 cases sont à corriger." in page
    assert "<strong>Ligne 2, colonne « comment »</strong> : fax&lt;script&gt;<br>Écrivez l’un de" in page
    assert "Oui, reprendre" not in page
    assert (pilot.post(check).status_code, Complaint.objects.count()) == (200, 0)


def test_a_file_that_is_no_table_is_refused_beside_its_field(pilot, house, ideas):
    for data, sentence in (
        (b"", "Le fichier est vide."),
        (b"\x00\x01\x02" * 90, "Ce fichier"),
        (b"a" * 5_000_001, "Ce fichier dépasse 5 Mo."),
    ):
        page = send(pilot, "idees", data)
        assert (page.status_code, sentence in text_of(page)) == (200, True)
    assert "Choisissez le fichier." in text_of(pilot.post(f"{LISTEN}idees/reprendre/"))
    assert RegisterTable.objects.count() == 0


def test_giving_up_erases_the_file(pilot, house, ideas):
    check = send(pilot, "idees", "idée;reçue le\nUn banc;03/02/2026\n").url
    gone = pilot.post(f"{check}abandonner/")
    assert (gone.url, RegisterTable.objects.count(), Idea.objects.count()) == (f"{LISTEN}idees/", 0, 0)


def test_a_closed_register_says_so(pilot, house, complaints):
    close_register(register=complaints, by=house.pilot)
    page = text_of(pilot.get(f"{LISTEN}difficultes/reprendre/"))
    assert "Ce registre est fermé : ouvrez-le pour y reprendre un tableau." in page
    assert 'type="file"' not in page
    assert (send(pilot, "difficultes", NOTEBOOK).status_code, RegisterTable.objects.count()) == (200, 0)


def test_only_who_leads_brings_back_and_only_their_own_file(pilot, house, complaints, member):
    check = send(pilot, "difficultes", NOTEBOOK).url
    for role in (Role.READER, Role.CONTRIBUTOR):
        browser = member(role)
        answers = {
            browser.get(f"{LISTEN}difficultes/reprendre/").status_code,
            send(browser, "difficultes", NOTEBOOK).status_code,
            browser.get(check).status_code,
            browser.post(check).status_code,
            browser.post(f"{check}abandonner/").status_code,
        }
        assert answers == {404}
    assert member(Role.FACILITATOR).get(check).status_code == 404  # somebody else's file
    assert Complaint.objects.count() == 0


def test_a_member_of_another_organisation_sees_nothing(pilot, house, complaints):
    check = send(pilot, "difficultes", NOTEBOOK).url
    other = OrganisationFactory(slug="ailleurs")
    open_one(other)
    stranger = StrictClient()
    with scope(other):
        stranger.force_login(MembershipFactory(organisation=other, role=Role.PILOT).person)
    assert stranger.get(f"{LISTEN}difficultes/reprendre/").status_code == 404
    for address in (check, check.replace("ressourcerie", "ailleurs")):
        assert (stranger.get(address).status_code, stranger.post(address).status_code) == (404, 404)
    assert Complaint._base_manager.count() == 0
