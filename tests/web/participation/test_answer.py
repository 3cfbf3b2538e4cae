"""A participant's page without a script: the whole questionnaire, what is refused, and how heavy it is."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from marchepied.apps.participation.enums import AnswerMode, RoundState
from marchepied.apps.participation.models import Answer, Comment, Invitation, OrganisationAnswer, RoundCollege
from marchepied.apps.participation.validators import token_of
from marchepied.core.scope import unscoped
from tests.factories.participation import InvitationFactory, RoundCollegeFactory, form_of

pytestmark = pytest.mark.django_db
STATIC = Path(__file__).resolve().parents[3] / "src" / "marchepied" / "static"


@pytest.fixture
def call():
    return RoundCollegeFactory(
        organisation__name="L’Atelier du Pont", round__organisation__name="L’Atelier du Pont"
    )


def address(row, page="answer"):
    return reverse(f"participation:{page}", args=[token_of(row.handle)])


def sheet(response):
    """The fields of the form as a browser would send them, before anything is chosen."""
    soup = BeautifulSoup(response.content, "html.parser")
    form = soup.select_one("form[data-sheet]")
    hidden = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    return soup, hidden


def stored():
    with unscoped("a test reads everything"):
        return sorted(Answer.objects.values_list("item_id", "kind", "level"))


def test_the_whole_journey_without_a_script(client, call, plain):
    response = client.get(address(call))
    soup, hidden = sheet(response)
    assert soup.select_one("header").get_text(" ", strip=True).startswith("L’Atelier du Pont")
    assert soup.h1.get_text(strip=True) == "Votre avis sur le lien avec nos clients"
    text = plain(soup.get_text(" "))
    assert "vous pose 3 questions" in text
    assert "Comptez 3 minutes." in text
    assert "Claire Morel, directrice" in text
    assert "6 mois après la fin" in text
    assert [len(fieldset.select("input[type=radio]")) for fieldset in soup.select("[data-question]")] == [
        7
    ] * 3
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.cookies == {}

    sent = client.post(address(call), {**hidden, "q1": "4", "q2": "sp", "q3": "nc", "c1": "Merci <b>!</b>"})

    assert (sent.status_code, sent.headers["Location"]) == (302, address(call, "receipt"))
    assert stored() == [("q1", 0, 4), ("q2", 1, None), ("q3", 2, None)]
    with unscoped("a test reads everything"):
        assert Comment.objects.get().text == "Merci <b>!</b>"
    receipt = plain(BeautifulSoup(client.get(address(call, "receipt")).content, "html.parser").get_text(" "))
    assert "C’est envoyé. Merci." in receipt
    assert "Les autres répondent jusqu’au 12 mars 2099." in receipt


def test_a_code_typed_any_way_leads_to_one_address(client, call):
    typed = token_of(call.handle).lower().replace("-", " ")
    found = client.post(reverse("participation:code"), {"code": typed}, follow=True)

    assert found.redirect_chain[-1][0] == address(call)
    assert found.status_code == 200


@pytest.mark.parametrize("typed", ["ABCD-EFGH-JKMN", "x", "é" * 60, "../../etc", "<script>alert(1)</script>"])
def test_a_wrong_code_is_helped(client, call, typed):
    response = client.post(reverse("participation:code"), {"code": typed}, follow=True)

    assert response.status_code == 404
    assert "Ce code n’ouvre aucun questionnaire." in response.content.decode()
    assert "<script>alert" not in response.content.decode()


def test_the_page_to_type_a_code(client):
    response = client.get(reverse("participation:code"))
    assert (response.status_code, response.templates[0].name) == (200, "participation/code.html")


@pytest.mark.parametrize("page", ["answer", "receipt", "kiosk", "kiosk-receipt"])
def test_a_forged_seal_opens_no_page(client, call, page):
    code = token_of(call.handle)
    forged = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert client.get(reverse(f"participation:{page}", args=[forged])).status_code == 404


def test_another_organisations_link_shows_and_takes_its_own_questions_only(client, call):
    other = RoundCollegeFactory(round__organisation__name="Ailleurs", round__form=form_of(1))
    with unscoped("a test changes a row"):
        RoundCollege.objects.filter(pk=other.pk).update(item_ids=["q1"])
    soup, hidden = sheet(client.get(address(other)))
    client.post(address(other), {**hidden, "q1": "2", "q2": "5"})

    assert "L’Atelier du Pont" not in soup.get_text()
    assert stored() == [("q1", 0, 2)]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Répondez à une question au moins, puis envoyez."),
        ({"q1": "6"}, "Question 1 : cette réponse n’existe pas."),
        ({"q2": "١٢"}, "Question 2 : cette réponse n’existe pas."),
        (
            {"q1": "1", "c3": "a" * 20_000},
            "Question 3 : votre mot a 20000 caractères, raccourcissez-le à 2000.",
        ),
    ],
)
def test_a_refused_sheet_comes_back_filled(client, call, plain, fields, sentence):
    _soup, hidden = sheet(client.get(address(call)))
    response = client.post(address(call), {**hidden, **fields})
    soup, again = sheet(response)

    assert response.status_code == 422
    assert [plain(error.get_text()) for error in soup.select("[data-errors] li")] == [sentence]
    assert again["envoi"] == hidden["envoi"]
    assert (soup.select_one("#c3").text or "") == fields.get("c3", "")
    assert stored() == []


def test_hostile_text_is_shown_as_text(client, call):
    hostile = "</textarea><script>alert(1)</script>"
    response = client.post(address(call), {"q1": "9", "c1": hostile, "envoi": '"><script>'})

    assert BeautifulSoup(response.content, "html.parser").select_one("#c1").text == hostile


def test_this_device_has_answered_and_another_person_may(client, call, plain):
    client.post(address(call), {"q1": "1", "envoi": "a"})
    again = client.get(address(call))
    other = client.get(address(call) + "?autre=1")

    assert "Cet appareil a déjà répondu." in plain(again.content.decode())
    assert other.context["part"].questions
    client.post(address(call), {"q1": "2", "envoi": "b"})
    assert stored() == [("q1", 0, 1), ("q1", 0, 2)]


def test_the_mark_on_the_device_is_for_this_address_only(client, call):
    response = client.post(address(call), {"q1": "1"})
    cookie = response.cookies["deja-repondu"]

    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (address(call), True, "Lax")
    assert list(response.cookies) == ["deja-repondu"]


def test_the_same_form_sent_again_says_the_same_and_adds_nothing(client, call):
    _soup, hidden = sheet(client.get(address(call)))
    answers = [client.post(address(call), {**hidden, "q1": "3"}).headers["Location"] for _time in range(3)]

    assert answers == [address(call, "receipt")] * 3
    assert stored() == [("q1", 0, 3)]


def test_an_invitation_answers_once_and_then_says_so(client, call, plain):
    invitation = InvitationFactory(call=call)
    sent = client.post(address(invitation), {"q1": "3", "envoi": "a"})
    after = client.get(address(invitation))
    second = client.post(address(invitation), {"q1": "5", "envoi": "b"})

    assert sent.cookies == {}
    assert sent.headers["Location"] == address(invitation, "receipt")
    assert "Ce lien a déjà servi." in plain(after.content.decode())
    assert (second.status_code, stored()) == (200, [("q1", 0, 3)])
    with unscoped("a test reads everything"):
        assert Invitation.objects.get().used is True


def test_the_script_is_answered_in_json(client, call, plain):
    taken = client.post(address(call), {"q1": "3", "envoi": "a"}, headers={"accept": "application/json"})
    refused = client.post(address(call), {"q1": "7", "envoi": "b"}, headers={"accept": "application/json"})
    with unscoped("a test closes"):
        type(call.round).objects.update(state=RoundState.CLOSED)
    closed = client.post(address(call), {"q1": "3", "envoi": "c"}, headers={"accept": "application/json"})

    assert taken.json() == {"url": address(call, "receipt")}
    assert refused.status_code == 422
    assert [plain(error) for error in refused.json()["errors"]] == [
        "Question 1 : cette réponse n’existe pas."
    ]
    assert (closed.status_code, closed.json()["url"]) == (409, address(call))


def test_a_common_answer(client, call, plain):
    with unscoped("a test changes a row"):
        RoundCollege.objects.update(mode=AnswerMode.COLLECTIVE)
    soup, hidden = sheet(client.get(address(call)))
    client.post(address(call), {**hidden, "q1": "4"})

    assert "une seule réponse pour tout le groupe" in plain(soup.get_text(" "))
    assert "Personne ici ne saura" not in plain(soup.get_text(" "))
    assert "Votre groupe a déjà répondu." in plain(client.get(address(call)).content.decode())
    assert client.post(address(call), {"q1": "1", "envoi": "x"}).status_code == 200
    assert stored() == [("q1", 0, 4)]


def test_a_partner_chooses_to_sign(client, plain):
    call = RoundCollegeFactory(college__kind="local_authorities", college__name="Communes")
    soup, hidden = sheet(client.get(address(call)))
    assert [radio["value"] for radio in soup.select("[name=signature]") if radio.has_attr("checked")] == [""]
    unnamed = client.post(address(call), {**hidden, "q1": "2", "signature": "organisation"})
    client.post(address(call), {**hidden, "q1": "2", "signature": "organisation", "nom": "Mairie de Brest"})

    assert "Écrivez le nom de votre organisation." in plain(unnamed.content.decode())
    with unscoped("a test reads everything"):
        assert OrganisationAnswer.objects.get().name == "Mairie de Brest"
    assert stored() == []


def test_an_employee_is_never_offered_to_sign_even_by_a_forged_form(client, call, plain):
    soup, hidden = sheet(client.get(address(call)))
    forged = client.post(address(call), {**hidden, "q1": "2", "signature": "organisation", "nom": "Moi"})

    assert soup.select("[name=signature]") == []
    assert "personne ne répond en son nom" in plain(forged.content.decode())
    assert stored() == []


def test_a_long_form_comes_in_parts_that_carry_what_was_filled(client):
    call = RoundCollegeFactory(round__form=form_of(150))
    soup, hidden = sheet(client.get(address(call)))
    assert len(soup.select("[data-question]")) == 60
    soup, hidden = sheet(client.post(address(call), {**hidden, "q1": "1", "c60": "« Mot »", "partie": "2"}))
    assert [soup.select_one("[data-question]")["id"], json.loads(hidden["deja"])] == [
        "question-61",
        {"q1": "1", "c60": "« Mot »"},
    ]
    soup, hidden = sheet(client.post(address(call), {**hidden, "q61": "sp", "partie": "3"}))
    assert len(soup.select("[data-question]")) == 30
    sent = client.post(address(call), {**hidden, "q150": "5"})

    assert sent.headers["Location"] == address(call, "receipt")
    assert sorted(stored()) == [("q1", 0, 1), ("q150", 0, 5), ("q61", 1, None)]


@pytest.mark.parametrize("carried", ["{", "[]", '{"q1": 3}', '{"autre": "x"}'])
def test_what_is_carried_may_be_nonsense(client, call, carried):
    response = client.post(address(call), {"deja": carried, "q2": "2"})
    assert (response.status_code, stored()) == (302, [("q2", 0, 2)])


@pytest.mark.parametrize("questions", [8, 300])
def test_opening_and_sending_take_few_queries(client, questions, django_assert_num_queries):
    call = RoundCollegeFactory(round__form=form_of(questions))
    invitation = InvitationFactory(call=call)
    fields = {f"q{number}": "2" for number in range(1, questions + 1)}
    fields |= {f"c{number}": "Un mot." for number in range(1, questions + 1)}
    with django_assert_num_queries(1):
        client.get(address(call))
    with django_assert_num_queries(2):
        client.get(address(invitation))
    with django_assert_num_queries(9):
        client.post(address(invitation), fields)
    assert len(stored()) == questions


def test_weights(client):
    eight = client.get(address(RoundCollegeFactory(round__form=form_of(8)))).content
    long = client.get(address(RoundCollegeFactory(round__form=form_of(300)))).content
    files = [
        "vendor/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
        "css/base.css",
        "css/parts.css",
        "css/answer.css",
        "js/answer.js",
        "js/speech.js",
        "img/icon.svg",
    ]
    whole = len(eight) + sum((STATIC / name).stat().st_size for name in files)

    assert whole <= 100_000
    assert len(long) <= 150_000
