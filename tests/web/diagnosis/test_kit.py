"""The pages of the kit: taken away, sent back by anybody who holds it, read again and written by a member."""

import json

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from marchepied.apps.diagnosis.enums import CycleState
from marchepied.apps.diagnosis.models import Kit, Position
from marchepied.apps.diagnosis.selectors.kit_notes import MOST_BYTES
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.diagnosis.validators import seal_kit, seal_room
from marchepied.apps.meetings.models import Minute
from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from tests.factories.kits import notes_of, prepared_cycle, sending_of, take_kit
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
RECEIVE = "/kit/"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def nobody_tried():
    """The brake on wrong codes outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def cycle():
    return prepared_cycle()


@pytest.fixture
def kit(cycle):
    return take_kit(cycle)


@pytest.fixture
def sign_in(cycle, client):
    def enter(role=Role.FACILITATOR):
        client.force_login(MembershipFactory(organisation=cycle.organisation, role=role).person)

    return enter


def url(cycle, name="kit", *more):
    return reverse(f"diagnosis:{name}", args=[cycle.organisation.slug, cycle.pk, *more])


def read(response):
    return BeautifulSoup(response.content, "html.parser")


def title(response, plain):
    return plain(read(response).h1.get_text())


def decided(**fields):
    return {"level": "2", "agreement": "consensus", **fields}


def stored(kit):
    with scope(kit.organisation):
        return Kit.objects.get(pk=kit.pk)


def positions(cycle):
    with scope(cycle.organisation):
        return {p.question_id: p.level for p in Position.objects.all()}


def test_a_kit_sends_waits_is_read_again_and_written(cycle, kit, client, sign_in, plain, messages_of):
    first, second, _third = cycle.question_ids
    sent = notes_of(kit, {first: decided(words="On le dit.", first={"1": 4, "2": 8})})
    page = client.post(RECEIVE, sending_of(kit, sent))
    assert (page.status_code, title(page, plain)) == (200, "Bien reçu.")
    assert page.headers["Cache-Control"] == "private, no-store"
    link = read(page).select_one("main .button")["href"]
    assert link == url(cycle, "kit-review", kit.pk)
    assert positions(cycle) == {}
    away = client.get(link)
    assert (away.status_code, away["Location"].split("?")[0]) == (302, reverse("public:sign-in"))
    sign_in()
    assert "Des notes sont revenues." in read(client.get(url(cycle))).get_text()
    review = read(client.get(link))
    assert [plain(line.get_text()) for line in review.select("form li")] == [
        "Non, jamais : 4",
        "Parfois, quand il y a un problème : 8",
        "Parfois, quand il y a un problème",
        "On le dit.",
        "Tout le monde est d’accord",
    ]
    seen = review.select_one("input[name=seen]")["value"]
    response = client.post(link, {"seen": seen})
    assert response["Location"] == url(cycle, "room", second)
    assert positions(cycle) == {first: 2}
    assert [plain(sentence) for sentence in messages_of(client.get(response["Location"]))] == [
        "Vos notes sont écrites. Il reste 2 questions : voici la première."
    ]
    assert "écrit dans la démarche le" in read(client.get(url(cycle))).get_text()


def test_a_kit_comes_back_once(cycle, kit, client, sign_in, plain):
    item = cycle.question_ids[0]
    client.post(RECEIVE, sending_of(kit, notes_of(kit, {item: decided()})))
    sign_in()
    link = url(cycle, "kit-review", kit.pk)
    client.post(link, {"seen": read(client.get(link)).select_one("input[name=seen]")["value"]})
    client.logout()
    again = client.post(RECEIVE, sending_of(kit, notes_of(kit, {item: decided(level="5")})))
    assert again.status_code == 409
    assert title(again, plain).startswith("Ce kit est déjà écrit, le ")
    assert (positions(cycle), stored(kit).notes) == ({item: 2}, {})
    sign_in()
    assert client.get(link)["Location"] == url(cycle)
    assert client.get(url(cycle, "kit-discard", kit.pk)).status_code == 404


def test_the_last_kit_that_is_whole_leads_to_the_minutes(cycle, kit, client, sign_in):
    client.post(RECEIVE, sending_of(kit, notes_of(kit, {key: decided() for key in cycle.question_ids})))
    sign_in()
    link = url(cycle, "kit-review", kit.pk)
    response = client.post(link, {"seen": read(client.get(link)).select_one("input[name=seen]")["value"]})
    assert response["Location"] == url(cycle, "minutes")


def test_two_versions_are_shown_side_by_side_and_one_is_chosen(cycle, kit, client, sign_in, plain):
    item = cycle.question_ids[0]
    client.post(RECEIVE, sending_of(kit, notes_of(kit, {item: decided()})))
    with scope(cycle.organisation):
        take_position(cycle=cycle, question_id=item, level=5, words="", agreement="consent", by=None)
    sign_in()
    link = url(cycle, "kit-review", kit.pk)
    page = read(client.get(link))
    assert plain(page.h1.get_text()) == "Relisez, choisissez une fois, puis écrivez."
    seen = page.select_one("input[name=seen]")["value"]
    missing = read(client.post(link, {"seen": seen}))
    assert "Choisissez ce qu’on garde." in plain(missing.select_one(".errors").get_text(" "))
    assert positions(cycle) == {item: 5}
    client.post(link, {"seen": seen, f"keep-position/{item}": "kit"})
    assert positions(cycle) == {item: 2}


def test_what_changed_since_it_was_read_is_shown_again(cycle, kit, client, sign_in, plain):
    item = cycle.question_ids[0]
    client.post(RECEIVE, sending_of(kit, notes_of(kit, {item: decided()})))
    sign_in()
    page = client.post(url(cycle, "kit-review", kit.pk), {"seen": "autre"})
    assert "relisez-la" in plain(read(page).select_one(".errors").get_text(" "))
    assert read(page).select_one("input[name=seen]")["value"] != "autre"
    assert positions(cycle) == {}


def test_scripts_in_notes_are_only_read(cycle, kit, client, sign_in):
    texts = dict.fromkeys(("words", "note", "disagreement_note"), SCRIPT) | {"disagreement_by": SCRIPT}
    row = {
        **texts,
        "agreement": "disagreement",
        "objections": [{"text": SCRIPT, "said_by": SCRIPT, "answer": SCRIPT}],
    }
    sent = notes_of(kit, {cycle.question_ids[0]: row}, note=SCRIPT, parking=[{"text": SCRIPT}])
    sent["attendance"] = [{"standing": SCRIPT, "count": 3}]
    sent["actions"] = [{"text": SCRIPT}]
    assert client.post(RECEIVE, sending_of(kit, sent)).status_code == 200
    sign_in()
    link = url(cycle, "kit-review", kit.pk)
    page = read(client.get(link))
    assert [tag.name for tag in page.select("main script, main img")] == []
    client.post(link, {"seen": page.select_one("input[name=seen]")["value"]})
    with scope(cycle.organisation):
        assert {line.text for line in Minute.objects.all()} == {SCRIPT}
    for name in ("minutes", "positions"):
        assert read(client.get(url(cycle, name))).select("main script, main img") == []


@pytest.mark.parametrize(
    ("notes", "sentence"),
    [
        ("", "Ce ne sont pas les notes d’un kit"),
        ("{", "Ce ne sont pas les notes d’un kit"),
        (f'{{"format": "{SCRIPT}"}}', "Ce ne sont pas les notes d’un kit"),
        ('{"format": "marchepied.kit.1"}', "Ces notes sont vides"),
        (
            json.dumps({"format": "marchepied.kit.1", "questions": {SCRIPT: {}}}),
            "n’est pas posée dans cette démarche.",
        ),
        ('{"format": "marchepied.kit.1", "note": {"a": 1}}', "Notes : il faut du texte."),
    ],
)
def test_notes_that_cannot_be_read_are_said_and_not_kept(kit, client, plain, notes, sentence):
    page = client.post(RECEIVE, {"code": seal_kit(kit.handle), "notes": notes})
    assert page.status_code == 400
    assert sentence in plain(read(page).select_one("main li").get_text())
    assert stored(kit).came_back_at is None


def test_what_is_huge_is_refused_before_it_is_read(kit, client, plain):
    large = client.post(RECEIVE, {"code": seal_kit(kit.handle), "notes": "a" * (4 * MOST_BYTES)})
    assert (large.status_code, title(large, plain)) == (413, "Ces notes sont trop longues.")
    notes = json.dumps(notes_of(kit, note="a" * MOST_BYTES))
    page = client.post(RECEIVE, {"code": seal_kit(kit.handle), "notes": notes})
    assert page.status_code == 400
    assert "trop longues" in page.content.decode()


def test_a_code_that_is_not_a_kits_opens_nothing_and_tires(kit, client, plain):
    wrong = ["", "XXXX-XXXX-XXXX", kit.handle, seal_room(kit.handle), SCRIPT]
    pages = [client.post(RECEIVE, {"code": code, "notes": "{}"}) for code in wrong]
    assert {(page.status_code, title(page, plain)) for page in pages} == {
        (404, "Ce kit n’est pas connu ici.")
    }
    for _try in range(15):
        client.post(RECEIVE, {"code": "", "notes": "{}"})
    page = client.post(RECEIVE, sending_of(kit, notes_of(kit, note="Trop d’essais avant")))
    assert (page.status_code, title(page, plain)) == (429, "Trop d’essais.")


def test_a_kit_of_another_organisation_brings_its_notes_home_only(cycle, kit, client, sign_in, plain):
    other = take_kit(prepared_cycle(name="La Source"))
    client.post(RECEIVE, sending_of(other, notes_of(other, note="Chez eux")))
    assert stored(kit).notes == {}
    sign_in()
    for name in ("kit-review", "kit-discard"):
        assert client.get(url(cycle, name, other.pk)).status_code == 404
        assert client.post(url(cycle, name, other.pk)).status_code == 404
    page = upload(client, cycle, notes_of(other, note="Chez nous ?"))
    assert "ne viennent pas d’un kit de cette réunion" in plain(
        read(page).select_one(".errors").get_text(" ")
    )


def test_a_finished_cycle_takes_nothing(cycle, kit, client, plain):
    cycle.state = CycleState.FINISHED
    with scope(cycle.organisation):
        cycle.save()
    page = client.post(RECEIVE, sending_of(kit, notes_of(kit, note="Trop tard")))
    assert (page.status_code, title(page, plain)) == (409, "Cette démarche est terminée.")
    assert stored(kit).notes == {}


def test_the_address_alone_says_what_it_is_for(client, plain):
    page = client.get(RECEIVE)
    assert (page.status_code, title(page, plain)) == (200, "Cette page reçoit les notes d’un kit de réunion.")


def upload(client, cycle, notes, name="notes.json"):
    data = notes if isinstance(notes, bytes) else json.dumps(notes).encode()
    return client.post(url(cycle, "kit-upload"), {"file": SimpleUploadedFile(name, data)})


def test_the_saved_file_is_brought_back_by_a_member(cycle, kit, client, sign_in):
    sign_in()
    response = upload(client, cycle, notes_of(kit, {cycle.question_ids[0]: decided()}))
    assert response["Location"] == url(cycle, "kit-review", kit.pk)
    assert list(stored(kit).notes["questions"]) == [cycle.question_ids[0]]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "vide"),
        (b"\xff\xfe\x00", "n’est pas celui des notes d’un kit"),
        (b"PK\x03\x04", "ne viennent pas d’un kit de cette réunion"),
        (b"{}", "ne viennent pas d’un kit de cette réunion"),
        (b'{"kit": ["a"]}', "ne viennent pas d’un kit de cette réunion"),
        (b"a" * (MOST_BYTES + 1), "trop lourd"),
    ],
)
def test_a_file_that_is_not_the_kits_is_said(cycle, client, sign_in, plain, data, sentence):
    sign_in()
    assert sentence in plain(read(upload(client, cycle, data)).select_one(".errors").get_text(" "))


def test_notes_are_forgotten_after_a_page_that_asks(cycle, kit, client, sign_in, plain, messages_of):
    client.post(RECEIVE, sending_of(kit, notes_of(kit, note="À oublier")))
    sign_in()
    link = url(cycle, "kit-discard", kit.pk)
    assert title(client.get(link), plain) == "Effacer les notes revenues ?"
    assert messages_of(client.post(link, follow=True)) == [
        "Ces notes sont effacées. Le kit peut les renvoyer."
    ]
    assert (stored(kit).notes, stored(kit).came_back_at) == ({}, None)


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.PILOT, 200), (Role.FACILITATOR, 200), (Role.CONTRIBUTOR, 404), (Role.READER, 404)],
)
def test_who_facilitates_takes_kits_and_reads_them(cycle, kit, client, sign_in, role, status):
    client.post(RECEIVE, sending_of(kit, notes_of(kit, note="Une note")))
    sign_in(role)
    pages = [url(cycle), url(cycle, "kit-review", kit.pk), url(cycle, "kit-discard", kit.pk)]
    assert [client.get(page).status_code for page in pages] == [status] * 3
    if status == 404:
        assert client.post(url(cycle, "kit-file"), {"minutes": "60"}).status_code == 404
        assert upload(client, cycle, notes_of(kit, note="Une autre")).status_code == 404


def test_pages_ask_as_much_for_one_kit_as_for_three(cycle, kit, client, sign_in, django_assert_num_queries):
    sign_in()
    for _number in range(2):
        with django_assert_num_queries(11):
            client.get(url(cycle))
        take_kit(cycle)
        take_kit(cycle)
    client.post(RECEIVE, sending_of(kit, notes_of(kit, {cycle.question_ids[0]: decided(first={"1": 2})})))
    with django_assert_num_queries(10):
        client.get(url(cycle, "kit-review", kit.pk))
    rows = {key: decided(first={"1": 2}) for key in cycle.question_ids}
    client.post(RECEIVE, sending_of(kit, notes_of(kit, rows)))
    with django_assert_num_queries(10):
        client.get(url(cycle, "kit-review", kit.pk))


def test_receiving_asks_little(kit, client, django_assert_num_queries):
    with django_assert_num_queries(5):
        client.post(RECEIVE, sending_of(kit, notes_of(kit, note="Une note")))
