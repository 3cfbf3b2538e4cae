"""Relays: a right given and taken back; a page that keeps, never shows again, and sends once."""

import json
import secrets
from datetime import timedelta

import pytest
from django.utils import timezone

from marchepied.apps.listening.models import Complaint, Idea, Relay
from marchepied.apps.listening.services import close_register
from marchepied.apps.listening.services.relays import revoke_relay
from marchepied.apps.listening.validators import relay_code
from marchepied.apps.organisations.enums import Role
from marchepied.apps.participation.models import Answer, Comment
from marchepied.apps.participation.services import close_round
from marchepied.core.boxes import public_key_of, seal_box
from marchepied.core.models import AuditEntry, Trace
from tests.factories.listening import commune_of, give_right
from tests.factories.participation import RoundCollegeFactory, RoundFactory

RELAYS = "/e/ressourcerie/ecouter/relais/"


@pytest.fixture
def call(house):
    return RoundCollegeFactory(organisation=house, round=RoundFactory(organisation=house, state="open"))


@pytest.fixture
def relay(house, complaints, ideas, call):
    return give_right(house, call=call)


def seal(relay, number, kind, nonce="", **fields):
    """One entry as the page of the relay keeps it."""
    words = json.dumps({"kind": kind, "nonce": nonce or secrets.token_hex(8), "fields": fields})
    box = seal_box(words, public_key_of(relay_code(relay.handle)), secrets.token_bytes(12))
    return {"number": number, "box": box}


@pytest.fixture
def bring(client, relay):
    """Sends what a device kept; the outcomes, in order."""

    def send(*entries):
        path = f"/relais/{relay_code(relay.handle)}/"
        response = client.post(path, json.dumps({"entries": entries}), content_type="application/json")
        return [(row["state"], bool(row["code"])) for row in response.json()["outcomes"]]

    return send


def test_a_pilot_gives_a_right_and_its_link_opens_the_page(house, ideas, pilot, client, plain):
    commune_of()
    data = {
        "name": "Mme Colin", "standing": "inhabitant", "commune": "Colmar", "reach": "epci",
        "takes": ["ideas"], "until": timezone.localdate().isoformat(),
    }  # fmt: skip
    page = pilot.post(f"{RELAYS}donner/", data, follow=True)
    assert "Remettez maintenant le lien à cette personne." in plain(page.content.decode())
    row = Relay.objects.get()
    assert (row.reach, row.takes_ideas, row.takes_complaints, row.call_id) == ("epci", True, False, None)
    assert AuditEntry.objects.filter(verb="relay.given", target_id=str(row.pk)).count() == 1
    told = plain(client.get(f"/relais/{relay_code(row.handle)}/").content.decode())
    assert "Votre territoire : Colmar Agglomération (68)." in told
    assert ("L’idée, en une phrase" in told, "Que s’est-il passé ?" in told) == (True, False)


def test_a_right_to_nothing_or_for_ever_is_refused(house, ideas, pilot, plain):
    commune_of()
    data = {"name": "X", "standing": "peer", "commune": "Colmar", "reach": "commune", "until": "2020-01-01"}
    page = plain(pilot.post(f"{RELAYS}donner/", data | {"takes": ["ideas"]}).content.decode())
    assert "Choisissez un dernier jour, dans un an au plus." in page
    page = plain(
        pilot.post(f"{RELAYS}donner/", data | {"until": timezone.localdate().isoformat()}).content.decode()
    )
    assert "Choisissez au moins une chose que ce relais peut écrire." in page
    assert Relay.objects.count() == 0


def test_only_who_pilots_gives_and_takes_back(relay, member, client):
    for role in (Role.FACILITATOR, Role.CONTRIBUTOR, Role.READER):
        browser = member(role)
        for path in (RELAYS, f"{RELAYS}donner/", f"{RELAYS}{relay.pk}/", f"{RELAYS}{relay.pk}/retirer/"):
            assert browser.get(path).status_code == 404
    assert client.get(RELAYS).status_code == 302


def test_what_several_people_said_arrives_once_each(relay, bring, call):
    item = call.item_ids[0]
    entries = [
        seal(relay, 1, "answers", q1="2", c1="Un banc manque."),
        seal(relay, 2, "answers", q1="3"),
        seal(relay, 3, "idea", title="Un banc à l’ombre", signed="Ali"),
        seal(relay, 4, "complaint", what="Le car ne passe plus.", name="Nadia"),
        seal(relay, 5, "complaint", what="Le car ne passe plus."),
    ]
    expected = [("taken", False), ("taken", False), ("taken", True), ("taken", True), ("taken", True)]
    assert bring(*entries) == expected
    assert bring(*entries) == expected  # the telephone never heard the answer
    assert sorted(Answer.objects.filter(item_id=item).values_list("level", flat=True)) == [2, 3]
    assert list(Comment.objects.values_list("text", flat=True)) == ["Un banc manque."]
    call.refresh_from_db()
    relay.refresh_from_db()
    assert (call.answered_count, relay.answers) == (2, 2)
    idea = Idea.objects.get()
    assert (idea.title, idea.commune_id, idea.reach, idea.visibility) == (
        "Un banc à l’ombre", "68066", "commune", "waiting",
    )  # fmt: skip
    assert list(Complaint.objects.values_list("channel", flat=True)) == ["spoken", "spoken"]


