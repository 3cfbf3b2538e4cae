"""Phones in the room: one hand each, no account, no name, and nothing shown that tells who."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from marchepied.apps.diagnosis.models import Workshop
from marchepied.apps.diagnosis.selectors.workshop import follow_code
from marchepied.apps.diagnosis.services.room import close_turn, end_room, move_room, note_in_room, set_timer
from marchepied.apps.diagnosis.services.workshop import close_following, open_following
from marchepied.apps.meetings.models import Hand, ShowOfHands
from marchepied.apps.meetings.validators import check_number, draw_number, hash_voter
from marchepied.core.scope import scope
from tests.conftest import StrictClient
from tests.factories.crossed import closed_cycle
from tests.factories.organisations import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return closed_cycle(questions=2)


@pytest.fixture
def code(cycle):
    with scope(cycle.organisation):
        return follow_code(open_following(cycle=cycle, by=None))


def do(cycle, service, **fields):
    with scope(cycle.organisation):
        return service(cycle=cycle, by=PersonFactory(), **fields)


def begin(cycle, phase="first", place=0):
    do(cycle, move_room, question_id=cycle.question_ids[place], phase=phase)


def close(cycle, turn=1):
    do(cycle, close_turn, question_id=cycle.question_ids[0], turn=turn)


def read(response):
    return BeautifulSoup(response.content, "html.parser")


def open_page(client, code):
    return read(client.get(reverse("diagnosis:follow", args=[code])))


def fields_of(page):
    return {
        field["name"]: field["value"] for field in page.select(".raise")[0].parent.select("[type=hidden]")
    }


def raise_one(client, code, level, fields=None):
    sent = fields if fields is not None else fields_of(open_page(client, code))
    return client.post(reverse("diagnosis:raise-hand", args=[code]), {**sent, "niveau": str(level)})


def hands(cycle):
    with scope(cycle.organisation):
        return sorted((hand.level or 0) for hand in Hand.objects.all())


def pressed(page):
    return [button["value"] for button in page.select("[aria-pressed=true]")]


def test_a_phone_answers_then_changes_its_mind(cycle, code, client, plain):
    begin(cycle)
    page = open_page(client, code)
    assert plain(page.h1.get_text()) == "Ici, demande-t-on leur avis aux bénéficiaires ?"
    assert [button["value"] for button in page.select(".raise button")] == ["1", "2", "3", "4", "5", "none"]
    assert client.cookies == {}  # nothing is laid on a phone that only looks
    response = raise_one(client, code, 2)
    assert response["Location"] == reverse("diagnosis:follow", args=[code])
    page = open_page(client, code)
    assert plain(page.select_one(".message").get_text()) == (
        "Votre réponse : « Parfois, quand il y a un problème ». Vous pouvez changer d’avis "
        "jusqu’à la fin du tour."
    )
    assert (pressed(page), hands(cycle)) == (["2"], [2])
    raise_one(client, code, "none")
    assert (pressed(open_page(client, code)), hands(cycle)) == (["none"], [0])


def test_the_cookie_says_nothing_and_stays_out_of_scripts(cycle, code, client):
    begin(cycle)
    cookie = raise_one(client, code, 2).cookies["main"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/suivre/")
    assert check_number(cookie.value) == cookie.value


def test_a_double_press_before_any_cookie_counts_once(cycle, code, client):
    begin(cycle)
    fields = fields_of(open_page(client, code))
    for level in (3, 4):
        raise_one(StrictClient(), code, level, fields)
    assert hands(cycle) == [4]


def test_two_phones_count_twice(cycle, code):
    begin(cycle)
    for level in (3, 3):
        raise_one(StrictClient(), code, level)
    assert hands(cycle) == [3, 3]


def test_what_a_show_keeps_of_a_phone_differs_from_turn_to_turn():
    number = draw_number()
    one, other = hash_voter(number, "a"), hash_voter(number, "b")
    assert (len(one), one == other, one == hash_voter(number, "a")) == (32, False, True)
    assert [check_number(forged) for forged in ("", "abc", number + "x", "abc:def")] == [None] * 4


@pytest.mark.parametrize("level", ["0", "6", "", "x", "999", "-1", "²"])
def test_an_answer_that_was_not_proposed_is_not_counted(cycle, code, client, level):
    begin(cycle)
    assert raise_one(client, code, level)["Location"].endswith("?trop-tard")
    assert hands(cycle) == []


def test_a_page_of_the_first_turn_does_not_vote_in_the_second(cycle, code, client, plain):
    begin(cycle)
    fields = fields_of(open_page(client, code))
    close(cycle)
    begin(cycle, "second")
    response = raise_one(client, code, 2, fields)
    assert hands(cycle) == []
    assert plain(read(client.get(response["Location"])).select_one(".message").get_text()) == (
        "Trop tard pour cette réponse : ce tour est compté, ou un autre a commencé."
    )


def test_a_forged_number_is_refused(cycle, code, client):
    begin(cycle)
    fields = {**fields_of(open_page(client, code)), "numero": "12345"}
    raise_one(client, code, 2, fields)
    assert hands(cycle) == []


def test_nothing_is_shown_until_it_is_counted_nor_under_five(cycle, code, client, plain):
    begin(cycle)
    for _phone in range(4):
        raise_one(StrictClient(), code, 3)
    assert open_page(client, code).select(".bars") == []
    close(cycle)
    page = open_page(client, code)
    assert page.select(".bars") == []
    assert "Moins de 5 téléphones ont répondu : on ne montre rien." in plain(page.get_text())


def test_what_is_counted_is_read_as_text(cycle, code, client, plain):
    begin(cycle)
    for level in (1, 3, 3, 3, "none"):
        raise_one(StrictClient(), code, level)
    close(cycle)
    page = open_page(client, code)
    rows = [plain(row.get_text(" ")) for row in page.select(".bars tbody tr")]
    assert rows[2] == "3 Oui, souvent, avec des questions ou en réunion. 1er tour 3"
    assert rows[5] == "Ne se prononcent pas 1er tour 1"
    with scope(cycle.organisation):
        assert (Hand.objects.count(), ShowOfHands.objects.get().raised) == (0, 5)


def test_the_phone_follows_every_phase(cycle, code, client, plain):
    assert plain(open_page(client, code).h1.get_text()) == "La réunion va commencer."
    said = []
    for phase in ("read", "first", "talk", "second", "decide"):
        begin(cycle, phase)
        said.append(plain(open_page(client, code).select_one("#maintenant .soft").get_text()))
        if phase in {"first", "second"}:
            raise_one(client, code, 3)
    assert said == [
        "Question 1 sur 2 · on lit la question",
        "Question 1 sur 2 · chacun se prononce",
        "Question 1 sur 2 · on en parle",
        "Question 1 sur 2 · chacun se prononce à nouveau",
        "Question 1 sur 2 · on décide",
    ]


def test_what_is_noted_is_followed_and_cannot_be_changed_there(cycle, code, client, plain):
    begin(cycle, "talk")
    item = cycle.question_ids[0]
    do(cycle, note_in_room, question_id=item, kind="objection", text="Trop court.", said_by="deux salariés")
    page = open_page(client, code)
    assert plain(page.select_one(".lines__text").get_text(" ")) == "Trop court. (deux salariés) sans réponse"
    assert page.select(".lines a, main form") == []


def test_phones_hear_only_that_it_is_time(cycle, code, client):
    begin(cycle, "talk")
    do(cycle, set_timer, minutes=8)
    assert "heure" not in open_page(client, code).main.get_text()
    with scope(cycle.organisation):
        Workshop.objects.update(rings_at="2027-01-01T10:00:00Z")
    pulse = reverse("diagnosis:follow-pulse", args=[code])
    before = client.get(pulse).json()["mark"]
    with scope(cycle.organisation):
        Workshop.objects.update(rings_at="2020-01-01T10:00:00Z")
    assert open_page(client, code).select_one(".stage__rung").get_text() == "C’est l’heure."
    assert client.get(pulse).json()["mark"] == f"{before}r"


def test_the_pulse_is_one_query_and_a_few_bytes(cycle, code, client, django_assert_num_queries):
    begin(cycle)
    pulse = reverse("diagnosis:follow-pulse", args=[code])
    with django_assert_num_queries(1):
        response = client.get(pulse)
    assert len(response.content) < 40
    assert open_page(client, code).body["data-mark"] == response.json()["mark"]
    with django_assert_num_queries(1):
        same = client.get(pulse, headers={"If-None-Match": response["ETag"]})
    assert (same.status_code, same.content, same["Cache-Control"]) == (304, b"", "private, no-cache")
    raise_one(client, code, 3)
    assert client.get(pulse, headers={"If-None-Match": response["ETag"]}).status_code == 304
    begin(cycle, "talk")
    assert client.get(pulse, headers={"If-None-Match": response["ETag"]}).status_code == 200


@pytest.mark.parametrize("phones", [1, 3])
def test_a_hand_costs_the_same_however_many_are_raised(cycle, code, phones, django_assert_num_queries):
    begin(cycle)
    for _phone in range(phones):
        raise_one(StrictClient(), code, 2)
    client = StrictClient()
    fields = fields_of(open_page(client, code))
    # The workshop and its meeting, the running show, then a transaction: its lock, how many, the hand.
    with django_assert_num_queries(7):
        raise_one(client, code, 3, fields)
    # Read once for all the phones; then the address alone, and what this phone said.
    with django_assert_num_queries(2):
        open_page(client, code)
    with django_assert_num_queries(1):
        open_page(StrictClient(), code)
    begin(cycle, "talk")
    with django_assert_num_queries(7):
        open_page(client, code)


def test_the_meeting_over_phones_are_told_so(cycle, code, client, plain):
    begin(cycle)
    raise_one(client, code, 3)
    do(cycle, end_room)
    assert hands(cycle) == []
    assert plain(open_page(client, code).h1.get_text()) == "La réunion est finie."
    do(cycle, close_following)
    gone = [
        client.get(reverse("diagnosis:follow-pulse", args=[code])).status_code,
        client.get(reverse("diagnosis:follow", args=[code])).status_code,
        client.post(reverse("diagnosis:raise-hand", args=[code]), {"niveau": "1"}).status_code,
    ]
    assert gone == [404, 404, 404]


@pytest.mark.parametrize("forged", ["x", "AAAA-BBBB-CCCC", "é"])
def test_a_code_that_is_not_ours_opens_nothing(client, forged):
    for name in ("follow-pulse", "follow"):
        assert client.get(reverse(f"diagnosis:{name}", args=[forged])).status_code == 404
    assert client.post(reverse("diagnosis:raise-hand", args=[forged]), {"niveau": "1"}).status_code == 404


def test_the_whole_meeting_is_one_link_away(cycle, code, client, plain):
    begin(cycle)
    address = reverse("diagnosis:follow", args=[code])
    page = read(
        client.get(address + open_page(client, code).select_one("#maintenant a[href='?tout']")["href"])
    )
    assert [plain(title.get_text()) for title in page.select("h2")] == [
        "1. Ici, demande-t-on leur avis aux bénéficiaires ?",
        "2. Quand vous donnez votre avis ici, que se passe-t-il ensuite ?",
    ]
    assert page.select("script[src*=follow], .raise") == []


def test_what_phones_share_holds_nothing_of_one_of_them(cycle, code):
    begin(cycle)
    first, second = StrictClient(), StrictClient()
    raise_one(first, code, 3)
    pages = [open_page(phone, code) for phone in (first, second)]
    assert [pressed(page) for page in pages] == [["3"], []]
    numbers = [fields_of(page)["numero"] for page in pages]
    assert numbers[0] != numbers[1]


def test_one_meetings_page_does_not_vote_in_another(cycle, code, client):
    begin(cycle)
    fields = fields_of(open_page(client, code))
    other = closed_cycle(name="Ailleurs", questions=2)
    with scope(other.organisation):
        other_code = follow_code(open_following(cycle=other, by=None))
    begin(other)
    raise_one(client, other_code, 3, fields)
    assert (hands(cycle), hands(other)) == ([], [])
