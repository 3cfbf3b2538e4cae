"""The typed model of the example."""

from dataclasses import FrozenInstanceError

import pytest

from marchepied.engines.referential import (
    Applicability,
    Provenance,
    Text,
    content_hash,
    load_yaml,
    parse_referential,
    referential_stats,
)


def test_the_example_becomes_typed_values(example):
    referential = parse_referential(example)
    first, second = referential.axes
    (question,) = referential.walk_questions()
    assert (referential.id, referential.version, referential.languages) == ("exemple", "1.0.0", ("fr", "en"))
    assert (first.id, first.announced, second.announced, second.domains) == ("accueil", False, True, ())
    assert (question.axis, question.domain, question.depth) == ("accueil", "arrivee", "express")
    assert question.applicability == Applicability(has_members=True)
    assert question.provenance == Provenance("ours", "notre-reseau", None)
    assert [level.number for level in question.levels] == [1, 2, 3, 4, 5]
    assert question.levels[0].short == Text((("fr", "Personne."), ("en", "Nobody.")))
    assert referential.find_lever("parrain").action.title.read_in("en") == "Name a buddy"


def test_an_unknown_lever_raises_its_id(example):
    with pytest.raises(KeyError, match="absent"):
        parse_referential(example).find_lever("absent")


def test_nothing_can_be_changed(example):
    with pytest.raises(FrozenInstanceError):
        parse_referential(example).version = "2.0.0"


def test_typography_is_applied_once_to_every_text(example):
    seen = []

    def typeset(text: str, language: str) -> str:
        seen.append((text, language))
        return text.replace(" ?", "\u202f?")

    referential = parse_referential(example, typeset)
    (question,) = referential.walk_questions()
    assert question.statement.read_in("fr") == "Comment se passe le premier jour\u202f?"
    assert {language for _, language in seen} == {"fr", "en"}
    assert referential.content_hash == parse_referential(example).content_hash


def test_folded_lines_and_doubled_spaces_become_single_spaces(example):
    example["title"]["fr"] = "Un  petit\n exemple"
    assert parse_referential(example).title.read_in("fr") == "Un petit exemple"


def test_a_missing_language_falls_back_to_the_first(example):
    assert parse_referential(example).title.read_in("br") == "Un petit exemple"


def test_the_hash_ignores_layout_and_feels_every_word(example, example_text):
    same = load_yaml(
        example_text.replace("\nversion: 1.0.0", "").replace("format: 1", "version: 1.0.0\nformat: 1")
    )
    assert content_hash(same) == content_hash(example)
    example["title"]["en"] = "A small sample"
    assert content_hash(same) != content_hash(example)


def test_statistics_of_the_example(example):
    assert referential_stats(parse_referential(example)) == {
        "axes": 2,
        "axes_complete": 1,
        "domains": 1,
        "questions": 1,
        "express": 1,
        "questions_with_five_levels": 1,
        "languages": ["fr", "en"],
        "examples": 1,
        "example_kinds": 1,
        "indicators": 1,
        "levers": 1,
        "resources": 1,
        "legal_references": 0,
        "long_sentences": 0,
    }


def test_long_sentences_are_counted_in_each_language(example):
    example["purpose"] = {"fr": "mot " * 25 + "fin.", "en": "word " * 25 + "end. Short."}
    assert referential_stats(parse_referential(example))["long_sentences"] == 2
