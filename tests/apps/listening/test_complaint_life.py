"""From the acknowledgement to what was learned."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.listening.models import ComplaintMessage
from marchepied.apps.listening.selectors.complaints import messages_of
from marchepied.apps.listening.selectors.tracking import code_of_complaint, talk_with_author
from marchepied.apps.listening.services import (
    Assessment,
    Closing,
    acknowledge,
    answer,
    assess,
    close,
    extend,
    note,
    reopen,
    reply_as_author,
    write_to_author,
)
from marchepied.core.models import AuditEntry
from tests.factories.listening import complain


@pytest.fixture
def row(complaints):
    return complain(complaints)


def test_the_whole_way(house, row):
    today, by = timezone.localdate(), house.pilot
    acknowledge(complaint=row, text="Bien reçu.", by=by)
    assert (row.state, row.acknowledged_on) == ("acknowledged", today)
    assess(complaint=row, assessment=Assessment(2, "theme-5", "delay", by), by=by)
    assert (row.state, row.seriousness, row.owner) == ("handled", 2, by)
    note(complaint=row, text="Voir le gardien.", by=by)
    answer(complaint=row, text="Le portail ouvre à neuf heures.", by=by)
    assert (row.state, row.answered_on) == ("answered", today)
    close(complaint=row, closing=Closing("settled", "", "Personne n’avait la clé.", "Deux clés."), by=by)
    row.refresh_from_db()
    assert (row.state, row.outcome, row.cause, row.changed) == ("closed", "settled", "delay", "Deux clés.")
    verbs = (
        AuditEntry.objects.filter(target_id=str(row.pk)).order_by("at", "id").values_list("verb", flat=True)
    )
    assert sorted(verbs) == [
        "complaint.acknowledged", "complaint.answered", "complaint.assessed", "complaint.closed",
        "complaint.note_added",
    ]  # fmt: skip


def test_the_author_reads_everything_but_the_notes(house, row):
    acknowledge(complaint=row, text="Bien reçu.", by=house.pilot)
    note(complaint=row, text="Elle s’est déjà plainte.", by=house.pilot)
    write_to_author(complaint=row, text="À quelle heure ?", by=house.pilot)
    reply_as_author(complaint=row, text="À dix heures.")
    assert [word.text for word in talk_with_author(row)] == [
        "Bien reçu.",
        "À quelle heure ?",
        "À dix heures.",
    ]
    assert len(messages_of(row)) == 4


def test_an_author_who_writes_is_owed_something_until_we_do(house, row):
    reply_as_author(complaint=row, text="Alors ?")
    assert row.author_waits is True
    note(complaint=row, text="Rappeler.", by=house.pilot)
    assert row.author_waits is True
    write_to_author(complaint=row, text="Demain.", by=house.pilot)
    row.refresh_from_db()
    assert row.author_waits is False


def test_a_message_sent_twice_is_kept_once_and_leaves_no_trace_in_the_log(row):
    assert reply_as_author(complaint=row, text="Alors ?") == reply_as_author(complaint=row, text=" Alors ? ")
    assert ComplaintMessage.objects.count() == 1
    assert AuditEntry.objects.filter(target_id=str(row.pk)).count() == 0


def test_an_answer_also_acknowledges(house, row):
    answer(complaint=row, text="C’est réglé.", by=house.pilot)
    assert row.acknowledged_on == row.answered_on == timezone.localdate()


def test_one_acknowledges_once(house, row):
    acknowledge(complaint=row, text="Bien reçu.", by=house.pilot)
    with pytest.raises(ValidationError):
        acknowledge(complaint=row, text="Bien reçu.", by=house.pilot)


def test_it_is_closed_once_answered_unless_withdrawn_or_handed_over(house, row):
    with pytest.raises(ValidationError):
        close(complaint=row, closing=Closing("settled"), by=house.pilot)
    with pytest.raises(ValidationError):
        close(complaint=row, closing=Closing("oubliée"), by=house.pilot)
    close(complaint=row, closing=Closing("withdrawn"), by=house.pilot)
    assert (row.state, row.answered_on) == ("closed", None)


def test_a_longer_delay_is_told_with_its_reason_and_the_first_one_remembered(house, row):
    first = row.answer_by
    extend(
        complaint=row, answer_by=first + timedelta(days=5), reason="Le gardien est absent.", by=house.pilot
    )
    extend(complaint=row, answer_by=first + timedelta(days=9), reason="Toujours absent.", by=house.pilot)
    assert (row.answer_by, row.extended_from) == (first + timedelta(days=9), first)
    assert [word.kind for word in talk_with_author(row)] == ["delay", "delay"]
    with pytest.raises(ValidationError) as refusal:
        extend(complaint=row, answer_by=first, reason="Plus tôt.", by=house.pilot)
    assert list(refusal.value.error_dict) == ["answer_by"]


def test_it_is_reopened_with_a_reason(house, row):
    with pytest.raises(ValidationError):
        reopen(complaint=row, reason="Non.", by=house.pilot)
    answer(complaint=row, text="C’est réglé.", by=house.pilot)
    close(complaint=row, closing=Closing("settled"), by=house.pilot)
    reopen(complaint=row, reason="Cela recommence.", by=house.pilot)
    row.refresh_from_db()
    assert (row.state, row.closed_on, row.outcome) == ("handled", None, "")


@pytest.mark.parametrize("gesture", [acknowledge, answer, note, write_to_author])
def test_nothing_is_said_without_words(house, row, gesture):
    with pytest.raises(ValidationError):
        gesture(complaint=row, text=" \n ", by=house.pilot)
    row.refresh_from_db()
    assert (row.state, ComplaintMessage.objects.count()) == ("received", 0)


def test_an_author_who_gave_an_address_is_told_that_something_waits(
    house, complaints, django_capture_on_commit_callbacks
):
    row = complain(complaints, "Le café est froid.", contact="nadia@exemple.fr", name="Nadia")
    other = complain(complaints, "Le thé aussi.", contact="06 00 00 00 00")
    with django_capture_on_commit_callbacks(execute=True):
        acknowledge(complaint=row, text="Secret de la réponse.", by=house.pilot)
        note(complaint=row, text="Entre nous.", by=house.pilot)
        acknowledge(complaint=other, text="Bien reçu.", by=house.pilot)
    (sent,) = mail.outbox
    assert sent.to == ["nadia@exemple.fr"]
    assert code_of_complaint(row) in sent.body
    assert "Secret" not in sent.body + sent.subject
