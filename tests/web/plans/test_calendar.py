"""The calendar: a month as a list of days."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from marchepied.apps.diagnosis.enums import StepKey, StepState
from marchepied.apps.diagnosis.models import CycleStep
from marchepied.apps.meetings.enums import MeetingKind
from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.enums import ActionState, Rhythm, VoteState
from marchepied.apps.plans.models import ActDone, ActionVote, Review
from marchepied.core.scope import scope
from tests.factories.meetings import MeetingFactory
from tests.factories.organisations import MembershipFactory, PersonFactory
from tests.factories.participation import RoundFactory
from tests.factories.plans import ActFactory, ActionFactory

pytestmark = pytest.mark.django_db


def days_of(response, plain):
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return {
        plain(day.h2.text): [plain(line.text) for line in day.select("ul > li")]
        for day in page.select(".days > li")
    }


@pytest.fixture
def march(house, client, plain):
    """Opens March 2027 for a pilot, with no step planned in it."""
    house.sign_in()
    with scope(house.organisation):
        CycleStep.objects.update(planned_on=None)

    def read():
        return days_of(client.get(house.url("calendar"), {"mois": "2027-03"}), plain)

    return read


def test_a_month_holds_everything_that_has_a_date(house, march):
    own = {"organisation": house.organisation}
    ActionFactory(cycle=house.cycle, title="Relire", due_on=date(2027, 3, 2), owner=PersonFactory(name="Zoé"))
    ActionFactory(cycle=house.cycle, title="Faite", due_on=date(2027, 3, 2), state=ActionState.DONE)
    ActionFactory(cycle=house.cycle, title="Laissée", due_on=date(2027, 3, 2), state=ActionState.DROPPED)
    ActionFactory(cycle=house.cycle, title="Avril", due_on=date(2027, 4, 1))
    monthly = ActFactory(**own, title="Boîte à idées", rhythm=Rhythm.MONTHLY, starts_on=date(2026, 1, 31))
    with scope(house.organisation):
        ActDone.objects.create(**own, act=monthly, on=date(2027, 3, 31))
        Review.objects.create(**own, cycle=house.cycle, held_on=date(2027, 3, 1), next_on=date(2027, 3, 29))
        CycleStep.objects.filter(key=StepKey.COLLECT).update(planned_on=date(2027, 3, 5))
        CycleStep.objects.filter(key=StepKey.CROSS).update(
            planned_on=date(2027, 3, 6), state=StepState.SKIPPED
        )
        ActionVote.objects.create(
            **own,
            cycle=house.cycle,
            title="Que faire d’abord",
            state=VoteState.OPEN,
            round=RoundFactory(**own, closes_on=date(2027, 3, 9)),
            created_at=timezone.now(),
        )
        house.cycle.round = RoundFactory(**own, closes_on=date(2027, 3, 8))
        house.cycle.assembly_on = date(2027, 3, 20)
        house.cycle.save()
    MeetingFactory(**own, title="Comité", planned_on=date(2027, 3, 10))
    MeetingFactory(**own, title="Tenue plus tôt", planned_on=date(2027, 3, 12), held_on=date(2027, 2, 27))
    assert march() == {
        "Lundi 1er mars": ["Rendez-vous · fait Point sur le plan"],
        "Mardi 2 mars": ["Action · fait Faite", "Action Relire Zoé"],
        "Vendredi 5 mars": ["Étape Recueillir les avis"],
        "Lundi 8 mars": ["Fin des réponses Fin du questionnaire"],
        "Mardi 9 mars": ["Fin des réponses Fin du vote : Que faire d’abord"],
        "Mercredi 10 mars": ["Réunion Comité"],
        "Samedi 20 mars": ["Rendez-vous Assemblée générale"],
        "Lundi 29 mars": ["Rendez-vous Point sur le plan"],
        "Mercredi 31 mars": ["Geste · fait Boîte à idées"],
    }


def test_what_a_meeting_says_already_is_not_said_twice(house, march):
    own = {"organisation": house.organisation}
    with scope(house.organisation):
        CycleStep.objects.filter(key=StepKey.WORKSHOP).update(planned_on=date(2027, 3, 5))
        CycleStep.objects.filter(key=StepKey.ASSEMBLY).update(planned_on=date(2027, 3, 20))
        house.cycle.assembly_on = date(2027, 3, 20)
        house.cycle.save()
    MeetingFactory(**own, title="Atelier", kind=MeetingKind.WORKSHOP, planned_on=date(2027, 3, 5))
    MeetingFactory(**own, title="AG ordinaire", kind=MeetingKind.ASSEMBLY, planned_on=date(2027, 3, 20))
    assert march() == {
        "Vendredi 5 mars": ["Réunion Atelier"],
        "Samedi 20 mars": ["Réunion AG ordinaire"],
    }


def test_an_act_of_every_day_is_said_once(house, march, client, plain):
    ActFactory(organisation=house.organisation, title="Saluer", rhythm=Rhythm.DAILY)
    ended = date(2027, 2, 28)
    ActFactory(organisation=house.organisation, title="Fini", rhythm=Rhythm.DAILY, ends_on=ended)
    assert march() == {}
    page = plain(client.get(house.url("calendar"), {"mois": "2027-03"}).content.decode())
    assert "Chaque jour ouvré :" in page
    assert "Fini" not in page
    assert "Rien n’est prévu" not in page


def test_lateness_is_written_and_links_lead_where_one_acts(house, march, client):
    yesterday = timezone.localdate() - timedelta(days=1)
    late = ActionFactory(cycle=house.cycle, title="Relire", due_on=yesterday)
    response = client.get(house.url("calendar"), {"mois": f"{yesterday:%Y-%m}"})
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one(".days .tag--late").text == "en retard"
    assert page.select_one(".days ul a")["href"] == f"{house.url('plan')}#action-{late.pk}"


ENDLESS = "1" * 5_000  # Python reads no number that long


@pytest.mark.parametrize(
    "asked",
    [
        *("", "2027", "2027-13", "demain", "0000-01", "9999-12", "2027-00", "-", "²027-01"),
        *(f"{ENDLESS}-01", f"2027-{ENDLESS}"),
    ],
    ids=lambda asked: asked[:8],
)
def test_what_is_not_a_month_shows_this_one(house, client, plain, asked):
    house.sign_in()
    page = BeautifulSoup(client.get(house.url("calendar"), {"mois": asked}).content, "html.parser")
    today = timezone.localdate()
    assert page.select_one("a[rel=prev]")["href"] == f"?mois={today.replace(day=1) - timedelta(days=1):%Y-%m}"


def test_months_follow_each_other_over_the_year(house, client, plain):
    house.sign_in()
    page = BeautifulSoup(client.get(house.url("calendar"), {"mois": "2026-12"}).content, "html.parser")
    assert plain(page.h1.text) == "Décembre 2026"
    assert [link["href"] for link in page.select("a[rel]")] == ["?mois=2026-11", "?mois=2027-01"]


def test_a_reader_is_led_nowhere_they_may_not_go(house, client):
    house.sign_in(Role.READER)
    with scope(house.organisation):
        CycleStep.objects.exclude(key=StepKey.COLLECT).update(planned_on=None)
        CycleStep.objects.update(planned_on=date(2027, 3, 5))
    page = client.get(house.url("calendar"), {"mois": "2027-03"})
    assert BeautifulSoup(page.content, "html.parser").select(".days a") == []


def test_without_a_cycle_the_plan_explains(client):
    member = MembershipFactory()
    client.force_login(member.person)
    slug = member.organisation.slug
    assert client.get(f"/e/{slug}/plan/calendrier/")["Location"] == f"/e/{slug}/plan/"


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_costs_the_same_whatever_it_holds(house, client, count, django_assert_num_queries):
    house.sign_in()
    for number in range(1, count + 1):
        own = {"organisation": house.organisation}
        day = date(2027, 3, number)
        ActionFactory(cycle=house.cycle, due_on=day, owner=PersonFactory())
        ActFactory(**own, starts_on=day, owner=PersonFactory())
        MeetingFactory(**own, planned_on=day)
    with django_assert_num_queries(11):
        client.get(house.url("calendar"), {"mois": "2027-03"})
