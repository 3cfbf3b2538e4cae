"""The general assembly: the pack edited, taken away, opened again, frozen; then what the assembly decided."""

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest
from django.utils import timezone

from marchepied.apps.diagnosis.models import Cycle
from marchepied.apps.diagnosis.services.cycles import set_assembly_date
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.participation.models import RoundCollege
from marchepied.apps.participation.validators import token_of
from marchepied.apps.plans.services import ActionContent, add_action
from marchepied.core.scope import scope
from tests.factories.crossed import closed_cycle, heard
from tests.journeys.conftest import PHONE
from tests.journeys.screens import read_pdf, read_tree

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADINGS = [
    "Bienvenue",
    "L’essentiel en une page",
    "Les thèmes, et pourquoi ceux-là",
    "Où nous en sommes",
    "Ce qu’on a décidé",
    "Ce que nous allons faire",
    "Questions à débattre",
    "Le cadre, en une phrase",
    "Comment lire les chiffres",
]
PROMISES = "Cette année nous promettons :\n- une réponse à chacun\n- un rendez-vous par trimestre"
BECAME = """- main:
  - article:
    - heading "Ce que vous avez dit, ce que c’est devenu" [level=1]
    - paragraph: 26 réponses, de 3 groupes.
    - heading "L’assemblée a décidé" [level=2]
    - list:
      - listitem: Le plan est adopté (adoptée)
    - heading "Question par question" [level=2]
"""


@pytest.fixture
def story() -> Any:
    """A cycle whose groups were heard, with a decision, an action and a date; and its pilot."""
    cycle = closed_cycle("La Ruche du Canal")
    pilot = cycle.organisation.memberships.get().person
    pilot.name = "Claire Morel"
    pilot.save()
    heard(cycle, "Salariés", [4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4], expected=15)
    heard(cycle, "Bénéficiaires", [1, 2, 1, 2, 1, 1, 2, 1, 1, 2, 1], expected=40)
    heard(cycle, "Bénévoles", [3, 3, 3], expected=8)
    with scope(cycle.organisation):
        make_release(cycle=cycle, by=pilot)
        question = cycle.question_ids[0]
        take_position(
            cycle=cycle,
            question_id=question,
            level=2,
            words="On répondra à chacun sous un mois.",
            agreement="consensus",
            disagreement_note="",
            by=pilot,
        )
        content = ActionContent(
            title="Écrire la réponse type", owner_name="Nadia", due_on=timezone.localdate()
        )
        add_action(cycle=cycle, content=content, question_id=question, by=pilot)
        set_assembly_date(cycle=cycle, assembly_on=timezone.localdate() + timedelta(days=20), by=pilot)
    return cycle, pilot


@pytest.fixture
def signed_in(story: Any, new_page: Any, client: Any) -> Any:
    """The pilot's browser, at the page of the pack."""
    cycle, pilot = story
    client.force_login(pilot)
    page = new_page()
    page.goto("/")
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": page.url}]
    )
    page.goto(f"/e/{cycle.organisation.slug}/demarche/{cycle.pk}/ag/")
    return page


def download(page: Any, link: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link).click()
    return Path(waiting.value.path()).read_bytes()


def correct(
    page: Any, section: str, texts: dict[str, str], *, title: str = "", tool: str = "Corriger"
) -> None:
    """Open a section, write some of its parts, save."""
    page.get_by_role("link", name=f"{tool} : {section}").click()
    if title:
        page.get_by_role("textbox", name="Le titre de la section").fill(title)
    for label, text in texts.items():
        page.get_by_role("textbox", name=label).fill(text)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("status").wait_for()


def edit_the_pack(page: Any) -> None:
    """Two sections written, one moved with the keyboard, one hidden."""
    correct(page, "L’essentiel en une page", {"Ce à quoi nous nous engageons": PROMISES})
    correct(page, "Pour commencer", {"Le texte": "Merci à toutes et tous."}, title="Bienvenue", tool="Écrire")
    up = page.get_by_role("button", name="Monter : Bienvenue")
    up.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#down-foreword"))
    assert page.evaluate("document.activeElement.id") == "down-foreword"
    page.get_by_role("button", name="Masquer : Là où les regards diffèrent").click()
    page.get_by_role("button", name="Montrer : Là où les regards diffèrent").wait_for()


