"""Surveys in a browser's requests: from a model to a result, on paper, by link and on a shared screen."""

import pytest
from django.test import Client
from django.urls import reverse

from marchepied.apps.listening.models import Survey, SurveyRelease
from marchepied.apps.listening.services.surveys import close_survey
from marchepied.apps.organisations.enums import Role
from marchepied.apps.participation.models import Answer, Comment
from marchepied.apps.participation.validators import token_of
from marchepied.core.scope import scope, unscoped
from tests.factories.organisations import MembershipFactory
from tests.factories.surveys import FILLED, call_of, fill, open_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot():
    return MembershipFactory(role=Role.PILOT)


@pytest.fixture
def inside(client, pilot):
    client.force_login(pilot.person)
    return client


def address(pilot, name, *more):
    return reverse(f"listening:{name}", args=[pilot.organisation.slug, *more])


def link_to(survey):
    with unscoped("a test reads the link"):
        return reverse("listening:survey-answer", args=[token_of(call_of(survey).handle)])


def pages_then_send(client, url, fields):
    """Fill the first page, go on, fill the second, see the last word, send."""
    shown = client.get(url)
    first = {name: text for name, text in fields.items() if name[:2] in {"q1", "q2", "q3", "q4", "q5"}}
    nonce = shown.context["nonce"]
    second = client.post(url, {"envoi": nonce, "page": "1", "vers": "suite", **first})
    rest = {name: text for name, text in fields.items() if name not in first}
    carried = second.context["filling"].carried
    last = client.post(url, {"envoi": nonce, "page": "2", "vers": "suite", "deja": carried, **rest})
    carried = last.context["filling"].carried
    return second, last, client.post(url, {"envoi": nonce, "page": "0", "deja": carried})


def test_from_a_model_to_a_result(inside, pilot, plain):
    new = inside.get(address(pilot, "survey-new") + "?modele=just-after")
    posted = {
        "title": "Après la visite",
        "closes_on": "2099-01-01",
        "responsible": "Claire",
        "expected_count": "30",
    }
    assert new.status_code == 200
    made = inside.post(address(pilot, "survey-new") + "?modele=just-after", posted)
    with scope(pilot.organisation):
        survey = Survey.objects.get()
    assert made["Location"] == address(pilot, "survey", survey.pk)
    draft = plain(inside.get(made["Location"]).content.decode())
    assert "5 questions" in draft
    assert "Posée seulement si question 3 : pas la première" in draft
    inside.post(address(pilot, "survey-open", survey.pk))
    survey.refresh_from_db()
    url = link_to(survey)
    for _person in range(12):
        answer = Client()
        answer.post(url, {"page": "1", "vers": "suite", "q1": "4", "q3": "1"})
        assert answer.post(url, {"page": "0", "deja": '{"q1": "4", "q3": "1"}'}).status_code == 302
    closed = inside.post(address(pilot, "survey-close", survey.pk), follow=True)
    text = plain(closed.content.decode())
    assert "12 réponses sur 30 personnes (40 %)." in text
    assert "Presque tout le monde répond : « Tout à fait »." in text


def test_a_page_asks_what_the_page_before_calls_for(pilot):
    with scope(pilot.organisation):
        survey = open_one(pilot.organisation)
    url = link_to(survey)
    second, last, sent = pages_then_send(Client(), url, FILLED)
    assert [one.id for one in second.context["filling"].questions] == ["q6", "q7", "q8", "q9"]
    assert (last.context["filling"].answered, last.context["filling"].total) == (9, 9)
    assert sent["Location"] == url + "merci/"
    with scope(pilot.organisation):
        levels = {row.item_id: row.level for row in Answer.objects.all()}
        words = {row.item_id: row.text for row in Comment.objects.all()}
    assert levels == {
        "q1": 1,
        "q2": 3,
        "q3.1": 2,
        "q3.2": 1,
        "q3.3": 1,
        "q4.1": 2,
        "q4.2": 1,
        "q5.1": 4,
        "q5.2": None,
    }
    assert words == {"q6": "12.5", "q7": "2026-03-01", "q8": "Un banc.", "q9": "Merci !"}


