"""A second year: it starts from the first, one question has changed, and the page says what moved."""

import re

import pytest

from marchepied.apps.diagnosis.models import Cycle
from marchepied.apps.diagnosis.services.cycles import finish_cycle
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.services import ActionContent, add_action
from marchepied.core.scope import scope
from tests.factories.organisations import MembershipFactory
from tests.factories.years import ask_again, first_year, next_year, rewrite_guide
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.screens import do_now, read_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EMAIL = "claire@exemple.fr"
LOW, HIGH = [2] * 14 + [3, 3, 4, 4, 5, 5], [2, 2] + [3, 3] + [4] * 10 + [5] * 6
FEW, FEW_HIGH = [1] * 6, [5] * 7


@pytest.fixture
def first(db):
    """A finished year: two groups heard, a meeting, an answer of one's own, an action that waits."""
    cycle = first_year({"Salariés": LOW, "Bénévoles": FEW})
    membership = MembershipFactory(
        organisation=cycle.organisation, role=Role.PILOT, person__email=EMAIL, person__name="Claire Morel"
    )
    with scope(cycle.organisation):
        for question_id in cycle.question_ids[:2]:
            take_position(
                cycle=cycle, question_id=question_id, level=2, words="", agreement="consent", by=None
            )
        save_own_answer(
            cycle=cycle, question_id=cycle.question_ids[1], kind="level", level=3, evidence=(),
            narrative="Un cahier à l’accueil, relu chaque mois.", by=membership.person,
        )  # fmt: skip
        add_action(
            cycle=cycle, content=ActionContent(title="Tenir le cahier des idées"), by=membership.person
        )
        add_action(cycle=cycle, content=ActionContent(title="Refaire le logo"), by=membership.person)
    rewrite_guide(cycle.question_ids[0], "Ici, qui demande leur avis à qui ?")
    return cycle


def sign_in(page):
    page.goto("/connexion/")
    page.get_by_role("textbox", name="Adresse e-mail").fill(EMAIL)
    page.get_by_role("button", name="Recevoir mon code").click()
    page.get_by_role("textbox", name="Code").fill(read_code(EMAIL))
    page.get_by_role("button", name="Entrer").click()
    page.get_by_role("link", name="L’Atelier du Pont").first.click()


def plain(text):
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).strip()


def test_a_year_starts_from_the_last_and_is_compared(new_page, first, axe, overflow):
    page = new_page(DESK)
    sign_in(page)
    page.get_by_role("link", name="Commencer la prochaine démarche").click()
    page.get_by_role("heading", level=1, name="Que regardez-vous cette année").wait_for()
    assert page.get_by_role("checkbox", name="Le lien avec les usagers").is_checked()
    page.get_by_text("Question réécrite").wait_for()
    page.get_by_role("spinbutton", name="Salariés").fill("24")
    logo = page.get_by_role("group", name="Refaire le logo")
    logo.get_by_role("textbox").wait_for(state="hidden")
    logo.get_by_role("radio", name="On arrête").check()
    logo.get_by_role("textbox").fill("Ce n’est plus le moment.")
    assert axe(page) == []
    page.get_by_role("button", name="Commencer").click()

    do_now(page, "Dire où vous en êtes")
    page.get_by_role("link", name="Répondre une par une").click()
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.get_by_text("Un cahier à l’accueil, relu chaque mois.").first.wait_for()
    page.get_by_role("button", name="Toujours vrai").click()
    page.get_by_role("status").filter(has_text="toujours vrai, à la date d’aujourd’hui").wait_for()

    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_text("Tenir le cahier des idées").first.wait_for()
    assert page.get_by_text("Refaire le logo").count() == 0

    with scope(first.organisation):
        cycle = Cycle.objects.get(follows=first)
        ask_again(cycle, Cycle.objects.select_related("round").get(pk=first.pk),
                  {"Salariés": HIGH, "Bénévoles": FEW_HIGH})  # fmt: skip
        take_position(
            cycle=cycle, question_id=cycle.question_ids[1], level=4, words="", agreement="consent", by=None
        )
    page.get_by_role("link", name="Démarche", exact=True).click()
    page.get_by_role("link", name="D’une année à l’autre").click()
    page.get_by_role("heading", level=1, name="2 questions ont changé depuis la dernière fois.").wait_for()
    sections = [plain(section.inner_text()) for section in page.locator(".asked-years").all()]
    assert "La question a changé : on ne compare pas" in sections[0]
    assert "points" not in sections[0]
    assert (
        "Salariés : bien plus de personnes choisissent une réponse du haut (entre +29 et +77 points)."
        in sections[1]
    )
    assert "2 réponses plus haut." in sections[1]
    volunteers = [line for line in sections[1].split(". ") if "Bénévoles" in line]
    assert "la fois d’avant" in volunteers[0]
    assert not re.search(r"\d+ points", volunteers[0].split("Salariés")[-1].split("Bénévoles")[1])
    page.get_by_text("Voir les deux textes").click()
    page.get_by_text("Ici, qui demande leur avis à qui ?").first.wait_for()
    assert axe(page) == []

    with scope(first.organisation):
        finish_cycle(cycle=cycle, by=None)
    third = next_year(cycle, {"Salariés": HIGH, "Bénévoles": FEW_HIGH}, running=True)
    phone = new_page(PHONE, has_touch=True, java_script_enabled=True)
    phone.context.add_cookies(page.context.cookies())
    phone.goto(f"/e/{first.organisation.slug}/demarche/{third.pk}/annees/")
    assert [card.locator("ol.years > li").count() for card in phone.locator(".asked-years").all()] == [
        3,
        3,
        3,
    ]
    assert overflow(phone) == 0
    assert axe(phone) == []
    table = phone.request.get(phone.get_by_role("link", name="Le tableau (CSV)").get_attribute("href"))
    assert table.body().decode("utf-8-sig").splitlines()[0] == (
        "question;démarche;même question;qui;réponse;réponses du haut;sur"
    )
