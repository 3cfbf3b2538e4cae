"""Deciding: objections stand in the way, and the hands only propose."""

import pytest

from marchepied.apps.diagnosis.services.room import note_in_room, type_turn
from marchepied.core.scope import scope
from tests.web.diagnosis.room.leading import do, read, url

pytestmark = pytest.mark.django_db


def test_an_open_objection_stands_before_an_agreement(cycle, client, sign_in, plain):
    sign_in()
    do(cycle, note_in_room, kind="objection", text="Trop court.")
    page = read(client.get(url(cycle, "decide")))
    assert plain(page.select_one(".recalled strong").get_text()) == "Une objection demeure."
    sent = {"level": "2", "agreement": "consent"}
    page = read(client.post(url(cycle, "decide"), sent))
    assert "Une objection demeure : répondez-y, ou notez le désaccord." in plain(
        page.select_one(".errors").get_text(" ")
    )
    sent = {
        "level": "2",
        "agreement": "disagreement",
        "disagreement_note": "Le délai.",
        "disagreement_by": "deux salariés",
    }
    assert client.post(url(cycle, "decide"), sent)["Location"] == url(cycle)
    assert plain(read(client.get(url(cycle))).select_one(".decided").get_text(" ")).endswith(
        "Le désaccord : Le délai. (deux salariés)"
    )


def test_the_middle_of_the_hands_is_proposed_and_never_chosen(cycle, client, sign_in, plain):
    sign_in()
    do(cycle, type_turn, turn=1, way="cards", counts={"1": 1, "3": 2, "4": 2})
    page = read(client.get(url(cycle, "decide")))
    marked = page.select_one(".choices .tag").find_parent("label")
    assert (marked.input["value"], page.select("input[checked]")) == ("3", [])
    client.post(url(cycle, "decide"), {"level": "4", "agreement": "consensus"})
    with scope(cycle.organisation):
        position = cycle.positions.get()
    assert (position.level, position.counts) == (4, {"1": 1, "2": 0, "3": 2, "4": 2, "5": 0})
