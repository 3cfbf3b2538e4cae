"""A cooperative with an ISO 9001 certificate declares it, and finishes theme 5 with fewer questions."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from marchepied.apps.diagnosis.models import Cycle, OwnAnswer
from marchepied.apps.evidence.models import Evidence
from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from tests.factories.elsewhere import full_theme
from tests.factories.organisations import MembershipFactory
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.screens import read_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EMAIL = "claire@exemple.fr"
BEFORE, AFTER = 13, 11
NAME = "ISO 9001, management de la qualité"


@pytest.fixture
def cycle(db):
    made = full_theme(name="La Scic du Pont")
    MembershipFactory(organisation=made.organisation, role=Role.PILOT, person__email=EMAIL)
    return made


def sign_in(page):
    page.goto("/connexion/")
    page.get_by_role("textbox", name="Adresse e-mail").fill(EMAIL)
    page.get_by_role("button", name="Recevoir mon code").click()
    page.get_by_role("textbox", name="Code").fill(read_code(EMAIL))
    page.get_by_role("button", name="Entrer").click()
    page.get_by_role("link", name="La Scic du Pont").first.click()


def plain(locator):
    return re.sub(r"[\s\u00a0\u202f]+", " ", locator.inner_text()).strip()


def declare_iso(page, axe, overflow):
    page.get_by_role("link", name="Dire ce qui est déjà fait ailleurs").click()
    page.get_by_role("heading", level=1, name="Déjà fait ailleurs").wait_for()
    assert "répond déjà à tout ou partie de 5 questions" in plain(page.locator("main"))
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("checkbox", name=NAME).check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("heading", level=1, name="Quelques mots sur ce que vous avez").wait_for()
    page.get_by_role("textbox", name="Pour quelle activité ou quel lieu").fill("L’atelier de menuiserie")
    page.get_by_label("Depuis le").fill("2026-05-02")
    page.get_by_label("Valable jusqu’au").fill(str(timezone.localdate() + timedelta(500)))
    page.get_by_label("Le document").set_input_files(
        {"name": "certificat.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"}
    )
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text(f"Il vous reste {AFTER} questions au lieu de {BEFORE}.").wait_for()
    assert (axe(page), overflow(page)) == ([], 0)


def ask_less(page, axe):
    page.get_by_role("link", name="Ne plus poser celles qui sont déjà répondues").click()
    page.get_by_role("heading", level=1, name="Ce que vous regardez cette année").wait_for()
    assert f"{BEFORE} questions, 2 déjà répondues : il en reste {AFTER}." in plain(page.locator("main"))
    page.get_by_role("checkbox", name="Ne plus poser les questions").check()
    assert axe(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text(f"C’est noté : votre démarche a {AFTER} questions.").wait_for()


def answer_what_remains(page, cycle, axe, overflow):
    page.goto(f"/e/{cycle.organisation.slug}/demarche/{cycle.pk}/questions/")
    assert page.locator(".answers > li").count() == AFTER
    page.get_by_role("heading", name="2 questions ne sont plus posées").wait_for()
    assert (axe(page), overflow(page)) == ([], 0)
    line = page.locator(".answers > li", has_text="Il reste : la relation avec les personnes est regardée")
    line.get_by_role("button", name="Reprendre").click()
    page.get_by_text("Repris. Relisez").wait_for()
    narrative = page.get_by_role("textbox", name="Racontez")
    assert "les réclamations sont traitées" in plain_value(narrative)
    assert page.get_by_role("checkbox", name=NAME).is_checked()
    assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("link", name="Les questions").click()
    page.get_by_role("link", name="Tout sur une page").click()
    page.get_by_role("heading", level=1, name="Tout sur une page, enregistré d’un geste").wait_for()
    for asked in page.locator("fieldset.asked").all():
        if not asked.locator("input:checked").count():
            asked.get_by_role("radio").nth(3).check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("10 réponses enregistrées.").wait_for()


def plain_value(locator):
    return re.sub(r"[\s\u00a0\u202f]+", " ", locator.input_value())


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_what_is_certified_is_not_asked_again(new_page, cycle, axe, overflow, viewport):
    page = new_page(viewport)
    sign_in(page)
    assert len(cycle.question_ids) == BEFORE
    declare_iso(page, axe, overflow)
    ask_less(page, axe)
    answer_what_remains(page, cycle, axe, overflow)
    page.goto(f"/e/{cycle.organisation.slug}/demarche/{cycle.pk}/questions/")
    page.get_by_role("heading", level=1, name="Vous avez répondu à toutes les questions.").wait_for()
    with scope(cycle.organisation):
        assert len(Cycle.objects.get(pk=cycle.pk).question_ids) == AFTER
        assert OwnAnswer.objects.filter(kind="covered").count() == 1
        assert OwnAnswer.objects.count() == AFTER
        assert Evidence.objects.get().title == NAME
    page.goto(f"/e/{cycle.organisation.slug}/vues/iso-9001/")
    page.get_by_text("Une correspondance n’est pas une conformité.").wait_for()
    page.get_by_text("D’où cela vient").first.click()
    page.get_by_text("Couvre :").first.wait_for()
    assert (axe(page), overflow(page)) == ([], 0)
    slug = cycle.organisation.slug
    page.goto(f"/e/{slug}/vues/")
    assert (axe(page), overflow(page)) == ([], 0)
    for name in ("Changer", "Retirer"):
        page.goto(f"/e/{slug}/deja-fait/")
        page.get_by_role("link", name=name).click()
        page.get_by_role("link", name="Revenir" if name == "Changer" else "Garder").wait_for()
        assert (axe(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Retirer").click()
    page.get_by_text("Les questions auxquelles cela répondait sont de retour.").wait_for()
    with scope(cycle.organisation):
        assert len(Cycle.objects.get(pk=cycle.pk).question_ids) == BEFORE
