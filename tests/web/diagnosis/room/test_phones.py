"""Hands raised by phones: opened, counted, forgotten, never shown under five."""

import pytest

from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.web.diagnosis.room.leading import follow, gesture, read, show_of, url, vote, workshop

pytestmark = pytest.mark.django_db


def test_phones_are_opened_counted_and_forgotten(cycle, client, sign_in, plain):
    follow(cycle)
    sign_in()
    client.post(url(cycle, "room-move"), {"phase": "first"})
    vote(cycle, [1, 2, 2, 3, None, 2])
    page = read(client.get(url(cycle)))
    assert plain(page.select_one(".ballot__raised").get_text(" ")) == "6 téléphones ont répondu"
    assert page.select(".bars") == []
    assert plain(gesture(page)) == "Compter les téléphones"
    client.post(url(cycle, "room-count"), {"act": "close"})
    page = read(client.get(url(cycle)))
    assert [cell.get_text(strip=True) for cell in page.select(".bars__n")] == ["1", "3", "1", "0", "0", "1"]
    assert show_of(cycle).counts == {"1": 1, "2": 3, "3": 1, "none": 1}


def test_four_phones_show_nothing(cycle, client, sign_in, plain):
    follow(cycle)
    sign_in()
    client.post(url(cycle, "room-move"), {"phase": "first"})
    vote(cycle, [1, 2, 2, 3])
    client.post(url(cycle, "room-count"), {"act": "close"})
    page = read(client.get(url(cycle)))
    assert plain(page.select_one(".shift").get_text()) == (
        "Moins de 5 téléphones ont répondu : on ne montre rien. Comptez plutôt les mains, ou parlez-en."
    )
    assert (page.select(".bars"), show_of(cycle).counts, show_of(cycle).raised) == ([], {}, 4)
    assert len(page.select(".hands__row")) == 6
    assert page.select_one(".hands p button[value=type]").get_text() == "Noter les mains"
    client.post(url(cycle, "room-count"), {"act": "type", "way": "hands", "hands_1": "4"})
    assert (show_of(cycle).counts, show_of(cycle).way) == ({"1": 4}, "hands")


def test_without_an_address_phones_can_still_be_called(cycle, client, sign_in):
    sign_in()
    client.post(url(cycle, "room-move"), {"phase": "first"})
    assert (show_of(cycle), workshop(cycle).handle) == (None, None)
    client.post(url(cycle, "room-count"), {"act": "phones"})
    assert (show_of(cycle).state, bool(workshop(cycle).handle)) == ("open", True)


def test_leaving_a_question_counts_its_phones(cycle, client, sign_in):
    follow(cycle)
    sign_in()
    client.post(url(cycle, "room-move"), {"phase": "first"})
    vote(cycle, [2] * 5)
    client.post(url(cycle, "room-move", 1), {"phase": "read"})
    assert (show_of(cycle).state, show_of(cycle).counts) == ("closed", {"2": 5})
    client.post(url(cycle, "room-move"), {"phase": "first"})
    assert show_of(cycle).counts == {"2": 5}  # coming back does not start the turn again


def test_nothing_of_a_hand_is_in_the_audit_log(cycle, client, sign_in):
    follow(cycle)
    sign_in()
    client.post(url(cycle, "room-move"), {"phase": "first"})
    vote(cycle, [1, 2, 3, 4, 5])
    client.post(url(cycle, "room-count"), {"act": "close"})
    with scope(cycle.organisation):
        entries = list(AuditEntry.objects.filter(verb__startswith="show.").order_by("at"))
    assert [(entry.verb, sorted(entry.detail)) for entry in entries] == [
        ("show.opened", ["subject", "turn"]),
        ("show.closed", ["subject", "turn"]),
    ]
