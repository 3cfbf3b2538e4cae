"""The codes: sealed, read as people type them, and impossible to forge or to cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.apps.participation.selectors import call_for_code
from marchepied.apps.participation.validators import (
    ALPHABET,
    handle_of,
    new_handle,
    read_code,
    token_of,
)
from marchepied.core.scope import ScopeMissingError, scope, unscoped
from tests.factories.participation import InvitationFactory, RoundCollegeFactory

handles = st.text(alphabet=ALPHABET, min_size=5, max_size=5)


@given(handles)
def test_a_code_opens_its_own_handle_however_it_is_typed(handle):
    code = token_of(handle)

    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert handle_of(code) == handle
    assert handle_of(f" {code.lower()} ") == handle
    assert handle_of(code.replace("-", " ")) == handle
    assert handle_of(code.replace("-", "").replace("0", "o").replace("1", "l").replace("V", "u")) == handle


@given(handles, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_one_letter_changed_opens_nothing(handle, place, letter):
    plain = token_of(handle).replace("-", "")
    forged = plain[:place] + letter + plain[place + 1 :]

    assert handle_of(forged) == (handle if forged == plain else None)


@pytest.mark.parametrize("typed", ["", "X", "0000-0000-000", "0000-0000-00000", "é" * 12, "ABCD EFGH IJK*"])
def test_what_cannot_be_a_code_is_not_read(typed):
    assert read_code(typed) is None
    assert handle_of(typed) is None


def test_a_truncated_code_opens_nothing():
    code = token_of("4F7K9")
    assert [handle_of(code[:length]) for length in range(len(code))] == [None] * len(code)


def test_another_secret_seals_another_code(settings):
    before = token_of("4F7K9")
    settings.SECRET_KEY = "another"
    assert handle_of(before) is None
    settings.SECRET_KEY_FALLBACKS = ["tests"]
    assert handle_of(before) == "4F7K9"
    assert token_of("4F7K9") != before


def test_handles_hold_no_letter_that_is_mistaken_for_another():
    letters = {letter for _ in range(400) for letter in new_handle()}
    assert letters <= set(ALPHABET)
    assert not letters & set("ILOU")


@pytest.mark.django_db
def test_a_code_finds_its_own_row_and_no_other(django_assert_num_queries):
    call, other = RoundCollegeFactory(), RoundCollegeFactory()
    invitation = InvitationFactory(call=other)

    with django_assert_num_queries(1):
        found = call_for_code(token_of(call.handle))
    assert (found.call, found.invitation, found.call.organisation) == (call, None, call.organisation)
    with django_assert_num_queries(2):
        found = call_for_code(token_of(invitation.handle))
    assert (found.call, found.invitation, found.is_used) == (other, invitation, False)
    with django_assert_num_queries(0):
        assert call_for_code("0000-0000-0000") is None
    with django_assert_num_queries(2):
        assert call_for_code(token_of("ZZZZZ")) is None


@pytest.mark.django_db
def test_a_code_does_not_open_the_scope_by_itself():
    call = RoundCollegeFactory()
    found = call_for_code(token_of(call.handle))
    with pytest.raises(ScopeMissingError):
        found.call.round.calls.count()
    with scope(call.organisation):
        assert found.call.round.calls.count() == 1
    with unscoped("a test reads everything"):
        assert found.call.round.calls.count() == 1
