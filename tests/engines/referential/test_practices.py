"""Practices are found by their words in any form, and by what they are."""

import copy

import pytest

from marchepied.engines.referential import PracticeLibrary, PracticeSearch, parse_referential


@pytest.fixture
def library(example):
    model = example["axes"][0]["examples"][0]
    told = [
        ("cafe", "Un café à huit heures", "Les nouveaux bénévoles restaient seuls.", "association", "trust"),
        ("travaux", "Choisir les travaux", "Personne ne savait qui décidait.", "cooperative_scic", "voice"),
        ("journal", "Un journal mural", "Les bénévoles de nuit étaient sans nouvelles.", "mutuelle", "voice"),
    ]  # fmt: skip
    example["axes"][0]["examples"] = [
        copy.deepcopy(model)
        | {
            "id": identity,
            "title": {"fr": title, "en": title},
            "need": {"fr": need, "en": need},
            "story": {"fr": "On a essayé.", "en": "It was tried."},
            "effect": {"fr": "Cela va mieux.", "en": "Things are better."},
            "families": [family],
            "effects": [effect],
        }
        for identity, title, need, family, effect in told
    ]
    return PracticeLibrary([parse_referential(example)], "fr")


def ids(results):
    return [practice.id for practice in results.practices]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bénévole", ["cafe", "journal"]),
        ("BENEVOLES", ["cafe", "journal"]),
        ("bénévoles nuit", ["journal"]),
        ("travail", ["travaux"]),
        ("Le café", ["cafe"]),
        ("décider", ["travaux"]),
        ("de la", ["cafe", "travaux", "journal"]),
        ("", ["cafe", "travaux", "journal"]),
        ("zèbre", []),
    ],
)
def test_accents_and_forms_of_words_do_not_count(library, words, found):
    results = library.search(PracticeSearch(words=words))
    assert (ids(results), results.partial) == (found, False)


def test_when_no_practice_holds_every_word_the_nearest_are_given_and_it_is_said(library):
    results = library.search(PracticeSearch(words="journal travaux bénévoles"))
    assert (ids(results), results.partial) == (["journal", "travaux", "cafe"], True)


def test_a_word_of_the_title_comes_first(library):
    assert ids(library.search(PracticeSearch(words="huit nouvelles"))) == ["cafe", "journal"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (PracticeSearch(family="mutuelle"), ["journal"]),
        (PracticeSearch(effect="voice"), ["travaux", "journal"]),
        (PracticeSearch(effect="voice", words="bénévole"), ["journal"]),
        (PracticeSearch(sector="culture"), ["cafe", "travaux", "journal"]),
        (PracticeSearch(sector="food"), []),
        (PracticeSearch(axis="accueil"), ["cafe", "travaux", "journal"]),
        (PracticeSearch(axis="ensuite"), []),
    ],
)
def test_each_filter_keeps_what_fits(library, wanted, found):
    assert ids(library.search(wanted)) == found


def test_a_practice_is_found_by_its_id_with_its_theme(library):
    practice = library.find("journal")
    assert (practice.axis.id, practice.example.adapt.title.read_in("fr")) == (
        "accueil",
        "Prendre un café avec chaque nouveau",
    )
    assert library.find("absent") is None
