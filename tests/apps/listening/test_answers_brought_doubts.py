"""A table of answers that may be read in two ways is asked again, never guessed."""

import io

import openpyxl
import pytest

from marchepied.apps.listening.selectors.surveys.bringing import find_other_tabs, read_answers_table
from marchepied.engines.surveys import Question
from tests.factories.answer_tables import fields_of, read, refusals_of

OFTEN = ("Jamais", "1 fois", "2 fois", "3 fois et plus")
SENDING = "0d5f3f3e-0000-4000-8000-000000000001"


def question_of(*answers, kind="single"):
    return (Question("q1", kind, {"fr": "Venu ?"}, choices=tuple({"fr": answer} for answer in answers)),)


def asked(*answers):
    return (
        "Ce nombre peut se lire de deux façons : écrivez les mots de la réponse. "
        f"Réponses : {' ; '.join(answers)}."
    )


@pytest.mark.parametrize("heading", ["Venu ?", "1", "q1"])
def test_a_number_alone_is_no_rank_where_answers_hold_numbers(heading):
    questions = question_of(*OFTEN)
    rows = [["1"], ["2"], ["3"], ["4"]]
    assert refusals_of([heading], *rows, questions=questions) == [
        (row, heading, cell, asked(*OFTEN)) for row, (cell,) in enumerate(rows, 2)
    ]
    assert fields_of([heading], *[[answer] for answer in OFTEN], questions=questions) == [
        {"q1": str(rank)} for rank in range(1, 5)
    ]


def test_codes_of_our_form_stay_ranks():
    questions = question_of(*OFTEN)
    assert fields_of(["q1", "_uuid"], ["2", SENDING], questions=questions) == [{"q1": "2"}]
    planned = read(["Venu ?", "_uuid"], ["2", SENDING], questions=questions)
    assert [one.value for one in planned.refusals] == ["2"]


@pytest.mark.parametrize(
    ("answers", "cell", "fields"),
    [
        (("Plus de 2 ans", "Moins de 2 ans"), "2", None),
        (("1 à 3 fois", "4 à 6 fois", "Plus souvent"), "2", None),
        (("5 - Très bien", "4", "3", "2", "1 - Mal"), "1", None),
        (("1 - Mal", "2 - Moyen", "3 - Bien"), "2", {"q1": "2"}),
        (("18-25 ans", "26 à 40 ans", "41 ans et plus"), "2", {"q1": "2"}),
        (("0 €", "1 €", "2 €"), "1", {"q1": "2"}),
        (("Bien", "Mal"), "2", {"q1": "2"}),
    ],
)
def test_a_rank_is_read_where_no_answer_says_that_number(answers, cell, fields):
    planned = read(["Venu ?"], [cell], questions=question_of(*answers))
    assert [dict(sheet.fields) for sheet in planned.sheets] == ([] if fields is None else [fields])
    assert len(planned.refusals) == (fields is None)


@pytest.mark.parametrize("kind", ["multiple", "ranking"])
def test_lists_of_numbers_are_asked_in_words_too(kind):
    questions = question_of("Jamais", "1 fois", "2 fois", kind=kind)
    listed = ["1 ; 2", "Jamais, 1", "1 2"]
    assert refusals_of(["1"], *[[cell] for cell in listed], questions=questions) == [
        (row, "1", cell, asked("Jamais", "1 fois", "2 fois")) for row, cell in enumerate(listed, 2)
    ]
    first, second = ("1", "2") if kind == "ranking" else ("2", "2")
    assert fields_of(["1"], ["2 fois ; Jamais"], questions=questions) == [{"q1.3": first, "q1.1": second}]


def test_a_column_key_alone_is_a_column_like_others():
    planned = read(["Key", "Content ?", "Notes", "Index"], ["a-1", "2", "vu", "7"], leave=False)
    assert (planned.unknown, planned.must_choose) == (("Key", "Notes", "Index"), True)
    assert planned.sheets[0].sending == ""


@pytest.mark.parametrize(
    ("headings", "row", "sending"),
    [
        (["KEY", "q1", "Notes"], [f"uuid:{SENDING}", "2", "vu"], SENDING),
        (["SubmissionDate", "q1", "Notes", "KEY"], ["2026-03-04", "2", "vu", "12"], ""),
        (["_uuid", "q1", "Key", "Notes"], ["", "2", f"uuid:{SENDING}", "vu"], SENDING),
    ],
)
def test_a_column_key_of_a_tool_is_known(headings, row, sending):
    planned = read(headings, row)
    assert (planned.unknown, planned.sheets[0].sending) == ((), sending)


@pytest.mark.parametrize("nothing", ["\u200b", "\u200b \u2060", "\ufeff", "\u200d", "\u00a0"])
def test_a_cell_where_nothing_is_seen_is_empty(nothing):
    rows = ["Zoé", nothing, "", "", ""], ["Paul", "Oui", nothing, nothing, "x"]
    planned = read(["Nom", "9", "1", "3", "3.1"], *rows)
    assert (planned.silent, planned.refusals) == (1, ())
    assert [(sheet.row, dict(sheet.fields)) for sheet in planned.sheets] == [(3, {"q9": "Oui", "q3.1": "2"})]


def workbook_of(**tabs):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in tabs.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("others", "filled"),
    [
        ({"Claire": [["1"], *[["2"]] * 5]}, ("Claire",)),
        ({"Feuil2": [], "Claire": [["1"]], "Notes": [["Relu par Zoé"]]}, ("Notes",)),
        # One that cannot be read may hold anything.
        ({"Claire": [["1"], ["2"]], "Bilan": [["Total"], ["4", "5"]]}, ("Claire", "Bilan")),
        ({}, ()),
    ],
)
def test_the_other_sheets_that_are_filled_are_found(others, filled):
    data = workbook_of(Paul=[["1"], ["2"]], **others)
    table = read_answers_table(data, "a.xlsx")
    assert (table.rows, find_other_tabs(data, "a.xlsx", table)) == ((("2",),), filled)
