"""Meetings, who came, the lines of their minutes and their decisions."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.meetings.models import Attendee, Decision, Meeting, Minute
from marchepied.apps.meetings.selectors.meetings import (
    attendance_of,
    decisions_of,
    find_meeting,
    find_minute,
    minutes_of,
    open_objections,
    running_show,
    shows_of,
)
from marchepied.apps.meetings.services.meetings import (
    AttendeeContent,
    MeetingContent,
    hold_meeting,
    plan_meeting,
    set_attendance,
    update_meeting,
)
from marchepied.apps.meetings.services.minutes import (
    DecisionContent,
    answer_minute,
    change_decision,
    change_minute,
    remove_decision,
    remove_minute,
    write_decision,
    write_minute,
)
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.factories.meetings import MeetingFactory
from tests.factories.organisations import OrganisationFactory, PersonFactory
from tests.sentences import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    meeting = MeetingFactory()
    with scope(meeting.organisation):
        yield meeting


def write(meeting, **fields):
    return write_minute(meeting=meeting, by=None, **{"text": "Dit.", **fields})


def decide(meeting, **fields):
    content = DecisionContent(**{"text": "Adopté.", **fields})
    return write_decision(meeting=meeting, content=content, by=None)


def verbs():
    return list(AuditEntry.objects.order_by("at").values_list("verb", flat=True))


def test_a_meeting_is_planned_changed_and_held():
    organisation, person = OrganisationFactory(), PersonFactory()
    with scope(organisation):
        content = MeetingContent(title="Atelier", planned_on=date(2027, 3, 1), place="Salle du bas")
        planned = plan_meeting(organisation=organisation, content=content, by=person)
        update_meeting(
            meeting=planned, content=MeetingContent(title="Atelier", next_on=date(2027, 6, 1)), by=person
        )
        hold_meeting(meeting=planned, by=person)
        kept = find_meeting(organisation, planned.pk)
        assert (kept.place, kept.next_on, kept.held_on) == ("", date(2027, 6, 1), timezone.localdate())
        assert verbs() == ["meeting.planned", "meeting.changed", "meeting.held"]
        assert find_meeting(organisation, uuid4()) is None


def test_a_meeting_without_a_title_is_refused(meeting):
    for gesture in (
        lambda: plan_meeting(organisation=meeting.organisation, content=MeetingContent(title=" "), by=None),
        lambda: update_meeting(meeting=meeting, content=MeetingContent(title=""), by=None),
    ):
        with pytest.raises(ValidationError, match="Donnez un titre"):
            gesture()
    assert Meeting.objects.count() == 1


def test_a_meeting_is_not_held_in_advance(meeting):
    with pytest.raises(ValidationError, match="aujourd’hui ou avant"):
        hold_meeting(meeting=meeting, held_on=timezone.localdate() + timedelta(days=1), by=None)


def test_attendance_counts_people_and_keeps_the_names_given(meeting):
    rows = [
        AttendeeContent(standing="Salariés", count=7),
        AttendeeContent(name="Paul Roy", standing="Administrateurs"),
        AttendeeContent(name="Léa Petit", presence="represented", represented_by="Paul Roy"),
        AttendeeContent(name="Ali Ba", presence="excused"),
    ]
    set_attendance(meeting=meeting, attendees=rows, by=None)
    attendance = attendance_of(meeting)
    assert (attendance.present, attendance.represented, attendance.excused) == (8, 1, 1)
    set_attendance(meeting=meeting, attendees=rows[:1], by=None)
    assert attendance_of(meeting).present == 7


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (AttendeeContent(), "Ligne 2 : écrivez un nom"),
        (AttendeeContent(name="Paul", count=2), "Ligne 2 : vérifiez le nombre"),
        (AttendeeContent(standing="Salariés", count=0), "Ligne 2 : vérifiez le nombre"),
        (AttendeeContent(standing="Salariés", presence="late"), "Ligne 2 : dites présent"),
    ],
)
def test_a_row_that_says_nobody_is_named_by_its_number(meeting, row, sentence):
    kept = AttendeeContent(standing="Clients", count=3)
    set_attendance(meeting=meeting, attendees=[kept], by=None)
    with pytest.raises(ValidationError) as refused:
        set_attendance(meeting=meeting, attendees=[kept, row], by=None)
    assert said(refused)[0].startswith(sentence)
    assert Attendee.objects.count() == 1


def test_lines_are_kept_in_the_order_they_were_written(meeting):
    write(meeting, text=" Un. ", subject="q1", said_by=" Nadia ")
    write(meeting, text="Deux.", kind="parking")
    assert [(line.text, line.said_by) for line in minutes_of(meeting)] == [("Un.", "Nadia"), ("Deux.", "")]
    assert [line.text for line in minutes_of(meeting, "q1")] == ["Un."]
    assert [line.text for line in minutes_of(meeting, "")] == ["Deux."]


@pytest.mark.parametrize(("fields", "sentence"), [({"text": "  "}, "quelques mots"), ({"kind": "x"}, "Choi")])
def test_an_empty_line_or_an_unknown_kind_is_refused(meeting, fields, sentence):
    with pytest.raises(ValidationError, match=sentence):
        write(meeting, **fields)
    assert Minute.objects.count() == 0


def test_an_objection_is_answered_kept_then_lifted(meeting):
    line = write(meeting, kind="objection")
    with pytest.raises(ValidationError, match="ce qui a été répondu"):
        answer_minute(minute=line, answer=" ", settled=True, by=None)
    answer_minute(minute=line, answer="Trois semaines.", settled=False, by=None)
    assert open_objections(meeting) == [line]
    answer_minute(minute=line, answer="Quatre.", settled=True, by=None)
    assert (open_objections(meeting), find_minute(meeting, line.pk).answer) == ([], "Quatre.")


def test_a_line_is_corrected_and_removed(meeting):
    line = write(meeting)
    change_minute(minute=line, text=" Mieux dit. ", by=None)
    with pytest.raises(ValidationError, match="retirez cette ligne"):
        change_minute(minute=line, text="", by=None)
    assert find_minute(meeting, line.pk).text == "Mieux dit."
    remove_minute(minute=line, by=None)
    assert (minutes_of(meeting), verbs()) == ([], ["minute.written", "minute.changed", "minute.removed"])


def test_decisions_keep_their_order_and_their_votes(meeting):
    first = decide(meeting, text="Le rapport.", in_favour=12, against=0, abstained=1)
    decide(meeting, text="Le budget.", outcome="postponed")
    change_decision(decision=first, content=DecisionContent(text="Le rapport moral."), by=None)
    assert [(row.text, row.outcome, row.in_favour) for row in decisions_of(meeting)] == [
        ("Le rapport moral.", "adopted", None),
        ("Le budget.", "postponed", None),
    ]
    remove_decision(decision=first, by=None)
    assert [row.text for row in decisions_of(meeting)] == ["Le budget."]


def test_a_decision_written_after_another_was_removed_comes_last(meeting):
    first = decide(meeting, text="Un.")
    decide(meeting, text="Deux.")
    decide(meeting, text="Trois.")
    remove_decision(decision=first, by=None)
    decide(meeting, text="Quatre.")
    assert [row.text for row in decisions_of(meeting)] == ["Deux.", "Trois.", "Quatre."]
    assert len({row.position for row in decisions_of(meeting)}) == 3


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": " "}, "ce qui a été décidé"),
        ({"outcome": "perhaps"}, "adoptée, rejetée"),
        ({"against": -1}, "négatif"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(meeting, fields, sentence):
    with pytest.raises(ValidationError, match=sentence):
        decide(meeting, **fields)
    assert Decision.objects.count() == 0


def test_without_a_meeting_there_is_nothing_to_read():
    with scope(OrganisationFactory()):
        assert [read(None) for read in (minutes_of, decisions_of, shows_of, open_objections)] == [[]] * 4
        assert (running_show(None), find_minute(None, uuid4()), attendance_of(None).present) == (
            None,
            None,
            0,
        )


def test_another_organisation_reads_nothing(meeting):
    write(meeting)
    with scope(OrganisationFactory()):
        assert (Meeting.objects.count(), Minute.objects.count()) == (0, 0)
