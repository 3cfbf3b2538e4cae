"""Answering, in a real browser: on a phone, by keyboard, without a script, with the network cut."""

import re
from typing import Any

import pytest

from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.models import Answer, Comment, Round
from marchepied.apps.participation.validators import token_of
from marchepied.core.scope import unscoped
from tests.factories.participation import InvitationFactory, RoundCollegeFactory, form_of
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def call(transactional_db: Any) -> Any:
    return RoundCollegeFactory(
        round__organisation__name="L’Atelier du Pont", round__form=form_of(4), college__name="Salariés"
    )


def link(row: Any, page: str = "") -> str:
    return f"/r/{token_of(row.handle)}/{page}"


def stored() -> list[tuple[Any, ...]]:
    with unscoped("a test reads everything"):
        return sorted(Answer.objects.values_list("item_id", "kind", "level"))


def choice(page: Any, text: str) -> Any:
    """The radio button of that name in the question that is shown."""
    return page.get_by_role("radio", name=text, exact=True)


def kept_on_device(page: Any) -> int:
    return page.evaluate("localStorage.length")


def test_on_a_phone_one_question_at_a_time(new_page, call, axe, overflow):
    page = new_page(viewport=PHONE)
    page.goto(link(call))
    assert page.get_by_role("heading", level=1).inner_text() == "Votre avis sur le lien avec nos clients"
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Commencer").click()

    assert page.evaluate("document.activeElement.textContent") == "Ici, que fait-on du sujet 1 ?"
    assert page.locator("[data-where]").inner_text() == "Question 1 sur 4 · encore 2 minutes"
    assert page.locator("[data-announce]").inner_text() == "Question 1 sur 4, encore 2 minutes"
    assert page.title() == "Question 1 sur 4 · L’Atelier du Pont"
    assert (axe(page), overflow(page)) == ([], 0)
    choice(page, "Oui, souvent, en réunion.").check()
    page.get_by_text("pas encore envoyées").wait_for()
    page.get_by_text("Ajouter un mot").locator("visible=true").click()
    page.get_by_label("Votre mot").locator("visible=true").fill("<script>alert(1)</script>")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Passer").click()
    page.go_back()
    assert page.locator("[data-where]").inner_text() == "Question 2 sur 4 · encore 2 minutes"
    choice(page, "Je ne sais pas").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Passer").click()
    choice(page, "Pas concerné").check()
    page.get_by_role("button", name="Continuer").click()

    page.get_by_text("Vous avez répondu à 3 questions sur 4.").wait_for()
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Question 3 sur 4").click()
    choice(page, "Non, jamais.").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_text("Vous avez répondu à toutes les questions.").wait_for()
    page.get_by_role("button", name="Envoyer mes réponses").click()

    page.wait_for_url("**/merci/")
    assert page.get_by_role("heading", level=1).inner_text() == "C’est envoyé. Merci."
    assert (axe(page), overflow(page), kept_on_device(page)) == ([], 0, 0)
    assert stored() == [("q1", 0, 3), ("q2", 1, None), ("q3", 0, 1), ("q4", 2, None)]
    with unscoped("a test reads everything"):
        assert Comment.objects.get().text == "<script>alert(1)</script>"


def test_the_accessibility_tree_of_a_question(new_page, call):
    page = new_page(viewport=PHONE)
    page.goto(link(call))
    page.get_by_role("button", name="Commencer").click()

    lines = [line.strip(" -") for line in page.locator("main").aria_snapshot().splitlines()]
    roles = [line for line in lines if line.startswith(("group", "heading", "button", "radio"))]
    assert roles == [
        'heading "Votre avis sur le lien avec nos clients" [level=1]',
        'group "Ici, que fait-on du sujet 1 ?":',
        'heading "Ici, que fait-on du sujet 1 ?" [level=2]',
        'button "Écouter la question"',
        'radio "Non, jamais."',
        'radio "Parfois, quand il y a un problème."',
        'radio "Oui, souvent, en réunion."',
        'radio "Oui, et on nous dit ce qui change."',
        'radio "Oui, et on décide ensemble."',
        'radio "Je ne sais pas"',
        'radio "Pas concerné"',
        "group: Ajouter un mot (facultatif)",
        'button "Passer"',
        'button "Revenir"',
        "group: Qui lit les réponses, combien de temps, qui est responsable ?",
        'button "Voir toutes les questions"',
    ]


