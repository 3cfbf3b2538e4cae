"""The figures of a text: the formula by hand, then what holds for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.engines.readability import FEWEST_WORDS, FORMULAS, find_rare_words, measure

# Three sentences of 12, 11 and 9 words. Syllables, counted by ear, word by word:
#   Le 12 mars, venez nous dire ce que vous pensez de l’accueil.  1 2 1 2 1 1 1 1 1 2 1 2 = 16
#   On boit un café, on parle une heure, et on note tout.         1 1 1 2 1 1 1 1 1 1 1 1 = 13
#   Avant l’été, on vous dira ce qui change.                      2 2 1 1 2 1 1 1 = 11
NOTICE = (
    "Le 12 mars, venez nous dire ce que vous pensez de l’accueil. "
    "On boit un café, on parle une heure, et on note tout. Avant l’été, on vous dira ce qui change."
)
words = st.lists(
    st.sampled_from(["on", "note", "chaque", "avis", "demande", "accueil", "ensemble"]), min_size=2
)


def test_the_french_formula_by_hand():
    measured = measure(NOTICE)
    assert (measured.words, measured.sentences, measured.syllables) == (32, 3, 40)
    assert measured.longest_sentence == 12
    assert measured.words_per_sentence == pytest.approx(10.667, abs=0.001)
    assert measured.syllables_per_word == 1.25
    assert measured.score == pytest.approx(207 - 1.015 * 32 / 3 - 73.6 * 40 / 32)
    assert round(measured.score, 1) == 104.2
    assert measured.band == "very_easy"
    assert measured.rare_words == ()


def test_the_english_formula_by_hand():
    # 8 words, 2 sentences, 11 syllables: we 1 ask 1 people 2 first 1; then 1 everyone 3 is 1 told 1.
    measured = measure("We ask people first. Then everyone is told.", "en")
    assert (measured.words, measured.sentences, measured.syllables) == (8, 2, 11)
    assert measured.score == pytest.approx(206.835 - 1.015 * 4 - 84.6 * 11 / 8)


def test_nothing_to_measure_is_said():
    measured = measure(" … ")
    assert (measured.words, measured.sentences, measured.syllables, measured.longest_sentence) == (0, 0, 0, 0)
    assert (measured.score, measured.band, measured.words_per_sentence, measured.syllables_per_word) == (
        None, None, None, None,
    )  # fmt: skip
    assert measured.warnings == ("Le texte ne contient aucun mot : il n’y a rien à mesurer.",)


def test_a_short_text_is_warned_of_and_a_long_one_is_not():
    sentence = "On note chaque avis. "
    assert len(measure(sentence * 24).warnings) == 1
    assert measure(sentence * (FEWEST_WORDS // 4)).warnings == ()


def test_the_result_carries_its_method():
    assert dict(measure(NOTICE, common=500).parameters) == {
        "name": "Kandel et Moles (1958)",
        "constant": 207.0,
        "per_sentence": 1.015,
        "per_word": 73.6,
        "common_words": 500,
    }


def test_a_language_without_a_formula_is_refused():
    with pytest.raises(ValueError, match="Aucune formule pour la langue « de »"):
        measure("Guten Tag.", "de")


@pytest.mark.parametrize(
    ("text", "rare"),
    [
        ("La gouvernance, les modalités, et encore la gouvernance.", ("gouvernance", "modalités")),
        ("Le PTCE de Lille et la COORACE en 2024.", ("ptce", "coorace")),
        ("Demain, Plougastel nous reçoit.", ()),
        ("Gouvernance !", ("gouvernance",)),
        ("Les gens accueillaient quelqu’un lorsqu’il passait.", ()),
        ("On se retrouve à la plupart des réunions.", ()),
    ],
)
def test_rare_words(text, rare):
    assert find_rare_words(text, allowed=("plupart",)) == rare


def test_an_allowed_word_is_allowed_in_all_its_forms():
    assert find_rare_words("Les bénévoles mutualisent.", allowed=("bénévole",), common=5_000) == (
        "mutualisent",
    )
    assert find_rare_words("Un référent", allowed=("des référents",)) == ()


@given(st.text(), st.sampled_from(sorted(FORMULAS)))
def test_any_text_is_measured(text, language):
    measured = measure(text, language)
    assert (measured.score is None) == (measured.words == 0)
    assert measured.longest_sentence <= measured.words
    assert measure(text, language) == measured


@given(words)
def test_a_full_stop_at_the_end_changes_nothing(chosen):
    text = " ".join(chosen)
    assert measure(text + ".").score == measure(text).score


@given(words, st.data())
def test_cutting_a_sentence_never_lowers_the_score(chosen, data):
    at = data.draw(st.integers(1, len(chosen) - 1))
    whole, cut = " ".join(chosen), f"{' '.join(chosen[:at])}. {' '.join(chosen[at:])}."
    assert measure(cut).score > measure(whole).score


@given(words)
def test_a_text_said_twice_is_as_easy(chosen):
    text = " ".join(chosen) + "."
    assert measure(f"{text} {text}").score == pytest.approx(measure(text).score)
