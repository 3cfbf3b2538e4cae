"""What a link shows before the opening, after closing, and once there is a reply."""

import pytest
from django.urls import reverse

from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.models import Round
from marchepied.apps.participation.services import publish_reply
from marchepied.apps.participation.validators import token_of
from marchepied.core.scope import scope, unscoped
from tests.factories.participation import RoundCollegeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return RoundCollegeFactory()


def address(call, page="answer"):
    return reverse(f"participation:{page}", args=[token_of(call.handle)])


def set_state(call, state):
    call.round.state = state
    with unscoped("a test changes a row"):
        Round.objects.filter(pk=call.round.pk).update(state=state)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (RoundState.DRAFT, "Ce questionnaire n’est pas encore ouvert."),
        (RoundState.CLOSED, "Le questionnaire est clos."),
    ],
)
def test_honest_pages_when_no_answer_is_taken(client, call, plain, state, sentence):
    set_state(call, state)
    pages = [
        client.get(address(call)),
        client.post(address(call), {"q1": "1"}),
        client.get(address(call, "receipt"), follow=True),
        client.get(address(call, "kiosk")),
        client.get(address(call, "kiosk-receipt")),
    ]
    assert [page.status_code for page in pages] == [200] * 5
    assert [sentence in plain(page.content.decode()) for page in pages] == [True] * 5


def test_what_became_of_it_is_read_at_the_same_address(client, call, plain):
    set_state(call, RoundState.CLOSED)
    content = {
        "fr": {
            "title": "Ce que nous avons entendu : merci !",
            "paragraphs": ["Vous voulez plus de réunions.\nEt <b>des nouvelles</b>."],
            "parts": [{"title": "Ce qu’on a décidé", "lines": ["Une réunion par mois"]}],
        }
    }
    with scope(call.organisation):
        publish_reply(round=call.round, content=content, by=None)
    html = client.get(address(call)).content.decode()

    assert "Ce que nous avons entendu\u00a0: merci\u202f!" in html
    assert "&lt;b&gt;des nouvelles&lt;/b&gt;" in html
    assert "Ce qu’on a décidé" in html
    assert "Une réunion par mois" in html


def test_a_reply_without_decisions_and_in_english_only_shows_what_there_is(client, call):
    set_state(call, RoundState.CLOSED)
    with scope(call.organisation):
        publish_reply(
            round=call.round, content={"fr": {"title": "Merci", "paragraphs": ["Bientôt."]}}, by=None
        )
    page = client.get(address(call) + "?langue=en").content.decode()

    assert "Bientôt." in page


def test_the_page_of_a_reply_takes_two_queries(client, call, django_assert_num_queries):
    set_state(call, RoundState.CLOSED)
    with django_assert_num_queries(2):
        client.get(address(call))