def test_by_keyboard_alone(new_page, call):
    page = new_page()
    page.goto(link(call))

    def reach(name: str) -> None:
        for _press in range(30):
            page.keyboard.press("Tab")
            if name in (page.evaluate("document.activeElement.innerText") or ""):
                return
        raise AssertionError(f"not reached: {name}")

    reach("Commencer")
    page.keyboard.press("Enter")
    for presses in range(1, 5):
        page.keyboard.press("Tab")  # from the heading to « Écouter »
        page.keyboard.press("Tab")  # to the choices
        for _press in range(presses):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Avant d’envoyer"
    reach("Envoyer mes réponses")
    page.keyboard.press("Enter")
    page.wait_for_url("**/merci/")

    assert stored() == [("q1", 0, 2), ("q2", 0, 3), ("q3", 0, 4), ("q4", 0, 5)]


def test_without_a_script(new_page, call, overflow):
    page = new_page(viewport=PHONE, java_script_enabled=False)
    page.goto("/r/")
    page.get_by_label("Code").fill(token_of(call.handle).lower())
    page.get_by_role("button", name="Ouvrir le questionnaire").click()
    page.get_by_role("button", name="Envoyer mes réponses").wait_for()
    assert page.get_by_role("button").all_inner_texts() == ["Envoyer mes réponses"]
    page.locator("#question-1").get_by_text("Non, jamais.").click()
    page.locator("#question-4").get_by_text("Je ne sais pas").click()
    page.get_by_role("button", name="Envoyer mes réponses").click()

    assert page.get_by_role("heading", level=1).inner_text() == "C’est envoyé. Merci."
    assert stored() == [("q1", 0, 1), ("q4", 1, None)]
    page.goto(link(call))
    assert page.get_by_role("heading", level=1).inner_text() == "Cet appareil a déjà répondu."


def test_the_network_is_cut_between_two_questions_and_comes_back(new_page, call):
    page = new_page(viewport=PHONE)
    page.goto(link(call))
    page.get_by_role("button", name="Commencer").click()
    choice(page, "Non, jamais.").check()
    page.get_by_role("button", name="Continuer").click()
    page.context.set_offline(True)
    choice(page, "Oui, et on décide ensemble.").check()
    for _question in range(3):
        page.get_by_role("button", name=re.compile("Continuer|Passer")).click()
    page.get_by_role("button", name="Envoyer mes réponses").click()
    assert "Pas de réseau pour le moment." in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="Envoyer mes réponses").click()
    assert (stored(), kept_on_device(page)) == ([], 1)

    page.context.set_offline(False)
    page.wait_for_url("**/merci/")
    assert (stored(), kept_on_device(page)) == ([("q1", 0, 1), ("q2", 0, 5)], 0)


def test_a_page_closed_by_accident_is_found_again_and_can_be_erased(new_page, call):
    page = new_page(viewport=PHONE)
    page.goto(link(call))
    page.get_by_role("button", name="Commencer").click()
    choice(page, "Non, jamais.").check()
    page.goto("about:blank")
    page.goto(link(call))
    page.get_by_role("button", name="Reprendre").click()
    assert page.locator("[data-where]").inner_text() == "Question 2 sur 4 · encore 2 minutes"
    page.get_by_role("button", name="Revenir").click()
    assert choice(page, "Non, jamais.").is_checked()

    page.get_by_role("button", name="Effacer mes réponses de cet appareil").click()
    page.get_by_role("button", name="Commencer").wait_for()
    assert kept_on_device(page) == 0
    page.get_by_role("button", name="Commencer").click()
    assert not choice(page, "Non, jamais.").is_checked()


def test_an_answer_lost_on_the_way_back_is_not_counted_twice(new_page, call):
    page = new_page(viewport=PHONE, statuses=(503,))
    page.goto(link(call))
    page.get_by_role("button", name="Voir toutes les questions").click()
    page.locator("#question-1").get_by_text("Non, jamais.").click()

    def lose_the_answer(route: Any) -> None:
        if route.request.method == "POST":
            route.fetch()  # it arrives, but the phone never hears of it
        route.fulfill(status=503, body="<h1>passerelle</h1>", content_type="text/html")

    page.route("**/r/**", lose_the_answer)
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.get_by_text("L’envoi n’a pas abouti.").wait_for()
    page.unroute("**/r/**")
    assert stored() == [("q1", 0, 1)]
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.wait_for_url("**/merci/")

    assert stored() == [("q1", 0, 1)]


def test_all_questions_on_one_page(new_page, call, axe, overflow):
    page = new_page(viewport=PHONE)
    page.goto(link(call))
    page.get_by_role("button", name="Voir toutes les questions").click()
    assert page.locator("[data-question]:visible").count() == 4
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Une question à la fois").click()
    assert page.locator("[data-question]:visible").count() == 0


