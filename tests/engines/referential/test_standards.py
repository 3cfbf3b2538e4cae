"""Standards that bridges know: topics by name, with their parts."""

import pytest

from marchepied.engines.referential import (
    InvalidReferentialError,
    load_yaml,
    parse_parts,
    parse_standard,
    read_shipped_parts,
)

STANDARD = """format: 1
id: norme
title: {fr: La norme, en: The standard}
owner: Quelqu’un
as_of: 2026-11
rights: {fr: À quelqu’un., en: Somebody’s.}
items:
  - id: "1"
    title: {fr: Écouter, en: Listening}
  - id: "1.1"
    parent: "1"
    title: {fr: Les plaintes, en: Complaints}
    parts:
      - {id: recevoir, title: {fr: recevoir, en: receiving}}
      - {id: repondre, title: {fr: répondre, en: answering}}
  - id: "2"
    title: {fr: Compter, en: Counting}
"""
PARTS = """format: 1
framework: guide
as_of: 2026-11
items:
  - id: question
    parts:
      - {id: ecrit, title: {fr: c’est écrit, en: it is written}}
"""


def test_topics_that_hold_others_are_not_to_be_answered():
    standard = parse_standard(load_yaml(STANDARD))
    assert [item.id for item in standard.leaves] == ["1.1", "2"]
    assert standard.find("1.1").part_names == ("recevoir", "repondre")
    assert standard.find("2").part_names == ("1",)
    assert standard.find("3") is None
    assert (standard.url, standard.version, standard.date) == ("", "", "")


def test_parts_are_read_by_question():
    book = parse_parts(load_yaml(PARTS))
    assert (book.framework, [part.id for part in book.parts["question"]]) == ("guide", ["ecrit"])
    with pytest.raises(KeyError):
        read_shipped_parts("inconnu")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('- id: "2"', '- id: "1.1"', "« 1.1 » sert deux fois."),
        ("id: repondre", "id: recevoir", "« recevoir » sert deux fois."),
        ('parent: "1"', 'parent: "2"', "« 2 » n’est pas écrit avant « 1.1 »."),
        ("owner: Quelqu’un\n", "", "il manque « owner »."),
    ],
)
def test_a_fault_of_a_standard_is_told(old, new, fault):
    with pytest.raises(InvalidReferentialError) as refused:
        parse_standard(load_yaml(STANDARD.replace(old, new), file="norme.yaml"))
    (problem,) = refused.value.problems
    assert problem.message_fr == fault
    assert problem.file == "norme.yaml"


def test_a_fault_of_the_parts_is_told():
    doubled = PARTS + '      - {id: ecrit, title: {fr: "deux fois", en: twice}}\n'
    with pytest.raises(InvalidReferentialError) as refused:
        parse_parts(load_yaml(doubled))
    assert [problem.path for problem in refused.value.problems] == ["items[0].parts[1].id"]
