"""What is written is read back by the library, whatever people typed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from marchepied.engines.calendars import Entry, Recurrence, Rhythm, write_calendar

CHANGED = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)


def entry(title="Relire la charte", **fields):
    return Entry(
        **{"uid": "a@marchepied", "on": date(2027, 4, 2), "changed_at": CHANGED, **fields, "title": title}
    )


def read(*entries, name="Plan"):
    return Calendar.from_ical(write_calendar(entries, name=name, language="fr"))


HOSTILE = [
    "Fin\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Faux",
    "Thé, café ; gâteau : 3 €\\n",
    "Fête 🎉 des voisins",
    "BEGIN:VCALENDAR",
    "Nul\x00 sonnerie\x07 \ud800 fin",
    "ligne séparatrice paragraphe\x85suite",
    "=CMD()|'x'!A1",
    "é" * 200,
]


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_stay_titles(title):
    calendar = read(entry(title, description=title, place=title), entry("Suivant", uid="b@marchepied"))
    events = calendar.walk("VEVENT")
    assert [event["uid"] for event in events] == ["a@marchepied", "b@marchepied"]
    expected = "".join(c for c in title.replace("\r\n", "\n") if c not in "\x00\x07\ud800\x85")
    assert events[0]["summary"] == " ".join(expected.split())
    assert events[0]["description"] == expected
    assert events[1]["summary"] == "Suivant"


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_gives_one_event_in_lines_of_75_octets(text):
    written = write_calendar([entry(text, description=text)], name=text, language="fr")
    assert len(Calendar.from_ical(written).walk("VEVENT")) == 1
    lines = written.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in written.replace(b"\r\n", b"")


def test_the_last_day_of_all_has_no_morrow():
    (event,) = read(entry(on=date.max)).walk("VEVENT")
    assert event["dtstart"].dt == date.max
    assert "dtend" not in event


def test_an_event_lasts_a_day_and_says_when_it_changed():
    (event,) = read(entry(sequence=4, url="https://exemple.fr/e/x/plan/")).walk("VEVENT")
    assert event["dtstart"].dt == date(2027, 4, 2)
    assert event["dtend"].dt == date(2027, 4, 3)
    assert event["dtstamp"].dt == event["last-modified"].dt == CHANGED
    assert event["sequence"] == 4
    assert event["url"] == "https://exemple.fr/e/x/plan/"
    assert event["transp"] == "TRANSPARENT"


def test_what_is_empty_is_not_written():
    (event,) = read(entry(description=" \n ", place="")).walk("VEVENT")
    assert "description" not in event
    assert "location" not in event
    assert "url" not in event


def test_a_recurrence_starts_on_its_first_date_and_carries_its_rule():
    saturday = date(2027, 1, 2)
    recurrence = Recurrence(Rhythm.DAILY, saturday, saturday + timedelta(days=30))
    (event,) = read(entry(on=saturday, recurrence=recurrence)).walk("VEVENT")
    assert event["dtstart"].dt == date(2027, 1, 4)
    assert event["rrule"].to_ical() == b"FREQ=WEEKLY;UNTIL=20270201;BYDAY=MO,TU,WE,TH,FR"


def test_a_recurrence_without_any_date_is_left_out():
    saturday = date(2027, 1, 2)
    recurrence = Recurrence(Rhythm.DAILY, saturday, saturday)
    assert read(entry(on=saturday, recurrence=recurrence)).walk("VEVENT") == []


def test_nothing_to_say_is_a_valid_calendar_of_the_right_name():
    calendar = read(name="Atelier\r\nX-EVIL:1")
    assert calendar["version"] == "2.0"
    assert calendar["x-wr-calname"] == "Atelier X-EVIL:1"
    assert "x-evil" not in calendar
    assert calendar.subcomponents == []


def test_the_same_entries_give_the_same_bytes():
    entries = [entry(), entry(uid="b@marchepied", recurrence=Recurrence(Rhythm.WEEKLY, date(2027, 4, 2)))]
    assert write_calendar(entries, name="Plan", language="fr") == write_calendar(
        entries, name="Plan", language="fr"
    )
