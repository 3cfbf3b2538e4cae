"""The dates of acts: known calendars, then an independent reading of the rule they become."""

from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import vRecur

from marchepied.engines.calendars import (
    Recurrence,
    Rhythm,
    find_last,
    find_next,
    find_occurrences,
    is_occurrence,
    write_rule,
)

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
RECURRENCES = st.builds(Recurrence, st.sampled_from(Rhythm), DAYS, st.none() | DAYS)


@pytest.mark.parametrize(
    ("rhythm", "starts_on", "expected"),
    [
        # Friday 1 January 2027: the week-end is left out.
        ("daily", date(2027, 1, 1), [date(2027, 1, 1), date(2027, 1, 4), date(2027, 1, 5)]),
        ("weekly", date(2027, 1, 1), [date(2027, 1, 1), date(2027, 1, 8), date(2027, 1, 15)]),
        ("monthly", date(2027, 1, 31), [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]),
        ("monthly", date(2028, 1, 30), [date(2028, 1, 30), date(2028, 2, 29), date(2028, 3, 30)]),
        ("quarterly", date(2026, 11, 30), [date(2026, 11, 30), date(2027, 2, 28), date(2027, 5, 30)]),
        ("yearly", date(2024, 2, 29), [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28)]),
    ],
)
def test_known_calendars(rhythm, starts_on, expected):
    found = find_occurrences(Recurrence(Rhythm(rhythm), starts_on), starts_on, expected[-1])
    assert found == expected


def test_a_leap_day_comes_back_four_years_later():
    recurrence = Recurrence(Rhythm.YEARLY, date(2024, 2, 29))
    assert find_occurrences(recurrence, date(2028, 1, 1), date(2028, 12, 31)) == [date(2028, 2, 29)]


def test_the_end_is_included_and_nothing_comes_after():
    recurrence = Recurrence(Rhythm.WEEKLY, date(2027, 1, 1), date(2027, 1, 15))
    assert find_next(recurrence, date(2027, 1, 9)) == date(2027, 1, 15)
    assert find_next(recurrence, date(2027, 1, 16)) is None
    assert find_last(recurrence, date(2027, 3, 1)) == date(2027, 1, 15)
    assert find_last(recurrence, date(2027, 1, 1)) is None


def test_the_last_day_of_the_calendar_is_no_error():
    recurrence = Recurrence(Rhythm.MONTHLY, date(9999, 12, 31))
    assert find_occurrences(recurrence, date(9999, 12, 1), date.max) == [date(9999, 12, 31)]


@given(RECURRENCES, DAYS, st.integers(0, 800))
def test_the_rule_written_for_calendars_gives_the_same_dates(recurrence, first, length):
    """dateutil reads the rule; the engine computes the dates by itself."""
    last = first + timedelta(days=length)
    begins = find_next(recurrence, recurrence.starts_on)
    if begins is None:
        assert find_occurrences(recurrence, first, last) == []
        return
    text = vRecur(write_rule(recurrence)).to_ical().decode()
    moments = rrulestr(text, dtstart=datetime.combine(begins, datetime.min.time()))
    window = (datetime.combine(first, datetime.min.time()), datetime.combine(last, datetime.min.time()))
    expected = [moment.date() for moment in moments.between(*window, inc=True)]
    assert find_occurrences(recurrence, first, last) == expected


@given(RECURRENCES, DAYS, st.integers(0, 500), st.integers(0, 500))
def test_two_windows_side_by_side_make_one(recurrence, first, one, two):
    middle = first + timedelta(days=one)
    last = middle + timedelta(days=two)
    parts = find_occurrences(recurrence, first, middle)
    parts += find_occurrences(recurrence, middle + timedelta(days=1), last)
    assert find_occurrences(recurrence, first, last) == parts


@given(RECURRENCES, DAYS)
def test_next_and_last_frame_a_day(recurrence, day):
    after, before = find_next(recurrence, day), find_last(recurrence, day)
    assert after is None or (after >= day and is_occurrence(recurrence, after))
    assert before is None or (before < day and is_occurrence(recurrence, before))
    if after and before:
        assert find_occurrences(recurrence, before, after) == [before, after]


@given(RECURRENCES, DAYS)
def test_every_date_lies_between_start_and_end(recurrence, first):
    for day in find_occurrences(recurrence, first, first + timedelta(days=366)):
        assert recurrence.starts_on <= day
        assert recurrence.ends_on is None or day <= recurrence.ends_on
        assert recurrence.rhythm is not Rhythm.DAILY or day.weekday() < 5


@pytest.mark.parametrize("rhythm", Rhythm)
def test_the_calendar_ends_with_the_year_9999(rhythm):
    last_friday = date(9999, 12, 31)
    assert find_next(Recurrence(rhythm, last_friday), date(2027, 1, 1)) == last_friday
