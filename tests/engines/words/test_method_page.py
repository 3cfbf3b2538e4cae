"""The worked example of the method page is what the engine computes."""

from marchepied.engines.words import count_syllables, count_words, search_key
from tests.engines.worked_examples import read_numbers


def test_the_syllables_of_the_page():
    text = "Ici, demande-t-on leur avis aux usagers ?"
    each = [count_syllables(piece) for piece in text.split() if count_words(piece)]
    assert read_numbers("words.md", "syllables") == [str(n) for n in (count_words(text), sum(each), *each)]


def test_the_key_of_the_page():
    assert search_key("L’égalité au travail") == search_key("egalite travaux") == "egal travail"
