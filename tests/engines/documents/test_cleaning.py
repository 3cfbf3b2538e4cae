import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from marchepied.engines.documents import clean_text
from marchepied.engines.documents._cleaning import (
    break_long_words,
    read_printable_characters,
    shorten,
)
from marchepied.engines.documents._fonts import read_shipped_characters
from marchepied.engines.documents._rendering import compile_layout
from marchepied.engines.documents._words import speak


def test_plain_text_is_untouched():
    assert clean_text("L’été : « ça va » – 12 €, œuvre.") == ("L’été : « ça va » – 12 €, œuvre.", ())


def test_signs_become_their_name_and_are_listed():
    assert clean_text("Bravo 👍🏽 et ﬁn") == (
        "Bravo [pouce levé] et fin",
        ("👍 U+1F44D [pouce levé]", "ﬁ U+FB01 fi"),
    )


def test_a_sign_without_a_french_name_keeps_its_unicode_name():
    assert clean_text("🦔") == ("[hedgehog]", ("🦔 U+1F994 [hedgehog]",))


def test_letters_no_font_has_become_squares_listed_once():
    assert clean_text("漢漢") == ("□□", ("漢 U+6F22 □",))


def test_other_alphabets_of_our_readers_are_drawn():
    assert clean_text("Привет, Ελλάδα, مرحبا, שלום, Việt Nam")[1] == ()


def test_unseen_and_control_characters_go():
    assert clean_text("a\x00b\u202ec\u2066d\u200be\x1b\ufeff") == ("abcde", ())


def test_ends_of_line_and_tabs_are_normalised():
    assert clean_text("a\r\nb\rc\u2028d\te") == ("a\nb\nc\nd e", ())


def test_accents_are_composed():
    assert clean_text("e\u0301") == ("é", ())


def test_lone_surrogates_and_private_characters_are_squares():
    assert clean_text("\ud800\ue000") == ("□□", ("U+D800 □", "U+E000 □"))


def test_fonts_may_be_given():
    assert clean_text("aé", frozenset({ord("a"), ord("e"), ord("?")})) == ("a?", ("é U+00E9 ?",))


def test_shipped_fonts_hold_french():
    letters = "aàâæbcçdeéèêëfghiîïjklmnoôœpqrstuùûüvwxyÿzAÀÂÆBCÇDEÉÈÊËŒÙÛÜŸ0123456789«»’…–—€%•"
    assert read_shipped_characters() >= set(map(ord, letters))


@given(st.text(st.characters(), max_size=80))
def test_cleaned_text_is_printable_composed_and_stable(text):
    cleaned, _ = clean_text(text)
    assert read_printable_characters().issuperset(map(ord, cleaned))
    assert clean_text(cleaned) == (cleaned, ())
    assert unicodedata.is_normalized("NFC", cleaned)


def test_every_printable_character_compiles():
    characters = " ".join(chr(code) for code in sorted(read_printable_characters()))
    data = {
        "organisation": "x", "words": dict(speak("fr")), "language": "fr", "size": 11, "raw_date": None,
        "raw_short_name": "x", "raw_file_title": "x", "thanks": characters, "results": [], "differences": [],
        "decisions": [], "next_steps": [], "meeting": "", "more": "", "contact": "",
    }  # fmt: skip
    assert compile_layout("staff", data, None).startswith(b"%PDF")


def test_long_words_get_places_to_break_and_short_ones_none():
    assert break_long_words("anticonstitutionnellement oui") == "anticonstitutionnellement oui"
    broken = break_long_words("W" * 20_000)
    assert broken.replace("\u200b", "") == "W" * 20_000
    assert max(map(len, broken.split("\u200b"))) == 24


def test_shortening_keeps_one_line():
    assert shorten("a\n b", 10) == "a b"
    assert shorten("mot " * 100, 12) == "mot mot mot…"
    assert shorten("W" * 20_000, 5) == "WWWW…"
