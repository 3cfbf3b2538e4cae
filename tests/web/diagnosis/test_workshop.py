"""The pages of the meeting: prepared, projected, decided, followed from one's own device."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from marchepied.apps.diagnosis.selectors.positions import find_position
from marchepied.apps.diagnosis.selectors.workshop import find_workshop, follow_code
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.diagnosis.services.workshop import open_following, prepare_workshop
from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from tests.factories.crossed import closed_cycle, heard
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
LOW, HIGH = [1] * 4 + [2] * 6 + [3] * 2, [3] * 2 + [4] * 7 + [5] * 3
SPOKEN, SECRET = "On ne nous répond pas.", "Un mot que personne ne doit voir"


def make_cycle(questions=3, name="L’Atelier du Pont"):
    """Two groups apart on every question, a hidden one, and the views shown."""
    cycle = closed_cycle(name=name, questions=questions)
    item = cycle.question_ids[0]
    heard(cycle, "Salariés", LOW, comments={item: [SPOKEN, "Rien ne change."]})
    heard(cycle, "Élus", HIGH)
    heard(cycle, "Bénévoles", [5, 5, 5], comments={item: [SECRET]})
    with scope(cycle.organisation):
        make_release(cycle=cycle, by=None)
    return cycle


@pytest.fixture
def cycle():
    return make_cycle()


@pytest.fixture
def sign_in(cycle, client):
    def enter(role=Role.PILOT):
        client.force_login(MembershipFactory(organisation=cycle.organisation, role=role).person)

    return enter


def url(cycle, name="workshop", *more):
    return reverse(f"diagnosis:{name}", args=[cycle.organisation.slug, cycle.pk, *more])


def read(response):
    return BeautifulSoup(response.content, "html.parser")


def follow(cycle):
    with scope(cycle.organisation):
        return reverse("diagnosis:follow", args=[follow_code(open_following(cycle=cycle, by=None))])


def position(cycle, place=0):
    with scope(cycle.organisation):
        return find_position(cycle, cycle.question_ids[place])


def take(cycle, place=0, **fields):
    with scope(cycle.organisation):
        values = {"level": 2, "words": "", "agreement": "consensus", "by": None} | fields
        return take_position(cycle=cycle, question_id=cycle.question_ids[place], **values)


def test_the_meeting_is_prepared_with_what_will_be_read_out(cycle, client, sign_in, plain):
    sign_in()
    page = read(client.get(url(cycle)))
    assert plain(page.h1.get_text()) == "Trois questions, environ 34 minutes."
    assert [box.has_attr("checked") for box in page.select("input[name=question]")] == [True] * 3
    voice = next(box for box in page.select("label.check") if SPOKEN in box.get_text())
    kept = cycle.question_ids[:2]
    sent = {"question": kept, "voice": [voice.input["value"]], "minutes": "10", "held_on": "2027-03-12"}
    page = read(client.post(url(cycle), sent, follow=True))
    assert plain(page.h1.get_text()) == "Deux questions, environ 30 minutes."
    with scope(cycle.organisation):
        workshop = find_workshop(cycle)
    assert (workshop.question_ids, workshop.voices, workshop.minutes) == (kept, {kept[0]: [SPOKEN]}, 10)
    assert SPOKEN in read(client.get(url(cycle, "room", kept[0]))).select_one(".voices").get_text()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"minutes": "8"}, "Gardez au moins une question pour la réunion."),
        ({"minutes": "0", "question": "all"}, "Assurez-vous que cette valeur est supérieure ou égale à 1."),
    ],
)
def test_what_cannot_be_prepared_is_said_and_kept(cycle, client, sign_in, plain, sent, sentence):
    sign_in()
    values = dict(sent)
    if values.get("question") == "all":
        values["question"] = cycle.question_ids[:1]
    page = read(client.post(url(cycle), values))
    assert sentence in plain(page.select_one(".errors").get_text(" "))


def test_the_screen_shows_what_was_printed_and_no_person(cycle, client, sign_in, plain):
    sign_in()
    item = cycle.question_ids[0]
    response = client.get(url(cycle, "room", item))
    page = read(response)
    assert [plain(name.get_text()) for name in page.select(".views__name")] == [
        "Salariés",
        "Élus",
        "Bénévoles",
    ]
    assert page.select("header, .bar") == []
    text = response.content.decode()
    assert SECRET not in text
    assert SPOKEN not in text  # nobody chose to read it out
    turns = {turn["data-turn"]: plain(turn.get_text()) for turn in page.select("[data-turn]")}
    assert turns == {"next": "Se prononcer →"}


def test_pages_turn_in_the_order_of_the_agenda(cycle, client, sign_in):
    ids = cycle.question_ids
    with scope(cycle.organisation):
        prepare_workshop(
            cycle=cycle, question_ids=[ids[2], ids[0]], voices={}, minutes=8, held_on=None, by=None
        )
    sign_in(Role.READER)
    turns = {
        item: {
            link["data-turn"]: link["href"]
            for link in read(client.get(url(cycle, "room", item))).select("[data-turn]")
        }
        for item in ids
    }
    assert turns == {
        ids[2]: {"next": url(cycle, "room", ids[0])},
        ids[0]: {"previous": url(cycle, "room", ids[2]), "next": url(cycle, "minutes")},
        ids[1]: {"next": url(cycle, "room", ids[2])},  # a question of more leads to the first
    }


def test_a_decision_is_typed_shown_changed_and_withdrawn(cycle, client, sign_in, plain, messages_of):
    sign_in()
    item = cycle.question_ids[0]
    sent = {
        "level": "2",
        "words": "On commence par le dire.",
        "agreement": "disagreement",
        "disagreement_note": "Certains trouvent que si.",
        "disagreement_by": "deux élus",
        "hands_1": "3",
        "hands_2": "9",
    }
    response = client.post(url(cycle, "decide", item), sent)
    assert response["Location"] == url(cycle, "room", item)
    taken = position(cycle)
    assert (taken.level, taken.counts) == (2, {"1": 3, "2": 9, "3": 0, "4": 0, "5": 0})
    shown = plain(read(client.get(url(cycle, "room", item))).select_one(".decided").get_text(" "))
    assert shown == (
        "Ce qu’on a décidé · Un désaccord demeure Parfois, quand il y a un problème "
        "On commence par le dire. Le désaccord : Certains trouvent que si. (deux élus)"
    )
    form = read(client.get(url(cycle, "decide", item)))
    assert [box["value"] for box in form.select("input[type=radio][checked]")] == ["2", "disagreement"]
    changed = {"level": "none", "words": "On en reparle.", "agreement": "consent"}
    response = client.post(url(cycle, "decide", item) + "?vue=liste", changed)
    assert response["Location"] == url(cycle, "positions")
    assert (position(cycle).level, position(cycle).disagreement_note) == (None, "")
    assert "On en reparle." in read(client.get(url(cycle, "withdraw", item))).main.get_text()
    assert messages_of(client.post(url(cycle, "withdraw", item), follow=True)) == [
        "Cette décision est retirée."
    ]
    assert position(cycle) is None
    assert client.get(url(cycle, "withdraw", item)).status_code == 404


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choisissez une réponse, ou « Pas de réponse commune »."),
        ({"level": "9", "agreement": "consent"}, "Sélectionnez un choix valide"),
        ({"level": "2"}, "Dites si la salle est d’accord."),
        ({"level": "2", "agreement": "disagreement"}, "Dites sur quoi on n’est pas d’accord."),
        ({"level": "2", "agreement": "disagreement", "disagreement_note": "Non."}, "Dites qui le garde"),
        ({"level": "none", "agreement": "consent"}, "Sans réponse commune, écrivez ce que vous retenez."),
        ({"level": "2", "agreement": "consent", "hands_1": "-1"}, "supérieure ou égale à 0"),
    ],
)
def test_an_incomplete_decision_says_what_is_missing(cycle, client, sign_in, plain, sent, sentence):
    sign_in()
    page = read(client.post(url(cycle, "decide", cycle.question_ids[0]), sent))
    assert sentence in plain(page.select_one(".errors").get_text(" "))
    assert position(cycle) is None


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.PILOT, [200, 200, 200, 200, 302, 200, 302, 302]),
        (Role.FACILITATOR, [200, 200, 200, 200, 302, 200, 302, 302]),
        (Role.CONTRIBUTOR, [200, 200, 200, 404, 404, 404, 404, 404]),
        (Role.READER, [200, 200, 200, 404, 404, 404, 404, 404]),
    ],
)
def test_who_may_do_what(cycle, client, sign_in, role, expected):
    take(cycle)
    sign_in(role)
    item = cycle.question_ids[0]
    decision = {"level": "1", "agreement": "consent"}
    codes = [
        client.get(url(cycle)).status_code,
        client.get(url(cycle, "room", item)).status_code,
        client.get(url(cycle, "positions")).status_code,
        client.get(url(cycle, "decide", item)).status_code,
        client.post(url(cycle, "decide", item), decision).status_code,
        client.get(url(cycle, "workshop-sheets")).status_code,
        client.post(url(cycle, "follow-open")).status_code,
        client.post(url(cycle), {"question": item, "minutes": "8"}).status_code,
    ]
    assert codes == expected


def test_another_organisation_sees_nothing(cycle, client):
    take(cycle, words="Décidé entre nous")
    other = MembershipFactory(role=Role.PILOT)
    client.force_login(other.person)
    item = cycle.question_ids[0]
    for space in (cycle.organisation.slug, other.organisation.slug):
        for name, more in (
            ("workshop", []),
            ("positions", []),
            ("workshop-sheets", []),
            ("room", [item]),
            ("decide", [item]),
            ("withdraw", [item]),
        ):
            response = client.get(reverse(f"diagnosis:{name}", args=[space, cycle.pk, *more]))
            assert (name, response.status_code) == (name, 404)
            assert "Décidé entre nous" not in response.content.decode()
    assert position(cycle).words == "Décidé entre nous"


def test_the_room_follows_without_an_account_and_sees_no_more(cycle, client, plain):
    item = cycle.question_ids[0]
    with scope(cycle.organisation):
        prepare_workshop(
            cycle=cycle, question_ids=[item], voices={item: [SPOKEN]}, minutes=8, held_on=None, by=None
        )
    address = follow(cycle)
    response = client.get(address)
    text = response.content.decode()
    page = read(response)
    assert [plain(row.get_text(" ")) for row in page.select(".told dt")] == [
        "Salariés 12 réponses",
        "Élus 12 réponses",
        "Bénévoles",
    ]
    assert (SPOKEN in text, SECRET in text, "Rien ne change." in text) == (True, False, False)
    assert [link.get_text() for link in page.select("main a")] == ["Actualiser"]
    assert page.select("form, script[src*=htmx]") == []
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == (
        "no-store, private",
        "noindex, nofollow",
    )
    take(cycle, words="On le dira.")
    assert "On le dira." in client.get(address).content.decode()


def test_before_any_release_the_room_sees_nothing_of_the_groups(client):
    cycle = closed_cycle(questions=2)
    heard(cycle, "Salariés", LOW, comments={cycle.question_ids[0]: [SPOKEN]})
    text = client.get(follow(cycle)).content.decode()
    assert ("Salariés" in text, SPOKEN in text) == (False, False)


def test_an_address_that_stopped_explains_itself(cycle, client, sign_in):
    address = follow(cycle)
    sign_in()
    client.post(url(cycle, "follow-close"))
    client.logout()
    response = client.get(address)
    assert (response.status_code, read(response).h1.get_text()) == (404, "Cette adresse n’ouvre rien.")
    for code in ("x", "AAAA-BBBB-CCCC", "é"):
        assert client.get(reverse("diagnosis:follow", args=[code])).status_code == 404


def test_an_address_typed_by_hand_leads_to_the_one_address(cycle, client):
    address = follow(cycle)
    code = address.strip("/").split("/")[-1]
    assert client.get(f"/suivre/{code.lower().replace('-', '')}/")["Location"] == address


def test_alone_the_meeting_rests_on_the_own_answers(client, plain):
    cycle = closed_cycle(questions=2)
    with scope(cycle.organisation):
        cycle.round = None
        cycle.save()
        save_own_answer(
            cycle=cycle,
            question_id=cycle.question_ids[1],
            kind="level",
            level=1,
            narrative="",
            evidence=[],
            by=None,
        )
    client.force_login(MembershipFactory(organisation=cycle.organisation, role=Role.PILOT).person)
    page = read(client.get(url(cycle, "room", cycle.question_ids[1])))
    assert plain(page.select_one(".stage__chosen").get_text(" ")).endswith("notre réponse")
    assert len(page.select(".stage__choices li")) == 5
    sent = {"level": "1", "agreement": "consensus"}
    client.post(url(cycle, "decide", cycle.question_ids[1]), sent)
    assert position(cycle, 1).level == 1


def test_the_list_of_decisions_leads_to_actions(cycle, client, sign_in, plain):
    sign_in()
    page = read(client.get(url(cycle, "positions")))
    assert page.h1.get_text() == "Rien n’est encore décidé."
    take(cycle, words="<b>Nos mots</b>")
    page = read(client.get(url(cycle, "positions")))
    assert plain(page.h1.get_text()) == "Une question est décidée."
    assert page.select_one(".button")["href"] == reverse("plans:propose", args=[cycle.organisation.slug])
    assert "<b>Nos mots</b>" in page.main.get_text()


def test_sheets_are_printed_for_a_room_without_network(cycle, client, sign_in):
    sign_in()
    response = client.get(url(cycle, "workshop-sheets"))
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Disposition"] == 'attachment; filename="feuilles-de-reunion.pdf"'


@pytest.mark.parametrize("questions", [1, 3])
def test_pages_cost_the_same_whatever_the_size(client, questions, django_assert_num_queries):
    cycle = make_cycle(questions)
    client.force_login(MembershipFactory(organisation=cycle.organisation, role=Role.PILOT).person)
    for place in range(questions):
        take(cycle, place)
    address = follow(cycle)
    item = cycle.question_ids[0]
    for page in (url(cycle), url(cycle, "room", item), url(cycle, "decide", item)):
        with django_assert_num_queries(9):
            client.get(page)
    with django_assert_num_queries(13):  # and what the decisions serve, of what there is to serve
        client.get(url(cycle, "positions"))
    client.logout()
    with django_assert_num_queries(6):
        client.get(address)
