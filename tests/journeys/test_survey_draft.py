"""A survey on a phone whose network comes and goes: nothing is lost, nothing is sent twice, nothing stays."""

import re

import pytest
from django.urls import reverse

from marchepied.apps.participation.models import Answer, Comment
from marchepied.apps.participation.validators import token_of
from marchepied.core.scope import scope
from tests.factories.organisations import OrganisationFactory
from tests.factories.surveys import call_of, close_survey, open_one
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BEGUN = "Vous aviez commencé : vos réponses sont revenues, pas encore envoyées."


@pytest.fixture
def house(db):
    return OrganisationFactory()


@pytest.fixture
def survey(house):
    with scope(house):
        return open_one(house)


@pytest.fixture
def link(house, survey):
    with scope(house):
        return reverse("listening:survey-answer", args=[token_of(call_of(survey).handle)])


def kept_on_device(page):
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('marchepied:')).length")


def group(page, name):
    return page.get_by_role("group", name=re.compile(name))


def begin(page, link):
    page.goto(link)
    group(page, "Content ?").get_by_role("radio", name="Pas du tout").check()
    group(page, "Qu’avez-vous aimé ?").get_by_role("checkbox", name="Le lieu").check()
    group(page, "Que faut-il d’abord ?").get_by_label("Un toit").select_option("1")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_text("Page 2 sur 3").wait_for()
    group(page, "Que manque-t-il ?").get_by_role("textbox").fill("Un banc.")


def finish(page):
    page.get_by_role("button", name="Continuer").click()
    page.get_by_text("Page 3 sur 3").wait_for()
    page.get_by_role("button", name="Envoyer mes réponses").click()


def stored(house):
    with scope(house):
        levels = dict(Answer.objects.exclude(level=None).values_list("item_id", "level"))
        return levels, [comment.text for comment in Comment.objects.all()]


SENT = ({"q1": 1, "q3.1": 1, "q3.2": 2, "q3.3": 1, "q4.2": 1}, ["Un banc."])


def test_what_was_begun_comes_back_on_every_page_and_leaves_with_the_sending(
    house, link, new_page, axe, overflow
):
    page = new_page(PHONE)
    begin(page, link)
    assert kept_on_device(page) == 1
    page.goto("about:blank")  # the tab is closed
    page.goto(link)
    page.get_by_text(BEGUN).wait_for()
    assert (axe(page), overflow(page) <= 0) == ([], True)
    assert group(page, "Content ?").get_by_role("radio", name="Pas du tout").is_checked()
    assert group(page, "Qu’avez-vous aimé ?").get_by_role("checkbox", name="Le lieu").is_checked()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_text("Page 2 sur 3").wait_for()
    assert group(page, "Que manque-t-il ?").get_by_role("textbox").input_value() == "Un banc."
    assert page.get_by_text(BEGUN).is_hidden()
    finish(page)
    page.get_by_role("heading", name="C’est envoyé. Merci.").wait_for()
    page.wait_for_load_state("load")  # the script of the receipt has erased the draft
    assert (stored(house), kept_on_device(page)) == (SENT, 0)


def test_a_cut_keeps_the_page_and_it_leaves_by_itself_when_the_network_is_back(
    house, link, new_page, axe, overflow
):
    page = new_page(PHONE)
    begin(page, link)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_text("Page 3 sur 3").wait_for()
    page.context.set_offline(True)
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.get_by_text("Pas de réseau pour le moment.").wait_for()
    assert (axe(page), overflow(page) <= 0) == ([], True)
    assert (stored(house), kept_on_device(page)) == (({}, []), 1)
    page.context.set_offline(False)
    page.wait_for_url("**/merci/")
    page.wait_for_load_state("load")  # the script of the receipt has erased the draft
    assert (stored(house), kept_on_device(page)) == (SENT, 0)


def test_what_was_filled_is_erased_when_asked_and_never_kept_on_a_shared_screen(link, new_page):
    page = new_page(PHONE)
    begin(page, link)
    page.get_by_role("button", name="Effacer mes réponses de cet appareil").click()
    page.get_by_text("Page 1 sur").wait_for()
    assert kept_on_device(page) == 0
    assert group(page, "Content ?").get_by_role("radio", checked=True).count() == 0
    page.goto(f"{link}borne/")
    group(page, "Content ?").get_by_role("radio", name="Pas du tout").check()
    assert kept_on_device(page) == 0


def test_a_survey_that_ended_meanwhile_keeps_nothing_on_the_device(house, survey, link, new_page):
    page = new_page(PHONE)
    begin(page, link)
    with scope(house):
        close_survey(survey=survey, by=None)
    page.goto(link)
    page.get_by_role("heading", level=1).wait_for()
    assert kept_on_device(page) == 0
