import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.engines.documents.typography import (
    count_of,
    format_date,
    format_number,
    format_percent,
    join_words,
    typeset,
    typeset_english,
    typeset_french,
)

THIN, WIDE = "\u202f", "\u00a0"
AWKWARD = "ab1é0 \u00a0\u202f\n.:;?!«»'%€`<>/@&#x-_()[]\"’…°m,e"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Bonjour! Ça va?", f"Bonjour{THIN}! Ça va{THIN}?"),
        ("Vraiment ?!", f"Vraiment{THIN}?!"),
        ("l'été : « oui » ; non", f"l’été{WIDE}: «{THIN}oui{THIN}»{THIN}; non"),
        ("«oui»", f"«{THIN}oui{THIN}»"),
        ("Tout de suite:", f"Tout de suite{WIDE}:"),
        ("aujourd'hui", "aujourd’hui"),
        ("12 345 habitants", f"12{THIN}345 habitants"),
        ("1 234 567,5 €", f"1{THIN}234{THIN}567,5{THIN}€"),
        ("50 %", f"50{THIN}%"),
        ("La 2ème fois, la 1ère année, les 3ièmes", "La 2e fois, la 1re année, les 3es"),
        ("Vos groupes", "Vos groupes"),
        ("", ""),
    ],
)
def test_french_rules(typed, printed):
    assert typeset_french(typed) == printed


@pytest.mark.parametrize(
    "text",
    [
        "https://exemple.fr/a?b=1;c=2!d:e",
        "www.exemple.fr/?a=b;c",
        "exemple.fr/r/7KD2?x=1;y",
        "prenom.nom@exemple.fr",
        "à 10:30 ou 08:05:59",
        "`si a ;b alors c ?`",
        "<a href='x ;y' title=\"l'un ?\">",
        "<code>a ;b 'c' ?</code>",
        "&amp; &#39; &#x27; &laquo;",
        "05 49 65 00 00",
        "79300",
        "2027",
        "note:3",
    ],
)
def test_what_is_not_prose_is_left_alone(text):
    assert typeset_french(text) == text


def test_prose_around_an_address_is_set():
    assert typeset_french("Voir https://exemple.fr/a;b ! L'avis") == (
        f"Voir https://exemple.fr/a;b{THIN}! L’avis"
    )


@given(st.text(alphabet=AWKWARD, max_size=20))
def test_french_applied_twice_is_the_same(text):
    once = typeset_french(text)
    assert typeset_french(once) == once


@given(st.text(max_size=60))
def test_any_text_keeps_its_letters(text):
    def letters(value):
        kept = value.replace("’", "'")
        return "".join(kept.split())

    without_ordinals = "".join(character for character in text if not character.isdigit())
    assert letters(typeset_french(without_ordinals)) == letters(without_ordinals)


@given(st.text(alphabet=AWKWARD, max_size=20))
def test_english_applied_twice_is_the_same(text):
    once = typeset_english(text)
    assert typeset_english(once) == once


def test_language_chooses_the_rules():
    assert typeset("l'avis ?", "fr-FR") == f"l’avis{THIN}?"
    assert typeset("don't stop ?", "en") == "don’t stop ?"
    assert typeset("l'avis ?", "oc") == "l'avis ?"


@pytest.mark.parametrize(
    ("value", "decimals", "french", "english"),
    [
        (12345.6, None, f"12{THIN}345,6", "12,345.6"),
        (1000000, None, f"1{THIN}000{THIN}000", "1,000,000"),
        (3, 1, "3,0", "3.0"),
        (Decimal("-2.50"), None, "−2,5", "−2.5"),
        (-0.0000001, None, "0", "0"),
        (-0.04, 1, "0,0", "0.0"),
    ],
)
def test_numbers(value, decimals, french, english):
    assert format_number(value, "fr", decimals=decimals) == french
    assert format_number(value, "en", decimals=decimals) == english


def test_a_number_that_is_none_is_refused():
    with pytest.raises(ValueError, match="nombre fini"):
        format_number(float("nan"), "fr")


def test_dates_counts_shares_and_lists():
    assert format_date(date(2027, 2, 6), "fr") == "6 février 2027"
    assert format_date(date(2027, 3, 1), "fr") == "1er mars 2027"
    assert format_date(date(2027, 2, 6), "en") == "6 February 2027"
    assert count_of(14, 15, "fr") == "14 sur 15"
    assert count_of(14, 1500, "en") == "14 of 1,500"
    assert count_of(14, None, "fr") == "14"
    assert format_percent(0.314, "fr") == f"31{THIN}%"
    assert format_percent(0.314, "en", decimals=1) == "31.4%"
    assert join_words(["a", "b", "c"], "fr") == "a, b et c"
    assert join_words(["a", "b"], "en") == "a and b"
    assert join_words([], "fr") == ""


def test_typography_loads_no_heavy_library():
    program = (
        "import sys; from marchepied.engines.documents.typography import typeset_french; "
        "print(sorted({'typst', 'altair', 'vl_convert', 'segno', 'numpy', 'django'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
