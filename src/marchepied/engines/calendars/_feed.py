"""A calendar that telephones and calendar programs read: iCalendar (RFC 5545), all-day events only."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from ._recurrence import Recurrence, find_next, write_rule

PRODUCT = "-//Marchepied//Marchepied//FR"
REFRESH = timedelta(hours=12)


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar: once (`on`) or again and again (`recurrence`, and `on` is its first day).

    `uid` never changes for one thing; `sequence` grows at each change, `changed_at` (aware) says when.
    """

    uid: str
    on: date
    title: str
    changed_at: datetime
    description: str = ""
    place: str = ""
    url: str = ""
    sequence: int = 0
    recurrence: Recurrence | None = None


def write_calendar(entries: Sequence[Entry], *, name: str, language: str) -> bytes:
    """The calendar as bytes (UTF-8, lines of 75 octets, CRLF), the same for the same entries.

    Titles, names and places are brought to one line; characters that the format forbids are left out;
    whatever a text says, it stays text. A recurrence without any date is left out. No entry gives a valid
    empty calendar.
    """
    from icalendar import Calendar  # noqa: PLC0415 (15 MB that only this function needs)

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    title = _on_one_line(name)
    calendar.add("name", title, {"language": language})
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", REFRESH, {"value": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for entry in entries:
        _add_event(calendar, entry)
    return bytes(calendar.to_ical())


def _add_event(calendar: object, entry: Entry) -> None:
    from icalendar import Calendar, Event  # noqa: PLC0415 (see `write_calendar`)

    assert isinstance(calendar, Calendar)
    first = find_next(entry.recurrence, entry.recurrence.starts_on) if entry.recurrence else entry.on
    if first is None:
        return
    event = Event()
    event.add("uid", entry.uid)
    changed_at = entry.changed_at.astimezone(UTC)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", first)
    if first < date.max:  # without an end, an event of a whole day lasts that day
        event.add("dtend", first + timedelta(days=1))
    if entry.recurrence:
        event.add("rrule", write_rule(entry.recurrence))
    event.add("summary", _on_one_line(entry.title))
    event.add("transp", "TRANSPARENT")  # being busy that day is not what it says
    for name, text in (("description", _clean(entry.description)), ("location", _on_one_line(entry.place))):
        if text:
            event.add(name, text)
    if entry.url:
        event.add("url", entry.url)
    calendar.add_component(event)


def _on_one_line(text: str) -> str:
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    """Text without what RFC 5545 forbids: control characters but tab and line feed, lone surrogates."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return "".join(kept).strip()
