"""The ways forms are written: every spelling that form servers accept is read, and what is left is said."""

import pytest

from marchepied.engines.referential import validate
from marchepied.engines.referential.exchange import read_xlsform
from marchepied.engines.referential.exchange._xlsform_words import (
    Kind,
    read_kind,
    read_language,
    split_header,
)
from marchepied.engines.tables import SheetToWrite, write_workbook
from tests.engines.referential.exchange.test_xlsform import YES_NO, faults_of, form

ASK = ["select_one oui_non", "q", "Ça va ?"]


def questions_of(found):
    return [one for axis in found.data["axes"] for domain in axis["domains"] for one in domain["questions"]]


def said(found, plain):
    return [plain(str(note)) for note in found.notes]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("select_one liste", Kind("one", "liste")),
        ("select one from liste", Kind("one", "liste")),
        ("Select1  liste", Kind("one", "liste")),
        ("select one liste or_other", Kind("one", "liste", or_other=True)),
        ("select_one liste or specify other", Kind("one", "liste", or_other=True)),
        ("add select one prompt using liste", Kind("one", "liste")),
        ("select_one ${enfants}", Kind("one", "${enfants}")),
        ("select_one_from_file communes.csv", Kind("file", "communes.csv")),
        ("select one external villes", Kind("elsewhere", "villes")),
        ("select_multiple liste or_other", Kind("other")),
        ("begin_group", Kind("begin", "group")),
        ("BEGIN  GROUP", Kind("begin", "group")),
        ("begin repeat", Kind("begin", "repeat")),
        ("begin lgroup", Kind("begin", "repeat")),
        ("begin loop over liste", Kind("begin", "loop")),
        ("end_repeat", Kind("end", "repeat")),
        ("end", Kind("other")),
        ("start", Kind("other")),
        ("note", Kind("other")),
        ("calculate", Kind("other")),
    ],
)
def test_types_are_read_in_all_their_spellings(words, expected):
    assert read_kind(words) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bind::relevant", ("relevant", "")),
        ("bind:relevant", ("relevant", "")),
        ("relevance", ("relevant", "")),
        ("caption", ("label", "")),
        ("Label : English", ("label", "English")),
        ("media::image", ("image", "")),
        ("media::image::Français (fr)", ("image", "Français (fr)")),
        ("list name", ("list_name", "")),
        ("bind::jr:constraintMsg", ("constraint_message", "")),
        ("jr:count", ("repeat_count", "")),
        ("control::jr:count", ("repeat_count", "")),
        ("calculate", ("calculation", "")),
    ],
)
def test_columns_are_read_in_all_their_spellings(header, expected):
    assert split_header(header) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        *(
            (words, "fr")
            for words in ("fr", "fr-FR", "(fr-CA)", "French (fr)", "Français", "FRANÇAIS (France)")
        ),
        *((words, "en") for words in ("en-US", "English (en)", "English (UK)", "english", "Anglais (en-GB)")),
        *((words, None) for words in ("Shqip", "Español (es)", "frison", "Frisian (fy)", "enga", "")),
    ],
)
def test_languages_are_read_in_all_their_spellings(words, expected):
    assert read_language(words) == expected


def test_a_form_with_aliases_is_read():
    choices = SheetToWrite("choices", ["List name", "Value", "Caption"], YES_NO)
    survey = SheetToWrite(
        "Survey",
        ["Type", "Name", "Caption", "bind::relevant"],
        [["select1 oui_non", "q", "Ça va ?", "${effectif} >= 10"]],
    )
    (asked,) = questions_of(read_xlsform(write_workbook([survey, choices])))
    assert (asked["wording"]["fr"], asked["when"]) == ("Ça va ?", "effectif ≥ 10")
    assert [level["short"]["fr"] for level in asked["levels"]] == ["Non", "Oui"]


