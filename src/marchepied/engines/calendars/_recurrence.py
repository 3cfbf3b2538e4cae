"""The dates of something that comes back, and the same said as an iCalendar rule."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from enum import StrEnum

WORKING_DAYS = 5  # Monday to Friday
SHORTEST_MONTH = 28


class Rhythm(StrEnum):
    """How often something comes back."""

    DAILY = "daily"  # from Monday to Friday
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.YEARLY: 12}


@dataclass(frozen=True)
class Recurrence:
    """A rhythm from a first day, until a last one included (None: without end).

    The first day gives the weekday, or the day of the month: in a month that is too short, its last day.
    """

    rhythm: Rhythm
    starts_on: date
    ends_on: date | None = None


def find_occurrences(recurrence: Recurrence, first: date, last: date) -> list[date]:
    """The dates of the recurrence from `first` to `last`, both included, in order.

    Empty when `last` is before `first`, when everything is over, or has not begun. The work grows with the
    length of the window, never with the distance from the start.
    """
    low = max(first, recurrence.starts_on)
    high = min(last, recurrence.ends_on) if recurrence.ends_on else last
    if high < low:
        return []
    if recurrence.rhythm in MONTHS:
        return [day for day in _walk_months(recurrence, low, high) if low <= day <= high]
    return list(_walk_days(recurrence, low, high))


def is_occurrence(recurrence: Recurrence, day: date) -> bool:
    """Whether the recurrence falls on this day."""
    return find_occurrences(recurrence, day, day) == [day]


def find_next(recurrence: Recurrence, after: date) -> date | None:
    """The first date of the recurrence on `after` or later; None when it is over.

    A year and a month hold at least one date of the slowest rhythm.
    """
    start = max(after, recurrence.starts_on)
    reach = min(timedelta(days=400), date.max - start)
    return next(iter(find_occurrences(recurrence, start, start + reach)), None)


def find_last(recurrence: Recurrence, before: date, reach: int = 400) -> date | None:
    """The last date of the recurrence before `before`, at most `reach` days back; None without one."""
    found = find_occurrences(recurrence, before - timedelta(days=reach), before - timedelta(days=1))
    return found[-1] if found else None


def write_rule(recurrence: Recurrence) -> dict[str, list[int] | list[str] | str | int | date]:
    """The same dates as the parts of an RRULE (RFC 5545, 3.3.10), for an event that starts on the first one.

    A day that some months lack becomes « the last of the days up to it that the month has »:
    BYMONTHDAY=28,29,30,31 with BYSETPOS=-1.
    """
    rule: dict[str, list[int] | list[str] | str | int | date]
    if recurrence.rhythm is Rhythm.DAILY:
        rule = {"freq": "WEEKLY", "byday": ["MO", "TU", "WE", "TH", "FR"]}
    elif recurrence.rhythm is Rhythm.WEEKLY:
        rule = {"freq": "WEEKLY"}
    else:
        rule = _write_monthly(recurrence)
    if recurrence.ends_on:
        rule["until"] = recurrence.ends_on
    return rule


def _write_monthly(recurrence: Recurrence) -> dict[str, list[int] | list[str] | str | int | date]:
    rule: dict[str, list[int] | list[str] | str | int | date]
    day = recurrence.starts_on.day
    if recurrence.rhythm is Rhythm.YEARLY:
        rule = {"freq": "YEARLY", "bymonth": recurrence.starts_on.month}
        varies = day > SHORTEST_MONTH and recurrence.starts_on.month == 2
    else:
        rule = {"freq": "MONTHLY", "interval": MONTHS[recurrence.rhythm]}
        varies = day > SHORTEST_MONTH
    rule["bymonthday"] = list(range(SHORTEST_MONTH, day + 1)) if varies else [day]
    if varies:
        rule["bysetpos"] = -1
    return rule


def _walk_days(recurrence: Recurrence, low: date, high: date) -> Iterator[date]:
    if recurrence.rhythm is Rhythm.WEEKLY:
        step, low = 7, low + timedelta(days=(recurrence.starts_on.weekday() - low.weekday()) % 7)
    else:
        step = 1
    for ahead in range(0, (high - low).days + 1, step):
        day = low + timedelta(days=ahead)
        if step > 1 or day.weekday() < WORKING_DAYS:
            yield day


def _walk_months(recurrence: Recurrence, low: date, high: date) -> Iterator[date]:
    """One date for each month of the rhythm that the window touches."""
    start, every = recurrence.starts_on, MONTHS[recurrence.rhythm]
    origin = start.year * 12 + start.month - 1
    place = low.year * 12 + low.month - 1
    place += (origin - place) % every
    while place <= high.year * 12 + high.month - 1 and place < (MAXYEAR + 1) * 12:
        year, month = divmod(place, 12)
        yield date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
        place += every
