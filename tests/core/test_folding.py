"""Search keys: what people type and what is written meet."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.core.folding import fold


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("L'HAŸ LES ROSES", "l hay les roses"),
        ("Œuilly", "oeuilly"),
        ("Saint-Étienne  (Loire)", "saint etienne loire"),
        ("  ", ""),
        ("協同組合", ""),
        ("№ 5 / 12", "no 5 12"),
    ],
)
def test_a_name_and_what_is_typed_for_it_fold_alike(written, key):
    assert fold(written) == key


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_key_holds_only_plain_letters_digits_and_single_spaces(text):
    key = fold(text)
    assert set(key) <= set(string.ascii_lowercase + string.digits + " ")
    assert key == " ".join(key.split())
