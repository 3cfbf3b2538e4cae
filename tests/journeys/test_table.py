"""A village association on a phone: one sheet, one meeting, three actions, two pages, and no group."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from marchepied.apps.referentials.services import load_shipped_referentials
from tests.journeys.screens import count_screens, do_now, read_pdf, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 740}
# What the table says of each question: (place of the description, words, how far people agree).
SAID = (
    (1, "On demande surtout à la fête du lavoir.", "Tout le monde est d’accord"),
    (0, "", "Personne ne s’y oppose"),
    (1, "Chacun sait quelque chose, rien n’est écrit.", "Un désaccord demeure"),
    (2, "", "Tout le monde est d’accord"),
    (1, "", "Personne ne s’y oppose"),
)
# Pages where groups are chosen, invited or compared: the journey never meets one.
GROUPS = ("/groupes/", "/regards/", "/reponses/", "/reunion/salle/", "/feuille/")


class Walk:
    """A phone going from screen to screen; each one is judged once it is there."""

    def __init__(self, page: Any, axe: Any, overflow: Any) -> None:
        self.page, self.axe, self.overflow = page, axe, overflow
        self.faults: list[str] = []
        self.screens = count_screens(page)

    def look(self) -> None:
        where = self.page.url.split("?")[0].rsplit("/", 3)[-2:]
        if wide := self.overflow(self.page):
            self.faults.append(f"{where}: {wide} pixels too wide")
        self.faults += [f"{where}: {fault}" for fault in self.axe(self.page)]

    def press(self, role: str, name: str) -> None:
        self.page.get_by_role(role, name=name).first.click()
        self.page.wait_for_load_state()
        self.look()


def open_space(page: Any) -> None:
    page.get_by_role("textbox", name="Nom").fill("Les Amis du Lavoir")
    page.get_by_role("combobox").first.select_option(label="Association")
    page.get_by_role("radio", name="Le lien avec les usagers").check()
    page.get_by_role("radio", name="Moins de dix personnes").check()
    page.get_by_role("button", name="Commencer").click()


def talk(page: Any, level: int, words: str, agreement: str) -> None:
    """One question: a description, a few words, and who does not agree."""
    page.get_by_role("group").first.get_by_role("radio").nth(level).check()
    if words:
        page.get_by_role("textbox", name="Avec nos mots").fill(words)
    page.get_by_role("radio", name=agreement).check()
    if agreement == "Un désaccord demeure":
        page.get_by_role("textbox", name="Sur quoi").fill("Certains notent déjà.")
        page.get_by_role("textbox", name="Qui n’est pas d’accord").fill("deux bénévoles")


def test_from_sign_up_to_two_pages_on_a_phone(new_page, axe, overflow, plain):
    load_shipped_referentials()
    page = new_page(PHONE, has_touch=True, is_mobile=True)
    walk = Walk(page, axe, overflow)
    sign_up(page, "josiane@exemple.fr")
    walk.look()
    open_space(page)
    page.get_by_role("heading", level=1, name="Cinq questions pour dire où vous en êtes.").wait_for()
    walk.look()
    page.get_by_text("À quelques-uns, une réunion autour de la table suffit").wait_for()
    steps = page.locator("ol.steps > li .what").all_inner_texts()
    assert [plain(text).split(" · ")[0] for text in steps] == [
        "La feuille",
        "La réunion autour de la table",
        "Trois actions",
        "Le dossier de deux pages, pour l’assemblée",
    ]

    do_now(page, "Faire lire la feuille")
    page.get_by_role("heading", level=1, name="Une feuille, 5 questions.").wait_for()
    walk.look()
    sheet = page.request.get(page.get_by_role("link", name="Imprimer la feuille").get_attribute("href"))
    assert len(PdfReader(BytesIO(sheet.body())).pages) == 1

    walk.press("link", "Nous sommes réunis")
    page.get_by_role("spinbutton", name="Combien êtes-vous").fill("9")
    walk.press("button", "Commencer")
    for number, said in enumerate(SAID, start=1):
        page.get_by_text(f"Question {number} sur 5", exact=True).wait_for()
        talk(page, *said)
        walk.press("button", "Noter")

    page.get_by_role("heading", level=1, name="Qu’est-ce qu’on change").wait_for()
    ideas = page.get_by_role("checkbox")
    for place in (0, 1, 3):
        ideas.nth(place).check()
    walk.press("button", "Continuer : qui, et quand ?")
    for place in range(3):
        page.get_by_role("combobox", name="Qui").nth(place).fill("Josiane")
    walk.press("button", "C’est décidé")
    page.get_by_role("heading", level=1, name="Trois actions sont choisies.").wait_for()

    do_now(page, "Préparer le dossier de deux pages")
    read = page.get_by_role("link", name="Lire le PDF")
    read.wait_for()
    walk.look()
    pack = page.request.get(read.get_attribute("href")).body()
    assert len(PdfReader(BytesIO(pack)).pages) == 2
    told = read_pdf(pack)
    for words in ("Les Amis du Lavoir", "9 personnes", "fête du lavoir", "deux bénévoles", "Josiane"):
        assert words in told
    assert walk.faults == []
    assert [screen for screen in walk.screens if any(part in screen for part in GROUPS)] == []
    assert len(walk.screens) == 16


def test_the_whole_path_without_a_script(new_page):
    load_shipped_referentials()
    page = new_page(PHONE, java_script_enabled=False)
    sign_up(page, "josiane@exemple.fr")
    open_space(page)
    do_now(page, "Faire lire la feuille")
    page.get_by_role("link", name="Nous sommes réunis").click()
    page.get_by_role("spinbutton", name="Combien êtes-vous").fill("4")
    page.get_by_text("Ajouter les noms").click()
    page.get_by_role("textbox", name="Leurs noms").fill("Josiane\nHuguette")
    page.get_by_role("button", name="Commencer").click()
    talk(page, *SAID[0])
    page.get_by_role("button", name="Noter, et s’arrêter là").click()
    page.get_by_role("heading", level=1, name="Vous en êtes à la question 2 sur 5.").wait_for()
    page.get_by_text("Huguette, Josiane…").wait_for()

    page.get_by_role("link", name="Démarche", exact=True).click()
    do_now(page, "Finir la réunion")
    page.get_by_role("link", name="Reprendre").click()
    for said in SAID[1:]:
        talk(page, *said)
        page.get_by_role("button", name="Noter").first.click()
    page.get_by_role("textbox", name="Une idée à vous").fill("Ouvrir un cahier au lavoir")
    page.get_by_role("button", name="Continuer : qui, et quand ?").click()
    page.get_by_role("combobox", name="Qui").fill("Huguette")
    page.get_by_role("button", name="C’est décidé").click()
    page.get_by_role("heading", level=1, name="Une action est choisie.").wait_for()
    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_text("Ouvrir un cahier au lavoir").first.wait_for()