def open_again(data: bytes) -> Any:
    """The DOCX opened by another program: what it holds is what was edited."""
    file = docx.Document(io.BytesIO(data))
    headings = [paragraph.text for paragraph in file.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings == HEADINGS
    texts = [paragraph.text for paragraph in file.paragraphs]
    assert "Merci à toutes et tous." in texts
    assert [p.text for p in file.paragraphs if p.style.name == "List Bullet"][-2:] == [
        "une réponse à chacun",
        "un rendez-vous par trimestre",
    ]
    assert not [text for text in texts if "regards diffèrent" in text]
    who, *views, plan = file.tables
    cells = [[cell.text.replace("\u202f", " ") for cell in row.cells] for row in who.rows]
    assert cells == [
        ["Groupe", "Réponses"],
        ["Salariés", "12 sur 15"],
        ["Bénéficiaires", "11 sur 40"],
        ["Bénévoles", "3 sur 8"],
    ]
    assert [len(table.rows) for table in views] == [4, 4, 4]
    assert views[0].rows[3].cells[1].text == "moins de cinq réponses : non montré".replace(" :", "\u00a0:")
    assert plan.rows[1].cells[0].text == "Écrire la réponse type"
    assert len(file.inline_shapes) == 3
    return file


def freeze(page: Any) -> str:
    """Two officers sign; the fingerprint that is shown."""
    page.get_by_role("link", name="Figer cette édition").click()
    rows = page.get_by_role("group", name=re.compile("^Signataire"))
    for place, (name, quality) in enumerate((("Awa Diallo", "présidente"), ("Luc Perrin", "secrétaire"))):
        rows.nth(place).get_by_role("textbox", name="Prénom et nom").fill(name)
        rows.nth(place).get_by_role("textbox", name="Qualité").fill(quality)
    page.get_by_role("button", name="Figer l’édition").click()
    page.get_by_role("status").filter(has_text="L’édition 1 est figée").wait_for()
    return page.locator("#editions ~ ul code").inner_text()


def tell_the_assembly(page: Any) -> None:
    """When it was, what it decided, what was said; the step is done."""
    page.get_by_role("link", name="Après l’assemblée : noter ce qu’elle a décidé").click()
    page.get_by_label("Elle a eu lieu le").fill(timezone.localdate().isoformat())
    page.get_by_label("Combien de personnes présentes").fill("42")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("textbox", name="Ce qui a été décidé").fill("Le plan est adopté.")
    page.get_by_label("Pour", exact=True).fill("40")
    page.get_by_label("Contre").fill("2")
    page.get_by_role("button", name="Ajouter cette décision").click()
    page.get_by_role("textbox", name="Notes du débat").fill("On a parlé du délai.\nUn mois, c’est court.")
    page.get_by_role("button", name="Ajouter au compte rendu").click()
    page.get_by_role("button", name="L’assemblée est passée : étape faite").click()
    page.get_by_role("link", name="Terminer cette démarche").wait_for()
    page.get_by_role("link", name="Le dire à ceux qui ont répondu").click()
    page.get_by_role("button", name="Publier au lien de chacun").click()
    page.get_by_role("heading", level=1, name="Chacun peut lire ce qu’on a décidé.").wait_for()


def link_of(cycle: Cycle) -> str:
    with scope(cycle.organisation):
        return f"/r/{token_of(RoundCollege.objects.order_by('pk').first().handle)}/"


def test_from_the_edited_pack_to_what_became_of_it(story, signed_in, new_page, axe, overflow, plain):
    cycle, _pilot = story
    page = signed_in
    edit_the_pack(page)
    assert axe(page) == []
    open_again(download(page, "Word (DOCX)"))
    slides = pptx.Presentation(io.BytesIO(download(page, "Diapositives (PPTX)"))).slides
    assert slides[1].shapes.title.text_frame.text == "Bienvenue"

    fingerprint = freeze(page)
    pdf = read_pdf(download(page, "PDF de l’édition 1"))
    for told in ("Awa Diallo", "secrétaire", fingerprint, "un rendez-vous par trimestre"):
        assert told in pdf
    assert "regards diffèrent" not in pdf

    tell_the_assembly(page)
    assert axe(page) == []
    phone = new_page(PHONE)
    phone.goto(link_of(cycle))
    tree = read_tree(phone.locator("main"))
    assert tree[: len(BECAME.split("\n")) - 1] == BECAME.split("\n")[:-1]
    said = plain(phone.locator("main").inner_text())
    for told in ("On répondra à chacun sous un mois.", "à faire Écrire la réponse type (Nadia"):
        assert told in said
    assert "Bénévoles" not in said
    assert axe(phone) == []
    assert overflow(phone) <= 0

    # The frozen edition is what it was, whatever the assembly decided since.
    page.goto(f"/e/{cycle.organisation.slug}/demarche/{cycle.pk}/ag/")
    assert read_pdf(download(page, "PDF de l’édition 1")) == pdf
    assert "Le plan est adopté." in plain(page.locator("#section-decisions").inner_text())


def test_what_was_typed_is_found_again(signed_in):
    """A tab closed by mistake takes nothing away."""
    page = signed_in
    page.get_by_role("link", name="Écrire : Pour commencer").click()
    page.get_by_role("textbox", name="Le texte").wait_for()
    page.wait_for_load_state()  # what keeps the words listens once the page is there
    page.get_by_role("textbox", name="Le texte").fill("Une phrase à moitié")
    page.reload()
    assert page.get_by_role("textbox", name="Le texte").input_value() == "Une phrase à moitié"
    page.get_by_text("Texte retrouvé").wait_for()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Corriger : Pour commencer").click()
    page.get_by_role("textbox", name="Le texte").wait_for()
    assert not page.get_by_text("Texte retrouvé").is_visible()


def test_arranging_works_without_script_and_at_320_px(story, new_page, client, overflow):
    cycle, pilot = story
    client.force_login(pilot)
    page = new_page(PHONE, java_script_enabled=False)
    page.goto("/")
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": page.url}]
    )
    page.goto(f"/e/{cycle.organisation.slug}/demarche/{cycle.pk}/ag/")
    page.get_by_role("button", name="Descendre : Ce qu’on a décidé").click()
    page.get_by_role("button", name="Masquer : Questions à débattre").click()
    page.get_by_text("reste : elle protège les réponses").wait_for()
    shown = page.get_by_role("heading", level=2).all_inner_texts()
    assert shown.index("Ce que nous allons faire") < shown.index("Ce qu’on a décidé")
    assert overflow(page) <= 0
