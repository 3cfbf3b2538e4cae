"""The sheet of a table holds on one page, its account on two, whatever is written within reason."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from marchepied.engines.documents import (
    ActionItem,
    Assembly,
    DebateQuestion,
    DecisionItem,
    ObjectiveItem,
    Pack,
    PaperQuestion,
    Respondents,
    TableSheet,
    render_pack,
    render_table_sheet,
)
from tests.engines.documents.samples import HOSTILE_TEXTS, poison

LEVELS = (
    "Les choix se font entre responsables, sans rien demander aux habitants.",
    "On demande leur avis aux habitants quand il y a une plainte ou un problème.",
    "Au moins une fois par an, on interroge les habitants par des questions ou en réunion.",
    "Les habitants et l’équipe cherchent ensemble des solutions, du repérage du besoin jusqu’à l’essai.",
    "Les habitants ont une voix quand on décide, dans un comité ou au conseil, et cette place est écrite.",
)
SHEET = TableSheet(
    "Les Amis du Lavoir",
    tuple(
        PaperQuestion(f"Question {n} : ici, demande-t-on leur avis aux habitants ?", LEVELS) for n in range(5)
    ),
    "Le lien avec les usagers",
)
# Four lines for each answer, and the longest word of the dictionary now and then.
LONG = (
    "On demande leur avis aux habitants, surtout à la fête du lavoir et au goûter de rentrée, mais rien "
    "n’est noté ; chacun s’en souvient à sa façon et, d’une année sur l’autre, on recommence presque "
    "anticonstitutionnellement les mêmes discussions sans savoir ce qui avait été promis ni à qui."
)
PACK = Pack(
    "Les Amis du Lavoir",
    date(2027, 5, 1),
    compact=True,
    cycle="Démarche 2027",
    facts="Association · Aucun salarié · Saint-Bonnet-en-Bresse",
    assembly=Assembly("Assemblée générale", date(2027, 6, 5)),
    respondents=(Respondents("Autour de la table", "Josiane Perrin, Claire Morel et 7 autres"),),
    decisions=tuple(
        DecisionItem(LONG, question.wording, "Personne ne s’y oppose", None, LONG if n == 2 else "")
        for n, question in enumerate(SHEET.questions)
    ),
    objectives=(
        ObjectiveItem(
            "Nos actions", "", (ActionItem(LONG[:190], "Josiane Perrin", due=date(2027, 9, 1)),) * 3
        ),
    ),
    debates=(DebateQuestion("Qui ne parle jamais chez nous ?"), DebateQuestion("Qui renonce à venir ?")),
    legal_frame=LONG,
)


def read_words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_five_questions_hold_on_one_sheet_with_their_actions():
    document = render_table_sheet(SHEET, language="fr")
    assert (document.pages, document.warnings) == (1, ())
    assert len(PdfReader(BytesIO(document.pdf)).pages) == 1
    words = read_words(document.pdf)
    assert words.count("du repérage du besoin jusqu’à l’essai") == 5
    assert "Nos trois actions" in words


def test_more_questions_take_more_sheets_and_say_so():
    document = render_table_sheet(replace(SHEET, questions=SHEET.questions * 3), language="fr")
    assert document.pages == 2
    assert [text.replace("\u00a0", " ") for text in document.warnings] == [
        "La feuille prend 2 pages : retirez des questions pour qu’elle tienne sur une."
    ]


@pytest.mark.parametrize(("language", "words"), [("fr", "Où en sommes-nous"), ("en", "Where are we?")])
def test_the_sheet_speaks_the_language_of_the_page(language, words):
    assert words in read_words(render_table_sheet(SHEET, language=language).pdf)


def test_a_sheet_without_questions_says_so():
    assert "Aucune question n’est encore choisie." in read_words(
        render_table_sheet(TableSheet("X", ()), language="fr").pdf
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_long_words_within_reason_hold_on_two_pages(language):
    document = render_pack(PACK, language=language)
    assert (len(PdfReader(BytesIO(document.pdf)).pages), document.warnings) == (2, ())
    words = read_words(document.pdf)
    for told in ("Josiane Perrin", "7 autres", "Qui renonce à venir", "anticonstitutionnellement"):
        assert told in words
    assert words.count("Josiane Perrin") == 4


def test_an_empty_account_says_what_was_not_done():
    document = render_pack(Pack("X", date(2027, 1, 1), compact=True), language="fr")
    words = read_words(document.pdf)
    assert document.pages == 2
    assert "La réunion n’a pas encore eu lieu." in words
    assert "Aucune action n’est encore choisie." in words


def test_a_longer_account_comes_out_with_a_warning():
    document = render_pack(replace(PACK, decisions=PACK.decisions * 4), language="fr")
    assert document.pages > 2
    assert [text.replace("\u00a0", " ") for text in document.warnings] == [
        f"Le dossier prend {document.pages} pages : raccourcissez vos phrases pour qu’il tienne sur deux."
    ]


def test_in_large_print_nothing_is_left_out():
    words = read_words(render_pack(PACK, language="fr", large_print=True).pdf)
    assert [told in words for told in ("Josiane Perrin", "Qui renonce à venir")] == [True, True]


@pytest.mark.parametrize("name", sorted(HOSTILE_TEXTS))
def test_nothing_that_is_typed_stops_the_printer(name):
    poisoned = poison(replace(PACK, compact=True), HOSTILE_TEXTS[name])
    assert render_pack(poisoned, language="fr").pages >= 2
    assert render_table_sheet(poison(SHEET, HOSTILE_TEXTS[name]), language="fr").pages >= 1


def test_the_same_account_gives_the_same_bytes():
    assert render_pack(PACK, language="fr").pdf == render_pack(PACK, language="fr").pdf
