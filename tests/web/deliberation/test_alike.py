"""Sentences added several at once: those that look like another are named, none is refused."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.deliberation.enums import StatementState
from marchepied.apps.deliberation.models import Statement, Topic
from marchepied.apps.deliberation.selectors.statements import alike_since, statements_of
from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from tests.conftest import StrictClient
from tests.factories.deliberation import open_one, prepare_one
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
NEAR_SATURDAY = "Ouvrir le samedi matin serait bien."
LINES = ["Planter des arbres dans la cour.", NEAR_SATURDAY, "Des arbres à planter dans la cour !", "Un vélo."]


def to(name, topic, *more):
    return reverse(f"deliberation:{name}", args=[topic.organisation.slug, topic.pk, *more])


def add(chief, topic, lines):
    return chief.post(to("statements", topic), {"lines": "\n".join(lines)})


def pairs_of(topic, since):
    return [
        (item.statement.text, [other.text for other in item.near])
        for item in alike_since(statements_of(topic), since)
    ]


def test_new_lines_are_compared_with_each_other_and_with_those_before(chief, topic):
    answer = add(chief, topic, LINES)
    assert answer["Location"] == to("statements", topic) + "?depuis=7"
    assert [one.text for one in statements_of(topic)[6:]] == LINES
    assert pairs_of(topic, 7) == [
        (NEAR_SATURDAY, ["Il faut ouvrir le samedi matin."]),
        (LINES[2], [LINES[0]]),
    ]
    # from the last line on, nothing looks like another
    assert pairs_of(topic, 10) == []


def test_the_page_names_them_and_both_are_kept(chief, topic, plain):
    page = plain(chief.get(add(chief, topic, LINES)["Location"]).content.decode())
    assert "2 phrases ajoutées ressemblent à d’autres" in page
    assert len(re.findall("Les réunir, garder celle-ci", page)) == 2
    assert "Garder toutes ces phrases" in page
    # an address without it, or with anything else, tells of none
    for address in (
        "",
        "?depuis=",
        "?depuis=x",
        "?depuis=²",
        "?depuis=-1",
        "?depuis=0",
        "?depuis=" + "9" * 30,
    ):
        page = chief.get(to("statements", topic) + address)
        assert (page.status_code, page.context["alike"]) == (200, [])
    assert Statement.objects.filter(state=StatementState.ACCEPTED).count() == 10


def test_merging_one_pair_leaves_the_others_on_the_page(chief, topic):
    add(chief, topic, LINES)
    first, second = alike_since(statements_of(topic), 7)
    answer = chief.post(
        to("statement-merge", topic, first.statement.pk), {"garder": first.near[0].pk, "depuis": "7"}
    )
    assert answer["Location"] == to("statements", topic) + "?depuis=7"
    alike = chief.get(answer["Location"]).context["alike"]
    assert [item.statement.pk for item in alike] == [second.statement.pk]


def test_lines_that_look_like_none_say_nothing(chief, topic, plain):
    page = plain(chief.get(add(chief, topic, ["Un vélo."])["Location"]).content.decode())
    assert "ressemble" not in page


def test_lines_already_there_add_nothing(chief, topic):
    answer = add(chief, topic, ["Il faut ouvrir le samedi matin"])
    assert answer["Location"] == to("statements", topic)
    assert Statement.objects.count() == 6


@pytest.mark.parametrize(
    ("lines", "name", "more"), [(LINES, "statements", "?depuis=1"), (LINES[:2], "topic", "")]
)
def test_a_topic_begun_with_lines_alike_shows_them_first(chief, house, lines, name, more):
    sent = {"title": "La cour", "lines": "\n".join(lines), "how": "link", "moderation": "before"}
    sent |= {"vote_until": timezone.localdate(), "responsible": "Claire Morel"}
    answer = chief.post(reverse("deliberation:topic-new", args=[house.slug]), sent)
    topic = Topic.objects.get()
    assert answer["Location"] == to(name, topic) + more
    assert [one.text for one in statements_of(topic)] == lines


def test_before_anybody_saw_them_either_is_taken_out(chief, house, plain):
    topic = prepare_one(house, lines=LINES)
    page = plain(chief.get(to("statements", topic) + "?depuis=1").content.decode())
    assert "1 phrase ajoutée ressemble à une autre" in page
    kept, out = statements_of(topic)[2], statements_of(topic)[0]
    answer = chief.post(to("statement-delete", topic, out.pk), {"depuis": "1"})
    assert answer["Location"] == to("statements", topic) + "?depuis=1"
    assert chief.get(answer["Location"]).context["alike"] == []
    assert [one.text for one in statements_of(topic)] == [LINES[1], kept.text, LINES[3]]


def queries_of(send):
    with CaptureQueriesContext(connection) as seen:
        send()
    return len(seen)


@pytest.mark.parametrize("copies", [1, 3])
def test_as_many_queries_for_one_line_as_for_many(chief, house, copies):
    topic = open_one(house)
    lines = [f"{NEAR_SATURDAY} {n}" for n in range(copies)]
    assert queries_of(lambda: add(chief, topic, lines)) == 12
    address = to("statements", topic) + "?depuis=7"
    assert queries_of(lambda: chief.get(address)) == 7
    assert len(chief.get(address).context["alike"]) == copies


def test_a_pilot_of_another_house_sees_none(topic):
    elsewhere = MembershipFactory(role=Role.PILOT)
    client = StrictClient()
    with scope(elsewhere.organisation):
        client.force_login(elsewhere.person)
    assert client.get(to("statements", topic) + "?depuis=1").status_code == 404
