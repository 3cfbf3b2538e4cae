"""Boxes: sealed by a device to a public key, opened by this server alone, for one name."""

import json
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.core.boxes import open_box, public_key_of, seal_box

NONCE = bytes(range(12))


@given(text=st.text(st.characters(codec="utf-8"), max_size=300), nonce=st.binary(min_size=12, max_size=12))
def test_what_is_sealed_opens_for_its_name_and_no_other(text, nonce):
    box = seal_box(text, public_key_of("A"), nonce)
    assert open_box(json.loads(json.dumps(box)), "A") == text
    assert open_box(box, "B") is None


def test_a_box_opens_after_the_secret_changed_when_the_former_one_is_kept(settings):
    settings.SECRET_KEY = "first"
    box = seal_box("Un banc", public_key_of("A"), NONCE)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "second", ["first"]
    assert open_box(box, "A") == "Un banc"
    settings.SECRET_KEY_FALLBACKS = []
    assert open_box(box, "A") is None


@pytest.mark.parametrize("part", ["point", "nonce", "text"])
@pytest.mark.parametrize(
    "value", [None, 3, "", "é", "AAAA", b64encode(bytes(65)).decode(), b64encode(b"\4" * 65).decode()]
)
def test_a_box_that_was_changed_does_not_open(part, value):
    box = seal_box("Un banc", public_key_of("A"), NONCE)
    assert open_box(box | {part: value}, "A") is None
    assert open_box({}, "A") is None


def test_the_box_tells_nothing_of_its_text_and_the_key_is_the_same_each_time():
    assert public_key_of("A") == public_key_of("A") != public_key_of("B")
    first, second = (seal_box("Un banc", public_key_of("A"), NONCE) for _time in range(2))
    assert first["point"] != second["point"]
    assert first["text"] != second["text"]
