"""Leading the room: phases, hands typed or by phones, timer, notes; what each may do."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.diagnosis.models import Workshop
from marchepied.apps.diagnosis.selectors.workshop import follow_code
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.diagnosis.services.room import close_turn, move_room, note_in_room, type_turn
from marchepied.apps.diagnosis.services.workshop import open_following
from marchepied.apps.meetings.models import Minute, ShowOfHands
from marchepied.apps.meetings.selectors.meetings import running_show
from marchepied.apps.meetings.services.shows import raise_hand
from marchepied.apps.organisations.enums import Role
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.factories.crossed import closed_cycle, heard
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
MIDDLE = [3] * 5 + [4] * 7


def make_cycle(questions=3):
    cycle = closed_cycle(questions=questions)
    heard(cycle, "Salariés", MIDDLE)
    with scope(cycle.organisation):
        make_release(cycle=cycle, by=None)
    return cycle


@pytest.fixture
def cycle():
    return make_cycle()


@pytest.fixture
def sign_in(cycle, client):
    def enter(role=Role.FACILITATOR):
        client.force_login(MembershipFactory(organisation=cycle.organisation, role=role).person)

    return enter


def url(cycle, name="room", place=0, *more):
    args = [cycle.organisation.slug, cycle.pk]
    return reverse(
        f"diagnosis:{name}", args=args if place is None else [*args, cycle.question_ids[place], *more]
    )


def read(response):
    return BeautifulSoup(response.content, "html.parser")


def workshop(cycle):
    with scope(cycle.organisation):
        return Workshop.objects.select_related("meeting").get(cycle=cycle)


def do(cycle, service, place=0, **fields):
    with scope(cycle.organisation):
        return service(cycle=cycle, question_id=cycle.question_ids[place], by=None, **fields)


def vote(cycle, levels):
    with scope(cycle.organisation):
        show = running_show(workshop(cycle).meeting)
        for number, level in enumerate(levels):
            raise_hand(show=show, voter=str(number), level=level)


def follow(cycle):
    with scope(cycle.organisation):
        return follow_code(open_following(cycle=cycle, by=None))


def show_of(cycle, turn=1, place=0):
    with scope(cycle.organisation):
        return ShowOfHands.objects.filter(subject=cycle.question_ids[place], turn=turn).first()


def here(page):
    return page.select_one("[aria-current=step]").get_text(strip=True)


def gesture(page):
    return page.select(".stage__nav .button")[-1].get_text(" ", strip=True)


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


def test_a_note_on_a_question_that_is_not_asked_is_not_found(cycle, client, sign_in):
    sign_in()
    page = reverse("diagnosis:room-note", args=[cycle.organisation.slug, cycle.pk, "autre"])
    assert client.post(page, {"kind": "note", "text": "Bonjour"}).status_code == 404


def test_hands_are_counted_only_while_they_are_raised(cycle, client, sign_in):
    sign_in()
    client.post(url(cycle, "room-move"), {"phase": "talk"})
    response = client.post(url(cycle, "room-count"), {"act": "type", "way": "hands", "hands_1": "3"})
    assert (response["Location"], show_of(cycle)) == (url(cycle), None)


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


def test_a_note_is_kept_and_a_refused_one_comes_back(cycle, client, sign_in, plain):
    sign_in()
    sent = {"kind": "objection", "text": "Trop court.", "said_by": "deux salariés"}
    response = client.post(url(cycle, "room-note"), sent)
    assert response["Location"] == url(cycle) + "?note=1#noter"
    page = read(client.get(response["Location"]))
    assert plain(page.select_one(".lines__text").get_text(" ")) == "Trop court. (deux salariés) sans réponse"
    assert page.select_one("form[data-draft]").has_attr("data-kept")
    refused = read(client.post(url(cycle, "room-note"), {"kind": "rien", "text": "À ne pas perdre"}))
    assert refused.select_one("textarea").get_text(strip=True) == "À ne pas perdre"
    assert refused.select_one("form[data-draft]").has_attr("data-kept") is False
    with scope(cycle.organisation):
        assert [line.text for line in Minute.objects.all()] == ["Trop court."]


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
