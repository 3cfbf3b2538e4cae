"""Told counts are dealt into sheets of answers, one a person."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.apps.participation.enums import AnswerKind
from marchepied.apps.restitution.services._demo_data import (
    deal_sheets,
)

counts = st.lists(st.integers(0, 6), min_size=7, max_size=7)


@given(st.lists(counts, min_size=1, max_size=4), st.integers())
def test_dealt_sheets_hold_what_is_told(columns, seed):
    number = max(1, *(sum(column) for column in columns))
    told = {
        "answered": number,
        "counts": {f"q{n}": column for n, column in enumerate(columns)},
        "comments": {},
    }
    sheets = deal_sheets(told, random.Random(seed))
    assert len(sheets) == number
    for item_id, column in told["counts"].items():
        given_answers = [answers[item_id] for answers, _comments in sheets if item_id in answers]
        levels = Counter(answer for answer in given_answers if type(answer) is int)
        kinds = Counter(answer for answer in given_answers if isinstance(answer, AnswerKind))
        assert [levels[level] for level in range(1, 6)] == column[:5]
        assert [kinds[AnswerKind.DONT_KNOW], kinds[AnswerKind.NOT_CONCERNED]] == column[5:]


def test_more_answers_than_people_is_a_fault():
    told = {"answered": 3, "counts": {"q1": [4, 0, 0, 0, 0, 0, 0]}, "comments": {}}
    with pytest.raises(ValueError, match="q1: 4 answers for 3 people"):
        deal_sheets(told, random.Random(1))
