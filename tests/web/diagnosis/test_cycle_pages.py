"""The scope, the dates and the steps of a cycle, and who may touch them."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import timezone

from marchepied.apps.diagnosis.models import Cycle, CycleStep
from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from tests.factories.organisations import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db

PAGES = {
    "cycle": [],
    "questions": [],
    "question": ["t1-d1-q1"],
    "answer-all": [],
    "step": ["workshop"],
    "scope": [],
    "keep-questions": [],
    "assembly": [],
    "finish": [],
}
READ = {"cycle", "questions"}
CONTRIBUTE = READ | {"question", "answer-all"}
FACILITATE = CONTRIBUTE | {"step"}


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        (Role.READER, READ),
        (Role.CONTRIBUTOR, CONTRIBUTE),
        (Role.FACILITATOR, FACILITATE),
        (Role.ACCOMPAGNATEUR, FACILITATE),
        (Role.PILOT, set(PAGES)),
    ],
)
def test_each_role_opens_its_pages(client, house, role, opened):
    house.sign_in(role)
    answers = {name: client.get(house.url(name, *more)).status_code for name, more in PAGES.items()}
    assert answers == {name: 200 if name in opened else 404 for name in PAGES}


def test_a_member_of_another_organisation_finds_nothing(client, house):
    client.force_login(MembershipFactory().person)
    assert {client.get(house.url(name, *more)).status_code for name, more in PAGES.items()} == {404}
    assert {client.post(house.url(name, *more)).status_code for name, more in PAGES.items()} == {404}
    assert client.post(house.url("resume")).status_code == 404


def test_ones_own_space_does_not_open_anothers_cycle(client, house):
    own = MembershipFactory()
    client.force_login(own.person)
    slugs = (house.organisation.slug, own.organisation.slug)
    assert client.get(house.url("cycle").replace(*slugs)).status_code == 404
    assert client.post(house.url("finish").replace(*slugs)).status_code == 404
    with scope(house.organisation):
        assert Cycle.objects.get().state == "running"


@pytest.mark.parametrize(("name", "more"), [("question", ["t1-d1-q3"]), ("step", ["nowhere"])])
def test_what_the_cycle_does_not_hold_is_not_found(client, house, name, more):
    house.sign_in()
    assert client.get(house.url(name, *more)).status_code == 404


def test_themes_and_depth_change(client, house, told):
    house.sign_in()
    response = client.post(house.url("scope"), {"themes": ["theme-1"], "depth": "full"}, follow=True)
    assert told(response) == ["C’est noté : votre démarche a 3 questions."]
    assert client.post(house.url("scope"), {"themes": [], "depth": "full"}).context["form"].errors == {
        "themes": ["Choisissez au moins un thème."]
    }


def test_questions_are_trimmed(client, house, told):
    house.sign_in()
    response = client.post(house.url("keep-questions"), {"questions": ["t1-d1-q3"]}, follow=True)
    assert told(response) == ["C’est noté : votre démarche a une question."]
    refused = client.post(house.url("keep-questions"), {"questions": []})
    assert refused.context["form"].errors == {"questions": ["Gardez au moins une question."]}
    with scope(house.organisation):
        assert Cycle.objects.get().question_ids == ["t1-d1-q3"]


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (77, "L’assemblée générale est dans onze semaines."),
        (1, "L’assemblée générale, c’est demain."),
        (-7, "L’assemblée générale, c’était il y a sept jours."),
    ],
)
def test_a_date_is_answered_honestly(client, house, told, plain, days, sentence):
    house.sign_in()
    on = timezone.localdate() + timedelta(days=days)
    response = client.post(house.url("assembly"), {"assembly_on": on}, follow=True)
    assert told(response) == ["La date est notée."]
    assert plain(BeautifulSoup(response.content, "html.parser").h1.text) == sentence
    response = client.post(house.url("assembly"), {"assembly_on": ""}, follow=True)
    assert told(response) == ["Sans date, les étapes suivent un rythme de vingt semaines."]


def test_a_step_is_handed_by_mail(client, house, told, django_capture_on_commit_callbacks):
    house.sign_in(Role.FACILITATOR)
    samir = MembershipFactory(organisation=house.organisation, person=PersonFactory(name="Samir")).person
    address = house.url("step", "workshop")
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(address, {"gesture": "hand", "person": str(samir.pk)}, follow=True)
    assert told(response) == ["Étape confiée à Samir."]
    assert [message.to for message in mail.outbox] == [[samir.email]]
    stranger = MembershipFactory().person
    refused = client.post(address, {"gesture": "hand", "person": str(stranger.pk)})
    assert list(refused.context["handing"].errors) == ["person"]


def test_a_step_is_dated_skipped_and_resumed(client, house):
    house.sign_in()
    address = house.url("step", "workshop")
    on = timezone.localdate() + timedelta(days=5)
    client.post(address, {"gesture": "date", "on": on})
    for gesture, state in [("skip", "skipped"), ("resume", "todo"), ("done", "done"), ("invented", "done")]:
        client.post(address, {"gesture": gesture})
        with scope(house.organisation):
            step = CycleStep.objects.get(key="workshop")
        assert (step.state, step.planned_on, step.date_by_hand) == (state, on, True)


def test_a_cycle_ends_and_is_resumed(client, house, told):
    house.sign_in()
    assert told(client.post(house.url("finish"), follow=True)) == [
        "C’est noté. Vous pourrez la reprendre si c’était trop tôt."
    ]
    assert told(client.post(house.url("resume"), follow=True)) == ["« Démarche 2027 » reprend."]
    assert told(client.post(house.url("resume"), follow=True)) == [
        "Une autre démarche est en cours. Terminez-la d’abord."
    ]
