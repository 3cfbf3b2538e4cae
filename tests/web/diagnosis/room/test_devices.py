"""What other devices hear of the room."""

import pytest

from tests.web.diagnosis.room.leading import follow, url, vote

pytestmark = pytest.mark.django_db


def test_another_device_hears_of_each_gesture(cycle, client, sign_in):
    follow(cycle)
    sign_in()
    pulse = url(cycle, "room-pulse", None)
    marks = [client.get(pulse).json()["mark"]]
    for name, sent in (
        ("room-move", {"phase": "first"}),
        ("room-count", {"act": "close"}),
        ("room-move", {"phase": "talk"}),
        ("room-time", {"minutes": "8"}),
        ("room-note", {"kind": "note", "text": "Noté."}),
        ("decide", {"level": "2", "agreement": "consensus"}),
        ("withdraw", {}),
    ):
        client.post(url(cycle, name), sent)
        marks.append(client.get(pulse).json()["mark"])
    assert len(set(marks)) == len(marks)
    assert client.get(pulse).json() == {"mark": marks[-1], "raised": None, "url": url(cycle)}


def test_phones_that_vote_move_no_other_device(cycle, client, sign_in):
    follow(cycle)
    sign_in()
    client.post(url(cycle, "room-move"), {"phase": "first"})
    pulse = url(cycle, "room-pulse", None)
    before = client.get(pulse).json()
    vote(cycle, [1, 2, 3])
    assert client.get(pulse).json() == {**before, "raised": 3}
