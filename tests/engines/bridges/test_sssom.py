"""SSSOM files: read, written, read again; what is refused says where."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marchepied.engines.bridges import (
    COVERS,
    ExtensionDefinition,
    Link,
    MappingSet,
    Relation,
    SssomMapping,
    make_mapping_set,
    read_links,
    read_sssom,
    write_sssom,
)

CANONICAL = """\
#curie_map:
#  g: https://example.org/g/
#  iso: https://example.org/iso/
#  marchepied: https://marchepied.invalid/bridges/
#mapping_set_id: https://example.org/ponts
#mapping_set_version: "1.0"
#license: https://creativecommons.org/licenses/by/4.0/
#mapping_date: 2026-11-22
#see_also:
#  - https://example.org/a
#comment: "Deux mots : « a\\tb »"
#extension_definitions:
#  - slot_name: marchepied_covers
#    property: marchepied:covers
#    type_hint: xsd:string
subject_id\tpredicate_id\tobject_id\tmapping_justification\tauthor_label\tconfidence\tcomment\t\
marchepied_covers
iso:10.2\tskos:relatedMatch\tg:2\tsemapv:ManualMappingCuration\tAna\\|Bo|C\\\\\t\t\t
iso:9.1\tskos:exactMatch\tg:1\tsemapv:ManualMappingCuration\tAna\t0.125\t"dit ""oui""\tet plus\nloin"\t\
lire|écrire
iso:9.2\tskos:exactMatch\tsssom:NoTermFound\tsemapv:LexicalMatching\t\t1\t\t*
"""
SAMPLES = ("cardinality", "foodie-inc-2022-05-01", "mp-hp-exact-0.0.1", "pipe-escaping", "reviewer_agreement")


def by_line(mapping_set: MappingSet) -> list[list[tuple]]:
    """Mappings as plain data, whatever their order."""
    return sorted(sorted(each.slots.items(), key=str) for each in mapping_set.condensed().mappings)


def test_a_canonical_file_is_written_back_byte_for_byte():
    made = read_sssom(CANONICAL)
    assert made.notes == ()
    assert made.extensions == (COVERS,)
    assert made.slots["comment"] == "Deux mots : « a\tb »"
    assert made.slots["mapping_set_version"] == "1.0"
    assert made.mappings[0].slots["author_label"] == ("Ana|Bo", "C\\")
    assert made.mappings[1].slots == {
        "subject_id": "iso:9.1", "predicate_id": "skos:exactMatch", "object_id": "g:1",
        "mapping_justification": "semapv:ManualMappingCuration", "author_label": ("Ana",),
        "confidence": 0.125, "comment": 'dit "oui"\tet plus\nloin', "marchepied_covers": "lire|écrire",
        "mapping_date": "2026-11-22",
    }  # fmt: skip
    assert write_sssom(made) == CANONICAL


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples_read_and_write_back(shared_data, name):
    text = (shared_data / f"cadres/sssom/{name}.sssom.tsv").read_text(encoding="utf-8")
    made = read_sssom(text)
    written = write_sssom(made)
    again = read_sssom(written)
    assert made.notes == ()
    assert by_line(again) == by_line(made)
    assert again.condensed().slots == made.condensed().slots
    assert write_sssom(again) == written


def test_real_sample_that_is_canonical_keeps_its_bytes(shared_data):
    text = (shared_data / "cadres/sssom/cardinality.sssom.tsv").read_text(encoding="utf-8")
    assert write_sssom(read_sssom(text)) == text


@pytest.mark.parametrize("name", ["mp-hp-exact-0.0.1", "pipe-escaping"])
def test_real_tables_in_the_canonical_order_keep_their_bytes(shared_data, name):
    text = (shared_data / f"cadres/sssom/{name}.sssom.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    written = [line for line in write_sssom(read_sssom(text)).splitlines() if not line.startswith("#")]
    assert written == lines


def test_what_the_samples_hold(shared_data):
    folder = shared_data / "cadres/sssom"
    read = {name: read_sssom((folder / f"{name}.sssom.tsv").read_text(encoding="utf-8")) for name in SAMPLES}
    escaped = [each.slots["author_label"] for each in read["pipe-escaping"].mappings]
    assert escaped == [("Alice|Bob", "Charlie"), ("Alice\\Bob", "Charlie\\", "David\\|Eve\\")]
    agreed = [each.slots["reviewer_agreement"] for each in read["reviewer_agreement"].mappings]
    assert agreed == [0.99, 0.0, -0.99]
    cardinalities = [each.slots["mapping_cardinality"] for each in read["cardinality"].mappings]
    assert cardinalities == ["1:1", "1:1", "1:n", "1:n", "n:1", "n:1", "n:n", "1:n", "n:1"]
    assert {each.slots["mapping_provider"] for each in read["mp-hp-exact-0.0.1"].mappings} == {
        "http://purl.obolibrary.org/obo/upheno.owl"
    }
    links, notes = read_links(read["foodie-inc-2022-05-01"])
    assert [(link.source, link.relation, link.target, link.confidence) for link in links] == [
        ("KF_FOOD:F001", Relation.EXACT, "FOODON:00002473", 0.95),
        ("KF_FOOD:F002", Relation.EXACT, "FOODON:00003348", 1.0),
        ("KF_FOOD:F003", Relation.EXACT, "FOODON:00004187", 0.9),
        ("KF_FOOD:F004", Relation.BROAD, "FOODON:00002473", 1.0),
    ]
    assert notes == ("1 correspondance(s) n’ont de question que d’un côté : aucun lien.",)


def test_links_are_written_and_read_back():
    links = (
        Link("iso:9.1", "g:1", Relation.BROAD, ("a|b", "c\\"), "la clause, mot pour mot", "Ana, Bo",
             datetime.date(2026, 11, 22), 0.5, "the clause,\tword for word"),
        Link("iso:9.2", "g:1", Relation.EXACT, ("*",), "semapv:LexicalMatching", "orcid:1"),
        Link("iso:9.3", "g:2", Relation.RELATED),
    )  # fmt: skip
    prefixes = {
        "iso": "https://example.org/iso/",
        "g": "https://example.org/g/",
        "orcid": "https://orcid.org/",
    }
    made = make_mapping_set(links, mapping_set_id="urn:x", licence="urn:l", prefixes=prefixes, title="Ponts")
    text = write_sssom(made)
    assert (
        "#extension_definitions:\n"
        "#  - slot_name: marchepied_comment_en\n#    property: marchepied:comment_en\n"
        "#    type_hint: xsd:string\n"
        "#  - slot_name: marchepied_covers\n#    property: marchepied:covers\n" in text
    )
    again = read_sssom(text)
    assert again.notes == ()
    assert again.slots["mapping_set_title"] == "Ponts"
    assert read_links(again) == (links, ())


def test_an_extension_that_nothing_uses_is_not_written():
    made = make_mapping_set(
        [Link("g:1", "g:2")],
        mapping_set_id="urn:x",
        licence="urn:l",
        prefixes={"g": "https://example.org/g/"},
    )
    assert "marchepied" not in write_sssom(made)


def test_negated_and_unknown_relations_are_no_links():
    head = (
        "#curie_map:\n#  a: urn:a\nsubject_id\tpredicate_id\tpredicate_modifier\tobject_id\t"
        "mapping_justification\n"
    )
    rows = (
        "a:1\tskos:exactMatch\tNot\ta:2\tsemapv:MappingReview\na:1\t"
        "semapv:crossSpeciesExactMatch\t\ta:2\tsemapv:MappingReview\n"
    )
    assert read_links(read_sssom(head + rows)) == (
        (),
        (
            "1 correspondance(s) disent que deux questions ne se correspondent pas : aucun lien.",
            "1 correspondance(s) ont une relation que les ponts ne connaissent pas : aucun lien.",
        ),
    )


def test_the_set_speaks_for_all_its_lines_unless_one_speaks_for_itself():
    head = "#curie_map:\n#  a: urn:a\n#mapping_tool: outil\n#mapping_date: 2026-01-01\n"
    table = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tmapping_date\n"
    rows = (
        "a:1\tskos:exactMatch\ta:2\tsemapv:MappingReview\t2025-01-01\na:1\tskos:exactMatch\ta:3\t"
        "semapv:MappingReview\t\n"
    )
    made = read_sssom(head + table + rows)
    assert [each.slots.get("mapping_tool") for each in made.mappings] == ["outil", "outil"]
    assert [each.slots.get("mapping_date") for each in made.mappings] == ["2025-01-01", None]
    assert made.slots == {"mapping_date": "2026-01-01"}
    assert write_sssom(made).count("outil") == 1
    assert write_sssom(made, condense=False).count("outil") == 2


def test_old_names_and_separate_metadata():
    table = (
        "subject_id\tpredicate_id\tobject_id\tmatch_type\tsemantic_similarity_score\na:1\t"
        "skos:exactMatch\ta:2\tLexical\t0.5\n"
    )
    made = read_sssom(
        table, "curie_map:\n  a: urn:a\nmapping_set_id: urn:x\nlicense: urn:l\ncreator_id: a:9\n"
    )
    assert made.mappings[0].slots["mapping_justification"] == "semapv:LexicalMatching"
    assert made.mappings[0].slots["similarity_score"] == 0.5
    assert made.slots["creator_id"] == ("a:9",)


def test_unknown_slots_and_bad_definitions_are_left_out_and_said():
    text = CANONICAL.replace("#    property: marchepied:covers\n", "#    property: inconnu:covers\n")
    text = text.replace("#see_also", "#ext_x: 1\n#see_also")
    made = read_sssom(text)
    assert made.extensions == ()
    assert made.notes == (
        "Ligne 14 : cette colonne ajoutée est mal définie, elle est ignorée.",
        "Ligne 9 : « ext_x » n’est pas connu, il est laissé de côté.",
        "La colonne « marchepied_covers » n’est pas connue, elle est laissée de côté.",
    )


def test_numbers_keep_three_digits_and_new_slots_their_version():
    slots = {
        "subject_id": "skos:a", "predicate_id": "skos:exactMatch", "object_id": "skos:b",
        "mapping_justification": "semapv:MappingReview",
    }  # fmt: skip
    scored = SssomMapping({**slots, "confidence": 0.0625, "similarity_score": 1.0, "record_id": "skos:r"})
    text = write_sssom(MappingSet({}, {}, (scored,), (ExtensionDefinition("x"),)))
    assert text == (
        '#sssom_version: "1.1"\n'
        "record_id\tsubject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\t"
        "similarity_score\n"
        "skos:r\tskos:a\tskos:exactMatch\tskos:b\tsemapv:MappingReview\t0.063\t1\n"
    )


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text(max_size=6), min_size=1, max_size=3),
    st.text(max_size=12),
    st.text(max_size=12),
)
def test_any_text_is_written_and_read_back(labels, comment, title):
    labels = tuple(label for label in labels if label)
    slots = {
        "subject_id": "skos:a", "predicate_id": "skos:exactMatch", "object_id": "skos:b",
        "mapping_justification": "semapv:MappingReview",
    }  # fmt: skip
    optional = {"author_label": labels, "comment": comment}
    mapping = SssomMapping({**slots, **{name: value for name, value in optional.items() if value}})
    top = {name: value for name, value in (("mapping_set_title", title), ("creator_label", labels)) if value}
    again = read_sssom(write_sssom(MappingSet({}, top, (mapping,))))
    assert (again.slots, again.mappings) == (top, (mapping,))


@pytest.mark.parametrize(
    ("language", "why"), [("en", "the clause"), ("fr", "la clause"), ("de", "la clause")]
)
def test_a_reason_is_told_in_the_language_where_it_was_written(language, why):
    assert Link("a", "b", justification="la clause", justification_en="the clause").explain(language) == why
    assert Link("a", "b", justification="la clause").explain(language) == "la clause"
