"""The limits of a relay: its territory, its questionnaire, taken back at once, and nothing read again."""

import json
import secrets

import pytest

from marchepied.apps.listening.models import Complaint, Idea, Relay
from marchepied.apps.listening.services.ideas import IdeaContent
from marchepied.apps.listening.services.relays import bring_idea, revoke_relay
from marchepied.apps.listening.validators import relay_code
from marchepied.apps.participation.models import Answer, Comment
from marchepied.core.boxes import public_key_of, seal_box
from marchepied.core.models import Trace
from tests.factories.listening import commune_of, complain, give_right, propose
from tests.factories.participation import RoundCollegeFactory, RoundFactory


@pytest.fixture
def call(house):
    return RoundCollegeFactory(organisation=house, round=RoundFactory(organisation=house, state="open"))


@pytest.fixture
def relay(house, complaints, ideas, call):
    return give_right(house, call=call)


def seal(relay, kind, nonce="", **fields):
    words = json.dumps({"kind": kind, "nonce": nonce or secrets.token_hex(8), "fields": fields})
    box = seal_box(words, public_key_of(relay_code(relay.handle)), secrets.token_bytes(12))
    return {"number": 1, "box": box}


@pytest.fixture
def send(client, relay):
    def one(*entries):
        body = json.dumps({"entries": entries})
        return client.post(f"/relais/{relay_code(relay.handle)}/", body, content_type="application/json")

    return one


def test_another_territory_cannot_be_written(relay, send):
    commune_of("68224", "Mulhouse", epci="200066009")
    elsewhere = {"commune": "Mulhouse", "commune_code": "68224", "commune_id": "68224", "reach": "department"}
    send(seal(relay, "idea", title="Un banc", **elsewhere))
    send(seal(relay, "complaint", what="Le car ne passe plus.", **elsewhere))
    assert list(Idea.objects.values_list("commune_id", "reach")) == [("68066", "commune")]
    assert list(Complaint.objects.values_list("commune_id", "reach")) == [("68066", "commune")]


def test_another_questionnaire_cannot_be_answered(house, relay, send, call):
    other = RoundCollegeFactory(organisation=house, round=RoundFactory(organisation=house, state="open"))
    send(seal(relay, "answers", q1="2", call=str(other.pk), round=str(other.round_id)))
    other.refresh_from_db()
    call.refresh_from_db()
    assert (call.answered_count, other.answered_count) == (1, 0)
    assert set(Answer.objects.values_list("call_id", flat=True)) == {call.pk}


def test_what_the_right_does_not_name_is_not_taken(house, complaints, ideas, client):
    relay = give_right(house, takes_complaints=False)
    entries = [seal(relay, "complaint", what="Le car ne passe plus."), seal(relay, "answers", q1="2")]
    body = json.dumps({"entries": entries})
    response = client.post(f"/relais/{relay_code(relay.handle)}/", body, content_type="application/json")
    assert [row["state"] for row in response.json()["outcomes"]] == ["later", "later"]
    assert (Complaint.objects.count(), Answer.objects.count()) == (0, 0)


def test_a_batch_sent_after_the_right_was_taken_back_is_refused_in_a_sentence(house, relay, send, plain):
    entries = [seal(relay, "idea", title="Un banc"), seal(relay, "answers", q1="2")]
    revoke_relay(relay=relay, by=house.pilot)
    response = send(*entries)
    # No outcome: the telephone forgets only what an outcome names, so it keeps both.
    assert (response.status_code, list(response.json())) == (410, ["error"])
    assert plain(response.json()["error"]) == "Ce droit n’est plus valable : rien n’a été pris."
    assert (Idea.objects.count(), Answer.objects.count(), Comment.objects.count()) == (0, 0, 0)


def test_it_is_taken_back_even_for_a_sending_that_had_begun(house, relay):
    begun = Relay.objects.get(pk=relay.pk)
    revoke_relay(relay=relay, by=house.pilot)
    with pytest.raises(Exception, match="Ce droit n’est plus valable") as refusal:
        bring_idea(relay=begun, content=IdeaContent("Un banc"), nonce="n1")
    assert (refusal.value.code, Idea.objects.count()) == ("over", 0)


def test_nothing_said_before_is_ever_shown_again(house, relay, complaints, ideas, send, client):
    complain(complaints, "Secret du bureau.", name="Nadia Petit")
    propose(ideas, "Secret de la boîte")
    answer = {"q1": "2", "c1": "Secret du questionnaire."}
    send(seal(relay, "answers", **answer), seal(relay, "complaint", what="Secret du relais.", name="Ali"))
    path = f"/relais/{relay_code(relay.handle)}/"
    client.post(path, {"kind": "complaint", "what": "Secret sans script.", "envoi": "a1"})
    for page in (client.get(path), send(), client.post(path, {"kind": "idea", "title": ""})):
        words = page.content.decode()
        assert [word in words for word in ("Secret", "Nadia", "Ali", "checked")] == [False] * 4


def test_the_same_number_from_elsewhere_is_not_what_the_relay_brought(relay, suggest, send):
    suggest("Un banc à l’ombre", nonce="n1", lu="1", vues="1")
    send(seal(relay, "idea", nonce="n1", title="Une fontaine"))
    assert sorted(Idea.objects.values_list("title", flat=True)) == ["Un banc à l’ombre", "Une fontaine"]
    assert Trace.objects.filter(source_id=str(relay.pk)).count() == 1


def test_who_handles_reads_that_a_relay_brought_it(house, relay, send, pilot, plain):
    send(seal(relay, "idea", title="Un banc"), seal(relay, "complaint", what="Le car ne passe plus."))
    base = "/e/ressourcerie/ecouter/"
    told = [plain(pilot.get(f"{base}{page}/").content.decode()) for page in ("idees", "difficultes")]
    assert ["recueillie par un relais" in page for page in told] == [True, True]
    row = Complaint.objects.get()
    page = plain(pilot.get(f"{base}difficultes/{row.pk}/").content.decode())
    assert "recueillie par un relais, Mme Colin" in page
    Trace.objects.all().delete()
    assert "recueillie" not in plain(pilot.get(f"{base}difficultes/").content.decode())
