"""Forms in and out: what a form holds comes back the same, what a questionnaire has no place for is said."""

import pytest

from marchepied.engines.referential import content_hash, validate
from marchepied.engines.referential.exchange import (
    FileRefusedError,
    questionnaire_of,
    read_xlsform,
    understand,
    write_xlsform,
)
from marchepied.engines.tables import SheetToWrite, read_workbook, write_workbook
from tests.engines.referential.exchange.conftest import read_other

YES_NO = [["oui_non", "non", "Non"], ["oui_non", "oui", "Oui"]]


def form(survey, choices=YES_NO, columns=("type", "name", "label"), settings=None):
    sheets = [
        SheetToWrite("survey", columns, survey),
        SheetToWrite("choices", ["list_name", "name", "label"], choices),
    ]
    if settings:
        sheets.append(SheetToWrite("settings", list(settings), [list(settings.values())]))
    return write_workbook(sheets)


def faults_of(data):
    with pytest.raises(FileRefusedError) as caught:
        read_xlsform(data)
    return [str(fault) for fault in caught.value.faults]


def outline(data):
    return {
        axis["id"]: {domain["id"]: [one["id"] for one in domain["questions"]] for domain in axis["domains"]}
        for axis in data["axes"]
    }


def test_a_form_gives_back_the_same_questionnaire(named):
    asked = questionnaire_of(named)
    assert validate(asked) == ()
    assert content_hash(read_xlsform(write_xlsform(named)).data) == content_hash(asked)


def test_what_was_changed_in_the_form_prevails(small):
    sheets = []
    for name, table in read_workbook(write_xlsform(small), "f.xlsx").items():
        rows = [
            [cell.replace("qui accueille les {members}", "qui attend") for cell in row] for row in table.rows
        ]
        sheets.append(SheetToWrite(name, table.headers, rows if name == "survey" else table.rows))
    asked = read_xlsform(write_workbook(sheets)).data["axes"][0]["domains"][0]["questions"][0]
    assert asked["wording"]["fr"] == "Le premier jour, qui attend ?"
    assert asked["statement"]["fr"] == "Comment se passe le premier jour ?"


def test_groups_are_themes_then_domains():
    found = read_xlsform(
        form(
            [
                ["select_one oui_non", "dehors", "Dehors ?"],
                ["begin group", "g1", "Un groupe"],
                ["begin group", "g2", "Dedans"],
                ["select_one oui_non", "profond", "Profond ?"],
                ["end group", "", ""],
                ["select_one oui_non", "apres", "Après ?"],
                ["end group", "", ""],
                ["begin group", "vide", "Vide"],
                ["end group", "", ""],
            ],
            settings={"form_title": "Essai", "form_id": "essai"},
        )
    )
    assert validate(found.data) == ()
    assert outline(found.data) == {
        "questions": {"questions-questions": ["dehors"]},
        "g1": {"g2": ["profond"], "g1-questions": ["apres"]},
    }
    assert found.data["id"] == "essai"


def test_each_language_has_its_column_and_others_are_said(plain):
    columns = ("type", "name", "label::Français (fr)", "label::English (en)", "label::Shqip")
    found = read_xlsform(
        form([["select_one oui_non", "q", "Ça va ?", "All right?", "Si je?"]], columns=columns)
    )
    asked = found.data["axes"][0]["domains"][0]["questions"][0]
    assert asked["wording"] == {"fr": "Ça va ?", "en": "All right?"}
    assert "Les textes en « Shqip » ne sont pas repris : on garde le français et l’anglais." in [
        plain(str(note)) for note in found.notes
    ]


