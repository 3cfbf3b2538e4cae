"""The minutes: written as it goes, read in order, corrected, taken away; who came, and the end."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.diagnosis.models import Workshop
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.diagnosis.services.room import move_room, note_in_room, type_turn
from marchepied.apps.diagnosis.services.workshop import meeting_of_workshop
from marchepied.apps.meetings.models import Attendee, Meeting, Minute
from marchepied.apps.meetings.services.minutes import DecisionContent, write_decision
from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from tests.factories.crossed import closed_cycle
from tests.factories.meetings import MeetingFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.participation import CollegeFactory

pytestmark = pytest.mark.django_db


def make_cycle(questions=3):
    cycle = closed_cycle(questions=questions)
    with scope(cycle.organisation):
        for place, name in enumerate(("Salariés", "Clients")):
            CollegeFactory(organisation=cycle.organisation, name=name, position=place)
    return cycle


@pytest.fixture
def cycle():
    return make_cycle()


@pytest.fixture
def sign_in(cycle, client):
    def enter(role=Role.FACILITATOR):
        client.force_login(MembershipFactory(organisation=cycle.organisation, role=role).person)

    return enter


def url(cycle, name="minutes", *more):
    return reverse(f"diagnosis:{name}", args=[cycle.organisation.slug, cycle.pk, *more])


def read(response):
    return BeautifulSoup(response.content, "html.parser")


def do(cycle, service, place=0, **fields):
    with scope(cycle.organisation):
        return service(cycle=cycle, question_id=cycle.question_ids[place], by=None, **fields)


def meet(cycle, place=0):
    """One question talked about from beginning to end."""
    with scope(cycle.organisation):
        save_own_answer(
            cycle=cycle,
            question_id=cycle.question_ids[place],
            kind="level",
            level=4,
            narrative="",
            evidence=[],
            by=None,
        )
    do(cycle, move_room, place, phase="first")
    do(cycle, type_turn, place, turn=1, way="cards", counts={"2": 5, "4": 2})
    do(cycle, type_turn, place, turn=2, way="cards", counts={"2": 1, "3": 6})
    objection = do(cycle, note_in_room, place, kind="objection", text="Trop court.", said_by="deux salariés")
    parked = do(cycle, note_in_room, place, kind="parking", text="La boîte à idées.")
    do(cycle, note_in_room, place, kind="note", text="Depuis mars, on répond.")
    do(
        cycle,
        take_position,
        place,
        level=3,
        words="On demande, on répond peu.",
        agreement="disagreement",
        disagreement_note="Le délai.",
        disagreement_by="deux salariés",
    )
    return objection, parked


def meeting(cycle):
    with scope(cycle.organisation):
        return Workshop.objects.select_related("meeting").get(cycle=cycle).meeting


def test_before_the_meeting_the_page_says_what_it_will_hold(cycle, client, sign_in):
    sign_in()
    page = read(client.get(url(cycle)))
    assert page.h1.get_text() == "Le compte rendu s’écrira pendant la réunion."
    assert [heading.get_text() for heading in page.select("h2")] == ["Qui était là"]


def test_the_minutes_are_read_in_order(cycle, client, sign_in, plain):
    meet(cycle)
    sign_in()
    page = read(client.get(url(cycle)))
    assert plain(page.select_one(".lead").get_text()) == "Une question décidée. 2 points restent ouverts."
    section = page.select_one("main section")
    words = plain(section.get_text(" "))
    parts = [
        "Avant la réunion : Oui, et on cherche des solutions ensemble",
        "Ce qu’on a décidé · Un désaccord demeure Oui, souvent, avec des questions ou en réunion "
        "On demande, on répond peu. Le désaccord : Le délai. (deux salariés)",
        "Au premier tour, 5 personnes sur 7 voyaient le niveau 2 ; après discussion, 6 sur 7",
        "Objections Trop court. (deux salariés) sans réponse",
        "À reprendre plus tard La boîte à idées.",
        "Notes Depuis mars, on répond.",
    ]
    places = [words.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    headings = [plain(heading.get_text()) for heading in page.select("h2")]
    assert headings[1:] == [
        "Ce qui reste ouvert : qu’en fait-on ?",
        "On n’en a pas parlé",
        "Qui était là",
    ]


def test_an_objection_is_answered_then_lifted(cycle, client, sign_in, plain):
    objection, _parked = meet(cycle)
    sign_in()
    page = url(cycle, "minute", objection.pk)
    sent = {"text": "Trop court.", "said_by": "deux salariés", "answer": "Trois semaines au lieu d’une."}
    assert client.post(page, sent)["Location"] == url(cycle)
    text = plain(read(client.get(url(cycle))).main.get_text(" "))
    assert "Répondu : Trois semaines au lieu d’une. maintenue" in text
    assert client.post(f"{page}?question={cycle.question_ids[0]}", {**sent, "settled": "on"})["Location"] == (
        url(cycle, "room", cycle.question_ids[0]) + "#noter"
    )
    text = plain(read(client.get(url(cycle))).main.get_text(" "))
    assert ("levée" in text, "Un point reste ouvert." in text) == (True, True)


def test_an_objection_is_not_lifted_without_a_word(cycle, client, sign_in, plain):
    objection, _parked = meet(cycle)
    sign_in()
    page = read(client.post(url(cycle, "minute", objection.pk), {"text": "Autrement dit", "settled": "on"}))
    assert "Écrivez en quelques mots ce qui a été répondu." in plain(page.select_one(".errors").get_text(" "))
    assert page.select_one("textarea[name=text]").get_text(strip=True) == "Autrement dit"
    objection.refresh_from_db()
    assert (objection.text, objection.settled) == ("Trop court.", False)


def test_what_was_parked_is_taken_up_on_a_day(cycle, client, sign_in, plain):
    _objection, parked = meet(cycle)
    sign_in()
    client.post(url(cycle, "attendance"), {"next_on": "2027-06-12"})
    assert "On y revient le 12 juin 2027." in plain(read(client.get(url(cycle))).get_text(" "))
    sent = {"text": "La boîte à idées.", "answer": "Relevée chaque lundi.", "settled": "on"}
    client.post(url(cycle, "minute", parked.pk), sent)
    assert "Suite : Relevée chaque lundi. repris" in plain(read(client.get(url(cycle))).get_text(" "))


def test_a_note_is_corrected_and_removed(cycle, client, sign_in, messages_of):
    meet(cycle)
    with scope(cycle.organisation):
        line = Minute.objects.get(kind="note")
    sign_in()
    page = read(client.get(url(cycle, "minute", line.pk)))
    assert [field["name"] for field in page.select("textarea")] == ["text"]
    client.post(url(cycle, "minute", line.pk), {"text": "Depuis avril."})
    line.refresh_from_db()
    assert line.text == "Depuis avril."
    assert "Depuis avril." in read(client.get(url(cycle, "minute-remove", line.pk))).main.get_text()
    response = client.post(url(cycle, "minute-remove", line.pk), follow=True)
    assert messages_of(response) == ["Cette ligne est retirée."]
    with scope(cycle.organisation):
        assert Minute.objects.filter(kind="note").count() == 0


def test_a_line_of_another_meeting_is_not_found(cycle, client, sign_in):
    meet(cycle)
    with scope(cycle.organisation):
        other = MeetingFactory(organisation=cycle.organisation)
        line = Minute.objects.create(organisation=cycle.organisation, meeting=other, text="Ailleurs")
    sign_in()
    for name in ("minute", "minute-remove"):
        assert client.get(url(cycle, name, line.pk)).status_code == 404


def test_numbers_are_enough_and_names_are_optional(cycle, client, sign_in, plain):
    sign_in()
    page = read(client.get(url(cycle, "attendance")))
    assert [label.get_text() for label in page.select(".numbers label")] == [
        "Salariés",
        "Clients",
        "Autres personnes",
    ]
    assert page.details.has_attr("open") is False
    sent = {"group_0": "7", "group_2": "2", "named": "Paul Roy\n\n Léa Petit ", "excused": "Ali Ba"}
    client.post(url(cycle, "attendance"), {**sent, "facilitator": "Nadia"})
    with scope(cycle.organisation):
        rows = sorted(
            Attendee.objects.values_list("standing", "name", "presence", "count"), key=lambda row: row
        )
    assert rows == [
        ("", "Ali Ba", "excused", 1),
        ("", "Léa Petit", "present", 1),
        ("", "Paul Roy", "present", 1),
        ("Autres personnes", "", "present", 2),
        ("Salariés", "", "present", 7),
    ]
    text = plain(read(client.get(url(cycle))).main.get_text(" "))
    assert ("11 personnes présentes." in text, "Ali Ba (excusé)" in text, "Animée par Nadia." in text) == (
        True,
        True,
        True,
    )
    page = read(client.get(url(cycle, "attendance")))
    assert page.select_one("#id_group_0")["value"] == "7"
    assert page.select_one("#id_named").get_text(strip=True) == "Léa Petit\nPaul Roy"
    client.post(url(cycle, "attendance"), {"group_0": "8"})
    with scope(cycle.organisation):
        assert list(Attendee.objects.values_list("standing", "count")) == [("Salariés", 8)]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"group_0": "-1"}, "supérieure ou égale à 0"),
        ({"held_on": "demain"}, "Écrivez la date ainsi : 31/12/2027."),
        (
            {"held_on": (date.today() + timedelta(days=3)).isoformat()},  # noqa: DTZ011
            "Une réunion tenue a eu lieu aujourd’hui ou avant.",
        ),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_written(cycle, client, sign_in, plain, sent, sentence):
    sign_in()
    page = read(client.post(url(cycle, "attendance"), {**sent, "named": "Paul Roy"}))
    assert sentence in plain(page.select_one(".errors").get_text(" "))
    assert page.select_one("#id_named").get_text(strip=True) == "Paul Roy"
    with scope(cycle.organisation):
        assert Attendee.objects.count() == 0


def test_the_meeting_ends_and_can_be_corrected(cycle, client, sign_in, plain):
    meet(cycle)
    sign_in()
    assert read(client.get(url(cycle))).select_one(".button").get_text() == "La réunion est finie"
    client.post(url(cycle, "end-meeting"))
    today = timezone.localdate()
    with scope(cycle.organisation):
        workshop = Workshop.objects.get(cycle=cycle)
    assert (meeting(cycle).held_on, workshop.current_id, workshop.held_on) == (today, "", today)
    assert read(client.get(url(cycle))).select_one(".button").get_text() == "Choisir les actions"
    client.post(url(cycle, "attendance"), {"held_on": "2026-03-12"})
    page = read(client.get(url(cycle)))
    assert plain(page.h1.get_text()) == "La réunion du 12 mars 2026"


def test_the_text_is_plain_and_whole(cycle, client, sign_in, plain):
    meet(cycle)
    with scope(cycle.organisation):
        held = meeting_of_workshop(cycle=cycle, by=None)
        write_decision(meeting=held, content=DecisionContent(text="On se revoit <b>en juin</b>."), by=None)
    sign_in()
    client.post(url(cycle, "attendance"), {"group_0": "7", "held_on": "2026-03-12"})
    response = client.get(url(cycle, "minutes-text"))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="compte-rendu.txt"'
    lines = [plain(line) for line in response.content.decode().splitlines()]
    assert lines[:4] == ["L’Atelier du Pont", "Réunion du 12 mars 2026", "", "- Salariés : 7"]
    for line in (
        "1. Ici, demande-t-on leur avis aux bénéficiaires ?",
        "Avant : Oui, et on cherche des solutions ensemble",
        "Décidé (Un désaccord demeure) : On demande, on répond peu.",
        "Désaccord : Le délai. (deux salariés)",
        "2. Parfois, quand il y a un problème. : 5, puis 1",
        "Objection : Trop court. (deux salariés) [maintenue]",
        "- On se revoit <b>en juin</b>. (adoptée)",
        "Reste ouvert",
    ):
        assert line in lines
    assert [first for first, second in pairwise(lines) if first == second == ""] == []


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.FACILITATOR, [200, 200, 200, 200, 200, 302]),
        (Role.CONTRIBUTOR, [200, 200, 404, 404, 404, 404]),
        (Role.READER, [200, 200, 404, 404, 404, 404]),
    ],
)
def test_who_may_read_and_who_may_write(cycle, client, sign_in, role, expected):
    objection, _parked = meet(cycle)
    sign_in(role)
    codes = [
        client.get(url(cycle)).status_code,
        client.get(url(cycle, "minutes-text")).status_code,
        client.get(url(cycle, "minute", objection.pk)).status_code,
        client.get(url(cycle, "minute-remove", objection.pk)).status_code,
        client.get(url(cycle, "attendance")).status_code,
        client.post(url(cycle, "end-meeting")).status_code,
    ]
    assert codes == expected


def test_looking_writes_no_meeting(cycle, client, sign_in):
    sign_in()
    for name in ("minutes", "minutes-text", "attendance"):
        client.get(url(cycle, name))
    with scope(cycle.organisation):
        assert Meeting.objects.count() == 0


@pytest.mark.parametrize("questions", [1, 3])
def test_the_minutes_cost_the_same_whatever_the_size(client, questions, django_assert_num_queries):
    cycle = make_cycle(questions)
    client.force_login(MembershipFactory(organisation=cycle.organisation, role=Role.PILOT).person)
    for place in range(questions):
        objection, _parked = meet(cycle, place)
    for name, queries in (("minutes", 12), ("minutes-text", 12), ("attendance", 7)):
        with django_assert_num_queries(queries):
            client.get(url(cycle, name))
    with django_assert_num_queries(6):
        client.get(url(cycle, "minute", objection.pk))
