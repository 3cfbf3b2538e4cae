"""What people write in a cell: numbers, years, dates, states."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.selectors.columns import (
    ACTION_COLUMNS,
    INDICATOR_COLUMNS,
    YearColumn,
    guess_action_roles,
    read_layout,
    read_year_column,
)
from marchepied.apps.plans.validators import read_due, read_number, read_state, read_year


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 250,5", "1250.5"), ("1\u202f250,5", "1250.5"), ("64 %", "64"), ("12 mois", "12"),
        ("12 MOIS", "12"), ("1.5", "1.5"), ("-3", "-3"), ("−3", "-3"), ("+4", "4"),
        ("0.64583", "0.6458"), ("1e3", "1000"),
        (" 7 ", "7"), ("", None), ("abc", None), ("1,2,3", None), ("12 34", None), ("1/2", None),
        ("12 €", None),
        ("999999999999999", None), ("nan", None), ("Infinity", None), ("1e99", None), ("٣", None),
    ],
)  # fmt: skip
def test_numbers(text, number):
    found = read_number(text, "mois")
    assert found == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("text", "year"),
    [("2027", 2027), ("2027.0", 2027), (" 1999 ", 1999), ("27", None), ("2101", None), ("x", None)],
)
def test_years(text, year):
    assert read_year(text) == year


@pytest.mark.parametrize(
    ("text", "on", "exact"),
    [
        ("12/03/2027", (2027, 3, 12), True),
        ("1/4/27", (2027, 4, 1), True),
        ("12.03.2027", (2027, 3, 12), True),
        ("avant le 12/03/2027", (2027, 3, 12), True),
        ("2027-03-12", (2027, 3, 12), True),
        ("2027-03-12T09:00:00", (2027, 3, 12), True),
        ("le 12 mars 2027", (2027, 3, 12), True),
        ("jeudi 1er avril 2027", (2027, 4, 1), True),
        ("12 March 2027", (2027, 3, 12), True),
        ("mars 2027", (2027, 3, 31), False),
        ("Févr. 2028", (2028, 2, 29), False),
        ("03/2027", (2027, 3, 31), False),
        ("mi-mars 2027", (2027, 3, 15), False),
        ("début juin 2027", (2027, 6, 10), False),
        ("fin mars 2027", (2027, 3, 31), False),
        ("fin 2026", (2026, 12, 31), False),
        ("d’ici fin 2026", (2026, 12, 31), False),
        ("2027", (2027, 12, 31), False),
        ("T2 2027", (2027, 6, 30), False),
        ("2e trimestre 2027", (2027, 6, 30), False),
        ("premier semestre 2027", (2027, 6, 30), False),
        ("été 2027", (2027, 8, 31), False),
        ("rentrée 2027", (2027, 9, 30), False),
        ("end of 2026", (2026, 12, 31), False),
    ],
)
def test_dates(text, on, exact):
    found = read_due(text)
    assert found is not None
    assert (found.on, found.exact) == (date(*on), exact)


@pytest.mark.parametrize(
    "text",
    ["", "dès que possible", "31/02/2027", "13/13/2027", "12/03", "permanent", "mars", "00/00/0000", "0000"],
)
def test_what_is_no_date(text):
    assert read_due(text) is None


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text):
    read_due(text)
    read_number(text)
    read_state(text)
    read_year(text)


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_a_date_written_out_is_read_back(on):
    for text in (on.isoformat(), f"{on:%d/%m/%Y}"):
        found = read_due(text)
        assert found is not None
        assert (found.on, found.exact) == (on, True)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("À faire", "todo"), ("pas commencée", "todo"), ("0 %", "todo"), ("En cours", "doing"),
        ("50%", "doing"), ("Terminé", "done"), ("100 %", "done"), ("x", "done"), ("Annulée", "dropped"),
        ("in progress", "doing"),
        ("120 %", None), ("à voir avec Paul", None), ("", None),
    ],
)  # fmt: skip
def test_states(text, state):
    assert read_state(text) == (None if state is None else ActionState(state))


@pytest.mark.parametrize(
    ("headers", "roles"),
    [
        (["Action", "Qui", "Pour quand", "État"], ["title", "owner", "due_on", "state"]),
        (["N°", "Actions à mener", "Responsable", "Échéance", "Budget", "Avancement"],
         ["keep", "title", "owner", "due_on", "means", "state"]),
        (["Que faire", "Pilote de l’action", "Date de fin", "Remarques"],
         ["title", "owner", "due_on", "note"]),
        (["machin", "truc"], ["title", "keep"]),
        (["What", "Owner", "Due date", "Status"], ["title", "owner", "due_on", "state"]),
    ],
)  # fmt: skip
def test_the_columns_of_a_plan_are_guessed(headers, roles):
    assert list(guess_action_roles(headers).values()) == roles


@pytest.mark.parametrize("language", ["fr", "en"])
def test_our_own_columns_are_known_in_both_languages(language):
    headers = [column.name(language) for column in ACTION_COLUMNS]
    assert list(guess_action_roles(headers).values()) == [column.role for column in ACTION_COLUMNS]
    names = [column.name(language) for column in INDICATOR_COLUMNS]
    assert list(read_layout([*names, "2026"]).roles) == [column.role for column in INDICATOR_COLUMNS]


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("2027", YearColumn("value", 2027)),
        ("Valeur 2027", YearColumn("value", 2027)),
        ("Cible 2028", YearColumn("target", 2028)),
        ("Objectif pour 2028", YearColumn("target", 2028)),
        ("Note 2027", YearColumn("note", 2027)),
        ("Objectif", None),
        ("Budget 2027", None),
        ("1900", None),
    ],
)
def test_columns_of_years(header, column):
    assert read_year_column(header) == column
