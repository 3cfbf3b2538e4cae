"""The year of each register."""

from datetime import date, timedelta

from django.utils import timezone

from marchepied.apps.listening.selectors.complaint_figures import Kept, read_complaint_year, year_of
from marchepied.apps.listening.selectors.ideas import idea_year_of, read_idea_year
from marchepied.apps.listening.services import (
    Assessment,
    Closing,
    acknowledge,
    answer,
    assess,
    close,
    decide,
    extend,
    finish,
    refuse_idea,
    support_idea,
)
from tests.factories.listening import age, complain, phone, propose

ALWAYS = (date(2000, 1, 1), date(2100, 1, 1))


def test_a_register_never_opened_has_no_year(house):
    assert year_of(house, *ALWAYS) is None
    assert idea_year_of(house, *ALWAYS) is None


def test_an_empty_year(complaints):
    told = read_complaint_year(complaints, *ALWAYS)
    assert (told.received, told.answered, told.median_days, told.causes) == (0, Kept(0, 0), None, [])


def test_delays_kept_causes_and_what_changed(house, complaints):
    by = house.pilot
    quick = phone(complaints, "Le café est froid.", days_ago=10)
    answer(complaint=quick, text="Une machine neuve.", by=by)
    assess(complaint=quick, assessment=Assessment(1, "theme-5", "quality"), by=by)
    close(complaint=quick, closing=Closing("settled", "", "Trop vieille.", "Une machine neuve."), by=by)
    slow = phone(complaints, "Le bus est en retard.", days_ago=50)
    acknowledge(complaint=slow, text="Bien reçu.", by=by)
    answer(complaint=slow, text="Nous avons écrit.", by=by)
    close(complaint=slow, closing=Closing("elsewhere", "outside"), by=by)
    complain(complaints, "Le portail.", days_ago=8)  # acknowledgement past, answer to come
    gone = complain(complaints, "La soupe.")
    close(complaint=gone, closing=Closing("withdrawn"), by=by)
    told = read_complaint_year(complaints, *ALWAYS)
    assert (told.received, told.running) == (4, 1)
    assert told.acknowledged == Kept(asked=3, kept=0)
    assert told.answered == Kept(asked=2, kept=1)
    assert told.median_days == 30
    assert [number for _words, number in told.channels] == [2, 2]
    assert told.causes == [("le produit ou le service lui-même", 1), ("quelque chose hors de nous", 1)]
    assert told.themes == [("theme-5", 1)]
    assert (told.learned, told.changed) == (["Trop vieille."], ["Une machine neuve."])
    assert told.may_count is False


def test_a_longer_delay_does_not_make_the_first_one_kept(house, complaints):
    row = phone(complaints, days_ago=40)
    extend(
        complaint=row, answer_by=timezone.localdate() + timedelta(days=5), reason="Absent.", by=house.pilot
    )
    answer(complaint=row, text="Voilà.", by=house.pilot)
    assert read_complaint_year(complaints, *ALWAYS).answered == Kept(asked=1, kept=0)


def test_a_year_holds_what_was_received_in_it(complaints):
    complain(complaints, "Ancien.", days_ago=400)
    complain(complaints, "Récent.")
    today = timezone.localdate()
    assert read_complaint_year(complaints, today - timedelta(days=365), today).received == 1


def test_the_year_of_ideas(house, ideas):
    by = house.pilot
    done, declined, late, open_ = (
        propose(ideas, title) for title in ("Un banc", "Un puits", "Un bus", "Un site")
    )
    refuse_idea(idea=propose(ideas, "Une pub"), reason="Publicité.", by=by)
    decide(idea=done, accepted=True, reason="Oui.", by=by)
    finish(idea=done, told="Trois bancs.", by=by)
    decide(idea=declined, accepted=False, reason="Trop cher.", by=by)
    decide(idea=late, accepted=True, reason="Oui.", by=by)
    age(late, 70)
    support_idea(idea=open_, device="a")
    told = read_idea_year(ideas, *ALWAYS)
    assert (told.received, told.decided, told.in_time, told.accepted, told.done, told.supports) == (
        4,
        3,
        2,
        2,
        1,
        1,
    )
    assert told.median_days == 0
    assert told.told == [("Un banc", "Trois bancs.")]
    assert idea_year_of(house, *ALWAYS) == told
