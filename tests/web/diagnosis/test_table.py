"""The pages of a table: who may open them, what they cost, what they refuse."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.diagnosis.enums import Path
from marchepied.apps.diagnosis.models import Cycle, Position
from marchepied.apps.meetings.models import Attendee, Minute
from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.models import Action
from marchepied.core.models import Trace
from marchepied.core.scope import scope, unscoped
from tests.factories.diagnosis import CycleFactory
from tests.factories.organisations import MembershipFactory, PersonFactory
from tests.factories.participation import RoundCollegeFactory, RoundFactory
from tests.factories.referentials import ReferentialVersionFactory, generated

pytestmark = pytest.mark.django_db

PAGES = {
    "table": [],
    "table-sheet-pdf": [],
    "table-meeting": [],
    "table-question": ["t1-d1-q1"],
    "table-actions": [],
    "path": [],
}
READ = {"table", "table-sheet-pdf"}
SAID = {"level": "2", "words": "Surtout à la fête.", "agreement": "consent"}


@pytest.fixture
def table(house):
    """The house, its cycle led round a table."""
    with unscoped("a test sets its stage"):
        house.cycle.path = Path.TABLE
        house.cycle.save()
    return house


@pytest.fixture
def page(client):
    def read(address, data=None):
        response = client.get(address) if data is None else client.post(address, data, follow=True)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return read


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        (Role.READER, READ),
        (Role.CONTRIBUTOR, READ),
        (Role.FACILITATOR, set(PAGES) - {"path"}),
        (Role.PILOT, set(PAGES)),
    ],
)
def test_each_role_opens_its_pages(client, table, role, opened):
    table.sign_in(role)
    answers = {name: client.get(table.url(name, *more)).status_code for name, more in PAGES.items()}
    assert answers == {name: 200 if name in opened else 404 for name in PAGES}


def test_a_member_of_another_organisation_finds_nothing(client, table):
    client.force_login(MembershipFactory().person)
    assert {client.get(table.url(name, *more)).status_code for name, more in PAGES.items()} == {404}
    assert {client.post(table.url(name, *more), SAID).status_code for name, more in PAGES.items()} == {404}
    with unscoped("a test looks at all"):
        assert (Position.objects.count(), Cycle.objects.get().path) == (0, Path.TABLE)


def test_a_question_that_is_not_asked_is_not_found(client, table):
    table.sign_in()
    assert client.get(table.url("table-question", "autre")).status_code == 404


@pytest.mark.parametrize(("team", "path"), [("under_ten", "table"), ("larger", "groups"), ("", "groups")])
def test_the_number_of_people_proposes_the_path(client, team, path):
    ReferentialVersionFactory()
    client.force_login(PersonFactory())
    answers = {"name": "Les Amis", "legal_form": "association", "theme": "theme-1", "team": team}
    client.post(reverse("diagnosis:start"), answers)
    with unscoped("a test looks at all"):
        assert Cycle.objects.get().path == path


def test_the_home_of_a_table_has_four_steps_and_the_other_path_at_hand(table, page, plain):
    table.sign_in()
    home = page(reverse("diagnosis:home", args=[table.organisation.slug]))
    labels = [plain(line.text).split(" · ")[0] for line in home.select("ol.steps > li .what")]
    assert labels == [
        "La feuille",
        "La réunion autour de la table",
        "Trois actions",
        "Le dossier de deux pages, pour l’assemblée",
    ]
    assert [link["href"] for link in home.select("main a.button")] == [table.url("table")]
    assert plain(home.select_one("p.prose a").text) == "Plutôt demander leur avis à des groupes"
    links = {link["href"] for link in home.select("main a")}
    assert links & {table.url("crossed"), table.url("questions"), table.url("workshop")} == set()


def test_the_other_path_is_confirmed_then_taken_both_ways(table, page, plain):
    table.sign_in()
    asked = page(table.url("path"))
    assert plain(asked.h1.text) == "Avec des groupes qui répondent chacun de leur côté ?"
    home = page(table.url("path"), {"path": "groups"})
    assert plain(home.select_one(".message").text) == "C’est noté : avec des groupes."
    assert len(home.select("ol.steps > li")) == 8
    back = page(table.url("path"))
    assert plain(back.h1.text) == "Autour de la table, sans groupes ?"
    assert len(page(table.url("path"), {"path": "table"}).select("ol.steps > li")) == 4


def test_groups_already_called_wait_and_it_is_said(house, page, plain):
    with scope(house.organisation):
        house.cycle.round = RoundFactory(organisation=house.organisation)
        house.cycle.save()
        RoundCollegeFactory(round=house.cycle.round)
    house.sign_in()
    asked = page(house.url("path"))
    assert plain(asked.h1.text) == "Autour de la table, sans groupes ?"
    assert plain(asked.select_one(".message").text).startswith(
        "Vous avez appelé un groupe. Rien ne se perd :"
    )
    page(house.url("path"), {"path": "table"})
    with scope(house.organisation):
        assert Cycle.objects.get().round.calls.count() == 1


def test_a_path_that_does_not_exist_is_refused_in_words(table, page, plain):
    table.sign_in()
    told = page(table.url("path"), {"path": "ailleurs"})
    assert plain(told.select_one(".message").text) == "Choisissez un des deux chemins."


def test_nobody_round_the_table_is_an_error_said_at_the_top(table, page, plain):
    table.sign_in()
    told = page(table.url("table-meeting"), {"people": "", "names": ""})
    assert plain(told.select_one(".errors li").text) == (
        "Combien êtes-vous autour de la table ? : Comptez les personnes autour de la table, vous compris."
    )
    later = (timezone.localdate() + timedelta(days=2)).isoformat()
    told = page(table.url("table-meeting"), {"people": "2", "names": "A\nB\nC", "held_on": later})
    assert [plain(line.text) for line in told.select(".errors li")] == [
        "Le jour : Une réunion tenue a eu lieu aujourd’hui ou avant."
    ]


def test_from_the_number_of_people_to_the_last_question(table, page, plain):
    table.sign_in()
    first = page(table.url("table-meeting"), {"people": "3", "names": "Josiane"})
    assert plain(first.select_one("p.soft").text) == "Question 1 sur 2"
    second = page(table.url("table-question", "t1-d1-q1"), SAID)
    assert plain(second.select_one("p.soft").text) == "Question 2 sur 2"
    actions = page(table.url("table-question", "t1-d1-q2"), SAID | {"level": "1"})
    assert plain(actions.h1.text) == "Qu’est-ce qu’on change ? Trois actions suffisent."
    meeting = page(table.url("table-meeting"))
    assert plain(meeting.h1.text) == "Vous avez parlé de toutes les questions."
    with scope(table.organisation):
        assert Attendee.objects.count() == 2
        assert sorted(Position.objects.values_list("question_id", "level")) == [
            ("t1-d1-q1", 2),
            ("t1-d1-q2", 1),
        ]


def test_one_may_stop_there_and_skip_and_come_back(table, page, plain):
    table.sign_in()
    page(table.url("table-meeting"), {"people": "3", "names": ""})
    paused = page(table.url("table-question", "t1-d1-q2"), SAID)  # the first was skipped
    assert plain(paused.h1.text) == "Vous en êtes à la question 1 sur 2."
    paused = page(table.url("table-question", "t1-d1-q1"), SAID | {"then": "pause"})
    assert plain(paused.h1.text) == "Vous avez parlé de toutes les questions."
    again = page(table.url("table-question", "t1-d1-q1"))
    assert again.select_one("input[name=level][checked]")["value"] == "2"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"agreement": "disagreement"}, "Dites sur quoi l’on n’est pas d’accord."),
        ({"level": "none", "words": ""}, "Sans réponse commune, écrivez ce que vous retenez."),
        ({"level": "9"}, "Choisissez"),
        ({"agreement": ""}, "Sommes-nous d’accord ? : Dites si tout le monde est d’accord."),
        ({"hands_1": "-2"}, "On observe le niveau 1."),
    ],
)
def test_what_cannot_be_settled_is_said(table, page, plain, said, why):
    table.sign_in()
    told = page(table.url("table-question", "t1-d1-q1"), SAID | said)
    assert why in plain(told.select_one(".errors").text)
    with scope(table.organisation):
        assert Position.objects.count() == 0


def test_hands_and_a_disagreement_are_kept_with_whose_it_is(table, page):
    table.sign_in()
    more = {
        "agreement": "disagreement",
        "disagreement_note": "Les horaires",
        "disagreement_by": "deux bénévoles",
    }
    page(table.url("table-question", "t1-d1-q1"), SAID | more | {"hands_2": "4", "hands_5": "1"})
    with scope(table.organisation):
        position = Position.objects.get()
        assert (position.disagreement_note, position.disagreement_by) == ("Les horaires", "deux bénévoles")
        assert position.counts == {"1": 0, "2": 4, "3": 0, "4": 0, "5": 1}


def test_something_is_kept_for_later(table, page):
    table.sign_in()
    page(table.url("table-meeting"), {"people": "3", "names": ""})
    told = page(table.url("table-meeting"), {"text": "La clé du local"})
    assert "La clé du local" in told.select_one("main ul").text
    with scope(table.organisation):
        assert [(line.kind, line.text) for line in Minute.objects.all()] == [("parking", "La clé du local")]


def test_actions_ticked_then_given_to_somebody_enter_the_plan(table, page, plain):
    pilot = table.sign_in()
    page(table.url("table-question", "t1-d1-q1"), SAID)
    ideas = page(table.url("table-actions"))
    boxes = [box["value"] for box in ideas.select("input[type=checkbox]")]
    assert boxes == ["t1-d1-q1|t1-d1-levier"]
    address = table.url("table-assign") + f"?idee={boxes[0].replace('|', '%7C')}&autre=Un cahier au lavoir"
    asked = page(address)
    assert [field.text for field in asked.select("textarea")] == [
        "\ntitle de t1-d1-levier",
        "\nUn cahier au lavoir",
    ]
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    sent = {
        "0-title": "Un rendez-vous", "0-who": "Huguette", "0-due_on": day,
        "1-title": "Un cahier", "1-who": pilot.name, "1-due_on": "",
    }  # fmt: skip
    home = page(address, sent)
    assert plain(home.select_one(".message").text) == "C’est décidé : elles sont au plan."
    with scope(table.organisation):
        rows = {action.title: action for action in Action.objects.select_related("owner", "position_of")}
        assert set(rows) == {"Un rendez-vous", "Un cahier"}
        first, second = rows["Un rendez-vous"], rows["Un cahier"]
        assert (first.owner, first.owner_name, first.first_step) == (
            None, "Huguette", "first_step de t1-d1-levier",
        )  # fmt: skip
        assert first.position_of.question_id == first.question_id == "t1-d1-q1"
        assert (second.owner, second.owner_name, second.question_id) == (pilot, "", "")
        assert Trace.objects.count() == 1


def test_nothing_ticked_goes_back_with_a_sentence(client, table, plain):
    table.sign_in()
    response = client.get(table.url("table-assign"), follow=True)
    arrived = BeautifulSoup(response.content, "html.parser")
    assert response.redirect_chain == [(table.url("table-actions"), 302)]
    assert plain(arrived.select_one(".message").text) == "Cochez au moins une idée, ou écrivez la vôtre."


def test_more_than_three_is_allowed_but_told(table, page, plain):
    table.sign_in()
    told = page(table.url("table-assign") + "?autre=a&autre=b&autre=c&autre=d")
    assert plain(told.h1.text) == "Quatre actions : qui, et quand ?"
    assert plain(told.select_one(".message--warning").text).startswith("C’est plus que trois.")


def test_an_action_without_words_is_refused_and_nothing_is_written(table, page, plain):
    table.sign_in()
    address = table.url("table-assign") + "?autre=Agir"
    told = page(address, {"0-title": " ", "0-who": "", "0-due_on": "demain"})
    assert [plain(line.text) for line in told.select(".errors li")] == [
        "Quoi : Dites en quelques mots ce qu’on va faire.",
        "Quand : Écrivez la date ainsi : 31/12/2027.",
    ]
    with scope(table.organisation):
        assert Action.objects.count() == 0


@pytest.mark.parametrize("questions", [1, 3])
def test_pages_cost_the_same_whatever_the_questions(client, django_assert_num_queries, questions):
    membership = MembershipFactory()
    ids = [f"t1-d1-q{n}" for n in range(1, questions + 1)]
    version = ReferentialVersionFactory(content=generated())
    with scope(membership.organisation):
        cycle = CycleFactory(
            organisation=membership.organisation, version=version, question_ids=ids, path=Path.TABLE
        )
    client.force_login(membership.person)

    def url(name, *more):
        return reverse(f"diagnosis:{name}", args=[membership.organisation.slug, cycle.pk, *more])

    for question_id in ids:
        client.post(url("table-question", question_id), SAID)
    client.get(url("table"))
    expected = {"table": 8, "table-meeting": 9, "table-question": 8, "table-actions": 10}
    for name, queries in expected.items():
        with django_assert_num_queries(queries):
            client.get(url(name, *(["t1-d1-q1"] if name == "table-question" else [])))
