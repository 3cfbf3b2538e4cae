"""The numbers are exact, dated, cited; danger is noticed in any form of its words."""

from datetime import date

import pytest

from marchepied.apps.listening.selectors.channels import contacts_in, speaks_of_danger


def test_the_numbers_are_those_that_exist():
    numbers = {line.id: line.number for line in contacts_in("fr").lines}
    assert numbers == {
        "17": "17", "112": "112", "114": "114", "3919": "3919", "119": "119", "3977": "3977", "3928": "3928",
        "ddd": "09 69 39 00 00", "referent": "", "alert": "",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_says_whom_it_is_for_its_hours_and_where_it_was_read(language):
    contacts = contacts_in(language)
    assert contacts.checked_on == date(2026, 11, 28)
    for line in contacts.lines:
        assert all((line.name, line.whom, line.hours))
        assert line.source.startswith("https://")
    assert {line.id for line in contacts.of("emergency")} == {"17", "112", "114"}


def test_languages_differ():
    french, english = contacts_in("fr"), contacts_in("en")
    assert all(a.whom != b.whom for a, b in zip(french.lines, english.lines, strict=True))
    assert contacts_in("de") == french


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("Mon chef me harcèle depuis mai", True),
        ("J’ai été harcelee", True),
        ("Il l’a VIOLÉE", True),
        ("des menaces", True),
        ("she was threatened", True),
        ("je veux mourir", True),
        ("Le café est froid", False),
        ("un coup de main au violon", False),
        ("", False),
    ],
)
def test_words_of_danger_are_noticed_in_any_form(text, danger):
    assert speaks_of_danger(text) is danger
