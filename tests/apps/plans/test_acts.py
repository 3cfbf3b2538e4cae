"""Acts: what falls this week, what was missed, what may be ticked."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.plans.enums import Rhythm
from marchepied.apps.plans.models import Act, ActDone
from marchepied.apps.plans.selectors.acts import look_at_week, monday_of, next_date_of
from marchepied.apps.plans.services.acts import (
    ActContent,
    add_act,
    delete_act,
    end_act,
    tick_act,
    untick_act,
    update_act,
)
from marchepied.core.models import AuditEntry, Trace
from marchepied.core.scope import scope
from tests.factories.organisations import OrganisationFactory, PersonFactory
from tests.factories.plans import ActFactory, ActionFactory

pytestmark = pytest.mark.django_db

WEDNESDAY = date(2027, 3, 3)
MONDAY = date(2027, 3, 1)


@pytest.fixture
def organisation():
    found = OrganisationFactory()
    with scope(found):
        yield found


def act(organisation, title="Geste", **fields):
    return ActFactory(organisation=organisation, title=title, **fields)


def test_the_week_shows_what_falls_in_it(organisation):
    act(organisation, "Mardi", starts_on=date(2027, 2, 2))
    act(organisation, "Le 3", rhythm=Rhythm.MONTHLY, starts_on=date(2027, 1, 3))
    act(organisation, "Le 20", rhythm=Rhythm.MONTHLY, starts_on=date(2027, 1, 20))
    act(organisation, "Fini", ends_on=date(2027, 2, 28))
    act(organisation, "Pas commencé", starts_on=date(2027, 3, 8))
    week = look_at_week(organisation, WEDNESDAY)
    assert week.monday == MONDAY
    assert [(line.act.title, [day.on for day in line.days]) for line in week.lines] == [
        ("Le 3", [date(2027, 3, 3)]),
        ("Mardi", [date(2027, 3, 2)]),
    ]


def test_an_act_of_every_day_is_ticked_up_to_today_and_others_any_day(organisation):
    act(organisation, "Chaque jour", rhythm=Rhythm.DAILY, starts_on=MONDAY)
    act(organisation, "Le vendredi", starts_on=date(2027, 3, 5))
    daily, friday = look_at_week(organisation, WEDNESDAY).lines
    assert [day.may_tick for day in daily.days] == [True, True, True, False, False]
    assert [day.may_tick for day in friday.days] == [True]


def test_the_latest_missed_one_is_told_once(organisation):
    monday = act(organisation, "Lundi", starts_on=date(2027, 1, 4))
    act(organisation, "Mercredi", starts_on=date(2027, 1, 6))
    friday = act(organisation, "Vendredi", starts_on=date(2027, 1, 1))
    for on in (date(2027, 2, 22), MONDAY):
        ActDone.objects.create(organisation=organisation, act=monday, on=on)
    week = look_at_week(organisation, WEDNESDAY)
    assert (week.missed.act, week.missed.on) == (friday, date(2027, 2, 26))
    assert [line.is_done for line in week.lines] == [True, False, False]


def test_what_is_too_old_is_not_told(organisation):
    act(organisation, rhythm=Rhythm.YEARLY, starts_on=date(2027, 1, 4))
    assert look_at_week(organisation, WEDNESDAY).is_empty


def test_a_person_sees_their_own_acts(organisation):
    zoe = PersonFactory()
    act(organisation, "À Zoé", owner=zoe)
    act(organisation, "À personne")
    assert [line.act.title for line in look_at_week(organisation, WEDNESDAY, zoe).lines] == ["À Zoé"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_week_costs_two_queries(organisation, count, django_assert_num_queries):
    for _number in range(count):
        act(organisation, owner=PersonFactory(), action=ActionFactory(cycle__organisation=organisation))
    with django_assert_num_queries(2):
        week = look_at_week(organisation, WEDNESDAY)
        assert all(str(line.act.owner) and line.act.action.title for line in week.lines)


def test_an_act_remembers_its_action_and_changes(organisation):
    action = ActionFactory(cycle__organisation=organisation)
    content = ActContent("  Relire la boîte ", Rhythm.WEEKLY, MONDAY)
    made = add_act(organisation=organisation, content=content, action=action, by=None)
    assert (made.title, made.action) == ("Relire la boîte", action)
    assert Trace.objects.get().target_id == str(made.pk)
    update_act(act=made, content=ActContent("Relire", Rhythm.MONTHLY, MONDAY), by=None)
    assert next_date_of(Act.objects.get(), date(2027, 3, 2)) == date(2027, 4, 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (ActContent(" ", Rhythm.WEEKLY, MONDAY), "Dites en quelques mots ce qu’on fera régulièrement."),
        (ActContent("Lire", "sometimes", MONDAY), "Choisissez un rythme de la liste."),
        (
            ActContent("Lire", Rhythm.WEEKLY, MONDAY, ends_on=date(2027, 2, 1)),
            "La fin vient avant le début : vérifiez les deux dates.",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_and_said(organisation, content, sentence, plain):
    with pytest.raises(ValidationError) as refused:
        add_act(organisation=organisation, content=content, by=None)
    assert [plain(text) for text in refused.value.messages] == [sentence]
    assert Act.objects.count() == 0


def test_ticking_twice_keeps_one_tick_with_the_last_word(organisation):
    today = timezone.localdate()
    made = act(organisation, starts_on=monday_of(today))
    zoe = PersonFactory()
    tick_act(act=made, on=monday_of(today), by=zoe)
    tick_act(act=made, on=monday_of(today), note=" Deux idées lues. ", by=zoe)
    tick = ActDone.objects.get()
    assert (tick.note, tick.by) == ("Deux idées lues.", zoe)
    untick_act(act=made, on=monday_of(today), by=zoe)
    untick_act(act=made, on=monday_of(today), by=zoe)
    assert ActDone.objects.count() == 0
    assert AuditEntry.objects.filter(verb="act.unticked").count() == 1


def test_a_date_that_is_not_the_acts_or_is_far_is_refused(organisation):
    monday = monday_of(timezone.localdate())
    made = act(organisation, starts_on=monday)
    for wrong in (monday + timedelta(days=1), monday + timedelta(days=7), monday - timedelta(days=7)):
        with pytest.raises(ValidationError):
            tick_act(act=made, on=wrong, by=None)
    assert ActDone.objects.count() == 0


def test_an_act_ends_today_and_keeps_its_ticks(organisation):
    made = act(organisation)
    ActDone.objects.create(organisation=organisation, act=made, on=made.starts_on)
    end_act(act=made, by=None)
    assert Act.objects.get().ends_on == timezone.localdate()
    assert next_date_of(made, timezone.localdate() + timedelta(days=1)) is None
    assert ActDone.objects.count() == 1
    delete_act(act=made, by=None)
    assert ActDone.objects.count() == 0


def test_an_act_that_has_not_begun_ends_on_its_first_day(organisation):
    made = act(organisation, starts_on=timezone.localdate() + timedelta(days=9))
    end_act(act=made, by=None)
    assert made.ends_on == made.starts_on
