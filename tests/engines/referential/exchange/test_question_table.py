"""A table of questions: its cells, its language, and what it holds that has no place."""

import pytest

from marchepied.engines.referential import validate
from marchepied.engines.referential.exchange import FileRefusedError, understand
from marchepied.engines.tables import SheetToWrite, write_workbook

HEAD = "Thème;Question;Niveau 1;Niveau 2\r\n"


def outline(found, language="fr"):
    return [
        (
            axis["title"][language],
            domain["title"][language],
            [q["wording"][language] for q in domain["questions"]],
        )
        for axis in found.data["axes"]
        for domain in axis["domains"]
    ]


def said(found, plain):
    return [plain(str(note)) for note in found.notes]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_files_of_spreadsheets_are_read_whatever_their_encoding(encoding):
    found = understand(f"{HEAD}Santé;L’été, ça va ?;non;oui\r\n".encode(encoding), "t.csv")
    assert outline(found) == [("Santé", "Santé", ["L’été, ça va ?"])]


def test_an_empty_theme_is_the_one_above(plain):
    text = "Thème;Domaine;Question;Niveau 1;Niveau 2\nA;D;q1;n;o\n;;q2;n;o\nB;;q3;n;o\n;E;q4;n;o\n"
    found = understand(text.encode(), "t.csv")
    assert validate(found.data) == ()
    assert outline(found) == [("A", "D", ["q1", "q2"]), ("B", "B", ["q3"]), ("B", "E", ["q4"])]
    assert said(found, plain)[:2] == [
        "Cases vides de la colonne « Thème », lues comme celle du dessus : 2.",
        "Cases vides de la colonne « Domaine », lues comme celle du dessus : 1.",
    ]


def test_an_english_table_is_kept_as_english(plain):
    found = understand(b"Theme,Question,Level 1,Level 2\nHealth,Do you sleep?,no,yes\n", "night.csv")
    assert outline(found, "en") == [("Health", "Health", ["Do you sleep?"])]
    assert said(found, plain)[0] == (
        "Les titres des colonnes sont en anglais : les textes sont rangés comme de l’anglais."
    )


def test_a_missing_level_and_other_columns_are_said(plain):
    found = understand(b"Question;Niveau 1;Niveau 3;Source;Vide\nq;non;oui;un livre;\n", "t.csv")
    assert said(found, plain)[:2] == [
        "La colonne du niveau 2 manque : les autres niveaux se suivent sans lui, vérifiez-les.",
        "La colonne « Source » (D) n’est pas reprise.",
    ]


@pytest.mark.parametrize(
    ("head", "letters"),
    [
        ("Question;question;Niveau 1;Niveau 2", "A et B"),
        ("Question;Niveau 1;Level 1;Niveau 2", "B et C"),
        ("Question;Niveau 1;Niveau 2;niveau 02", "C et D"),
    ],
)
def test_two_columns_that_say_the_same_are_refused(plain, head, letters):
    with pytest.raises(FileRefusedError) as caught:
        understand(f"{head}\na;b;c;d\n".encode(), "t.csv")
    (fault,) = caught.value.faults
    assert f"les colonnes {letters} disent la même chose" in plain(str(fault))


def test_the_sheets_that_are_not_read_are_named(plain):
    sheets = [
        SheetToWrite("Lisez", ["Notes"], [["à lire"]]),
        SheetToWrite("Questions", ["Question", "Niveau 1", "Niveau 2"], [["q", "non", "oui"]]),
        SheetToWrite("Suite", ["Question", "Niveau 1", "Niveau 2"], [["q2", "non", "oui"]]),
    ]
    found = understand(write_workbook(sheets), "t.xlsx")
    assert (found.kind, outline(found)) == ("table", [("Questions", "Questions", ["q"])])
    assert said(found, plain)[-2:] == [
        "La feuille « Lisez » n’est pas lue.",
        "La feuille « Suite » n’est pas lue.",
    ]


def test_a_fault_in_a_workbook_says_its_sheet(plain):
    sheets = [SheetToWrite("Grille", ["Question", "Niveau 1", "Niveau 2"], [["q", "non", ""]])]
    with pytest.raises(FileRefusedError) as caught:
        understand(write_workbook(sheets), "t.xlsx")
    assert plain(str(caught.value)).startswith("Feuille « Grille », ligne 2, colonne « Niveau 2 » (C)")
