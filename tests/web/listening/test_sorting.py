"""Setting messages aside from the pages: one, several after a confirmation, and taking one back."""

import io

import pytest
from django.utils import timezone
from pypdf import PdfReader

from marchepied.apps.listening.models import Complaint
from marchepied.apps.listening.selectors.tracking import code_of_complaint
from marchepied.apps.listening.services import set_aside
from marchepied.apps.organisations.enums import Role
from tests.conftest import StrictClient
from tests.factories.listening import commune_of, complain
from tests.factories.networks import pilot_of
from tests.factories.organisations import OrganisationFactory

LIST = "/e/ressourcerie/ecouter/difficultes/"
SORT = f"{LIST}ecarter/"


@pytest.fixture
def rows(complaints):
    return [complain(complaints, f"Gagnez {number} euros.") for number in (1, 2, 3)]


def states():
    return list(Complaint.objects.order_by("number").values_list("state", flat=True))


def text_of(page, plain):
    return plain(page.content.decode())


def test_several_are_chosen_read_again_then_set_aside(rows, pilot, plain):
    page = text_of(pilot.get(SORT), plain)
    assert [f"Gagnez {number} euros." in page for number in (1, 2, 3)] == [True, True, True]
    chosen = {"lequel": [str(rows[0].pk), str(rows[2].pk)]}
    page = text_of(pilot.post(SORT, chosen), plain)
    assert "Écarter ces 2 messages ?" in page
    assert [f"Gagnez {number} euros." in page for number in (1, 2, 3)] == [True, False, True]
    assert states() == ["received"] * 3
    page = text_of(pilot.post(SORT, chosen | {"sur": "1"}, follow=True), plain)
    assert "2 messages sont écartés." in page
    assert states() == ["closed", "received", "closed"]
    assert "Écartées (2)" in page


def test_nothing_chosen_and_what_is_not_there_change_nothing(rows, pilot, plain):
    for data in ({}, {"sur": "1"}, {"lequel": "x", "sur": "1"}, {"lequel": str(rows[0].register_id)}):
        response = pilot.post(SORT, data)
        assert (response.status_code, "Cochez au moins un message." in text_of(response, plain)) == (
            422,
            True,
        )
    assert states() == ["received"] * 3


def test_the_row_of_another_house_is_never_taken(rows, pilot):
    other = OrganisationFactory(slug="autre")
    stranger = StrictClient()
    stranger.force_login(pilot_of(other))
    assert stranger.get(SORT).status_code == 404
    data = {"lequel": str(rows[0].pk), "sur": "1"}
    assert stranger.post(SORT, data).status_code == 404
    assert stranger.post("/e/autre/ecouter/difficultes/ecarter/", data).status_code == 404
    assert states() == ["received"] * 3


@pytest.mark.parametrize(
    ("role", "status"), [(Role.FACILITATOR, 200), (Role.CONTRIBUTOR, 404), (Role.READER, 404)]
)
def test_only_who_handles_difficulties_sorts_them(rows, member, role, status):
    assert member(role).get(SORT).status_code == status


def test_what_may_be_dangerous_is_not_there(rows, complaints, pilot, plain):
    danger = complain(complaints, "Il m’a frappée.")
    assert "frappée" not in text_of(pilot.get(SORT), plain)
    assert pilot.post(SORT, {"lequel": str(danger.pk), "sur": "1"}).status_code == 422


def test_one_is_set_aside_then_taken_back_from_its_page(rows, pilot, plain):
    url = f"{LIST}{rows[0].pk}/"
    page = text_of(pilot.post(url, {"gesture": "aside"}, follow=True), plain)
    assert "Elle est écartée. Vous pouvez encore la reprendre." in page
    assert ("La reprendre" in page, "Envoyer la réponse" in page) == (True, False)
    page = text_of(pilot.post(url, {"gesture": "take_back"}, follow=True), plain)
    assert ("Elle est reprise" in page, "Envoyer la réponse" in page) == (True, True)
    assert states() == ["received"] * 3


def test_its_author_may_say_that_it_was_a_mistake(house, rows, client, pilot, plain):
    set_aside(complaint=rows[0], by=house.pilot)
    path = f"/suivi/{code_of_complaint(rows[0])}/"
    assert "Si nous nous trompons, dites-le ici." in text_of(client.get(path), plain)
    Complaint.objects.filter(pk=rows[0].pk).update(author_waits=True)
    assert "n° 1" in text_of(pilot.get(LIST), plain)
    Complaint.objects.filter(pk=rows[0].pk).update(what="", erased_on=timezone.localdate())
    assert "Texte effacé le" in text_of(client.get(path), plain)
    page = text_of(pilot.get(f"{LIST}{rows[0].pk}/"), plain)
    assert ("son texte a été effacé" in page, "La reprendre" in page) == (True, False)
    assert "texte effacé" in text_of(pilot.get(LIST, {"voir": "ecartees"}), plain)


@pytest.mark.parametrize("number", [1, 3])
def test_sorting_costs_the_same_for_one_and_for_three(complaints, pilot, number, django_assert_num_queries):
    for place in range(number):
        complain(complaints, f"Gagnez {place} euros.")
    pilot.get(SORT)
    with django_assert_num_queries(5):
        pilot.get(SORT)


def test_a_note_of_a_call_may_say_where(complaints, pilot, plain):
    commune_of()
    data = {
        "channel": "phone", "received_on": timezone.localdate().isoformat(), "what": "Le car ne passe plus.",
        "commune": "Colmar", "reach": "department",
    }  # fmt: skip
    pilot.post(f"{LIST}noter/", data)
    row = Complaint.objects.get()
    assert (row.commune_id, row.reach) == ("68066", "department")
    assert "Haut-Rhin (68)" in text_of(pilot.get(f"{LIST}{row.pk}/"), plain)
    assert "Haut-Rhin (68)" in text_of(pilot.get(LIST), plain)


def test_whoever_writes_alone_says_no_territory(complaints, tell):
    commune_of()
    tell("Le car ne passe plus.", commune="Colmar", commune_code="68066", reach="commune")
    assert list(Complaint.objects.values_list("commune_id", "reach")) == [(None, "")]


@pytest.mark.parametrize(
    ("kind", "asks", "terms"),
    [
        ("difficultes", "Quelque chose ne va pas ? Dites-le.", "Sans compte, avec ou sans votre nom."),
        ("idees", "Une idée ? Proposez-la.", "Sans compte. Sur un téléphone ou un ordinateur."),
    ],
)
def test_posters_are_also_pdf(house, complaints, ideas, pilot, member, plain, kind, asks, terms):
    path = f"/e/ressourcerie/ecouter/{kind}/affiche.pdf"
    response = pilot.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert (response.content[:5], len(response.content) > 5000) == (b"%PDF-", True)
    said = plain(PdfReader(io.BytesIO(response.content)).pages[0].extract_text())
    assert [words in said for words in (asks, terms, "Qui lit ce que vous écrivez ?")] == [True] * 3
    assert "Donnez votre avis" not in said
    assert f'filename="affiche-{kind}.pdf"' in response["Content-Disposition"]
    assert member(Role.READER).get(path).status_code == 404
