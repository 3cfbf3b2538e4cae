"""A referential goes out to a workbook or a table, and comes back the same; a wrong cell is named."""

import copy

import pytest

from marchepied.engines.referential import content_hash, load_yaml, validate
from marchepied.engines.referential.exchange import (
    FileRefusedError,
    locate_problems,
    read_long_csv,
    read_spreadsheet,
    understand,
    write_long_csv,
    write_spreadsheet,
    write_template,
    write_yaml,
)
from marchepied.engines.tables import SheetToWrite, read_table, read_workbook, write_workbook
from tests.factories.referentials import OURS, generated, question, text


def through(data):
    return read_spreadsheet(write_spreadsheet(data)).data


def edited(data, sheet, row, column, value):
    """The workbook of `data` with one cell written otherwise; row 2 is the first one under the titles."""
    sheets = []
    for name, table in read_workbook(write_spreadsheet(data), "guide.xlsx").items():
        rows = [list(cells) for cells in table.rows]
        if name == sheet:
            rows[row - 2][table.headers.index(column)] = value
        sheets.append(SheetToWrite(name, table.headers, rows))
    return write_workbook(sheets)


def faults_of(data):
    with pytest.raises(FileRefusedError) as caught:
        understand(data, "guide.xlsx")
    return [str(fault) for fault in caught.value.faults]


def test_a_workbook_gives_back_the_same_content(named):
    assert content_hash(through(named)) == content_hash(named)


def test_a_table_of_cells_gives_back_the_same_content(named):
    table = read_table(write_long_csv(named), "guide.csv")
    assert content_hash(read_long_csv(table).data) == content_hash(named)


def test_one_yaml_file_gives_back_the_same_content(named):
    assert content_hash(load_yaml(write_yaml(named))) == content_hash(named)


def test_words_that_yaml_would_read_otherwise_stay_words():
    words = {
        "a": "08",
        "b": "1.0",
        "c": "no",
        "d": "~",
        "e": "x\n  y\n",
        "f": "- a: b",
        "g": " b",
        "h": "true",
    }
    assert load_yaml(write_yaml(words)) == words


def test_texts_that_a_spreadsheet_would_run_come_back_as_they_were(small):
    small["axes"][0]["title"] = {"fr": "=cmd|' /C calc'!A0", "en": "'=1+1"}
    small["axes"][0]["about"] = {"fr": "  deux\n  lignes _x000D_ ", "en": "@SUM(1)"}
    book = write_spreadsheet(small)
    assert content_hash(read_spreadsheet(book).data) == content_hash(small)
    cells = read_workbook(book, "guide.xlsx")["Thèmes"].rows[0]
    assert "=cmd|' /C calc'!A0" in cells
    raw = write_long_csv(small).decode("utf-8-sig")
    assert ";'=cmd" in raw
    assert ";=cmd" not in raw


def test_an_extension_comes_back_the_same():
    extension = {
        "id": "ajouts",
        "version": "1.0.0",
        "title": text("Ajouts"),
        "purpose": text("Pour nous."),
        "publisher": "Nous",
        "licence": "CC-BY-SA-4.0",
        "provenance": OURS,
        "extends": {"referential": "guide-ess", "version": "1.0.0"},
        "axes": [
            {"in": "theme-1", "domains": [{"in": "t1-d1", "questions": [question("neuve", levers=["un"])]}]}
        ],
    }
    assert content_hash(through(extension)) == content_hash(extension)


def test_what_no_column_holds_comes_back_too(small):
    small["inconnu"] = {"a": [1, None]}
    small["axes"][0]["domains"][0]["questions"][0]["applicability"] = {}
    small["axes"][0]["domains"][0]["questions"][0]["levels"][1]["note"] = "à part"
    small["axes"][0]["announced"] = False
    assert content_hash(through(small)) == content_hash(small)


def test_a_conversion_comes_back_the_same(small):
    small["rescales"] = [
        {"question": "premier-jour", "from_version": "0.9.0", "map": {"1": 1, "2": 3, "3": 5}}
    ]
    assert validate(small) == ()
    assert content_hash(through(small)) == content_hash(small)


def test_a_draft_that_is_not_complete_comes_back_the_same():
    draft = generated()
    asked = draft["axes"][0]["domains"][0]["questions"][0]
    del asked["why"], asked["ends"]
    asked["wording"] = {"fr": "En français seulement ?"}
    assert content_hash(through(draft)) == content_hash(draft)


