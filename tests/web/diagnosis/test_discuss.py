"""From a question on which views differ to a topic of deliberation."""

import pytest
from django.urls import reverse

from marchepied.apps.deliberation.models import Topic
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.organisations.enums import Role
from marchepied.core.models import Trace
from marchepied.core.scope import scope
from tests.factories.crossed import closed_cycle, five_groups
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    cycle = closed_cycle(questions=3)
    five_groups(cycle)
    with scope(cycle.organisation):
        make_release(cycle=cycle, by=None)
    return cycle


def url(cycle, name, *more):
    return reverse(f"diagnosis:{name}", args=[cycle.organisation.slug, cycle.pk, *more])


def enter(client, cycle, role):
    client.force_login(MembershipFactory(organisation=cycle.organisation, role=role).person)


def test_a_question_becomes_one_topic_in_its_own_words(cycle, client):
    question = cycle.round.form["items"][0]
    enter(client, cycle, Role.FACILITATOR)
    page = client.get(url(cycle, "crossed-question", question["id"])).content.decode()
    assert url(cycle, "discuss", question["id"]) in page
    first = client.post(url(cycle, "discuss", question["id"]))
    again = client.post(url(cycle, "discuss", question["id"]))
    with scope(cycle.organisation):
        topic = Topic.objects.get()
        assert topic.title == question["wording"]["fr"][:160]
        assert topic.reference == f"{cycle.pk}:{question['id']}"
        traced = Trace.objects.get(target_type="deliberation.topic", target_id=str(topic.pk))
        assert (traced.source_type, traced.source_id) == ("diagnosis.cycle", str(cycle.pk))
    assert first["Location"] == again["Location"]
    assert first["Location"] == reverse("deliberation:topic", args=[cycle.organisation.slug, topic.pk])
    assert "Il en faut au moins deux pour voter." in client.get(first["Location"]).content.decode()


def test_only_who_facilitates_may(cycle, client):
    question = cycle.round.form["items"][0]["id"]
    enter(client, cycle, Role.READER)
    assert "discuter" not in client.get(url(cycle, "crossed-question", question)).content.decode()
    assert client.post(url(cycle, "discuss", question)).status_code == 404


def test_a_question_of_elsewhere_is_not_found(cycle, client):
    enter(client, cycle, Role.PILOT)
    assert client.post(url(cycle, "discuss", "autre-question")).status_code == 404
