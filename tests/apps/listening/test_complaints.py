"""Receiving complaints: what is kept, what is refused, who sees what."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.listening.models import Complaint, ComplaintPerson
from marchepied.apps.listening.selectors import found_by_code
from marchepied.apps.listening.selectors.complaints import (
    ASIDE,
    ENDED,
    EVERYTHING,
    has_person,
    list_complaints,
    looks_of,
)
from marchepied.apps.listening.selectors.tracking import code_of_complaint
from marchepied.apps.listening.services import (
    Closing,
    ComplaintContent,
    acknowledge,
    answer,
    close,
    close_register,
    look_at_person,
    note_complaint,
    receive_complaint,
    reply_as_author,
)
from marchepied.core.models import AuditEntry
from tests.factories.listening import WHAT, complain, phone
from tests.factories.organisations import OrganisationFactory


def send(register, what=WHAT, nonce="", **more):
    return receive_complaint(register=register, content=ComplaintContent(what, **more), nonce=nonce)


def test_what_is_sent_is_kept_apart_from_who_sent_it(complaints):
    row = send(complaints, when_where="mardi", wanted="Ouvrir", name=" Nadia ", contact="nadia@exemple.fr")
    today = timezone.localdate()
    assert (row.number, row.channel, row.state, row.by) == (1, "online", "received", None)
    assert row.acknowledge_by - today == timedelta(days=7)
    assert row.answer_by - today == timedelta(days=30)
    person = ComplaintPerson.objects.get()
    assert (person.complaint, person.name, person.contact) == (row, "Nadia", "nadia@exemple.fr")
    columns = Complaint.objects.filter(pk=row.pk).values().get()
    assert not any("nadia" in str(value).lower() for value in columns.values())


def test_nothing_about_a_sending_goes_in_the_log(complaints):
    send(complaints, name="Nadia")
    assert AuditEntry.objects.filter(verb__startswith="complaint").count() == 0


def test_without_a_name_nobody_is_kept(complaints):
    assert has_person(send(complaints)) is False
    assert ComplaintPerson.objects.count() == 0


def test_the_same_form_sent_twice_is_one_complaint(complaints):
    first, again = send(complaints, nonce="abc"), send(complaints, nonce="abc", name="Nadia")
    assert first == again
    assert (Complaint.objects.count(), ComplaintPerson.objects.count()) == (1, 0)


def test_the_same_words_twice_a_day_are_refused_with_the_reason(complaints):
    send(complaints)
    with pytest.raises(ValidationError) as refusal:
        send(complaints, f"  {WHAT.upper()} ")
    assert refusal.value.code == "twice"
    assert send(complaints, "Autre chose.").number == 2


@pytest.mark.parametrize("what", ["", "   ", "\n\t", "\x00\u202e"])
def test_something_has_to_be_said(complaints, what):
    with pytest.raises(ValidationError) as refusal:
        send(complaints, what)
    assert list(refusal.value.error_dict) == ["what"]
    assert Complaint.objects.count() == 0


def test_a_closed_register_takes_nothing(house, complaints, ideas):
    with pytest.raises(ValidationError):
        send(ideas)
    close_register(register=complaints, by=house.pilot)
    with pytest.raises(ValidationError) as refusal:
        send(complaints)
    assert refusal.value.code == "closed"


def test_words_of_danger_are_read_at_once(complaints):
    assert send(complaints, "Il m’a menacée dans le vestiaire.").urgent is True
    assert send(complaints, "Le café est froid.").urgent is False


def test_a_call_is_noted_with_its_day_and_who_noted_it(house, complaints):
    row = phone(complaints, days_ago=4, name="Nadia")
    assert (row.channel, row.by) == ("phone", house.pilot)
    assert row.acknowledge_by == timezone.localdate() + timedelta(days=3)
    assert AuditEntry.objects.get(verb="complaint.noted").detail == {"channel": "phone"}


@pytest.mark.parametrize(("channel", "days"), [("pigeon", 0), ("phone", 1)])
def test_a_call_from_nowhere_or_to_come_is_refused(house, complaints, channel, days):
    day = timezone.localdate() + timedelta(days=days)
    with pytest.raises(ValidationError):
        note_complaint(
            register=complaints,
            content=ComplaintContent(WHAT),
            channel=channel,
            received_on=day,
            by=house.pilot,
        )
    assert Complaint.objects.count() == 0


def test_an_author_finds_theirs_by_the_code(complaints):
    row = complain(complaints)
    found = found_by_code(code_of_complaint(row).lower())
    assert (found.complaint, found.idea, found.row) == (row, None, row)
    row.delete()
    assert found_by_code(code_of_complaint(row)) is None


def test_each_look_at_the_person_is_in_the_log(house, complaints):
    row = complain(complaints, name="Nadia")
    assert look_at_person(complaint=row, by=house.pilot).name == "Nadia"
    look_at_person(complaint=row, by=house.pilot)
    look_at_person(complaint=complain(complaints, "Rien."), by=house.pilot)
    assert [entry.by for entry in looks_of(row)] == [house.pilot, house.pilot]
    assert AuditEntry.objects.filter(verb="complaint.person_seen").count() == 2


def test_late_ones_come_first_and_danger_before_them(house, complaints):
    plain = complain(complaints, "Le café est froid.")
    late = complain(complaints, "Le thé aussi.", days_ago=40)
    danger = complain(complaints, "Il m’a frappé.")
    written = complain(complaints, "La soupe.", days_ago=1)
    ended = complain(complaints, "Le pain.")
    acknowledge(complaint=written, text="Merci.", by=house.pilot)
    reply_as_author(complaint=written, text="Alors ?")
    answer(complaint=ended, text="Voilà.", by=house.pilot)
    close(complaint=ended, closing=Closing("settled"), by=house.pilot)
    listed = list_complaints(complaints)
    assert [line.complaint for line in listed.lines] == [danger, late, written, plain]
    assert listed.counts == {"": 4, ENDED: 1, ASIDE: 0, EVERYTHING: 5}
    assert listed.late == 1
    assert [line.next_step for line in listed.lines] == [
        "acknowledge",
        "acknowledge",
        "answer",
        "acknowledge",
    ]
    assert [line.complaint for line in list_complaints(complaints, ENDED).lines] == [ended]


def test_words_and_numbers_find_a_complaint(complaints):
    first = complain(complaints, "Les cafés étaient froids.")
    complain(complaints, "Le bus.")
    for words in ("café", "cafes froid", "1"):
        assert [line.complaint for line in list_complaints(complaints, EVERYTHING, words).lines] == [first]
    assert list_complaints(complaints, EVERYTHING, "thé").lines == []


def test_numbers_are_counted_in_each_register(complaints):
    from tests.factories.listening import open_one

    complain(complaints)
    other = open_one(OrganisationFactory(), "complaints")
    assert complain(other).number == 1
