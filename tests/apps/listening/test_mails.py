"""What people are written, when, and what a mail never says."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from marchepied.apps.listening.models import ComplaintPerson
from marchepied.apps.listening.services import acknowledge, answer, close_register, reply_as_author
from marchepied.apps.listening.services.complaint_life import Closing, close, extend
from marchepied.apps.listening.services.erasure import erase_people
from marchepied.apps.listening.services.mails import send_due_mails
from marchepied.apps.organisations.enums import Role
from tests.factories.listening import complain, open_one, phone, propose
from tests.factories.organisations import MembershipFactory

TODAY = timezone.localdate()


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    def go(days=0):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            sent = send_due_mails(today=TODAY + timedelta(days=days))
        assert sent == len(mail.outbox)
        return [(message.to[0], message.subject) for message in mail.outbox]

    return go


def test_nothing_waits_nobody_is_written_to(house, complaints, ideas, run):
    assert run() == []


def test_the_keeper_is_told_what_waits_every_three_days_at_most(house, run):
    keeper = MembershipFactory(organisation=house, role=Role.FACILITATOR).person
    register = open_one(house, "complaints", keeper=keeper)
    row = complain(register, "Le café est froid.", name="Nadia", contact="nadia@exemple.fr")
    ((to, subject),) = run()
    assert to == keeper.email
    assert "ce qui vous attend" in subject
    assert "1 attend votre accusé de réception" in mail.outbox[0].body
    assert not any(word in mail.outbox[0].body for word in ("café", "Nadia", "nadia"))
    assert run(days=0) == run(days=2) == []
    assert len(run(days=3)) == 1
    answer(complaint=row, text="Voilà.", by=house.pilot)
    assert run(days=6) == []
    reply_as_author(complaint=row, text="Non.")
    assert "1 message sans réponse" in (run(days=9), mail.outbox[0].body)[1]


def test_what_becomes_late_is_told_once_to_the_pilots_for_each_delay(house, complaints, run):
    row = complain(complaints)
    assert len(run()) == 1
    late = run(days=8)
    assert [subject for _to, subject in late if "délai annoncé est passé" in subject] != []
    assert "n° 1" in mail.outbox[0].body
    assert [subject for _to, subject in run(days=9) if "délai" in subject] == []
    acknowledge(complaint=row, text="Bien reçu.", by=house.pilot)
    extend(complaint=row, answer_by=TODAY + timedelta(days=40), reason="Absent.", by=house.pilot)
    assert [subject for _to, subject in run(days=41) if "délai" in subject] != []


def test_ideas_to_read_and_to_decide_are_told(house, ideas, run):
    propose(ideas, shown=False)
    ((_to, subject),) = run()
    assert "la boîte à idées" in subject
    assert "1 idée à lire" in mail.outbox[0].body


def test_a_closed_register_writes_to_nobody(house, complaints, run):
    complain(complaints)
    close_register(register=complaints, by=house.pilot)
    assert run(days=30) == []


def test_the_demonstration_receives_nothing(house, complaints, run):
    complain(complaints)
    house.is_demo = True
    house.save()
    assert run() == []


def test_danger_is_told_at_once_without_a_word_of_it(house, django_capture_on_commit_callbacks):
    keeper = MembershipFactory(organisation=house, role=Role.FACILITATOR).person
    register = open_one(house, "complaints", keeper=keeper)
    with django_capture_on_commit_callbacks(execute=True):
        complain(register, "Il m’a frappée, Karim.")
    assert {message.to[0] for message in mail.outbox} == {keeper.email, house.pilot.email}
    assert all("à lire tout de suite" in message.subject for message in mail.outbox)
    assert not any("frapp" in message.body or "Karim" in message.body for message in mail.outbox)


def test_names_are_erased_when_the_announced_time_is_past(house, complaints):
    rows = [phone(complaints, text, name="Nadia") for text in ("Le café.", "Le thé.")]
    answer(complaint=rows[0], text="Voilà.", by=house.pilot)
    close(complaint=rows[0], closing=Closing("settled"), by=house.pilot)
    assert erase_people(today=TODAY + timedelta(days=360)) == 0
    assert erase_people(today=TODAY + timedelta(days=370)) == 1
    assert [person.complaint for person in ComplaintPerson.objects.all()] == [rows[1]]
    rows[0].refresh_from_db()
    assert rows[0].what == "Le café."
