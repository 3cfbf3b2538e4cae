"""What a program may send to the address of a topic, and what people who mean harm may write there."""

import random

import pytest
from django.urls import reverse

from marchepied.apps.deliberation.models import OpenBallot, Statement
from marchepied.apps.deliberation.services.topics import end_vote
from marchepied.apps.participation.models import Answer
from marchepied.apps.participation.validators import token_of
from tests.conftest import StrictClient
from tests.factories.deliberation import AGREE, call_of, cast, open_one

pytestmark = pytest.mark.django_db

WORDS = (
    "", "0", "1", "-1", "9" * 5000, "٣", "\0", "\r\nSet-Cookie: a=b", "<script>alert(1)</script>", "'; --",
    "{{ 7 }}", "\U0001f600", "\u202e", "x" * 100_000, "voter", "proposer", "deposer", "None", "1e3", " 1 ",
)  # fmt: skip
FIELDS = (
    "geste",
    "phrase",
    "vote",
    "important",
    "carnet",
    "retour",
    "phrase_proposee",
    "quand_meme",
    "autre",
)


def address(code, name="talk"):
    return reverse(f"deliberation:{name}", args=[code])


def test_three_hundred_hostile_forms_write_nothing_that_is_not_a_vote_or_a_sentence(code, topic):
    draw = random.Random(20261128)
    statuses = set()
    for _number in range(300):
        sent = {name: draw.choice(WORDS) for name in draw.sample(FIELDS, draw.randint(0, len(FIELDS)))}
        answer = StrictClient().post(address(code, draw.choice(("talk", "kiosk"))), sent)
        statuses.add(answer.status_code)
    assert statuses <= {200, 302, 422}
    assert Answer.objects.count() == 0
    assert all(row.text == row.text.strip() for row in Statement.objects.all())
    assert OpenBallot.objects.count() < 300


@pytest.mark.parametrize("query", ["phrase", "apres", "envoyee", "autre"])
@pytest.mark.parametrize("word", ["9" * 5000, "\0", "-1", "<b>", "٣"])
def test_any_address_shows_a_page(client, code, topic, query, word):
    assert client.get(address(code), {query: word}).status_code == 200


def test_a_number_that_is_not_ours_is_not_kept_on_the_device(client, code, topic):
    client.post(address(code), {"geste": "voter", "phrase": 1, "vote": 1, "carnet": "a=b; Path=/\r\n"})
    assert client.cookies["carnet"].value.isascii()
    assert "Path" not in client.cookies["carnet"].value


def test_what_is_written_as_a_page_is_shown_as_text_everywhere(chief, client, house, pilot):
    word = "<script>alert('x')</script> & <b>gras</b>"
    topic = open_one(house, title=word, context=word, lines=[word, "Une autre phrase"])
    code = token_of(call_of(topic).handle)
    space = [reverse(f"deliberation:{name}", args=[house.slug, topic.pk]) for name in ("topic", "statements")]
    cast(topic, [[AGREE, AGREE]] * 12)
    for page in (address(code), address(code, "mine"), address(code, "kiosk"), *space):
        html = chief.get(page).content.decode()
        assert "<b>gras</b>" not in html
        assert "&lt;b&gt;gras&lt;/b&gt;" in html
    end_vote(topic=topic, by=pilot)
    for page in (address(code), space[0]):
        assert "<b>gras</b>" not in chief.get(page).content.decode()
