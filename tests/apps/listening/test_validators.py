"""Codes, stamps and texts."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings
from django.utils import timezone

from marchepied.apps.listening import validators
from marchepied.apps.listening.validators import (
    COMPLAINT,
    IDEA,
    check_sending,
    clean_line,
    clean_text,
    digest_text,
    group_code,
    has_many_links,
    make_stamp,
    mark_of,
    new_tracking_handle,
    open_device,
    open_group_code,
    open_register_code,
    open_tracking,
    register_code,
    seal_device,
    tracking_code,
)


def test_a_tracking_code_says_what_it_follows_however_it_is_typed():
    handle = new_tracking_handle()
    code = tracking_code(handle, COMPLAINT)
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 4]
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert open_tracking(code) == open_tracking(typed) == (COMPLAINT, handle)
    assert open_tracking(tracking_code(handle, IDEA)) == (IDEA, handle)


@pytest.mark.parametrize("code", ["", "ABCD", "4F7K-92HD-XM3T-8QCP", "é" * 16, "x" * 500, "\0" * 16])
def test_a_code_made_elsewhere_opens_nothing(code):
    assert open_tracking(code) is None
    assert open_register_code(code) is None
    assert open_group_code(code) is None


def test_a_code_is_not_opened_for_another_purpose_nor_under_another_secret():
    assert open_group_code(register_code("ABCDE")) is None
    assert open_register_code(group_code("ABCDE")) is None
    code = tracking_code("ABCDEFGH", COMPLAINT)
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[]):
        assert open_tracking(code) is None


@pytest.mark.parametrize(
    ("seconds", "code"), [(0, "fast"), (2, "fast"), (4, None), (3600, None), (90_000, "old")]
)
def test_a_form_is_taken_from_three_seconds_to_a_day(seconds, code):
    stamp = make_stamp(timezone.now() - timedelta(seconds=seconds))
    assert refusal_of("", stamp) == code


@pytest.mark.parametrize("stamp", ["", "12", "12.abc", pytest.param(make_stamp() + "x", id="altered")])
def test_a_stamp_made_elsewhere_is_refused(stamp):
    assert refusal_of("", stamp) == "stamp"


def test_the_field_that_nobody_sees_must_stay_empty():
    assert refusal_of("https://mal.exemple", make_stamp(timezone.now() - timedelta(minutes=1))) == "trap"


def refusal_of(trap, stamp):
    try:
        check_sending(trap, stamp)
    except ValidationError as refusal:
        return refusal.code
    return None


def test_links_are_counted():
    assert not has_many_links("Voir https://a.exemple et www.b.exemple")
    assert has_many_links("https://a.exemple http://b.exemple WWW.c.exemple")


def test_texts_lose_what_hides_or_turns_them_around():
    assert clean_text("  a\x00b\u202etxt\u2066\r\nc\td\x1b\ud800 ") == "abtxt\nc\td"
    assert clean_line(" un \n deux ") == "un deux"
    assert clean_text("👩‍👩‍👧 é") == "👩‍👩‍👧 é"


def test_the_same_text_is_the_same_whatever_its_capitals():
    assert digest_text("L’ÉCOLE  !") == digest_text("l'ecole")
    assert digest_text("l’école") != digest_text("les écoles")


def test_marks_of_one_device_tie_no_two_ideas_together():
    assert mark_of("d", 1) == mark_of("d", 1)
    assert len({mark_of("d", 1), mark_of("d", 2), mark_of("e", 1)}) == 3


def test_the_mark_of_a_device_is_ours():
    assert open_device(seal_device("abc")) == "abc"
    assert open_device("abc") is None
    assert validators.LEAST_SECONDS == 3
