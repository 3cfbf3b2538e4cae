"""Who leads the room, and what its pages cost."""

import pytest

from marchepied.apps.diagnosis.services.room import close_turn, move_room, note_in_room
from marchepied.apps.organisations.enums import Role
from tests.factories.organisations import MembershipFactory
from tests.web.diagnosis.room.leading import do, follow, make_cycle, read, url, vote

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.FACILITATOR, [302, 302, 302, 302]),
        (Role.CONTRIBUTOR, [404, 404, 404, 404]),
        (Role.READER, [404, 404, 404, 404]),
    ],
)
def test_only_who_leads_meetings_moves_the_room(cycle, client, sign_in, role, expected):
    do(cycle, move_room, phase="first")
    sign_in(role)
    page = read(client.get(url(cycle)))
    codes = [
        client.post(url(cycle, "room-move"), {"phase": "first"}).status_code,
        client.post(url(cycle, "room-count"), {"act": "phones"}).status_code,
        client.post(url(cycle, "room-note"), {"kind": "note", "text": "x"}).status_code,
        client.post(url(cycle, "room-time"), {"minutes": "1"}).status_code,
    ]
    assert codes == expected
    assert bool(page.select("main form, .stage__nav form")) == (role == Role.FACILITATOR)


@pytest.mark.parametrize("questions", [1, 3])
def test_the_room_costs_the_same_whatever_the_size(client, questions, django_assert_num_queries):
    cycle = make_cycle(questions)
    client.force_login(MembershipFactory(organisation=cycle.organisation, role=Role.PILOT).person)
    follow(cycle)
    for place in range(questions):
        do(cycle, move_room, place, phase="first")
        vote(cycle, [2] * (5 + place))
        do(cycle, close_turn, place, turn=1)
        for kind in ("note", "objection", "parking"):
            do(cycle, note_in_room, place, kind=kind, text=f"{kind} {place}")
    for page in (url(cycle), url(cycle, "decide")):
        with django_assert_num_queries(11):
            client.get(page)
    do(cycle, move_room, phase="second")
    with django_assert_num_queries(12):  # and how many phones have voted
        client.get(url(cycle))
    with django_assert_num_queries(7):
        client.get(url(cycle, "room-pulse", None))