def test_the_template_has_every_sheet_and_asks_for_the_rest(plain):
    found = read_spreadsheet(write_template())
    (fault,) = locate_problems(found, validate(found.data))
    assert plain(str(fault)) == (
        "Feuille « Présentation », ligne 2 : il manque « Identifiant », « Titre », « À quoi il sert », "
        "« Éditeur », « Licence », « Origine, nature », « Sources », « Thèmes ». Ajoutez ce champ à "
        "cet endroit."
    )


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "expected"),
    [
        (
            "Thèmes",
            2,
            "Numéro",
            "un",
            "Feuille « Thèmes », ligne 2, colonne « Numéro » (C) : "
            "« un » n’est pas lisible ici : on attend un nombre entier.",
        ),
        (
            "Thèmes",
            3,
            "Seulement annoncé",
            "peut-être",
            "Feuille « Thèmes », ligne 3, colonne « Seulement annoncé » (J) : "
            "« peut-être » n’est pas lisible ici : on attend « oui » ou « non ».",
        ),
        (
            "Questions",
            2,
            "Dans",
            "ailleurs",
            "Feuille « Questions », ligne 2, colonne « Dans » (A) : « ailleurs » n’est "
            "l’identifiant d’aucune "
            "ligne de « Domaines ». Recopiez un identifiant de cette feuille, ou ajoutez-y la ligne.",
        ),
    ],
)
def test_a_wrong_cell_is_refused_with_its_place(small, plain, sheet, row, column, value, expected):
    (said,) = faults_of(edited(small, sheet, row, column, value))
    assert plain(said) == expected


def test_an_unknown_column_is_refused_with_its_letter(small, plain):
    sheets = [
        SheetToWrite(name, [*table.headers, "Remarque"], [[*row, "à voir"] for row in table.rows])
        if name == "Domaines"
        else SheetToWrite(name, table.headers, table.rows)
        for name, table in read_workbook(write_spreadsheet(small), "guide.xlsx").items()
    ]
    (said,) = faults_of(write_workbook(sheets))
    assert plain(said) == (
        "Feuille « Domaines », ligne 1, colonne « Remarque » (K) : la colonne « Remarque » n’est pas connue. "
        "Reprenez un titre du modèle, ou retirez cette colonne."
    )


def test_what_the_validation_finds_is_told_with_its_cell(small, plain):
    asked = small["axes"][0]["domains"][0]["questions"][0]
    asked["levels"][2]["short"]["fr"] = "mot " * 20
    asked["levers"] = ["absent"]
    found = read_spreadsheet(write_spreadsheet(small))
    said = [plain(str(fault)) for fault in locate_problems(found, validate(found.data))]
    assert said == [
        "Feuille « Questions », ligne 2, colonne « Leviers » (U) : le levier « absent » n’existe pas dans ce "
        "thème. Corrigez l’identifiant, ou ajoutez le levier à un domaine.",
        "Feuille « Niveaux », ligne 4, colonne « Réponse courte (fr) » (D) : ce texte pour les participants "
        "a 20 mots. Gardez 15 mots au plus, et une seule idée.",
    ]


def test_a_missing_text_in_one_language_is_told_with_its_cell(small, plain):
    change = copy.deepcopy(small)
    del change["axes"][0]["key_ideas"][0]["en"]
    found = read_spreadsheet(write_spreadsheet(change))
    (fault,) = locate_problems(found, validate(found.data))
    assert (fault.sheet, fault.row, fault.letter) == ("Thèmes", 2, "M")


def test_a_sheet_that_is_not_ours_is_said_not_to_be_read(small, plain):
    sheets = [
        SheetToWrite(name, table.headers, table.rows)
        for name, table in read_workbook(write_spreadsheet(small), "guide.xlsx").items()
    ]
    found = read_spreadsheet(write_workbook([*sheets, SheetToWrite("Brouillon", ["a"], [["b"]])]))
    assert [plain(str(note)) for note in found.notes] == [
        "La feuille « Brouillon » n’est pas reprise : elle ne fait pas partie du modèle."
    ]


def test_a_workbook_of_something_else_is_refused(plain):
    (said,) = faults_of(write_workbook([SheetToWrite("Budget", ["Poste"], [["Loyer"]])]))
    assert plain(said) == (
        "Ce classeur n’a ni feuille « Thèmes » ni feuille « Questions ». Partez du modèle proposé ici, sans "
        "changer le nom de ses feuilles."
    )


def test_a_table_of_questions_becomes_a_questionnaire(plain):
    table = (
        "Thème;Question;Niveau 1;Niveau 2;Niveau 3\nNuits;On dort bien ?;non;assez;oui\nNuits;Il "
        "fait chaud ?;non;oui;\n"
    )
    found = understand(table.encode(), "nuits.csv")
    asked = found.data["axes"][0]["domains"][0]["questions"]
    assert validate(found.data) == ()
    assert [(one["id"], [level["short"]["fr"] for level in one["levels"]]) for one in asked] == [
        ("on-dort-bien", ["non", "assez", "oui"]),
        ("il-fait-chaud", ["non", "oui"]),
    ]


def test_a_row_without_levels_is_refused_with_its_cell(plain):
    with pytest.raises(FileRefusedError) as caught:
        understand(b"Question;Niveau 1;Niveau 2;Niveau 3\nUn ?;non;;oui\n", "nuits.csv")
    assert plain(str(caught.value)) == (
        "Ligne 2, colonne « Niveau 2 » (C) : il faut de 2 à 11 niveaux écrits à la suite, on en lit 1. "
        "Écrivez les niveaux dans l’ordre, sans case vide entre deux."
    )
