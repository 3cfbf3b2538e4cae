"""The pilot's page of the groups: one thing to do, counts and never names."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from marchepied.apps.diagnosis.models import Cycle, Release
from marchepied.apps.participation.enums import AnswerMode, RoundState
from marchepied.apps.participation.models import College, Round, RoundCollege
from marchepied.core.scope import unscoped
from tests.factories.participation import CollegeFactory, InvitationFactory
from tests.sentences import plain

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def read(client):
    def get(url):
        response = client.get(url)
        assert response.status_code == 200
        soup = BeautifulSoup(response.content, "html.parser")
        return soup, plain(soup.main.get_text(" "))

    return get


@pytest.fixture(autouse=True)
def someone_elses_group():
    """A row that could leak."""
    CollegeFactory(name="Sociétaires d’ailleurs", expected_count=2)


def test_an_empty_page_says_what_groups_are_for_and_the_one_thing_to_do(pilot, page_of, read):
    soup, text = read(page_of("colleges"))
    assert plain(soup.h1.get_text()) == "Qui a quelque chose à dire ?"
    assert [link["href"] for link in soup.select(".button")] == [page_of("choose")]
    assert "ailleurs" not in text


def test_groups_are_proposed_ticked_and_chosen(client, pilot, page_of, read, everything):
    soup, _ = read(page_of("choose"))
    ticked = [box["name"] for box in soup.select("input[type=checkbox][checked]")]
    assert ticked == [
        "kind_beneficiaries",
        "kind_employees",
        "kind_volunteers",
        "kind_administrators",
        "kind_partners",
    ]
    sent = {
        "kind_employees": "on",
        "count_employees": "9",
        "own_name": "Voisins du dessus",
        "count_funders": "4",
    }
    response = client.post(page_of("choose"), sent)
    assert (response.status_code, response.headers["Location"]) == (302, page_of("colleges"))
    rows = College.objects.exclude(name="Sociétaires d’ailleurs")
    assert [(row.kind, row.name, row.expected_count) for row in rows] == [
        ("employees", "Salariés", 9),
        ("other", "Voisins du dessus", None),
    ]
    soup, _ = read(page_of("choose"))
    assert not soup.select("input[name=kind_employees], input[type=checkbox][checked]")


def test_choosing_nothing_is_explained(client, pilot, page_of):
    response = client.post(page_of("choose"), {})
    assert "Choisissez au moins un groupe." in plain(response.content.decode())


@pytest.mark.parametrize("count", ["0", "-3", "abc", "9999999"])
def test_a_head_count_that_cannot_be_is_refused(client, pilot, page_of, count):
    response = client.post(page_of("choose"), {"kind_employees": "on", "count_employees": count})
    assert response.status_code == 200
    assert response.context["form"].errors["count_employees"]


def test_a_group_under_five_is_told_before_opening_with_what_can_be_done(pilot, page_of, add_group, read):
    small = add_group("Administrateurs", "administrators", expected_count=3)
    add_group("Bénévoles", expected_count=12, position=1)
    soup, text = read(page_of("colleges"))

    assert "« Administrateurs » : 3 personnes, trop peu pour montrer leur avis" in text
    assert "« Bénévoles » : 12 personnes, trop peu" not in text
    gestures = {form["action"] for form in soup.select("form")} | {a["href"] for a in soup.select("a.button")}
    assert {page_of(name, small.pk) for name in ("together", "merge", "archive")} <= gestures
    assert [plain(a.get_text()) for a in soup.select(".button:not(.button--quiet)")] == [
        "Ouvrir le questionnaire"
    ]


def test_one_collective_answer_or_aside_or_merged(client, pilot, page_of, add_group, everything):
    rows = [add_group(f"Groupe {n}", expected_count=3, position=n) for n in range(4)]
    client.post(page_of("together", rows[0].pk))
    client.post(page_of("archive", rows[1].pk))
    client.post(page_of("merge", rows[2].pk), {"others": [str(rows[3].pk)], "name": "Ensemble"})
    state = {row.name: (row.mode, row.archived, row.expected_count) for row in College.objects.all()}
    assert state["Groupe 0"] == (AnswerMode.COLLECTIVE, False, 3)
    assert state["Groupe 1"] == (AnswerMode.INDIVIDUAL, True, 3)
    assert (state["Groupe 2"][1], state["Groupe 3"][1]) == (True, True)
    assert state["Ensemble"] == (AnswerMode.INDIVIDUAL, False, 6)
    client.post(page_of("restore", rows[1].pk))
    assert not College.objects.get(pk=rows[1].pk).archived


def test_a_group_is_settled_with_its_questions(client, cycle, pilot, page_of, add_group, everything):
    row = add_group()
    asked = [cycle.question_ids[2], cycle.question_ids[0]]
    sent = {"name": "Les bénévoles", "expected_count": "20", "mode": "individual", "items": asked}
    client.post(page_of("college", row.pk), sent)
    row.refresh_from_db()
    assert (row.name, row.expected_count) == ("Les bénévoles", 20)
    page = client.get(page_of("colleges")).content.decode()
    assert "2 questions" in plain(page)
    call = RoundCollege.objects.get()
    assert call.item_ids == [cycle.question_ids[0], cycle.question_ids[2]]
    refused = client.post(page_of("college", row.pk), {**sent, "items": []})
    assert "Gardez au moins une question pour ce groupe." in plain(refused.content.decode())


def test_the_preview_shows_the_questions_in_the_participants_words(cycle, pilot, page_of, add_group, read):
    _, text = read(page_of("preview", add_group().pk))
    assert "On peut toujours répondre « je ne sais pas » ou « pas concerné »." in text
    assert "{" not in text


def test_opening_announces_what_participants_read(client, cycle, pilot, page_of, add_group, everything):
    add_group()
    page = client.get(page_of("open"))
    initial = page.context["form"].initial
    assert initial["closes_on"] == TODAY + timedelta(days=21)
    assert initial["responsible"] == "L’Atelier du Pont (Claire Morel, claire@exemple.fr)"
    yesterday = {**initial, "closes_on": TODAY - timedelta(days=1)}
    refused = client.post(page_of("open"), yesterday)
    assert "Choisissez un jour à venir." in plain(refused.content.decode())
    response = client.post(page_of("open"), {**initial, "title": "nos usagers"}, follow=True)
    assert response.redirect_chain[-1][0] == page_of("colleges")
    round_ = Round.objects.get()
    assert (round_.state, round_.title["fr"]) == (RoundState.OPEN, "nos usagers")
    assert client.get(page_of("open")).status_code == 302


def test_the_follow_up_counts_and_never_names(pilot, page_of, add_group, open_with, read):
    small = add_group("Administrateurs", "administrators", expected_count=3)
    few = add_group("Bénévoles", expected_count=12, position=1)
    many = add_group("Salariés", "employees", expected_count=9, position=2)
    calls = open_with(small, few, many)
    InvitationFactory(call=calls[1], email="awa@exemple.fr", name="Awa Diallo", used=True)
    with unscoped("a test writes"):
        for call, answered in zip(calls, (0, 3, 11), strict=True):
            RoundCollege.objects.filter(pk=call.pk).update(answered_count=answered)
    soup, text = read(page_of("colleges"))

    assert plain(soup.h1.get_text()) == "14 personnes sur 24 ont répondu."
    assert "0 sur 3" in text
    assert "Moins de cinq personnes : rien n’en sera montré." in text
    assert "3 sur 12 ont répondu. Il en manque 2 pour que leur avis puisse être montré." in text
    assert "11 sur 9 ont répondu. Leur avis pourra être montré." in text
    assert "2 réponses de plus que l’effectif annoncé." in text
    assert [plain(a.get_text()) for a in soup.select(".card--now .button")] == ["Inviter ce groupe"]
    for name in ("colleges", "invite", "remind"):
        page = page_of(name) if name == "colleges" else page_of(name, calls[1].pk)
        assert "awa" not in str(read(page)[0]).lower()


def test_a_forgotten_group_joins_while_it_is_open(
    client, cycle, pilot, page_of, add_group, open_with, everything
):
    (first,) = open_with(add_group())
    client.post(page_of("choose"), {"kind_employees": "on", "count_employees": "9"})
    second = RoundCollege.objects.exclude(pk=first.pk).get()
    asked = {item["id"] for item in Round.objects.get().form["items"]}
    assert (second.college.name, second.expected_count) == ("Salariés", 9)
    assert second.item_ids
    assert set(second.item_ids) <= asked
    Release.objects.create(
        organisation=cycle.organisation, cycle=Cycle.objects.get(), number=1, content={}, engine_version="1"
    )
    refused = client.post(page_of("choose"), {"kind_partners": "on"})
    assert "Les avis ont déjà été montrés : on n’ajoute plus de groupe." in plain(refused.content.decode())
    assert College.objects.count() == 3  # the refused group left no trace
    client.post(page_of("close"))
    assert client.get(page_of("choose")).status_code == 404


def test_once_closed_the_one_thing_to_do_is_to_look(client, pilot, page_of, add_group, open_with, read):
    open_with(add_group(expected_count=12))
    with unscoped("a test writes"):
        RoundCollege.objects.update(answered_count=4)
    client.post(page_of("close"))
    soup, text = read(page_of("colleges"))
    assert plain(soup.h1.get_text()) == "Le questionnaire est clos : 4 personnes sur 12 ont répondu."
    assert "4 sur 12 ont répondu. Trop peu pour que leur avis soit montré." in text
    assert len(soup.select(".button")) == 1


def test_a_date_that_is_past_proposes_to_close(pilot, page_of, add_group, open_with, read):
    open_with(add_group())
    with unscoped("a test writes"):
        Round.objects.update(closes_on=TODAY - timedelta(days=1))
    soup, text = read(page_of("colleges"))
    assert "est passée. On peut encore répondre tant que vous n’avez pas clos." in text
    assert [a["href"] for a in soup.select(".card--now .button")] == [page_of("close"), page_of("extend")]


def test_close_extend_reopen(client, cycle, pilot, page_of, add_group, open_with, everything):
    open_with(add_group())
    later = TODAY + timedelta(days=40)
    client.post(page_of("extend"), {"closes_on": later})
    assert Round.objects.get().closes_on == later
    assert "Plus personne ne pourra répondre." in plain(client.get(page_of("close")).content.decode())
    client.post(page_of("close"))
    assert Round.objects.get().state == RoundState.CLOSED
    assert client.get(page_of("close")).status_code == 404
    assert page_of("reopen") in client.get(page_of("colleges")).content.decode()
    client.post(page_of("reopen"), {"closes_on": later})
    assert Round.objects.get().state == RoundState.OPEN
    client.post(page_of("close"))
    Release.objects.create(
        organisation=cycle.organisation, cycle=Cycle.objects.get(), number=1, content={}, engine_version="1"
    )
    assert client.post(page_of("reopen"), {"closes_on": later}).status_code == 302
    assert Round.objects.get().state == RoundState.CLOSED
    assert page_of("reopen") not in client.get(page_of("colleges")).content.decode()


def test_once_open_the_questions_do_not_change(client, pilot, page_of, add_group, open_with, everything):
    row = add_group(expected_count=12)
    (call,) = open_with(row)
    sent = {"name": "Bénévoles", "expected_count": "15", "items": ["x"], "mode": "collective"}
    client.post(page_of("college", row.pk), sent)
    call.refresh_from_db()
    assert (call.expected_count, call.mode, len(call.item_ids) > 1) == (15, AnswerMode.INDIVIDUAL, True)
    assert client.get(page_of("merge", row.pk)).status_code == 404
    client.post(page_of("archive", row.pk))
    assert not College.objects.get(pk=row.pk).archived


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_page_costs_the_same_whatever_the_number_of_groups(
    client, pilot, page_of, add_group, open_with, django_assert_num_queries, count
):
    rows = [add_group(f"Groupe {n}", expected_count=9, position=n) for n in range(count)]
    client.get(page_of("colleges"))  # the referential is parsed once a process
    with django_assert_num_queries(6):
        client.get(page_of("colleges"))
    open_with(*rows)
    with django_assert_num_queries(6):
        client.get(page_of("colleges"))


def test_a_group_that_said_enough_can_still_be_reminded(client, pilot, page_of, add_group, open_with, read):
    before = TODAY - timedelta(days=4)
    (call,) = open_with(add_group("Délégués", expected_count=24))
    with unscoped("a test writes"):
        RoundCollege.objects.filter(pk=call.pk).update(answered_count=11)
        for name, used in (("awa", False), ("bo", True), ("cleo", False)):
            InvitationFactory(call=call, email=f"{name}@exemple.fr", used=used, sent_on=before)
    soup, _ = read(page_of("colleges"))
    link = soup.select_one(f'a[href="{page_of("remind", call.pk)}"]')
    assert plain(link.get_text()) == "Relancer 2 adresses : Délégués"
