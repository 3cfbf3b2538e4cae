"""A topic of several hundred statements: one is found by its words, and an empty result says why it is."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.deliberation.services.topics import end_vote
from tests.factories.deliberation import AGREE, cast, open_one, prepare_one

pytestmark = pytest.mark.django_db


def to(name, topic):
    return reverse(f"deliberation:{name}", args=[topic.organisation.slug, topic.pk])


def test_a_statement_is_found_by_its_words_without_accents(chief, house, plain):
    topic = open_one(house, lines=[f"Phrase numéro {n} du sujet" for n in range(300)])
    text = plain(chief.get(to("statements", topic), {"q": "NUMERO 299"}).content.decode())
    assert "1 phrase contient « NUMERO 299 »." in text
    assert text.count("Mettre à part<") == 1
    assert "300 phrases au vote" in text
    none = plain(chief.get(to("statements", topic), {"q": "girafe"}).content.decode())
    assert ("Aucune phrase ne contient « girafe »." in none, none.count("Mettre à part<")) == (True, 0)


def test_a_short_list_is_not_searched(chief, topic):
    assert 'type="search"' not in chief.get(to("statements", topic)).content.decode()


def test_a_day_that_is_passed_is_refused_beside_its_field(chief, topic, plain):
    passed = timezone.localdate() - timedelta(days=1)
    page = chief.post(to("topic-extend", topic), {"until": passed.isoformat()})
    assert page.context["form"].errors == {
        "until": ["Choisissez un jour à venir, après celui qui est annoncé."]
    }


@pytest.mark.parametrize(
    ("people", "said", "not_said"),
    [
        (4, "Nous sommes trop peu", "Aucune phrase n’a reçu assez de votes"),
        (12, "Aucune phrase n’a reçu assez de votes", "Nous sommes trop peu"),
    ],
)
def test_an_empty_result_says_why(chief, house, pilot, plain, people, said, not_said):
    topic = open_one(house, lines=[f"Phrase numéro {n} du sujet" for n in range(1, 31)])
    cast(topic, [[None] * n + [AGREE] for n in range(people)])
    end_vote(topic=topic, by=pilot)
    text = plain(chief.get(to("topic", topic)).content.decode())
    assert (said in text, not_said in text) == (True, False)


def test_the_last_topic_begun_comes_first(chief, house, plain):
    for days, title in ((3, "Deuxième sujet"), (1, "Troisième sujet"), (9, "Premier sujet")):
        topic = open_one(house, title=title)
        topic.created_at = timezone.now() - timedelta(days=days)
        topic.save()
    text = plain(chief.get(reverse("deliberation:topics", args=[house.slug])).content.decode())
    assert re.findall(r"[A-Z]\w+ sujet(?=</a>)", text) == [
        "Troisième sujet",
        "Deuxième sujet",
        "Premier sujet",
    ]


@pytest.mark.parametrize(
    ("people", "lines", "most"),
    [(13, 20, None), (13, 21, 20), (40, 60, None), (40, 61, 60), (None, 300, None)],
)
def test_more_statements_than_people_can_vote_on_is_said(chief, house, plain, people, lines, most):
    """Before the vote opens and while it lasts: some hundreds for a dozen people would tell nothing."""
    content = {"lines": [f"Phrase numéro {n} du sujet" for n in range(lines)], "expected_count": people}
    for topic in (prepare_one(house, **content), open_one(house, **content)):
        text = plain(chief.get(to("topic", topic)).content.decode())
        assert (f"{lines} phrases pour {people} personnes" in text) == (most is not None)
        assert (f"Gardez-en {most} au plus" in text) == (most is not None)
