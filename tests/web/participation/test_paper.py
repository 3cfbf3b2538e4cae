"""Typing paper sheets: one key a question, one sheet after the other, in an order that is not kept."""

import pytest
from bs4 import BeautifulSoup

from marchepied.apps.participation.enums import AnswerKind, AnswerMode
from marchepied.apps.participation.models import Answer, Comment, RoundCollege
from marchepied.core.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(add_group, open_with):
    return open_with(add_group())[0]


@pytest.fixture
def sheet(client, page_of, call):
    """The fields of an empty sheet, with its own number."""

    def get(**filled):
        page = BeautifulSoup(client.get(page_of("paper-entry", call.pk)).content, "html.parser")
        nonce = page.select_one("input[name=nonce]")["value"]
        return {"nonce": nonce} | filled

    return get


def test_a_sheet_goes_in_and_the_next_one_is_ready(client, pilot, page_of, call, sheet, plain, everything):
    filled = sheet(answer_0="3", answer_1="0", answer_2=" N ", answer_3="", comment_0="Merci à Léa")
    done = client.post(page_of("paper-entry", call.pk), filled, follow=True)
    assert done.redirect_chain == [(page_of("paper-entry", call.pk), 302)]
    assert "1 feuille saisie. La suivante :" in plain(done.content.decode())
    stored = {(row.item_id, row.kind, row.level) for row in Answer.objects.all()}
    assert stored == {
        (call.item_ids[0], AnswerKind.LEVEL, 3),
        (call.item_ids[1], AnswerKind.DONT_KNOW, None),
        (call.item_ids[2], AnswerKind.NOT_CONCERNED, None),
    }
    assert [(row.item_id, row.text) for row in Comment.objects.all()] == [(call.item_ids[0], "Merci à Léa")]
    assert RoundCollege.objects.get().answered_count == 1
    assert not any("answer" in entry.verb or "paper" in entry.verb for entry in AuditEntry.objects.all())


def test_the_same_sheet_sent_twice_counts_once(client, pilot, page_of, call, sheet, everything):
    filled = sheet(answer_0="3")
    client.post(page_of("paper-entry", call.pk), filled)
    client.post(page_of("paper-entry", call.pk), filled)
    assert RoundCollege.objects.get().answered_count == 1


@pytest.mark.parametrize("typed", ["6", "-1", "x", "12", "³", "1.5"])
def test_a_key_that_means_nothing_is_explained_and_nothing_goes_in(
    client, pilot, page_of, call, sheet, plain, typed, everything
):
    response = client.post(page_of("paper-entry", call.pk), sheet(answer_0=typed, answer_1="2"))
    assert response.context["form"].errors["answer_0"]
    assert 'value="2"' in response.content.decode()
    assert not Answer.objects.exists()


def test_an_empty_sheet_is_refused(client, pilot, page_of, call, sheet, plain, everything):
    response = client.post(page_of("paper-entry", call.pk), sheet())
    assert "Répondez à une question au moins" in plain(response.content.decode())
    assert RoundCollege.objects.get().answered_count == 0


def test_a_group_that_answers_together_gives_one_sheet(
    client, pilot, page_of, add_group, open_with, plain, everything
):
    (call,) = open_with(add_group(mode=AnswerMode.COLLECTIVE))
    for place in (1, 2):
        response = client.post(page_of("paper-entry", call.pk), {"nonce": f"n{place}", "answer_0": "2"})
    assert "Votre groupe a déjà envoyé sa réponse commune." in plain(response.content.decode())
    assert RoundCollege.objects.get().answered_count == 1
