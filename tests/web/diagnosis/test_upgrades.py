"""A cycle goes on to another version: what would happen is read first, then confirmed, then may be undone."""

import copy
from datetime import timedelta

import pytest

from marchepied.apps.diagnosis.models import Cycle, OwnAnswer, Position
from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from tests.factories.diagnosis import OwnAnswerFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.referentials import ReferentialVersionFactory, question

pytestmark = pytest.mark.django_db

FIRST = "t1-d1-q1"


@pytest.fixture
def later(house):
    """The next version: the first question is gone, another one comes, levels of the second move."""
    first = house.cycle.version
    content = copy.deepcopy(first.content) | {"version": "2.0.0"}
    asked = content["axes"][0]["domains"][0]["questions"]
    asked[0] = question("neuve", levers=asked[0]["levers"])
    rule = {"question": "t1-d1-q2", "from_version": first.number, "map": {str(n): 6 - n for n in range(1, 6)}}
    content["rescales"] = [rule]
    with scope(house.organisation):
        OwnAnswerFactory(cycle=house.cycle, question_id=FIRST, level=2, narrative="Nos mots")
        OwnAnswerFactory(cycle=house.cycle, question_id="t1-d1-q2", level=1)
        Position.objects.create(
            organisation=house.organisation,
            cycle=house.cycle,
            question_id=FIRST,
            level=4,
            agreement="consensus",
        )
    return ReferentialVersionFactory(
        referential=first.referential,
        number="2.0.0",
        content=content,
        published_at=first.published_at + timedelta(days=1),
    )


def levels(house):
    with scope(house.organisation):
        return dict(OwnAnswer.objects.values_list("question_id", "level"))


def test_without_another_version_the_page_says_so(client, house, plain):
    house.sign_in()
    html = plain(client.get(house.url("upgrade")).content.decode())
    assert "Votre démarche suit la dernière version de son guide" in html


def test_what_would_happen_is_told_and_nothing_is_written(client, house, later, plain):
    house.sign_in()
    assert f"/version/{later.pk}/" in client.get(house.url("upgrade")).content.decode()
    html = plain(client.get(house.url("upgrade-to", later.pk)).content.decode())
    for said in (
        "1 réponse est gardée.",
        "1 d’entre elles passe à la nouvelle échelle.",
        "2 réponses sont mises de côté, rien n’est perdu.",
        "La nouvelle version n’a plus cette question.",
        "Une question s’ajoute :",
        "La question « Énoncé de neuve pour le pilote » est ajoutée dans « Domaine t1-d1 ».",
    ):
        assert said in html
    assert levels(house) == {FIRST: 2, "t1-d1-q2": 1}


def test_once_confirmed_it_is_written_listed_and_may_be_undone(client, house, later, plain, told):
    house.sign_in()
    page = client.post(house.url("upgrade-to", later.pk), follow=True)
    assert told(page) == ["Votre démarche suit maintenant cette version. Vos réponses sont là."]
    html = plain(page.content.decode())
    assert "« Nos mots »" in html
    assert "Ce qu’on a décidé : Réponse 4" in html
    assert sorted(levels(house).values()) == [2, 5]
    assert levels(house)["t1-d1-q2"] == 5
    page = client.post(house.url("upgrade-undo"), follow=True)
    assert told(page) == ["Votre démarche est revenue à la version d’avant, avec ses réponses."]
    assert levels(house) == {FIRST: 2, "t1-d1-q2": 1}
    assert client.post(house.url("upgrade-undo")).status_code == 404


def test_once_something_was_answered_the_page_says_that_it_cannot_be_undone(
    client, house, later, plain, told
):
    house.sign_in()
    client.post(house.url("upgrade-to", later.pk))
    with scope(house.organisation):
        OwnAnswer.objects.filter(question_id="t1-d1-q2").update(narrative="Autre chose")
    html = plain(client.get(house.url("upgrade")).content.decode())
    assert "On a répondu depuis : revenir à la version d’avant n’est plus possible." in html
    page = client.post(house.url("upgrade-undo"), follow=True)
    assert told(page) == ["On a répondu depuis : revenir en arrière perdrait ces réponses."]
    assert levels(house)["t1-d1-q2"] == 5


def test_every_page_of_the_cycle_still_opens(client, house, later):
    house.sign_in()
    client.post(house.url("upgrade-to", later.pk))
    pages = [
        "home",
        "cycle",
        "scope",
        "keep-questions",
        "questions",
        "answer-all",
        "workshop",
        "positions",
        "minutes",
    ]
    pages += ["years", "crossed", "table", "kit", "finish"]
    organisation = house.organisation.slug
    answers = {}
    for name in pages:
        address = house.url(name) if name != "home" else f"/e/{organisation}/"
        answers[name] = client.get(address).status_code
    assert {name for name, status in answers.items() if status not in {200, 302}} == set()


def test_a_version_that_the_cycle_may_not_go_to_is_not_found(client, house, later):
    house.sign_in()
    assert client.get(house.url("upgrade-to", house.cycle.version_id)).status_code == 404


@pytest.mark.parametrize(
    ("role", "expected"), [(Role.READER, 404), (Role.FACILITATOR, 404), (Role.PILOT, 200)]
)
def test_only_a_pilot_changes_the_version(client, house, later, role, expected):
    house.sign_in(role)
    assert client.get(house.url("upgrade")).status_code == expected
    assert client.get(house.url("upgrade-to", later.pk)).status_code == expected


def test_a_member_of_another_organisation_finds_nothing(client, house, later):
    client.force_login(MembershipFactory().person)
    for name, more in (("upgrade", []), ("upgrade-to", [later.pk])):
        assert client.get(house.url(name, *more)).status_code == 404
        assert client.post(house.url(name, *more)).status_code == 404
    assert client.post(house.url("upgrade-undo")).status_code == 404
    with scope(house.organisation):
        assert Cycle.objects.get().version_id == house.cycle.version_id


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_queries(client, house, later, django_assert_num_queries, count):
    house.sign_in()
    with scope(house.organisation):
        for number in range(count):
            OwnAnswerFactory(cycle=house.cycle, question_id=f"autre-{number}", level=2)
    client.get(house.url("upgrade-to", later.pk))
    with django_assert_num_queries(12):
        client.get(house.url("upgrade-to", later.pk))