@pytest.mark.parametrize("width", [320, 275])  # 1100 px at 400 % is 275 px
def test_every_state_is_accessible_and_fits(new_page, call, axe, overflow, width):
    page = new_page(viewport={"width": width, "height": 640}, statuses=(404,))
    invitation = InvitationFactory(call=call, used=True)
    partner = RoundCollegeFactory(round=call.round, college__kind="partners")
    before = RoundCollegeFactory(round__state=RoundState.DRAFT)
    after = RoundCollegeFactory(round__state=RoundState.CLOSED)
    together = RoundCollegeFactory(mode="collective", answered_count=1)
    addresses = [
        "/r/",
        "/r/ABCD-EFGH-JKMN/",
        link(call),
        link(call, "merci/"),
        link(call, "borne/"),
        link(call, "borne/merci/"),
        *(link(row) for row in (invitation, partner, before, after, together)),
    ]
    found = {}
    for address in addresses:
        response = page.goto(address)
        assert response.status in {200, 404}
        found[address] = (axe(page), overflow(page))
    assert found == dict.fromkeys(addresses, ([], 0))


def test_a_shared_screen_keeps_nothing_for_the_next_person(new_page, call):
    page = new_page()
    page.goto(link(call, "borne/"))
    page.get_by_role("button", name="Commencer").click()
    choice(page, "Non, jamais.").check()
    assert kept_on_device(page) == 0
    for _question in range(4):
        page.get_by_role("button", name=re.compile("Continuer|Passer")).click()
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.wait_for_url("**/borne/merci/")
    page.get_by_role("link", name="Une autre personne répond").click()
    page.get_by_role("button", name="Commencer").click()

    assert not choice(page, "Non, jamais.").is_checked()
    assert page.context.cookies() == []
    page.go_back()
    assert page.url == "about:blank"
    assert stored() == [("q1", 0, 1)]


def test_half_an_answer_left_on_a_shared_screen_is_erased_at_one_press(new_page, call):
    page = new_page()
    page.goto(link(call, "borne/"))
    page.get_by_role("button", name="Commencer").click()
    choice(page, "Non, jamais.").check()
    page.get_by_role("button", name="Tout effacer et recommencer").click()
    page.get_by_role("button", name="Commencer").click()

    assert not choice(page, "Non, jamais.").is_checked()


def test_a_long_form_is_whole_on_the_device(new_page):
    call = RoundCollegeFactory(round__form=form_of(130))
    page = new_page(viewport=PHONE)
    page.goto(link(call))
    page.get_by_role("button", name="Voir toutes les questions").click()
    assert page.locator("[data-question]:visible").count() == 130
    page.context.set_offline(True)
    page.locator("#question-130").get_by_text("Non, jamais.").click()
    page.locator("#question-1").get_by_text("Non, jamais.").click()
    page.context.set_offline(False)
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.wait_for_url("**/merci/")

    assert stored() == [("q1", 0, 1), ("q130", 0, 1)]


def test_a_refusal_is_said_at_the_top_and_nothing_is_lost(new_page, call):
    page = new_page(viewport=PHONE, statuses=(422,))
    page.goto(link(call))
    page.get_by_role("button", name="Voir toutes les questions").click()
    page.get_by_role("button", name="Envoyer mes réponses").click()
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "Répondez à une question au moins, puis envoyez." in alert.inner_text()
    page.locator("#question-2").get_by_text("Non, jamais.").click()
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.wait_for_url("**/merci/")
    assert stored() == [("q2", 0, 1)]


def test_what_is_corrected_after_a_cut_waits_for_a_second_press(new_page, call):
    page = new_page(PHONE)
    page.goto(link(call))
    page.get_by_role("button", name="Commencer").click()
    choice(page, "Non, jamais.").check()
    page.context.set_offline(True)
    for _question in range(4):
        page.get_by_role("button", name=re.compile("Continuer|Passer")).click()
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.get_by_role("button", name="Revenir").click()
    page.context.set_offline(False)
    choice(page, "Pas concerné").check()
    assert stored() == []
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.wait_for_url("**/merci/")

    assert stored() == [("q1", 0, 1), ("q4", 2, None)]


def test_an_answer_may_be_taken_back_before_sending(new_page, call):
    page = new_page(PHONE)
    page.goto(link(call))
    page.get_by_role("button", name="Commencer").click()
    choice(page, "Non, jamais.").check()
    page.get_by_role("button", name="Retirer cette réponse").click()

    assert not choice(page, "Non, jamais.").is_checked()
    page.get_by_role("button", name="Passer").wait_for()


def test_what_waited_on_the_device_is_erased_once_the_round_is_closed(new_page, call):
    page = new_page(PHONE)
    page.goto(link(call))
    page.get_by_role("button", name="Commencer").click()
    choice(page, "Non, jamais.").check()
    assert kept_on_device(page) == 1
    with unscoped("a test closes the round"):
        Round.objects.update(state=RoundState.CLOSED)
    page.goto(link(call))

    assert page.get_by_role("heading", level=1).inner_text() == "Le questionnaire est clos."
    assert kept_on_device(page) == 0