def test_what_was_not_asked_is_not_kept(pilot):
    with scope(pilot.organisation):
        survey = open_one(pilot.organisation)
    second, _last, _sent = pages_then_send(Client(), link_to(survey), {**FILLED, "q1": "4", "q3.1": ""})
    assert [one.id for one in second.context["filling"].questions] == ["q6", "q7"]
    with scope(pilot.organisation):
        assert set(Comment.objects.values_list("item_id", flat=True)) == {"q6", "q7"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"q6": "beaucoup"}, "Question 6 : écrivez un nombre, par exemple 12 ou 7,5."),
        ({"q7": "hier"}, "Question 7 : écrivez la date ainsi : 31/12/2027."),
    ],
)
def test_a_page_says_what_to_put_right(pilot, plain, fields, said):
    with scope(pilot.organisation):
        survey = open_one(pilot.organisation)
    shown = Client().post(link_to(survey), {"page": "2", "vers": "suite", "deja": '{"q1": "4"}', **fields})
    assert shown.status_code == 422
    assert said in plain(shown.content.decode())
    assert shown.context["filling"].carried == '{"q1":"4"}'


def test_two_equal_ranks_are_told_apart(pilot, plain):
    with scope(pilot.organisation):
        survey = open_one(pilot.organisation)
    shown = Client().post(link_to(survey), {"page": "1", "vers": "suite", "q4.1": "1", "q4.3": "1"})
    assert "deux réponses ont le rang 1" in plain(shown.content.decode())


def test_paper_takes_every_question_and_counts_with_the_others(inside, pilot):
    with scope(pilot.organisation):
        survey = open_one(pilot.organisation)
        call = call_of(survey)
    url = address(pilot, "paper-entry", survey.pk, call.pk)
    shown = inside.get(url)
    assert len(shown.context["filling"].questions) == 9
    for sheet in range(6):
        inside.post(url, {"envoi": f"feuille-{sheet}", **FILLED, "q1": "4"})
    inside.post(url, {"envoi": "feuille-5", **FILLED})  # the same sheet twice
    with scope(pilot.organisation):
        fill(survey, FILLED, times=6)
        assert call_of(survey).answered_count == 12
        inside.post(address(pilot, "survey-close", survey.pk))
        content = SurveyRelease.objects.get().content
    whole = content["entries"][0]["lines"][0]["whole"]
    assert [level["count"] for level in whole["levels"]] == [6, 0, 0, 6]
    assert content["answers"] == 12


def test_a_full_group_takes_no_more(pilot, plain):
    with scope(pilot.organisation):
        survey = open_one(pilot.organisation, quota=5)
        fill(survey, FILLED, times=5)
    shown = Client().get(link_to(survey))
    assert "Merci, nous avons assez de réponses." in plain(shown.content.decode())


def test_a_survey_past_its_last_day_takes_nothing_online(pilot, plain):
    with scope(pilot.organisation):
        survey = open_one(pilot.organisation)
        survey.round.closes_on = "2020-01-01"
        survey.round.save()
    url = link_to(survey)
    assert "Cette enquête est terminée." in plain(Client().get(url).content.decode())
    Client().post(url, {"page": "0", "q1": "4"})
    with scope(pilot.organisation):
        assert Answer.objects.count() == 0


def test_the_questionnaires_own_address_leads_to_the_survey(pilot, client):
    with scope(pilot.organisation):
        survey = open_one(pilot.organisation)
    url = link_to(survey)
    code = url.split("/")[2]
    assert client.get(reverse("participation:answer", args=[code]))["Location"] == url
    assert client.get(reverse("participation:kiosk", args=[code]))["Location"] == url + "borne/"


def test_everybody_reads_what_became_of_their_answers(inside, pilot, plain):
    with scope(pilot.organisation):
        survey = open_one(pilot.organisation)
        fill(survey, FILLED, times=5)
        close_survey(survey=survey, by=pilot.person)
    said = {"text": "Vous voulez un banc.\nIl arrive en mai."}
    inside.post(address(pilot, "survey-reply", survey.pk), said)
    text = plain(Client().get(link_to(survey)).content.decode())
    assert "Vous voulez un banc." in text
    assert "Il arrive en mai." in text


def test_a_shared_screen_leaves_no_mark(pilot):
    with scope(pilot.organisation):
        survey = open_one(pilot.organisation)
    client = Client()
    url = link_to(survey) + "borne/"
    sent = client.post(url, {"page": "0", "deja": '{"q1": "4"}'})
    assert sent["Location"].endswith("merci/?borne=1")
    assert dict(client.cookies) == {}
    assert client.get(url).status_code == 200
