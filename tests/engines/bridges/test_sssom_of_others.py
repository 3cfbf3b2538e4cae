"""SSSOM files made by other tools and spreadsheets: read, and nothing of them is lost when written back."""

import pytest

from marchepied.engines.bridges import Link, carry, read_sssom, write_sssom
from marchepied.engines.bridges._model import Declared, Framework, Item
from marchepied.engines.bridges.command import run

TOP = "#curie_map:\n#  a: urn:a\n#mapping_set_id: urn:s\n#license: urn:l\n"
TITLES = "subject_id\tpredicate_id\tobject_id\tmapping_justification"
ROW = "a:1\tskos:exactMatch\ta:2\tsemapv:MappingReview"
PLAIN = f"{TOP}{TITLES}\n{ROW}\n"


def test_columns_and_metadata_that_nobody_defined_are_written_back():
    top = TOP + '#ext_list:\n#  - "1"\n#  - a:x\n#"my note": v\n'
    text = f'{top}{TITLES}\tbar baz\tfoo\n{ROW}\t"q\tz"\t042|x\n'
    made = read_sssom(text)
    assert made.mappings[0].aside == {"bar baz": "q\tz", "foo": "042|x"}
    assert made.aside == {"ext_list": ("1", "a:x"), "my note": "v"}
    assert "foo" not in made.mappings[0].slots
    assert write_sssom(made) == text.replace('"my note"', "my note")
    assert read_sssom(write_sssom(made)) == made


def test_what_cannot_be_written_back_is_said():
    made = read_sssom(f"{TOP}#ext: {{x: y}}\n{TITLES}\t\n{ROW}\tperdu\n{ROW}\taussi\n")
    assert made.aside == {}
    assert made.notes == (
        "Ligne 5 : « ext » n’est pas connu et ne sera pas réécrit.",
        "La colonne 5 n’a pas de titre, elle ne sera pas réécrite.",
    )


def test_an_old_column_beside_the_new_one_is_kept():
    text = f"{TOP}{TITLES}\tmatch_type\n{ROW}\tLexical\n"
    assert write_sssom(read_sssom(text)) == text


@pytest.mark.parametrize("number", ["0.95", "0.950", "1.0", "0.0", "0.123456789", "1", ".5", "9.5e-1"])
def test_a_number_keeps_the_digits_it_was_read_with(number):
    text = f"{TOP}{TITLES}\tconfidence\n{ROW}\t{number}\n"
    made = read_sssom(text)
    assert made.mappings[0].slots["confidence"] == float(number)
    assert write_sssom(made) == text


def test_a_number_above_the_table_keeps_its_digits():
    text = PLAIN.replace("#license", "#mapping_set_confidence: 0.98765\n#license")
    assert write_sssom(read_sssom(text)) == '#sssom_version: "1.1"\n' + text


@pytest.mark.parametrize("separator", [",", ";"])
def test_commas_and_semicolons_separate_too(separator):
    cell = f'"un{separator} ""deux"""'
    text = f"{PLAIN.replace('\t', separator)}"
    text = text.replace("justification\n", f"justification{separator}comment\n")
    text = text.replace("Review\n", f"Review{separator}{cell}\n")
    expected = f'{TOP}{TITLES}\tcomment\n{ROW}\t"un{separator} ""deux"""\n'
    assert write_sssom(read_sssom(text)) == expected


def test_metadata_padded_and_quoted_by_a_spreadsheet():
    top = "#curie_map:,,,\n#  a: urn:a,,,\n#mapping_set_id: urn:s,,,\n#license: urn:l,,,\n"
    quoted = '"#comment: ""un, deux""",,,\n'
    made = read_sssom(top + quoted + f"{TITLES}\n{ROW}\n".replace("\t", ","))
    assert (made.slots, len(made.mappings)) == (
        {"mapping_set_id": "urn:s", "license": "urn:l", "comment": "un, deux"},
        1,
    )


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        "\n\r\n" + PLAIN,
        TOP + "\n" + f"{TITLES}\n\n{ROW}\n",
        TOP.replace("\n", "\t\t\t\n") + f"{TITLES}\n{ROW}",
    ],
)
def test_line_endings_and_empty_lines_change_nothing(text):
    made = read_sssom(text)
    assert (made, made.notes) == (read_sssom(PLAIN), ())


def test_an_empty_value_above_the_table_is_no_value():
    table = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
    row = "skos:a\tskos:exactMatch\towl:b\tsemapv:MappingReview\n"
    made = read_sssom("#curie_map:\n#mapping_set_id: urn:s\n#license: null\n#comment: 'null'\n" + table + row)
    assert made.slots == {"mapping_set_id": "urn:s", "comment": "null"}


def test_metadata_on_both_sides_are_put_together():
    text = f"#curie_map:\n#  a: urn:a\n#license: urn:l\n#comment: dedans\n{TITLES}\n{ROW}\n"
    made = read_sssom(
        text, "\ufeffcurie_map:\n  b: urn:b\nmapping_set_id: urn:s\ncomment: dehors\nlicense:\n"
    )
    assert made.slots == {"license": "urn:l", "comment": "dehors", "mapping_set_id": "urn:s"}
    assert (made.prefixes["a"], made.prefixes["b"], made.notes) == ("urn:a", "urn:b", ())


def test_the_command_reads_the_metadata_beside_the_file(tmp_path, capsys):
    table = tmp_path / "x.sssom.tsv"
    table.write_text(f"{TITLES}\n{ROW}\n", encoding="utf-8")
    assert run(["check", str(table)]) == 1
    capsys.readouterr()
    (tmp_path / "x.sssom.yml").write_text(TOP.replace("#", ""), encoding="utf-8")
    assert run(["check", str(table)]) == 0
    assert capsys.readouterr().out == (
        "x.sssom.tsv se lit : 1 correspondance(s), 1 lien(s), dont 0 qui disent ce qu’ils couvrent "
        "(marchepied_covers).\n"
    )


def test_two_links_that_name_the_same_parts_in_another_order_give_the_same_result():
    frameworks = [Framework("a", (Item("a:1"),)), Framework("b", (Item("b:1", ("x", "y")),))]
    links = [Link("a:1", "b:1", covers=("y", "x")), Link("a:1", "b:1", covers=("x", "y"))]
    values = [Declared("a:1", 0.5, 0.5)]
    assert carry(frameworks, links, values).as_dict() == carry(frameworks, links[::-1], values).as_dict()
