"""Telling what went wrong without an account, and following it by its code."""

import pytest
from django.urls import reverse

from marchepied.apps.listening.models import Complaint, ComplaintMessage, ComplaintPerson
from marchepied.apps.listening.selectors.registers import code_of
from marchepied.apps.listening.selectors.tracking import code_of_complaint
from marchepied.apps.listening.services import (
    Closing,
    acknowledge,
    answer,
    close,
    close_register,
    note,
)
from tests.factories.listening import complain, envelope


def text_of(response, plain):
    return plain(response.content.decode())


def test_the_page_announces_delays_whom_to_call_and_lays_no_cookie(client, complaints, plain):
    response = client.get(f"/dire/{code_of(complaints)}/")
    page = text_of(response, plain)
    assert "accusons réception en 7 jours au plus et nous répondons en 30 jours au plus" in page
    assert all(number in page for number in ("3919", "119", "112", "09 69 39 00 00", "Lanceur d’alerte"))
    assert response.cookies == {}
    assert response["Cache-Control"] == "no-store, private"


def test_what_is_sent_arrives_and_gives_a_code(client, tell, plain):
    response = tell(name="Nadia", contact="06 00", when_where="mardi", wanted="Chaud.")
    row = Complaint.objects.get()
    assert response["Location"] == f"/suivi/{code_of_complaint(row)}/?envoi=1"
    page = text_of(client.get(response["Location"]), plain)
    assert "Merci, votre message est arrivé." in page
    assert code_of_complaint(row) in page
    assert "Nadia" not in page
    assert client.cookies == {}


def test_the_same_form_twice_leads_to_the_same_page(tell):
    assert tell(nonce="abc")["Location"] == tell(nonce="abc")["Location"]
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"seconds": 1}, "C’est parti très vite."),
        ({"seconds": 100_000}, "Cette page était ouverte depuis hier."),
        ({"site": "https://mal.exemple"}, "Un champ caché a été rempli"),
        ({"moment": "1"}, "Il manquait une partie du formulaire."),
        ({"what": "x" * 5001}, "5000 signes au plus"),
    ],
)
def test_a_refusal_says_why_and_loses_nothing(tell, plain, more, said):
    response = tell(**{"what": "Le café est froid.", **more}, name="Nadia")
    page = text_of(response, plain)
    assert response.status_code == 422
    assert said in page
    assert 'value="Nadia"' in page
    assert (Complaint.objects.count(), ComplaintPerson.objects.count()) == (0, 0)


def test_one_who_waited_after_a_refusal_is_taken_with_the_same_form(tell, client, complaints):
    refused = tell(seconds=1)
    kept = refused.context["envelope"]
    assert kept.nonce == refused.wsgi_request.POST["envoi"] or kept.nonce
    assert refused.wsgi_request.POST["moment"] == kept.stamp


def test_too_much_from_one_place_is_refused_with_the_reason(tell, settings, plain):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "listen_by_link": "1/h/ip"}
    assert tell("Un.").status_code == 302
    response = tell("Deux.")
    assert "Beaucoup de messages sont partis d’ici." in text_of(response, plain)
    assert Complaint.objects.count() == 1


def test_words_of_danger_first_show_whom_to_call_then_let_one_go_on(tell, plain):
    response = tell("Il m’a frappée.")
    page = text_of(response, plain)
    assert (response.status_code, Complaint.objects.count()) == (200, 0)
    assert "Vous parlez peut-être d’un danger ou d’une violence." in page
    assert "Envoyer quand même à l’organisation" in page
    assert "Il m’a frappée." in page
    assert tell("Il m’a frappée.", lu="1").status_code == 302
    assert Complaint.objects.get().urgent is True


def test_a_closed_register_says_so_and_is_still_followed(client, house, complaints, plain):
    row = complain(complaints)
    close_register(register=complaints, by=house.pilot)
    url = f"/dire/{code_of(complaints)}/"
    assert "Cette page ne prend plus de messages." in text_of(client.get(url), plain)
    client.post(url, {"what": "Encore", **envelope()})
    assert Complaint.objects.count() == 1
    assert client.get(f"/suivi/{code_of_complaint(row)}/").status_code == 200


@pytest.mark.parametrize("code", ["ABCD-EFGH-JKMN", "x", "..", "%00"])
def test_a_wrong_code_opens_nothing(client, complaints, code):
    assert client.get(f"/dire/{code}/").status_code == 404
    assert client.get(f"/suivi/{code}/").status_code == 404
    assert client.get(f"/idees/{code}/").status_code == 404


def test_the_author_reads_the_answer_and_not_the_notes(client, house, complaints, plain):
    row = complain(complaints, name="Nadia")
    acknowledge(complaint=row, text="Bien reçu.", by=house.pilot)
    note(complaint=row, text="Elle exagère.", by=house.pilot)
    answer(complaint=row, text="La machine est changée.", by=house.pilot)
    close(
        complaint=row, closing=Closing("settled", "", "Trop vieille.", "Une machine neuve."), by=house.pilot
    )
    page = text_of(client.get(f"/suivi/{code_of_complaint(row)}/"), plain)
    assert "La machine est changée." in page
    assert "C’est clos : réglée." in page
    assert "Une machine neuve." in page
    assert not any(word in page for word in ("exagère", "Nadia", "Trop vieille", str(house.pilot)))


def test_the_author_answers_by_the_code(client, complaints, plain):
    row = complain(complaints)
    url = f"/suivi/{code_of_complaint(row)}/"
    response = client.post(url, {"text": "C’était mardi.", **envelope()})
    assert response["Location"] == url + "?recu=1"
    assert [word.text for word in ComplaintMessage.objects.all()] == ["C’était mardi."]
    refused = client.post(url, {"text": "", **envelope()})
    assert refused.status_code == 422
    assert ComplaintMessage.objects.count() == 1


def test_a_code_is_typed_as_people_type_it(client, complaints, plain):
    row = complain(complaints)
    typed = code_of_complaint(row).lower().replace("-", " ")
    response = client.post("/suivi/", {"code": typed})
    assert response.status_code == 302
    page = client.get(response["Location"], follow=True)
    assert page.redirect_chain[-1][0] == reverse("listening:follow", args=[code_of_complaint(row)])
    wrong = client.post("/suivi/", {"code": "4F7K"})
    assert wrong.status_code == 404
    assert "Ce code n’ouvre rien." in text_of(wrong, plain)


def test_guessing_codes_is_made_to_wait(client, complaints):
    for _try in range(20):
        assert client.post("/suivi/", {"code": "4F7K-92HD-XM3T-8QCP"}).status_code == 404
    assert client.post("/suivi/", {"code": "4F7K-92HD-XM3T-8QCP"}).status_code == 429
    assert client.get(f"/suivi/{code_of_complaint(complain(complaints))}/").status_code == 429
