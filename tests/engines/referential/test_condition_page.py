"""What the reference says of conditions on an organisation is what the engine reads, says and decides."""

import re
from pathlib import Path

import pytest

from marchepied.engines.expressions import Kind
from marchepied.engines.referential import LEGAL_FORMS, Applicability, Profile
from marchepied.engines.referential.conditions import (
    FACTS_OF_PROFILE,
    FORM_WORDS,
    SECTOR_WORDS,
    read_condition,
    say_condition,
    write_condition,
)

PAGE = (Path(__file__).resolve().parents[3] / "docs/reference/expressions.md").read_text()
KINDS = {Kind.TEXT: "un texte", Kind.NUMBER: "un nombre", Kind.TRUTH: "vrai ou faux"}
FIELDS = {fact.names[0]: fact.field for fact in FACTS_OF_PROFILE}


def read_rows(name: str) -> list[list[str]]:
    table = PAGE.split(f"<!-- {name} -->\n", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def read_words(name: str) -> list[str]:
    return re.findall(r'`"([^"]+)"`', PAGE.split(f"<!-- {name} -->\n", 1)[1].split("\n\n", 1)[0])


def test_every_fact_is_named_in_both_languages():
    assert [row[:3] for row in read_rows("facts")] == [
        [*fact.names, KINDS[fact.kind]] for fact in FACTS_OF_PROFILE
    ]


def test_every_form_and_sector_is_listed():
    assert read_words("forms") == [words[0] for words in FORM_WORDS.values()]
    assert read_words("sectors") == [words[0] for words in SECTOR_WORDS.values()]


def profile_of(said: str) -> Profile:
    name, value = said.split(" = ")
    if name == "effectif":
        least, most = (int(number) for number in value.split(" à "))
        return Profile(least_employees=least, most_employees=most)
    if name == "forme":
        return Profile(legal_form=value if value in LEGAL_FORMS else None)
    return Profile(**{FIELDS[name]: {"oui": True, "non": False}.get(value, value)})


@pytest.mark.parametrize(("when", "said", "excluded"), read_rows("conditions"))
def test_the_examples_of_conditions(when, said, excluded, plain):
    condition = read_condition(when)
    assert plain(say_condition(condition)) == said
    assert read_condition(write_condition(condition, "en")) == condition
    assert not Applicability(when=when).allows(profile_of(excluded))
    assert Applicability(when=when).allows(Profile())