def test_answers_that_stand_elsewhere_leave_the_rest_of_the_form(plain):
    rows = [
        ASK,
        ["select_one ${enfants}", "aine", "L’aîné ?"],
        ["select_one_from_file communes.csv", "commune", "Où ?"],
        ["", "perdue", "Sans type"],
    ]
    found = read_xlsform(form(rows))
    assert [one["id"] for one in questions_of(found)] == ["q"]
    assert said(found, plain)[1:4] == [
        "Ligne 3 : « aine » n’est pas reprise, ses réponses sont celles d’une autre question (${enfants}).",
        "Ligne 4 : « commune » n’est pas reprise, ses réponses sont dans un autre fichier (communes.csv).",
        "Ligne 5 : « perdue » n’a pas de type, on la laisse.",
    ]


def test_a_choice_twice_is_kept_where_the_form_allows_it():
    settings = {"form_title": "Essai", "allow_choice_duplicates": "yes"}
    (asked,) = questions_of(read_xlsform(form([ASK], [*YES_NO, YES_NO[0]], settings=settings)))
    assert [level["short"]["fr"] for level in asked["levels"]] == ["Non", "Oui", "Non"]


def test_titles_of_inner_groups_stand_before_their_questions(plain):
    rows = [["begin group", name, name.title()] for name in ("a", "b", "c", "d")]
    found = read_xlsform(form([*rows, ASK, *[["end_group", "", ""]] * 4]))
    (asked,) = questions_of(found)
    assert asked["wording"]["fr"] == "C – D – Ça va ?"
    assert said(found, plain)[1] == (
        "Ligne 4 : « C » est un groupe dans un domaine ; son titre est mis devant chacune de ses questions."
    )


def test_a_group_closed_as_a_repeat_is_refused_with_its_row(plain):
    (fault,) = faults_of(form([["begin group", "g", "G"], ASK, ["end repeat", "", ""]]))
    assert plain(fault) == (
        "Feuille « survey », ligne 4, colonne « type » (A) : « end repeat » ferme « g », ouvert ligne 2 par "
        "« begin group ». Écrivez « end group »."
    )


@pytest.mark.parametrize(
    "columns",
    [
        ("type", "name", "label", "Label"),
        ("type", "name", "label::fr", "label :: FR"),
        ("type", "name", "label", "caption"),
    ],
)
def test_a_column_twice_is_refused_whatever_its_case_and_spaces(plain, columns):
    (fault,) = faults_of(form([[*ASK, "encore"]], columns=columns))
    assert "les colonnes C et D disent la même chose" in plain(fault)


def test_two_regions_of_a_language_are_not_the_same_column(plain):
    columns = ("type", "name", "label::French (fr-FR)", "label::French (fr-CA)")
    found = read_xlsform(form([[*ASK, "C’est beau ?"]], columns=columns))
    assert questions_of(found)[0]["wording"]["fr"] == "Ça va ?"
    assert "Les textes en « French (fr-CA) » ne sont pas repris : on garde le français et l’anglais." in said(
        found, plain
    )


def test_a_form_in_another_language_says_that_its_texts_are_to_be_translated(plain):
    settings = {"form_title": "Encuesta", "default_language": "Español (es)"}
    found = read_xlsform(form([ASK], settings=settings))
    assert validate(found.data) == ()
    assert (
        "Textes en « Español (es) » rangés comme du français, faute de français ou d’anglais, et à "
        "traduire : 3."
    ) in said(found, plain)


def test_columns_and_sheets_that_are_not_read_are_named(plain):
    sheets = [
        SheetToWrite("survey", ["type", "name", "label", "media::image", "vide"], [[*ASK, "a.png", ""]]),
        SheetToWrite("choices", ["list_name", "name", "label"], YES_NO),
        SheetToWrite("Brouillon", ["a"], [["b"]]),
    ]
    assert said(read_xlsform(write_workbook(sheets)), plain)[1:3] == [
        "Colonnes de la feuille « survey » qui ne sont pas reprises : media::image.",
        "La feuille « brouillon » n’est pas lue.",
    ]
