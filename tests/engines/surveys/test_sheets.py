"""A filled form, read."""

import pytest

from marchepied.engines.surveys import Fault, read_day, read_number, read_sheet, ticked_in
from tests.factories.surveys import EVERY_KIND, FILLED


def test_every_kind_is_read():
    sheet = read_sheet(EVERY_KIND, FILLED)
    assert dict(sheet.levels) == {
        "q1": 1,
        "q2": 3,
        "q3.1": 2,
        "q3.2": 1,
        "q3.3": 1,
        "q4.1": 2,
        "q4.2": 1,
        "q5.1": 4,
    }
    assert sheet.unsure == {"q5.2"}
    assert dict(sheet.words) == {"q6": "12.5", "q7": "2026-03-01", "q8": "Un banc.", "q9": "Merci !"}
    assert sheet.answered == {"q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9"}
    assert ticked_in(EVERY_KIND[2], sheet) == (1,)
    assert sheet.faults == ()


def test_an_empty_form_says_nothing():
    sheet = read_sheet(EVERY_KIND, {"q1": "  ", "q8": ""})
    assert (dict(sheet.levels), sheet.unsure, dict(sheet.words), sheet.answered) == (
        {},
        frozenset(),
        {},
        set(),
    )


def test_what_is_not_asked_is_left_out_but_on_paper():
    fields = {"q1": "4", "q8": "Rien ne manque"}
    assert dict(read_sheet(EVERY_KIND, fields).words) == {}
    assert dict(read_sheet(EVERY_KIND, fields, everything=True).words) == {"q8": "Rien ne manque"}


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"q1": "5"}, Fault("choice", "q1")),
        ({"q1": "0"}, Fault("choice", "q1")),
        ({"q1": "٣"}, Fault("choice", "q1")),
        ({"q4.1": "sp"}, Fault("choice", "q4")),
        ({"q4.1": "2", "q4.3": "2"}, Fault("rank_twice", "q4", {"rank": 2})),
        ({"q6": "12 euros"}, Fault("number", "q6")),
        ({"q7": "31/02/2026"}, Fault("date", "q7")),
        ({"q1": "1", "q8": "a" * 2001}, Fault("long_text", "q8", {"length": 2001, "limit": 2000})),
    ],
)
def test_a_fault_is_told_with_its_question(fields, fault):
    assert read_sheet(EVERY_KIND, fields).faults == (fault,)


def test_a_fault_in_what_is_not_asked_stops_nobody():
    assert read_sheet(EVERY_KIND, {"q1": "4", "q8": "a" * 2001}).faults == ()


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("12", "12"),
        ("7,5", "7.5"),
        ("1 250,50", "1250.50"),
        ("+3", "3"),
        ("-4.25", "-4.25"),
        ("1e9", None),
        ("1,234,5", None),
        ("9" * 16, None),
        ("", None),
    ],
)
def test_numbers_as_people_type_them(given, read):
    assert read_number(given) == read


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2027-12-31", "2027-12-31"),
        ("31/12/2027", "2027-12-31"),
        ("1.2.2027", "2027-02-01"),
        ("2027-13-01", None),
        ("20271231", None),
        ("demain", None),
    ],
)
def test_days_as_people_type_them(given, read):
    assert read_day(given) == read
