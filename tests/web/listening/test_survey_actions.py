"""From the result of a survey to the plan, and what people see of a survey that has enough answers."""

import pytest
from django.test import Client
from django.urls import reverse

from marchepied.apps.listening.services.surveys import close_survey
from marchepied.apps.organisations.enums import Role
from marchepied.apps.participation.validators import token_of
from marchepied.apps.plans.models import Action
from marchepied.core.scope import scope, unscoped
from tests.factories.diagnosis import CycleFactory
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


@pytest.fixture
def survey(pilot):
    with scope(pilot.organisation):
        survey = open_one(pilot.organisation)
        for number in range(12):
            fill(survey, {**FILLED, "q1": str(1 + number % 2), "q8": f"Un banc {number}."})
        close_survey(survey=survey, by=pilot.person)
        return survey


def address(pilot, name, *more):
    return reverse(f"listening:{name}", args=[pilot.organisation.slug, *more])


def link_to(survey):
    with unscoped("a test reads the link"):
        return reverse("listening:survey-answer", args=[token_of(call_of(survey).handle)])


def start_cycle(pilot):
    with scope(pilot.organisation):
        return CycleFactory(organisation=pilot.organisation)


def text_of(response, plain):
    return plain(response.content.decode())


def test_a_question_becomes_an_action_that_the_result_shows(inside, pilot, survey, plain):
    start_cycle(pilot)
    url = address(pilot, "survey-action", survey.pk, "q1")
    assert f'href="{url}"' in inside.get(address(pilot, "survey", survey.pk)).content.decode()
    assert "1. Content ?" in text_of(inside.get(url), plain)
    shown = inside.post(url, {"title": "Rouvrir le lundi", "owner": ""}, follow=True)
    with scope(pilot.organisation):
        action = Action.objects.get()
    assert f'<a href="/e/{pilot.organisation.slug}/plan/actions/{action.pk}/">' in shown.content.decode()
    assert "Rouvrir le lundi (à faire)" in shown.content.decode().replace("</a>", "")
    page = inside.get(reverse("plans:action", args=[pilot.organisation.slug, action.pk]))
    assert "l’enquête « Comment cela s’est-il passé ? », à la question « Content ? »" in text_of(page, plain)


def test_the_pages_cost_the_same_for_one_action_and_for_three(
    inside, pilot, survey, django_assert_num_queries
):
    start_cycle(pilot)
    result, gesture = (address(pilot, name, survey.pk, *more) for name, *more in
                       (("survey",), ("survey-action", "q1")))  # fmt: skip
    for title in ("Rouvrir le lundi", "Poser un banc", "Le peindre"):
        inside.post(gesture, {"title": title})
        with django_assert_num_queries(12):
            inside.get(result)
        with django_assert_num_queries(10):
            inside.get(gesture)


def test_words_become_an_action_that_quotes_them(inside, pilot, survey, plain):
    start_cycle(pilot)
    page = inside.get(address(pilot, "survey", survey.pk))
    texts = next(entry.texts for entry, _made in page.context["shown"] if entry.question.id == "q8")
    url = address(pilot, "survey-action", survey.pk, "q8") + "?texte=11"
    assert f'href="{url}"' in page.content.decode()
    assert texts[10] in text_of(inside.get(url), plain)
    shown = inside.post(url, {"title": "Poser un banc"}, follow=True)
    assert f"d’après « {texts[10]} »" in text_of(shown, plain)


@pytest.mark.parametrize("asked", ["q1/action/?texte=1", "q8/action/?texte=0", "q8/action/?texte=13",
                                   "q8/action/?texte=²", "q8/action/?texte=-1", "q99/action/"])  # fmt: skip
def test_what_the_result_does_not_show_becomes_nothing(inside, pilot, survey, asked):
    start_cycle(pilot)
    url = f"{address(pilot, 'survey', survey.pk)}questions/{asked}"
    assert (inside.get(url).status_code, inside.post(url, {"title": "Rien"}).status_code) == (404, 404)


def test_no_action_is_made_of_a_survey_whose_result_is_not_shown(inside, pilot):
    with scope(pilot.organisation):
        survey = open_one(pilot.organisation)
        fill(survey, FILLED, times=12)
    assert inside.get(address(pilot, "survey-action", survey.pk, "q1")).status_code == 404


