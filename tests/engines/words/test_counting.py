"""Words, sentences and syllables, counted by hand and by Lexique."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.engines import referential
from marchepied.engines.words import (
    count_sentences,
    count_syllables,
    count_words,
    fold,
    split_sentences,
    split_words,
)

CASES = Path(__file__).parent / "cases" / "syllables.csv"
# Heard as one syllable fewer than they are said: an English word, and a noun that ends like a verb.
KNOWN_MISTAKES = {"paravent": 2, "people": 1}


def read_published() -> dict[str, int]:
    """Every hundredth of the 20,000 most frequent forms of Lexique 3.83, with its number of syllables."""
    with CASES.open(encoding="utf-8") as file:
        return {row["word"]: int(row["syllables"]) for row in csv.DictReader(file)}


def test_syllables_are_those_of_lexique():
    published = read_published()
    counted = {word: count_syllables(word) for word in published}
    assert len(published) == 200
    assert {word: n for word, n in counted.items() if n != published[word]} == KNOWN_MISTAKES


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("", 0),
        ("?", 0),
        ("l’avis", 2),
        ("qu’on", 1),
        ("jusqu’ici", 3),
        ("lorsqu’elle", 2),
        ("aujourd’hui", 3),
        ("demande-t-on", 4),
        ("accueillent", 2),
        ("souvent", 2),
        ("dorment", 1),
        ("moment", 2),
        ("création", 3),
        ("ouvrier", 3),
        ("coopérative", 5),
        ("pays", 2),
        ("quelques", 1),
        ("NOUS", 1),
        ("SNCF", 1),
        ("2024", 4),
    ],
)
def test_syllables_of_french(word, syllables):
    assert count_syllables(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("table", 2),
        ("people", 2),
        ("asked", 1),
        ("wanted", 2),
        ("created", 3),
        ("places", 2),
        ("changes", 2),
        ("useful", 2),
        ("being", 2),
        ("area", 3),
        ("sometimes", 2),
        ("volunteers", 3),
        ("opinion", 3),
    ],
)
def test_syllables_of_english(word, syllables):
    assert count_syllables(word, "en") == syllables


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("L’avis, c’est quoi ?", ("L", "avis", "c", "est", "quoi")),
        ("Demande-t-on aujourd’hui ?", ("Demande", "t", "on", "aujourd’hui")),
        ("En 2024 : 26000_1", ("En", "2024", "26000", "1")),
    ],
)
def test_words_are_cut_at_apostrophes_and_hyphens(text, words):
    assert split_words(text) == words


@pytest.mark.parametrize(
    ("text", "folded"),
    [("L’Œuvre", "l'oeuvre"), ("ÉGALITÉ", "egalite"), ("ça va", "ca va"), ("ﬁn", "fin"), ("İ", "i")],
)
def test_folding(text, folded):
    assert fold(text) == folded


def test_counting_is_also_the_referential_engines():
    assert referential.count_words is count_words
    assert referential.count_sentences is count_sentences
    assert referential.split_sentences is split_sentences


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_counts_of_any_text_agree(text):
    assert count_sentences(text) <= count_words(text) <= max(len(text), 0)
    assert (count_words(text) == 0) == (not any(character.isalnum() for character in text))


@given(st.text(alphabet=st.characters(categories=["Ll", "Lu"]), min_size=1), st.sampled_from(["fr", "en"]))
def test_a_word_of_letters_has_a_syllable_and_no_more_than_letters(word, language):
    assert 1 <= count_syllables(word, language) <= 2 * len(word)