def test_nothing_but_a_count_ties_answers_to_the_relay(relay, bring):
    before = (AuditEntry.objects.count(), Trace.objects.count())
    bring(seal(relay, 1, "answers", q1="2"))
    assert (AuditEntry.objects.count(), Trace.objects.count()) == before
    bring(seal(relay, 2, "idea", title="Un banc"))
    assert Trace.objects.filter(source_id=str(relay.pk)).count() == 1


def test_an_idea_reaches_a_box_kept_inside(relay, ideas, bring):
    ideas.openness = "inside"
    ideas.save()
    assert bring(seal(relay, 1, "idea", title="Un banc")) == [("taken", True)]


def test_a_right_taken_back_takes_nothing_more(relay, house, bring, client, pilot, plain):
    entry = seal(relay, 1, "idea", title="Un banc")
    assert "Retirer le droit de Mme Colin ?" in plain(
        pilot.get(f"{RELAYS}{relay.pk}/retirer/").content.decode()
    )
    pilot.post(f"{RELAYS}{relay.pk}/retirer/")
    path = f"/relais/{relay_code(relay.handle)}/"
    response = client.post(path, json.dumps({"entries": [entry]}), content_type="application/json")
    assert (response.status_code, client.get(path).status_code, Idea.objects.count()) == (410, 410, 0)
    assert AuditEntry.objects.filter(verb="relay.revoked").count() == 1


@pytest.mark.parametrize(
    ("days_past", "status", "enters"), [(0, 200, True), (7, 200, False), (8, 410, False)]
)
def test_a_week_is_left_to_send_after_the_last_day(relay, client, days_past, status, enters):
    shift = timedelta(days=days_past)
    relay.given_on, relay.until = relay.given_on - shift * 2, timezone.localdate() - shift
    relay.save()
    response = client.get(f"/relais/{relay_code(relay.handle)}/")
    assert (response.status_code, b'data-kind="idea"' in response.content) == (status, enters)


def test_what_is_closed_stays_on_the_device_and_what_is_wrong_does_not(relay, house, ideas, call, bring):
    close_register(register=ideas, by=house.pilot)
    close_round(round=call.round, by=house.pilot)
    states = bring(
        seal(relay, 1, "idea", title="Un banc"),
        seal(relay, 2, "answers", q1="2"),
        seal(relay, 3, "complaint", what=" "),
        {"number": 4, "box": {"point": "", "nonce": "", "text": ""}},
        seal(relay, 5, "inconnu"),
    )
    assert [state for state, _code in states] == ["later", "later", "refused", "refused", "refused"]
    assert (Idea.objects.count(), Answer.objects.count(), Complaint.objects.count()) == (0, 0, 0)


def test_what_was_sealed_for_one_relay_does_not_open_for_another(relay, house, bring):
    other = give_right(house)
    assert bring(seal(other, 1, "idea", title="Un banc")) == [("refused", False)]


@pytest.mark.parametrize(
    "body",
    [b"[", b"{}", b"[]", b'{"entries": 3}', b'{"entries": [3]}', b'{"entries": [{"number": true}]}',
     b'{"entries": [{"number": 0, "box": {}}]}', b"[" * 100_000,
     b'{"entries": [%s]}' % b",".join([b"1"] * 61)],
)  # fmt: skip
def test_a_sending_that_is_not_one_is_refused(relay, client, body):
    path = f"/relais/{relay_code(relay.handle)}/"
    response = client.post(path, body, content_type="application/json")
    assert (response.status_code, response.json()) == (400, {"error": "Cet envoi ne se lit pas."})


def test_without_a_script_each_person_is_sent_at_once(relay, client, plain):
    path = f"/relais/{relay_code(relay.handle)}/"
    response = client.post(path, {"kind": "complaint", "what": "Le car ne passe plus.", "envoi": "a1"})
    assert response.status_code == 200
    assert "Remettez ce code à la personne" in plain(response.content.decode())
    client.post(path, {"kind": "complaint", "what": "Le car ne passe plus.", "envoi": "a1"})
    assert Complaint.objects.count() == 1
    response = client.post(path, {"kind": "complaint", "what": "", "name": "Nadia", "envoi": "a2"})
    assert (response.status_code, "Nadia" in response.content.decode()) == (422, True)
    assert "Nadia" not in client.get(path).content.decode()


def test_an_unknown_link_opens_nothing(client, db):
    assert client.get("/relais/AAAA-BBBB-CCCC/").status_code == 404


def test_the_list_costs_the_same_for_one_and_for_three(relay, house, pilot, django_assert_num_queries):
    pilot.get(RELAYS)
    with django_assert_num_queries(5):
        pilot.get(RELAYS)
    give_right(house)
    revoke_relay(relay=give_right(house), by=house.pilot)
    with django_assert_num_queries(5):
        page = pilot.get(RELAYS)
    assert page.content.decode().count("Mme Colin") == 3


def test_the_service_worker_is_served_from_its_folder(client, db):
    response = client.get("/relais/service.js")
    assert (response.status_code, response["Content-Type"]) == (200, "text/javascript; charset=utf-8")