def test_what_is_kept_aside_is_said_with_its_row(plain):
    columns = ("type", "name", "label", "relevant", "choice_filter")
    rows = [
        ["select_one oui_non", "q", "Ça va ?", "${n} > 2", ""],
        ["text", "mots", "Dites-en plus", "", ""],
        ["select_one oui_non", "filtree", "Et là ?", "", "a=b"],
        ["select_one oui_non or_other", "autre", "Sinon ?", "", ""],
    ]
    said = [plain(str(note)) for note in read_xlsform(form(rows, columns=columns)).notes]
    assert said[1:5] == [
        "Ligne 2 : la condition de « q » n’est pas reprise (${n} > 2).",
        "Ligne 3 : « mots » n’est pas reprise, ce n’est pas une question à une réponse (text).",
        "Ligne 4 : « filtree » n’est pas reprise, ses réponses dépendent d’une autre question.",
        "Ligne 5 : « autre » perd sa réponse « autre, précisez ».",
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [["select_one absente", "q", "Ça va ?"]],
            "Feuille « survey », ligne 2, colonne « type » (A) : la liste de réponses « absente » "
            "n’existe pas. "
            "Ajoutez-la à la feuille « choices », ou corrigez son nom.",
        ),
        (
            [["begin group", "g", "G"], ["select_one oui_non", "q", "Ça va ?"]],
            "Feuille « survey », ligne 2, colonne « type » (A) : le groupe « g » n’est pas fermé. "
            "Ajoutez une "
            "ligne « end group ».",
        ),
        (
            [["select_one oui_non", "q", "Ça va ?"], ["end group", "", ""]],
            "Feuille « survey », ligne 3, colonne « type » (A) : ce groupe se ferme sans avoir été ouvert. "
            "Retirez cette ligne, ou ajoutez « begin group » plus haut.",
        ),
    ],
)
def test_a_faulty_form_is_refused_with_its_place(plain, rows, expected):
    (said,) = faults_of(form(rows))
    assert plain(said) == expected


def test_a_choice_written_twice_is_refused(plain):
    (said,) = faults_of(form([["select_one oui_non", "q", "Ça va ?"]], [*YES_NO, YES_NO[0]]))
    assert plain(said) == (
        "Feuille « choices », ligne 4, colonne « name » (B) : la réponse « non » de la liste « oui_non » est "
        "déjà à la ligne 2. Retirez-en une, ou écrivez « yes » sous « allow_choice_duplicates », "
        "feuille « settings »."
    )


def test_two_columns_that_say_the_same_are_refused(plain):
    columns = ("type", "name", "label::French", "label::Français (fr)")
    (said,) = faults_of(form([["select_one oui_non", "q", "a", "b"]], columns=columns))
    assert plain(said).startswith(
        "Feuille « survey », ligne 1, colonne « label::Français (fr) » (D) : les colonnes C et D"
    )


def test_the_sample_with_a_column_twice_is_refused_with_its_place(plain):
    with pytest.raises(FileRefusedError) as caught:
        understand(read_other("xlsform/duplicate_columns.xlsx"), "duplicate_columns.xlsx")
    (fault,) = caught.value.faults
    assert plain(str(fault)) == (
        "Feuille « survey » : Les colonnes D et E portent le même nom « label ». Renommez l’une des deux."
    )
    assert (fault.sheet, fault.row, fault.letter) == ("survey", 1, "E")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("choice_filter_test.xlsx", ["state"]),
        ("or_other.xlsx", ["fav-color"]),
        ("specify_other.xlsx", ["sex"]),
        ("yes_or_no_question.xlsx", ["good-day"]),
        (
            "xlsform_spec_test.xlsx",
            [
                "skip-to-end",
                "autocomplete-test",
                "autocomplete-chars-test",
                "label-test",
                "list-nolabel-test",
                "table-list-question",
                "compact-test",
                "compact-2-test",
            ],
        ),
    ],
)
def test_the_other_samples_are_read(name, expected):
    found = understand(read_other(f"xlsform/{name}"), name)
    assert found.kind == "xlsform"
    assert validate(found.data) == ()
    asked = [
        one["id"] for axis in found.data["axes"] for domain in axis["domains"] for one in domain["questions"]
    ]
    assert asked == expected


@pytest.mark.parametrize(
    ("name", "start"),
    [
        (
            "tutorial.xls",
            "Ce fichier est un ancien classeur (.xls) ou un classeur protégé par un mot de passe.",
        ),
        ("xlsform_spec_test.xml", "Ce fichier est une page ou un formulaire XForm, pas un XLSForm."),
    ],
)
def test_samples_of_other_formats_are_refused_with_advice(plain, name, start):
    with pytest.raises(FileRefusedError) as caught:
        understand(read_other(f"xlsform/{name}"), name)
    assert plain(str(caught.value)).startswith(start)
