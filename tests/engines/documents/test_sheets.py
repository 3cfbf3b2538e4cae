import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from marchepied.engines.documents import (
    DocumentError,
    PaperQuestionnaire,
    Poster,
    Slip,
    SlipSheet,
    StaffSheet,
    WorkshopSheets,
    draw_qr,
    render_paper_questionnaire,
    render_poster,
    render_slips,
    render_staff_sheet,
    render_workshop_sheets,
)
from tests.engines.documents.samples import HOSTILE_TEXTS, PAPER, POSTER, ROOM, SLIPS, STAFF, poison
from tests.engines.documents.test_pack import read_text, squeeze

BARE = (
    (render_staff_sheet, StaffSheet("X", date(2027, 1, 1)), "Il n’y a pas encore de résultat à partager."),
    (render_poster, Poster("X", "", "", ""), "Sans compte et sans nom."),
    (render_slips, SlipSheet("X", "", "", ()), "Aucun code n’a été préparé."),
    (render_paper_questionnaire, PaperQuestionnaire("X", "", ()), "Aucune question n’a été choisie."),
    (render_workshop_sheets, WorkshopSheets("X", ()), "Aucune question n’a été choisie."),
)


def test_the_staff_sheet_holds_on_one_page_with_few_words_of_ours():
    document = render_staff_sheet(STAFF, language="fr")
    assert (document.pages, document.warnings) == (1, ())
    bare = render_staff_sheet(StaffSheet("X", date(2027, 1, 1)), language="fr")
    words = PdfReader(io.BytesIO(bare.pdf)).pages[0].extract_text().split()
    assert len(words) < 80


def test_a_full_staff_sheet_shrinks_then_warns():
    longer = replace(STAFF, results=STAFF.results * 5)
    assert render_staff_sheet(longer, language="fr").pages == 1
    endless = render_staff_sheet(replace(STAFF, results=STAFF.results * 60), language="fr")
    assert endless.pages > 1
    assert endless.warnings == (
        f"La feuille fait {endless.pages} pages au lieu d’une\u00a0: "
        "raccourcissez les phrases ou gardez-en moins.",
    )


def test_the_poster_invites_in_the_name_of_the_enterprise():
    document = render_poster(POSTER, language="fr")
    assert document.pages == 1
    text = read_text(document.pdf)
    said = [
        "L’Atelier du Pont", "Donnez votre avis", "sur notre lien avec les clients", "6 minutes",
        "jusqu’au 12 décembre 2026", POSTER.address, "Pour vous : Salariés en parcours", POSTER.readers,
    ]  # fmt: skip
    assert [part for part in said if squeeze(part) not in text] == []
    assert text.index(squeeze("L’Atelier du Pont")) < text.index(squeeze("Donnez votre avis"))


def test_ten_slips_a_page_each_with_its_code():
    document = render_slips(SLIPS, language="fr")
    assert document.pages == 2
    pages = [squeeze(page.extract_text()) for page in PdfReader(io.BytesIO(document.pdf)).pages]
    codes = [squeeze(slip.code) for slip in SLIPS.slips]
    assert [code in pages[0] for code in codes] == [True] * 10 + [False] * 3
    assert [code in pages[1] for code in codes] == [False] * 10 + [True] * 3


def test_the_paper_sheet_asks_what_the_screen_asks():
    text = read_text(render_paper_questionnaire(PAPER, language="fr").pdf)
    said = [
        *(question.wording for question in PAPER.questions),
        *(level for question in PAPER.questions for level in question.levels),
        "N’écrivez pas votre nom.", "à rendre avant le 12 décembre 2026",
    ]  # fmt: skip
    assert [part for part in said if squeeze(part) not in text] == []
    assert text.count(squeeze("Je ne sais pas")) == 3
    assert text.count(squeeze("Pas concerné")) == 3


def test_one_workshop_page_a_question_with_a_column_a_group():
    document = render_workshop_sheets(ROOM, language="fr")
    pages = [squeeze(page.extract_text()) for page in PdfReader(io.BytesIO(document.pdf)).pages]
    assert [
        squeeze(question.wording) in page for question, page in zip(ROOM.questions, pages, strict=True)
    ] == [True] * 3
    assert [squeeze(college) in pages[0] for college in ROOM.colleges] == [True] * 3


@pytest.mark.parametrize(("render", "sheet", "sentence"), BARE)
def test_a_sheet_with_nothing_says_so(render, sheet, sentence):
    assert squeeze(sentence) in read_text(render(sheet, language="fr").pdf)


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_hostile_text_makes_every_sheet(name):
    text = HOSTILE_TEXTS[name]
    link = "https://exemple.fr/r/7KD2"
    documents = [
        render_staff_sheet(poison(STAFF, text), language="fr"),
        render_poster(replace(poison(POSTER, text), link=link), language="fr"),
        render_slips(replace(poison(SLIPS, text), slips=(Slip(text, link),)), language="fr"),
        render_paper_questionnaire(poison(PAPER, text), language="en"),
        render_paper_questionnaire(poison(PAPER, text), language="fr", large_print=True),
        render_workshop_sheets(poison(ROOM, text), language="fr"),
    ]
    assert [document.pdf[:4] for document in documents] == [b"%PDF"] * 6


def test_an_address_too_long_for_a_code_is_explained():
    with pytest.raises(DocumentError, match="trop longue pour un code à viser"):
        draw_qr("https://exemple.fr/" + "a" * 5000)
