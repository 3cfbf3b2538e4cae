"""Hands counted in the room and typed, without a script as well."""

import pytest

from marchepied.apps.meetings.models import ShowOfHands
from marchepied.core.scope import scope
from tests.web.diagnosis.room.leading import read, show_of, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sent", "values"),
    [
        ({"act": "more-3", "hands_3": "4"}, ["", "", "5"]),
        ({"act": "more-3"}, ["", "", "1"]),
        ({"act": "less-3", "hands_3": "1"}, ["", "", "0"]),
        ({"act": "less-3", "hands_3": ""}, ["", "", "0"]),
        ({"act": "more-3", "hands_3": "9999", "hands_1": "2"}, ["2", "", "9999"]),
        ({"act": "more-9", "hands_2": "x"}, ["", "x", ""]),
    ],
)
def test_plus_and_minus_work_without_a_script(cycle, client, sign_in, sent, values):
    sign_in()
    client.post(url(cycle, "room-move"), {"phase": "first"})
    page = read(client.post(url(cycle, "room-count"), {"way": "hands", **sent}))
    assert [field.get("value", "") for field in page.select(".stepper input")][:3] == values
    assert show_of(cycle) is None


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"way": "hands"}, "Écrivez au moins un nombre de mains."),
        ({"way": "hands", "hands_1": "-1"}, "supérieure ou égale à 0"),
        ({"hands_1": "3"}, "Dites comment vous avez compté."),
    ],
)
def test_hands_that_make_no_sense_come_back_with_what_was_typed(
    cycle, client, sign_in, plain, sent, sentence
):
    sign_in()
    client.post(url(cycle, "room-move"), {"phase": "first"})
    page = read(client.post(url(cycle, "room-count"), {"act": "type", **sent}))
    assert sentence in plain(page.select_one("[role=alert]").get_text())
    assert page.select_one("#id_hands_1").get("value", "") == sent.get("hands_1", "")
    assert show_of(cycle) is None


def test_a_turn_counted_by_mistake_is_taken_out(cycle, client, sign_in):
    sign_in()
    client.post(url(cycle, "room-move"), {"phase": "first"})
    client.post(url(cycle, "room-count"), {"act": "type", "way": "hands", "hands_1": "3"})
    client.post(url(cycle, "room-count"), {"act": "forget"})
    assert show_of(cycle) is None


def test_hands_are_counted_only_while_they_are_raised(cycle, client, sign_in):
    sign_in()
    client.post(url(cycle, "room-move"), {"phase": "talk"})
    response = client.post(url(cycle, "room-count"), {"act": "type", "way": "hands", "hands_1": "3"})
    assert (response["Location"], show_of(cycle)) == (url(cycle), None)


def test_hands_typed_for_a_turn_that_is_over_are_not_noted_elsewhere(cycle, client, sign_in, plain):
    sign_in()
    client.post(url(cycle, "room-move"), {"phase": "first"})
    counted = {"act": "type", "way": "hands", "hands_1": "3", "phase": "first"}
    client.post(url(cycle, "room-count"), counted)
    client.post(url(cycle, "room-move"), {"phase": "second"})  # from another device
    response = client.post(url(cycle, "room-count"), {**counted, "hands_1": "9"})
    assert response.status_code == 422
    assert "La salle est passée à l’étape suivante" in plain(read(response).get_text(" "))
    with scope(cycle.organisation):
        assert [(show.turn, show.counts) for show in ShowOfHands.objects.all()] == [(1, {"1": 3})]