def test_without_a_process_the_page_says_where_to_begin(inside, pilot, survey, plain):
    response = inside.get(address(pilot, "survey-action", survey.pk, "q1"), follow=True)
    assert "Commencez d’abord une démarche" in text_of(response, plain)


def test_an_action_needs_a_title(inside, pilot, survey, plain):
    start_cycle(pilot)
    response = inside.post(address(pilot, "survey-action", survey.pk, "q1"), {"title": ""})
    assert "Dites en une phrase ce qu’il y a à faire." in text_of(response, plain)
    with scope(pilot.organisation):
        assert Action.objects.count() == 0


def test_who_reads_sees_the_action_and_no_gesture(client, pilot, inside, survey):
    start_cycle(pilot)
    url = address(pilot, "survey-action", survey.pk, "q1")
    inside.post(url, {"title": "Rouvrir le lundi"})
    client.force_login(MembershipFactory(organisation=pilot.organisation, role=Role.READER).person)
    page = client.get(address(pilot, "survey", survey.pk)).content.decode()
    assert ("Rouvrir le lundi" in page, url in page, client.get(url).status_code) == (True, False, 404)


def test_the_reply_begins_with_what_was_decided(inside, pilot, survey, plain):
    start_cycle(pilot)
    for title in ("Poser un banc", "Le peindre"):
        inside.post(address(pilot, "survey-action", survey.pk, "q8"), {"title": title})
    form = inside.get(address(pilot, "survey-reply", survey.pk)).context["form"]
    said = [plain(part) for part in form.initial["text"].split("\n\n")]
    assert said == ["Nous avons décidé : Poser un banc.", "Nous avons décidé : Le peindre."]


def test_people_read_kindly_that_there_are_enough_answers(inside, pilot, plain):
    with scope(pilot.organisation):
        survey = open_one(pilot.organisation, whole_quota=5)
        fill(survey, FILLED, times=4)
    url, asker = link_to(survey), Client()
    page = asker.get(url)
    with scope(pilot.organisation):
        fill(survey, FILLED)
    for response in (
        asker.post(url, {"page": "0", "envoi": page.context["nonce"], "deja": '{"q1": "4"}'}),
        Client().get(url),
    ):
        assert "Merci, nous avons assez de réponses." in text_of(response, plain)
    running = text_of(inside.get(address(pilot, "survey", survey.pk)), plain)
    assert "En tout : 5 réponses sur 5 voulues." in running
    assert "Vous avez toutes les réponses voulues : plus rien n’est pris en ligne." in running
    assert "On s’arrête à 5 réponses en tout." in running


def test_paper_says_that_there_are_enough_and_takes_the_sheet(inside, pilot, plain):
    with scope(pilot.organisation):
        survey = open_one(pilot.organisation, quota=5)
        fill(survey, FILLED, times=5)
        call = call_of(survey)
    url = address(pilot, "paper-entry", survey.pk, call.pk)
    assert "Les feuilles déjà remplies comptent quand même" in text_of(inside.get(url), plain)
    assert inside.post(url, {"envoi": "a", **FILLED}).status_code == 302
    assert "6 sur 5 voulues" in text_of(inside.get(address(pilot, "survey", survey.pk)), plain)


def test_the_list_of_what_to_do_leads_to_the_survey(inside, pilot, survey):
    page = inside.get(reverse("plans:todo", args=[pilot.organisation.slug])).content.decode()
    assert f'href="{address(pilot, "survey-reply", survey.pk)}"' in page


def test_what_is_wanted_is_asked_and_kept(inside, pilot):
    posted = {"title": "T", "closes_on": "2099-01-01", "responsible": "Claire", "whole_quota": "40"}
    made = inside.post(address(pilot, "survey-new") + "?modele=just-after", posted)
    assert "On s’arrête à 40 réponses en tout." in inside.get(made["Location"]).content.decode()
    edit = inside.get(made["Location"] + "changer/")
    assert edit.context["form"].initial["whole_quota"] == 40
    assert inside.post(made["Location"] + "changer/", {**posted, "whole_quota": "4"}).status_code == 200
