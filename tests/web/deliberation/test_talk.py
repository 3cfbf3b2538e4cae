"""What a participant meets: one statement at a time, one's own sentence, the end."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.deliberation.enums import Moderation, StatementState, Vote
from marchepied.apps.deliberation.models import OpenBallot, Statement
from marchepied.apps.deliberation.selectors import ballots
from marchepied.apps.deliberation.services.releases import make_release
from marchepied.apps.deliberation.services.topics import end_vote
from marchepied.apps.participation.models import Answer
from marchepied.apps.participation.validators import token_of
from tests.conftest import StrictClient
from tests.factories.deliberation import AGREE, SENTENCES, call_of, cast, open_one, prepare_one
from tests.factories.participation import InvitationFactory

pytestmark = pytest.mark.django_db


def address(name: str, code: str) -> str:
    return reverse(f"deliberation:{name}", args=[code])


def shown(page) -> int:
    """The number of the statement that a page offers."""
    return int(re.search(r'name="phrase" value="(\d+)"', page.content.decode())[1])


def hidden(page) -> str:
    return re.search(r'name="carnet" value="([^"]*)"', page.content.decode())[1]


def say(client, code, vote: int, **more):
    """One vote on the statement that the page offers."""
    page = client.get(address("talk", code))
    sent = {"geste": "voter", "phrase": shown(page), "carnet": hidden(page), "vote": int(vote), **more}
    return client.post(address("talk", code), sent)


def test_one_votes_on_each_statement_then_deposits(client, code, topic, plain):
    seen = []
    for number in range(1, 7):
        page = client.get(address("talk", code))
        seen.append(shown(page))
        assert f"{number - 1} phrase" in plain(page.content.decode())
        answer = client.post(
            address("talk", code),
            {"geste": "voter", "phrase": seen[-1], "carnet": hidden(page), "vote": 1, "important": "on"},
        )
        assert answer["Location"] == f"{address('talk', code)}?apres={seen[-1]}"
    assert sorted(seen) == [1, 2, 3, 4, 5, 6]
    page = client.get(address("talk", code))
    assert "Vous avez vu toutes les phrases." in plain(page.content.decode())
    assert Answer.objects.count() == 0

    answer = client.post(address("talk", code), {"geste": "deposer", "carnet": hidden(page)})
    assert answer["Location"] == address("thanks", code)
    assert sorted(Answer.objects.values_list("item_id", "level")) == [(f"s{n}", 4) for n in range(1, 7)]
    assert "Merci" in client.get(address("thanks", code)).content.decode()
    again = plain(client.get(address("talk", code)).content.decode())
    assert "Les votes de cet appareil sont déposés." in again


def test_the_same_device_finds_its_votes_again_and_another_does_not(client, code, topic):
    say(client, code, Vote.DISAGREE)
    (first,) = ballots.read_ballot(voter_here(client, topic)).votes
    second = shown(client.get(address("talk", code)))
    assert second != first
    assert shown(client.get(address("talk", code))) == second
    lines = client.get(address("mine", code)).content.decode()
    assert lines.count("<strong>Pas d’accord</strong>") == 1
    assert "<strong>" not in StrictClient().get(address("mine", code)).content.decode().split("<main")[1]
    cookie = client.cookies["carnet"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (address("talk", code), True, "Lax")


def test_a_vote_is_changed_from_the_list(client, code, topic):
    say(client, code, Vote.AGREE)
    number = next(iter(ballots.read_ballot(voter_here(client, topic)).votes))
    page = client.get(address("talk", code), {"phrase": number})
    assert shown(page) == number
    assert "Vous avez dit" in page.content.decode()
    answer = client.post(
        address("talk", code), {"geste": "voter", "phrase": number, "vote": 3, "retour": "liste"}
    )
    assert answer["Location"] == address("mine", code)
    assert ballots.read_ballot(voter_here(client, topic)).votes == {number: Vote.DISAGREE}


def voter_here(client, topic):
    return ballots.Voter(call_of(topic), device=client.cookies["carnet"].value)


def test_nothing_is_written_by_looking_and_no_cookie_is_laid(client, code, topic):
    client.get(address("talk", code))
    assert OpenBallot.objects.count() == 0
    assert dict(client.cookies) == {}


@pytest.mark.parametrize(
    "sent",
    [
        {"phrase": "1"},
        {"phrase": "1", "vote": "7"},
        {"phrase": "x", "vote": "1"},
        {"phrase": "999", "vote": "1"},
        {"phrase": "١", "vote": "1"},
    ],
)
def test_what_is_no_vote_is_said_and_nothing_is_kept(client, code, topic, sent):
    answer = client.post(address("talk", code), {"geste": "voter", **sent})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert OpenBallot.objects.count() == 0


def test_a_code_of_ones_own_needs_no_cookie_and_serves_once(client, house):
    topic = open_one(house, single_use=True)
    code = token_of(InvitationFactory(call=call_of(topic)).handle)
    common = client.get(address("talk", token_of(call_of(topic).handle))).content.decode()
    assert "Ce vote se fait avec un code à vous." in common
    say(client, code, Vote.AGREE)
    elsewhere = StrictClient()
    assert elsewhere.get(address("mine", code)).content.decode().count("<strong>D’accord</strong>") == 1
    elsewhere.post(address("talk", code), {"geste": "deposer"})
    page = client.get(address("talk", code)).content.decode()
    assert "Les votes de ce code sont déposés." in page
    assert dict(client.cookies) == {}


def propose(client, code, text, **more):
    page = client.get(address("talk", code))
    sent = {"geste": "proposer", "carnet": hidden(page), "phrase_proposee": text, **more}
    return client.post(address("talk", code), sent)


def test_a_statement_is_proposed_and_waits_to_be_read_over(client, code, topic, plain):
    answer = propose(client, code, "  Il faut un vestiaire\n pour les bénévoles. ")
    assert answer["Location"] == f"{address('talk', code)}?envoyee=lue"
    made = Statement.objects.get(origin="proposed")
    assert (made.text, made.state, made.number) == (
        "Il faut un vestiaire pour les bénévoles.",
        StatementState.WAITING,
        None,
    )
    assert "sera relue avant de paraître" in plain(client.get(answer["Location"]).content.decode())


def test_near_statements_are_shown_before_sending_and_ones_words_are_kept(client, code, topic, plain):
    text = "Il faut ouvrir aussi le samedi matin"
    page = plain(propose(client, code, text).content.decode())
    assert "Une phrase proche est déjà là" in page
    assert SENTENCES[0] in page
    assert f">{text}</textarea>" in page
    assert Statement.objects.filter(origin="proposed").count() == 0
    propose(client, code, text, quand_meme="1")
    assert Statement.objects.get(origin="proposed").text == text


def test_too_long_a_statement_comes_back_with_its_words(client, code, topic, plain):
    text = "mot " * 80
    answer = propose(client, code, text)
    page = plain(answer.content.decode())
    assert answer.status_code == 422
    assert "Votre phrase a 319 signes : raccourcissez-la à 280." in page
    assert text.strip() in page


def test_the_very_same_statement_is_not_kept_twice(client, code, topic):
    propose(client, code, "il faut OUVRIR le samedi matin", quand_meme="1")
    assert Statement.objects.count() == 6


def test_a_topic_may_let_statements_appear_at_once(client, house):
    topic = open_one(house, moderation=Moderation.AFTER)
    propose(client, token_of(call_of(topic).handle), "Un vestiaire serait bien utile.")
    made = Statement.objects.get(origin="proposed")
    assert (made.state, made.number) == (StatementState.ACCEPTED, 7)


def test_one_person_proposes_ten_at_most(client, code, topic, plain):
    for number in range(10):
        assert propose(client, code, f"Idée {number} bien à part", quand_meme="1").status_code == 302
    answer = propose(client, code, "La onzième, différente", quand_meme="1")
    assert answer.status_code == 422
    assert "laissez les autres en proposer aussi" in plain(answer.content.decode())


def test_while_people_propose_nobody_votes(client, house, plain):
    topic = open_one(house, propose_until=timezone.localdate() + timedelta(days=2))
    code = token_of(call_of(topic).handle)
    page = plain(client.get(address("talk", code)).content.decode())
    assert SENTENCES[0] in page
    assert 'name="vote"' not in page
    assert propose(client, code, "Un vestiaire serait bien utile.").status_code == 302
    client.post(address("talk", code), {"geste": "voter", "phrase": 1, "vote": 1, "carnet": "x" * 20})
    assert Answer.objects.count() == 0


def test_before_and_after_the_link_says_what_comes(client, house, plain):
    topic = prepare_one(house)
    code = token_of(call_of(topic).handle)
    assert "pas encore ouvert" in client.get(address("talk", code)).content.decode()


def test_after_the_last_day_no_vote_is_taken(client, code, topic, plain):
    topic.vote_until = timezone.localdate() - timedelta(days=1)
    topic.save()
    page = client.post(address("talk", code), {"geste": "voter", "phrase": 1, "vote": 1, "carnet": "x" * 20})
    assert "Le vote est terminé." in plain(page.content.decode())
    assert OpenBallot.objects.count() == 0


def test_at_the_end_the_link_shows_the_result(client, code, topic, pilot, plain):
    cast(topic, [[AGREE] * 6] * 12)
    end_vote(topic=topic, by=pilot)
    page = plain(client.get(address("talk", code)).content.decode())
    assert "Ce qui nous rassemble" in page
    assert "Presque tout le monde est d’accord." in page


def test_nothing_is_shown_of_four_people(client, code, topic, pilot, plain):
    cast(topic, [[AGREE] * 6] * 4)
    end_vote(topic=topic, by=pilot)
    page = plain(client.get(address("talk", code)).content.decode())
    assert "Nous sommes trop peu" in page
    assert "rassemble" not in page.split("<main")[1]


def test_a_shared_screen_keeps_nothing_for_the_next_person(client, code, topic):
    page = client.get(address("kiosk", code))
    one = hidden(page)
    page = client.post(
        address("kiosk", code), {"geste": "voter", "phrase": shown(page), "vote": 2, "carnet": one}
    )
    assert (page.status_code, hidden(page)) == (200, one)
    page = client.post(address("kiosk", code), {"geste": "deposer", "carnet": one})
    assert "Une autre personne vote" in page.content.decode()
    assert dict(client.cookies) == {}
    assert hidden(client.get(address("kiosk", code))) != one
    assert Answer.objects.count() == 1


def test_the_links_of_questionnaires_lead_to_the_topic(client, code, topic):
    assert client.get(reverse("participation:answer", args=[code]))["Location"] == address("talk", code)
    assert client.get(reverse("participation:kiosk", args=[code]))["Location"] == address("kiosk", code)
    assert client.get(reverse("participation:receipt", args=[code]))["Location"] == address("talk", code)
    sent = client.post(reverse("participation:answer", args=[code]), {"q1": "1", "envoi": "x"})
    assert (sent.status_code, Answer.objects.count()) == (302, 0)


@pytest.mark.parametrize("count", [3, 300])
def test_several_hundred_statements_cost_as_many_queries_as_three(client, house, count):
    topic = open_one(house, lines=[f"Phrase numéro {n} du sujet" for n in range(count)])
    code = token_of(call_of(topic).handle)
    say(client, code, AGREE)
    ballots._kept.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(address("talk", code))
    assert len(queries) == 6
    with CaptureQueriesContext(connection) as queries:
        client.get(address("talk", code))
    assert len(queries) == 4
    with CaptureQueriesContext(connection) as queries:
        client.get(address("mine", code))
    assert len(queries) == 4


def test_a_first_result_is_offered_to_those_who_have_finished(client, code, topic, pilot, plain):
    assert client.get(address("results", code))["Location"] == address("talk", code)
    cast(topic, [[AGREE] * 6] * 11)
    make_release(topic=topic, by=pilot)
    assert address("results", code) not in client.get(address("talk", code)).content.decode()
    say(client, code, Vote.AGREE)
    client.post(address("talk", code), {"geste": "deposer"})
    assert address("results", code) in client.get(address("thanks", code)).content.decode()
    assert "11 personnes ont voté." in plain(client.get(address("results", code)).content.decode())
