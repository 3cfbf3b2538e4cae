"""One phase after the other: what each offers, what a colleague changed meanwhile."""

import pytest
from django.utils import timezone

from marchepied.apps.diagnosis.models import Workshop
from marchepied.apps.meetings.models import ShowOfHands
from marchepied.core.scope import scope
from tests.web.diagnosis.room.leading import gesture, here, read, url, workshop

pytestmark = pytest.mark.django_db


def test_one_gesture_after_the_other(cycle, client, sign_in, plain):
    """Without phones: read, count hands, talk, count again, decide."""
    sign_in()
    seen = []
    client.post(url(cycle, "room-move"), {"phase": "read"})
    for sent in (
        ("room-move", {"phase": "first"}),
        ("room-count", {"act": "type", "way": "hands", "hands_2": "5", "hands_3": "2"}),
        ("room-move", {"phase": "talk"}),
        ("room-move", {"phase": "second"}),
        ("room-count", {"act": "type", "way": "cards", "hands_2": "1", "hands_3": "6"}),
    ):
        page = read(client.get(url(cycle)))
        seen.append((here(page), plain(gesture(page))))
        assert client.post(url(cycle, sent[0]), sent[1])["Location"] == url(cycle)
    page = read(client.get(url(cycle)))
    seen.append((here(page), plain(gesture(page))))
    assert seen == [
        ("Lire", "Se prononcer →"),
        ("Se prononcer", "Noter les mains"),
        ("Se prononcer", "En parler →"),
        ("En parler", "Se prononcer à nouveau →"),
        ("Se prononcer à nouveau", "Noter les mains"),
        ("Se prononcer à nouveau", "Décider ensemble →"),
    ]
    assert plain(page.select_one(".shift").get_text()) == (
        "Au premier tour, 5 personnes sur 7 voyaient le niveau 2 ; après discussion, 6 sur 7 se "
        "retrouvent au niveau 3. Les avis se sont rapprochés."
    )
    assert [cell.get_text(strip=True) for cell in page.select(".bars__n")] == list("0051260000")
    assert client.post(url(cycle, "room-move"), {"phase": "decide"})["Location"] == url(cycle, "decide")


def test_phases_are_skipped_and_a_second_turn_needs_a_first(cycle, client, sign_in, plain):
    sign_in()
    client.post(url(cycle, "room-move"), {"phase": "talk"})
    page = read(client.get(url(cycle)))
    assert (here(page), plain(gesture(page))) == ("En parler", "Décider ensemble →")
    assert [button["value"] for button in page.select(".phases button")] == ["read", "first", "decide"]
    response = client.post(url(cycle, "room-move"), {"phase": "second"})
    assert response.status_code == 422
    assert plain(read(response).select_one("[role=alert]").get_text()) == (
        "Comptez d’abord le premier tour, avant d’en parler."
    )
    assert workshop(cycle).phase == "talk"
    assert client.post(url(cycle, "room-move"), {"phase": "autre"}).status_code == 422


def test_a_first_turn_taken_out_meanwhile_is_said(cycle, client, sign_in, plain):
    sign_in()
    client.post(url(cycle, "room-move"), {"phase": "first"})
    client.post(url(cycle, "room-count"), {"act": "type", "way": "hands", "hands_1": "3"})
    client.post(url(cycle, "room-move"), {"phase": "second"})
    with scope(cycle.organisation):
        ShowOfHands.objects.all().delete()  # by a colleague, on another device
    response = client.post(url(cycle, "room-count"), {"act": "phones"})
    assert response.status_code == 422
    assert "Comptez d’abord le premier tour, avant d’en parler." in plain(read(response).text)


def test_the_timer_tells_its_end_and_nothing_before(cycle, client, sign_in, plain):
    sign_in()
    client.post(url(cycle, "room-move"), {"phase": "talk"})
    client.post(url(cycle, "room-time"), {"minutes": "8"})
    page = read(client.get(url(cycle)))
    ring = page.select_one(".stage__rung")
    assert (ring.get_text(strip=True), 470 <= int(ring["data-seconds"]) <= 480) == ("", True)
    first = workshop(cycle).rings_at
    client.post(url(cycle, "room-time"), {"minutes": "2"})
    assert (workshop(cycle).rings_at - first).total_seconds() == 120
    with scope(cycle.organisation):
        Workshop.objects.update(rings_at=timezone.now())
    page = read(client.get(url(cycle)))
    assert plain(page.select_one(".stage__rung").get_text()) == "C’est l’heure."
    client.post(url(cycle, "room-time"), {"minutes": "0"})
    assert workshop(cycle).rings_at is None
    assert client.post(url(cycle, "room-time"), {"minutes": "x"}).status_code == 422
