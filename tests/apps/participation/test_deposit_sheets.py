"""Many sheets deposited at once are what as many deposits would be: the same rows, in no order that tells."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from marchepied.apps.participation.enums import AnswerKind, AnswerMode
from marchepied.apps.participation.models import Answer, Comment, RoundCollege, SentForm
from marchepied.apps.participation.rules import STATEMENTS_FORM, VOTE_FORM
from marchepied.apps.participation.services import (
    check_sheet,
    close_round,
    deposit_answers,
    deposit_ballots,
    deposit_sheets,
    deposit_votes,
)
from marchepied.core.scope import scope
from tests.apps.participation.test_anonymity import SUSPECT, correlate_ranks, dump_tables
from tests.factories.locks import PATIENCE, start_beside, wait_for_locks
from tests.factories.participation import RoundCollegeFactory, RoundFactory, form_of

pytestmark = pytest.mark.django_db
QUESTIONS = 6
DEPOSIT = "marchepied.apps.participation.services.deposit"


def a_call(**changes):
    return RoundCollegeFactory(round=RoundFactory(form=form_of(QUESTIONS)), expected_count=200, **changes)


@pytest.fixture
def call():
    call = a_call()
    with scope(call.organisation):
        yield call


def answers_of(rank):
    return {f"q{place + 1}": 1 + (rank // 5**place) % 5 for place in range(QUESTIONS)}


def sheets_of(call, ranks):
    """A sheet a rank, no two alike."""
    return [
        check_sheet(call=call, answers=answers_of(rank), comments={"q1": f"Mot {rank}"}, nonce=f"n{rank}")
        for rank in ranks
    ]


def kept(call):
    """What each person said, the words, the forms remembered, the count."""
    people = {}
    for row in Answer.objects.filter(call=call):
        people.setdefault(row.respondent, []).append((row.item_id, row.kind, row.level))
    words = Counter(Comment.objects.filter(call=call).values_list("item_id", "text"))
    count = RoundCollege.objects.get(pk=call.pk).answered_count
    said = Counter(tuple(sorted(rows)) for rows in people.values())
    return said, words, SentForm.objects.filter(call=call).count(), count


@pytest.mark.parametrize("rows_at_once", [1, 50, 20_000])
def test_sheets_at_once_are_what_as_many_deposits_would_be(call, monkeypatch, rows_at_once):
    monkeypatch.setattr(f"{DEPOSIT}.ROWS_AT_ONCE", rows_at_once)
    one_by_one = a_call(organisation=call.organisation)
    for rank in range(40):
        deposit_answers(call=one_by_one, answers=answers_of(rank), comments={"q1": f"Mot {rank}"})
    assert deposit_sheets(call=call, sheets=sheets_of(call, range(40))) == 40
    assert kept(call) == kept(one_by_one)


def test_a_sheet_that_has_arrived_counts_for_nobody(call):
    deposit_answers(call=call, answers=answers_of(0), comments={}, nonce="n0")
    assert deposit_sheets(call=call, sheets=sheets_of(call, [0, 1, 1, 2])) == 2
    before = kept(call)
    assert deposit_sheets(call=call, sheets=sheets_of(call, [2, 1, 0])) == 0
    assert (kept(call), before[2:]) == (before, (3, 3))


def test_a_group_that_answers_together_gives_one_sheet(plain):
    call = a_call(mode=AnswerMode.COLLECTIVE)
    with scope(call.organisation):
        refused = []
        for ranks, taken in (([0, 1], None), ([0], 1), ([0], 0), ([1], None)):
            try:
                assert deposit_sheets(call=call, sheets=sheets_of(call, ranks)) == taken
            except ValidationError as refusal:
                refused.append((refusal.code, taken))
        assert refused == [("collective_done", None)] * 2
        assert kept(call)[2:] == (1, 1)


def test_nothing_goes_into_a_closed_round_nor_without_the_code_that_a_vote_asks_for(call):
    vote = RoundFactory(form={**form_of(QUESTIONS), "kind": VOTE_FORM, "single_use": True})
    by_code = RoundCollegeFactory(round=vote)
    with scope(by_code.organisation), pytest.raises(ValidationError) as refused:
        deposit_sheets(call=by_code, sheets=sheets_of(by_code, [1]))
    close_round(round=call.round, by=None)
    with pytest.raises(ValidationError) as closed:
        deposit_sheets(call=call, sheets=sheets_of(call, [1]))
    assert [one.value.code for one in (refused, closed)] == ["closed", "closed"]
    assert kept(call) == (Counter(), Counter(), 0, 0)


def test_the_place_of_a_row_does_not_tell_that_of_its_sheet_in_the_table(call):
    deposit_sheets(call=call, sheets=sheets_of(call, range(120)))
    tables = dump_tables()
    words = [row["text"] for row in tables[Comment._meta.db_table]]
    found = {}
    for place, row in enumerate(tables[Answer._meta.db_table]):
        found.setdefault(row["respondent"], {})[row["item_id"]] = (row["level"], place)
    first = {
        sum((level - 1) * 5 ** (int(item[1:]) - 1) for item, (level, _place) in rows.items()): min(
            place for _level, place in rows.values()
        )
        for rows in found.values()
    }
    ranks = np.arange(120)
    by_word = np.array([words.index(f"Mot {rank}") for rank in ranks])
    by_answer = np.array([first[rank] for rank in ranks])
    assert [correlate_ranks(places, ranks) > SUSPECT for places in (by_word, by_answer)] == [True, True]


on_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="no PostgreSQL: scripts/postgres .venv/bin/python -m pytest tests/apps/participation",
)


@pytest.mark.postgres
@on_postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("come", "together"), [(1, 7), (3, 9), (9, 18), (40, 65)])
def test_on_postgresql_sheets_move_with_as_many_whole_people(call, monkeypatch, come, together):
    monkeypatch.setattr(f"{DEPOSIT}.MIXED_PEOPLE", 6)
    deposit_sheets(call=call, sheets=sheets_of(call, range(25)))
    deposit_sheets(call=call, sheets=sheets_of(call, range(25, 25 + come)))
    tables = dump_tables()
    numbers, words = {}, Counter(row["xmin"] for row in tables[Comment._meta.db_table])
    for row in tables[Answer._meta.db_table]:
        numbers.setdefault(row["xmin"], set()).add(row["respondent"])
    people = [person for group in numbers.values() for person in group]
    assert (len(people), len(set(people))) == (25 + come, 25 + come)  # nobody's rows carry two numbers
    last = max(numbers, key=int)
    assert (len(numbers[last]), words[last]) == (together, together)


@pytest.mark.postgres
@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_a_vote_that_comes_while_others_are_put_in_waits_for_the_closing(call):
    call.round.form = {**form_of(QUESTIONS), "kind": STATEMENTS_FORM}
    call.round.save()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            deposit_ballots(call=RoundCollege.objects.get(pk=call.pk), ballots=[{"q1": 1}] * 3, by=None)
            other = start_beside(pool, call.organisation, lambda: deposit_votes(call=call, votes={"q1": 1}))
            wait_for_locks(other)
            close_round(round=RoundCollege.objects.get(pk=call.pk).round, by=None)
        assert other.result(PATIENCE).code == "closed"
    assert Answer.objects.filter(call=call, kind=AnswerKind.LEVEL).count() == 3
