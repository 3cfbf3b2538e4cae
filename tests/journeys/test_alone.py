"""A pilot alone: no group, no document, no date, and yet an honest account for the assembly."""

from pathlib import Path

import pytest

from marchepied.apps.referentials.services import load_shipped_referentials
from tests.journeys.screens import count_screens, do_now, read_pdf, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_SCREENS = 25
HONEST = (
    "Les Amis du Four Association",
    "Aucune assemblée générale n’est encore prévue pour en parler.",
    "Aucun groupe n’a été interrogé : ce document porte la seule parole de l’association.",
    "Il ne dit rien de ce que pensent les personnes concernées.",
    "5 affirmées sans pièce à l’appui",
    "On ne cherche pas, on fait comme d’habitude.",
)


def test_a_pilot_alone_reaches_an_honest_account(new_page, plain, record_property):
    load_shipped_referentials()
    page = new_page()
    screens = count_screens(page)
    sign_up(page, "seule@exemple.fr")
    page.get_by_role("textbox", name="Nom").fill("Les Amis du Four")
    page.get_by_role("combobox").first.select_option(label="Association")
    page.get_by_role("radio", name="Le lien avec les usagers").check()
    page.get_by_role("button", name="Commencer").click()

    do_now(page, "Dire où vous en êtes")
    page.get_by_role("link", name="Répondre une par une").click()
    for number in range(1, 6):
        page.get_by_text(f"question {number} sur 5").wait_for()
        page.get_by_role("radio").nth(number % 3).check()
        page.get_by_role("button", name="Enregistrer").first.click()
    page.get_by_role("link", name="Voir la suite").click()
    do_now(page, "Choisir les groupes à qui demander leur avis", skip=True)
    do_now(page, "Se réunir pour se mettre d’accord", skip=True)
    do_now(page, "Choisir trois actions")
    page.get_by_role("link", name="Choisir parmi des actions proposées").click()
    for place in range(3):
        page.get_by_role("checkbox").nth(place).check()
    page.get_by_role("button", name="Mettre dans le plan").click()
    page.get_by_role("heading", name="À faire, par date").wait_for()
    page.get_by_role("link", name="Démarche", exact=True).click()
    do_now(page, "Dire à chacun ce qu’on a décidé", skip=True)
    do_now(page, "Préparer le dossier de l’assemblée")
    page.get_by_role("link", name="Figer cette édition").wait_for()
    lacking = page.locator("main > div").first.get_by_role("listitem").all_inner_texts()
    assert [plain(sentence) for sentence in lacking] == [
        "Aucun groupe n’a été interrogé : le dossier porte votre seule parole.",
        "Aucun document n’appuie ce que vous dites : le dossier l’écrit.",
        "Rien n’a été décidé ensemble pour l’instant.",
        "La date de l’assemblée n’est pas fixée.",
    ]
    page.get_by_role("link", name="Figer cette édition").click()
    page.get_by_role("button", name="Figer l’édition").click()
    assert plain(page.get_by_role("status").inner_text()) == "L’édition 1 est figée : elle ne changera plus."
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF de l’édition 1").click()

    told = read_pdf(Path(waiting.value.path()).read_bytes())
    assert [sentence for sentence in HONEST if sentence not in told] == []
    record_property("screens", len(screens))
    assert screens[-1].endswith(".pdf")
    assert len(screens) <= MOST_SCREENS
