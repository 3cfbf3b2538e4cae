"""What came in already is known again: at one moment, corrected elsewhere, in another order."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from marchepied.apps.listening.services.surveys import bring_answers, close_survey, deposit_sheet
from tests.factories.answer_tables import read
from tests.factories.locks import PATIENCE, start_beside, wait_for_locks
from tests.factories.surveys import FILLED, call_of, open_one

SENDINGS = [f"0d5f3f3e-0000-4000-8000-00000000000{n}" for n in range(6)]


def bring(survey, *table):
    done = bring_answers(call=call_of(survey), planned=read(*table), by=None)
    return done.taken, done.known


@pytest.mark.postgres
@pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="no PostgreSQL: scripts/postgres .venv/bin/python -m pytest tests/apps/listening",
)
@pytest.mark.django_db(transaction=True)
def test_the_same_table_sent_twice_at_once_counts_once(house):
    survey = open_one(house)
    table = (["1", "9"], *[["2", f"Mot {n}"] for n in range(120)])

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            # Somebody answers, so that the other table waits wherever it comes to the group's row.
            deposit_sheet(call=call_of(survey), fields=FILLED)
            other = start_beside(pool, house, lambda: bring(survey, *table))
            wait_for_locks(other)
            assert bring(survey, *table) == (120, 0)
        assert other.result(PATIENCE) == (0, 120)
    assert call_of(survey).answered_count == 121


@pytest.mark.django_db
@pytest.mark.parametrize("first", ["meta/rootUuid", "rootUuid"])
def test_a_sending_corrected_elsewhere_is_known_again(house, first):
    survey = open_one(house)
    assert bring(survey, ["q1", "_uuid"], ["2", SENDINGS[0]], ["2", SENDINGS[1]]) == (2, 0)
    corrected = ["4", SENDINGS[2], f"uuid:{SENDINGS[0]}"]
    # Without a first number, the row has only its own.
    plain, new = ["2", SENDINGS[1], ""], ["2", SENDINGS[3], f"uuid:{SENDINGS[3]}"]
    assert bring(survey, ["q1", "_uuid", first], corrected, plain, new) == (1, 2)
    assert bring(survey, [first, "q1", "meta/instanceID"], [SENDINGS[0], "1", f"uuid:{SENDINGS[4]}"]) == (
        0,
        1,
    )


@pytest.mark.django_db
def test_rows_without_a_number_are_known_again_wherever_they_stand(house):
    survey = open_one(house)
    numbered, others = ["2", SENDINGS[0]], [["1", ""], ["3", ""]]
    assert bring(survey, ["q1", "_uuid"], numbered, *others) == (3, 0)
    assert bring(survey, ["q1", "_uuid"], *others, numbered) == (0, 3)
    assert call_of(survey).answered_count == 3


@pytest.mark.django_db
def test_what_concerns_the_whole_group_is_said_of_no_row(house, plain):
    survey = open_one(house)
    close_survey(survey=survey, by=None)
    with pytest.raises(ValidationError) as refused:
        bring_answers(call=call_of(survey), planned=read(["1"], ["4"]), by=None)
    said = [plain(one) for one in refused.value.messages]
    assert (said, refused.value.code) == (["Ce questionnaire ne prend plus de réponses."], "closed")
