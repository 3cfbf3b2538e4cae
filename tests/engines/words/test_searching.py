"""Stems and search keys: what finds what, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.engines.words import frequency_rank, matches, search_key, split_words, stem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bénévoles", "Bénévole"),
        ("benevole", "bénévoles"),
        ("travaux", "travail"),
        ("locaux", "local"),
        ("chevaux", "cheval"),
        ("égalité", "egalite"),
        ("égaux", "égal"),
        ("qualités", "qualite"),
        ("conseiller", "conseils"),
        ("améliorer", "amelioration"),
        ("créées", "creer"),
        ("réseaux", "reseau"),
        ("jeux", "jeu"),
        ("milieux", "milieu"),
        ("produits", "produit"),
        ("petite", "petits"),
        ("gratuite", "gratuit"),
        ("Œuvres", "oeuvre"),
        ("usagère", "usagers"),
    ],
)
def test_forms_of_a_word_have_one_key(one, other):
    assert search_key(one) == search_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("vote", "voix"), ("cadre", "cadeau"), ("social", "société"), ("besoin", "bénévole"), ("part", "port")],
)
def test_different_words_keep_different_keys(one, other):
    assert search_key(one) != search_key(other)


def test_a_key_drops_what_says_nothing_and_keeps_the_order():
    assert search_key("Qu’est-ce que l’avis des bénévoles, et des avis ?") == "avi benevol avi"
    assert search_key("Ce n’est pas pour nous.") == ""
    assert search_key("the opinions of the volunteers", "en") == "opinion volunt"
    assert search_key("ISO 26000") == "iso 26000"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("bénévole", True),
        ("BENEVOLES accueil", True),
        ("accueillir", True),
        ("béné", True),
        ("bé", False),
        ("salariés", False),
        ("bénévole salarié", False),
        ("béné accueil", False),
        ("", True),
        ("de la", True),
    ],
)
def test_a_query_finds_a_text(query, found):
    assert matches(query, "L’accueil des bénévoles et de leurs proches") is found


def test_stems_are_those_of_snowball():
    assert [stem(word) for word in ("continuellement", "majestueuse", "TRAVAUX", "")] == [
        "continuel",
        "majestu",
        "travail",
        "",
    ]
    assert [stem(word, "en") for word in ("consistently", "knitted")] == ["consist", "knit"]


def test_ranks_are_those_of_the_dictionary_word():
    assert frequency_rank("de") == 1
    assert frequency_rank("accueille") == frequency_rank("accueillir") == frequency_rank("Accueillent")
    assert frequency_rank("œuvre") == frequency_rank("oeuvres")
    assert frequency_rank("gouvernance") is None
    assert frequency_rank("the", "en") == 1
    assert frequency_rank("der", "de") is None


def test_plain_words_come_before_the_words_of_offices():
    plain = [frequency_rank(word) for word in ("aide", "choisir", "dire", "gens", "ensemble")]
    assert max(plain) < min(frequency_rank(word) for word in ("dispositif", "indicateur", "instance"))


@given(st.text())
def test_a_text_is_found_by_its_own_words(text):
    assert matches(text, text)
    assert len(search_key(text).split()) <= len(split_words(text)) * 4


@given(st.text(), st.text())
def test_more_words_in_a_text_lose_nothing(query, text):
    if matches(query, text):
        assert matches(query, text + " encore")
