"""What is no complaint: set aside without a word, counted nowhere, taken back, erased after a while."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.listening.models import Complaint, ComplaintMessage, ComplaintPerson
from marchepied.apps.listening.selectors.complaint_figures import read_complaint_year
from marchepied.apps.listening.selectors.complaints import (
    ASIDE,
    ENDED,
    EVERYTHING,
    list_complaints,
    list_to_set_aside,
)
from marchepied.apps.listening.selectors.exports import complaint_grid
from marchepied.apps.listening.selectors.waiting import waiting_complaints
from marchepied.apps.listening.selectors.written import count_urgent, written_in_registers
from marchepied.apps.listening.services import (
    Closing,
    ComplaintContent,
    acknowledge,
    answer,
    close,
    note_complaint,
    reopen,
    reply_as_author,
    set_aside,
    set_several_aside,
    take_back,
)
from marchepied.apps.listening.services.erasure import erase_people
from marchepied.core.models import AuditEntry
from tests.factories.listening import WHAT, commune_of, complain

TODAY = timezone.localdate()


@pytest.fixture
def spam(complaints):
    return complain(complaints, "Gagnez un téléphone.", contact="vendeur@exemple.fr")


def verbs_of(row):
    return sorted(AuditEntry.objects.filter(target_id=str(row.pk)).values_list("verb", flat=True))


def test_it_closes_without_a_word_and_leaves_every_count(house, complaints, spam):
    kept = complain(complaints)
    mail.outbox.clear()
    set_aside(complaint=spam, by=house.pilot)
    spam.refresh_from_db()
    assert (spam.state, spam.outcome, spam.closed_on, spam.answered_on) == ("closed", "not_one", TODAY, None)
    assert (len(mail.outbox), verbs_of(spam)) == (0, ["complaint.set_aside"])
    year = read_complaint_year(complaints, TODAY, TODAY)
    assert (year.received, year.running, year.outcomes) == (1, 1, [])
    assert list_complaints(complaints).counts == {"": 1, ENDED: 0, ASIDE: 1, EVERYTHING: 2}
    assert [line.complaint for line in list_complaints(complaints, ASIDE).lines] == [spam]
    assert (waiting_complaints(complaints).new, waiting_complaints(complaints).running) == (1, 1)
    assert [one.row for one in written_in_registers(house, "fr")] == [kept]


def test_what_speaks_of_danger_and_is_set_aside_is_not_counted_either(house, complaints):
    row = complain(complaints, "Il m’a frappée.")
    assert (row.urgent, count_urgent(house)) == (True, 1)
    set_aside(complaint=row, by=house.pilot)
    assert count_urgent(house) == 0


@pytest.mark.parametrize(
    ("before", "after"), [("received", "received"), ("acknowledged", "handled"), ("answered", "answered")]
)
def test_it_is_taken_back_where_it_was(house, spam, before, after):
    if before == "acknowledged":
        acknowledge(complaint=spam, text="Bien reçu.", by=house.pilot)
    if before == "answered":
        answer(complaint=spam, text="Non merci.", by=house.pilot)
    set_aside(complaint=spam, by=house.pilot)
    take_back(complaint=spam, by=house.pilot)
    spam.refresh_from_db()
    assert (spam.state, spam.outcome, spam.closed_on) == (after, "", None)
    assert verbs_of(spam)[-2:] == ["complaint.set_aside", "complaint.taken_back"]


def test_each_way_has_its_own_gesture(house, spam):
    with pytest.raises(ValidationError, match="Elle n’est pas écartée"):
        take_back(complaint=spam, by=house.pilot)
    with pytest.raises(ValidationError, match="Dites comment cela se termine"):
        close(complaint=spam, closing=Closing("not_one"), by=house.pilot)
    set_aside(complaint=spam, by=house.pilot)
    with pytest.raises(ValidationError, match="reprenez-la"):
        reopen(complaint=spam, reason="Pardon.", by=house.pilot)
    with pytest.raises(ValidationError, match="Elle est close"):
        set_aside(complaint=spam, by=house.pilot)


def test_several_at_once_are_all_set_aside_or_none(house, complaints, spam):
    other, danger = complain(complaints, "Un essai."), complain(complaints, "Il m’a frappée.")
    assert list_to_set_aside(complaints) == [other, spam]
    with pytest.raises(ValidationError, match="danger"):
        set_several_aside(complaints=[spam, danger], by=house.pilot)
    with pytest.raises(ValidationError, match="Cochez"):
        set_several_aside(complaints=[], by=house.pilot)
    assert Complaint.objects.filter(outcome="not_one").count() == 0
    assert set_several_aside(complaints=[spam, other], by=house.pilot) == 2
    assert (verbs_of(spam), verbs_of(other)) == (["complaint.set_aside"], ["complaint.set_aside"])
    assert list_to_set_aside(complaints) == []


def test_its_words_go_after_the_usual_delay_and_then_it_stays_so(house, complaints, spam):
    reply_as_author(complaint=spam, text="Promotion !")
    ended = complain(complaints, WHAT)
    answer(complaint=ended, text="Voilà.", by=house.pilot)
    close(complaint=ended, closing=Closing("settled"), by=house.pilot)
    set_aside(complaint=spam, by=house.pilot)
    erase_people(today=TODAY + timedelta(days=360))
    spam.refresh_from_db()
    assert (spam.what, spam.erased_on, ComplaintPerson.objects.count()) == ("Gagnez un téléphone.", None, 1)
    day = TODAY + timedelta(days=370)
    assert erase_people(today=day) == 1
    assert verbs_of(complaints)[0] == "complaints.set_aside_erased"
    spam.refresh_from_db()
    ended.refresh_from_db()
    assert (spam.what, spam.wanted, spam.search_key, spam.text_digest, spam.erased_on) == (
        "",
        "",
        "",
        "",
        day,
    )
    assert (ended.what, ended.erased_on) == (WHAT, None)
    assert ComplaintMessage.objects.filter(complaint=spam).count() == 0
    with pytest.raises(ValidationError, match="ne peut plus être reprise"):
        take_back(complaint=spam, by=house.pilot)
    with pytest.raises(ValidationError, match="écrivez-en un nouveau"):
        reply_as_author(complaint=spam, text="Encore moi.")


def test_a_member_may_say_where_and_the_table_and_the_year_tell(house, complaints):
    content = ComplaintContent(WHAT, commune=commune_of(), reach="epci")
    note_complaint(register=complaints, content=content, channel="phone", by=house.pilot)
    row = complain(complaints, "Le car ne passe plus.")
    assert (row.commune_id, row.reach) == (None, "")
    headers, rows = complaint_grid(complaints, {})
    place = headers.index("territoire")
    assert [line[place] for line in rows] == ["Colmar Agglomération (68)", ""]
    year = read_complaint_year(complaints, TODAY, TODAY)
    assert year.places == [("Colmar Agglomération (68)", 1)]
    assert [line.territory for line in list_complaints(complaints).lines] == ["", "Colmar Agglomération (68)"]


def test_a_territory_without_commune_is_none_and_an_unknown_one_is_refused(complaints):
    row = complain(complaints, "Sans lieu.", reach="epci")
    assert (row.commune_id, row.reach) == (None, "")
    with pytest.raises(ValidationError, match="Choisissez une réponse"):
        complain(complaints, "Ailleurs.", commune=commune_of(), reach="planète")
