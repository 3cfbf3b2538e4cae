"""A person's calendar: what it holds, in which words, for whom, and until when."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import override_settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from marchepied.apps.diagnosis.enums import StepKey
from marchepied.apps.diagnosis.models import CycleStep
from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.compute.feeds import write_feed
from marchepied.apps.plans.enums import ActionState, Rhythm
from marchepied.apps.plans.models import Feed
from marchepied.apps.plans.rules import HANDLE_LENGTH, open_calendar, seal_calendar
from marchepied.apps.plans.selectors.feeds import find_feed
from marchepied.apps.plans.services import ActionContent, update_action
from marchepied.apps.plans.services.acts import tick_act
from marchepied.apps.plans.services.feeds import close_feed, open_feed, renew_feed
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.factories.diagnosis import CycleFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.participation import RoundFactory
from tests.factories.plans import ActFactory, ActionFactory

pytestmark = pytest.mark.django_db

TODAY = date(2027, 3, 3)
HOSTILE = "Fin\r\nEND:VEVENT\r\nBEGIN:VEVENT 🎉, et ; \\n"


@pytest.fixture
def feed():
    """The calendar of Zoé, a reader, in a space whose cycle plans no step."""
    member = MembershipFactory(role=Role.READER, person__name="Zoé", person__email="zoe@exemple.fr")
    with scope(member.organisation):
        cycle = CycleFactory(organisation=member.organisation)
        CycleStep.objects.update(planned_on=None)
        made = open_feed(organisation=member.organisation, by=member.person)
        made.cycle = cycle
        yield made


def action(feed, title="Relire la charte", **fields):
    usual = {"owner": feed.person, "due_on": date(2027, 4, 2)}
    return ActionFactory(cycle=feed.cycle, title=title, **(usual | fields))


def read(feed, today=TODAY):
    return Calendar.from_ical(write_feed(feed, today)).walk("VEVENT")


def titles(feed):
    return sorted(str(event["summary"]) for event in read(feed))


def test_only_what_concerns_the_person_and_the_dates_of_all(feed):
    own = {"organisation": feed.organisation}
    action(feed, "À Zoé")
    action(feed, "À une autre", owner=PersonFactory())
    action(feed, "À un nom", owner=None, owner_name="Zoé")
    action(feed, "Sans date", due_on=None)
    action(feed, "Faite", state=ActionState.DONE)
    action(feed, "Laissée", state=ActionState.DROPPED)
    ActFactory(**own, title="Geste de Zoé", owner=feed.person)
    ActFactory(**own, title="Geste d’une autre", owner=PersonFactory())
    ActFactory(**own, title="Geste fini", owner=feed.person, ends_on=date(2027, 1, 5))
    CycleStep.objects.filter(key=StepKey.COLLECT).update(planned_on=TODAY, owner=feed.person)
    CycleStep.objects.filter(key=StepKey.PLAN).update(planned_on=TODAY, owner=PersonFactory())
    MeetingFactory(**own, title="Comité", planned_on=date(2027, 3, 10))
    feed.cycle.round = RoundFactory(**own, closes_on=date(2027, 3, 8))
    feed.cycle.assembly_on = date(2027, 6, 1)
    feed.cycle.save()
    assert titles(feed) == [
        "Assemblée générale",
        "Comité",
        "Fin du questionnaire",
        "Geste de Zoé",
        "Recueillir les avis",
        "À Zoé",
    ]


def test_nothing_of_another_organisation_is_read(feed):
    elsewhere = OrganisationFactory()
    MembershipFactory(organisation=elsewhere, person=feed.person)
    with scope(elsewhere):
        cycle = CycleFactory(organisation=elsewhere, assembly_on=date(2027, 5, 1))
        ActionFactory(cycle=cycle, title="Ailleurs", owner=feed.person, due_on=TODAY)
        ActFactory(organisation=elsewhere, title="Geste ailleurs", owner=feed.person)
    assert titles(feed) == []


def test_an_action_says_what_helps_and_nothing_empty(feed, plain):
    made = action(feed, first_step="La demander", means="Une heure")
    bare = action(feed, "Nue", due_on=date(2027, 5, 1))
    first, second = read(feed)
    assert first["uid"] == f"action-{made.pk}@marchepied"
    lines = str(first["description"]).split("\n")
    assert [plain(line) for line in lines] == ["Premier pas : La demander", "Avec quoi : Une heure"]
    assert first["url"].endswith(f"/e/{feed.organisation.slug}/plan/#action-{made.pk}")
    assert second["uid"] == f"action-{bare.pk}@marchepied"
    assert "description" not in second


def test_an_act_is_one_event_with_its_rule(feed, plain):
    ActFactory(
        organisation=feed.organisation,
        title="Boîte à idées",
        owner=feed.person,
        rhythm=Rhythm.MONTHLY,
        starts_on=date(2027, 1, 31),
        action=action(feed, "Écouter", due_on=None),
    )
    (event,) = read(feed)
    assert event["rrule"].to_ical() == b"FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"
    lines = str(event["description"]).split("\n")
    assert [plain(line) for line in lines] == ["Chaque mois", "Pour l’action : Écouter"]


def test_a_meeting_says_where_and_when(feed):
    MeetingFactory(
        organisation=feed.organisation, planned_on=TODAY, place="Salle,\nRDC", starts_at=time(14, 30)
    )
    (event,) = read(feed)
    assert str(event["location"]) == "Salle, RDC"
    assert str(event["description"]) == "À 14:30"


def test_the_persons_language_is_written(feed):
    feed.person.language = "en"
    calendar = Calendar.from_ical(write_feed(feed, TODAY))
    assert calendar["name"].params["language"] == "en"


def test_a_change_is_counted_and_dated_and_a_tick_is_not(feed):
    made = action(feed)
    act = ActFactory(organisation=feed.organisation, owner=feed.person)
    first = {event["uid"]: event for event in read(feed)}
    assert {event["sequence"] for event in first.values()} == {0}
    for _time in range(2):
        update_action(
            action=made,
            content=ActionContent("Relire", owner=feed.person, due_on=date(2027, 4, 3)),
            by=None,
        )
    AuditEntry.objects.update(at=datetime(2027, 3, 1, 8, 0, tzinfo=UTC))
    tick_act(act=act, on=timezone.localdate() - timedelta(days=timezone.localdate().weekday()), by=None)
    after = {event["uid"]: event for event in read(feed)}
    changed = after[f"action-{made.pk}@marchepied"]
    assert changed["sequence"] == 1
    assert changed["last-modified"].dt == changed["dtstamp"].dt == datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
    assert after[f"act-{act.pk}@marchepied"] == first[f"act-{act.pk}@marchepied"]


def test_the_same_plan_gives_the_same_bytes(feed):
    action(feed)
    assert write_feed(feed, TODAY) == write_feed(feed, TODAY)


def test_hostile_words_make_one_event_and_no_address_leaks(feed):
    action(feed, HOSTILE, first_step=HOSTILE, means=HOSTILE)
    written = write_feed(feed, TODAY)
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    assert str(event["summary"]) == " ".join(HOSTILE.split())
    assert b"exemple.fr" not in written
    assert feed.handle.encode() not in written


@pytest.mark.parametrize("count", [1, 3])
def test_a_calendar_costs_the_same_whatever_it_holds(feed, count, django_assert_num_queries):
    for _number in range(count):
        act = ActFactory(organisation=feed.organisation, owner=feed.person, action=action(feed))
        MeetingFactory(organisation=feed.organisation, planned_on=TODAY)
        assert act.action
    with django_assert_num_queries(8):
        write_feed(feed, TODAY)


def test_without_a_cycle_there_are_still_acts():
    member = MembershipFactory()
    with scope(member.organisation):
        made = open_feed(organisation=member.organisation, by=member.person)
        ActFactory(organisation=member.organisation, owner=member.person, title="Saluer")
        assert titles(made) == ["Saluer"]


def test_one_calendar_a_person_opened_twice(feed):
    assert open_feed(organisation=feed.organisation, by=feed.person) == feed
    assert Feed.objects.count() == 1


def test_an_address_leads_to_its_calendar_until_it_changes(feed):
    old = seal_calendar(feed.handle)
    assert len(old) == 32
    assert find_feed(old) == find_feed(old.lower()) == feed
    renew_feed(feed=feed, by=feed.person)
    assert find_feed(old) is None
    new = seal_calendar(feed.handle)
    assert find_feed(new) == feed
    close_feed(feed=feed, by=feed.person)
    assert find_feed(new) is None


def test_whoever_left_reads_nothing(feed):
    code = seal_calendar(feed.handle)
    membership = feed.organisation.memberships.get()
    membership.role, membership.until = Role.ACCOMPAGNATEUR, timezone.localdate() - timedelta(days=1)
    membership.save()
    assert find_feed(code) is None
    membership.until = timezone.localdate()
    membership.save()
    assert find_feed(code) == feed
    feed.person.is_active = False
    feed.person.save()
    assert find_feed(code) is None
    feed.person.is_active = True
    feed.person.save()
    membership.delete()
    assert find_feed(code) is None


def test_a_former_secret_still_opens_and_another_does_not():
    with override_settings(SECRET_KEY="ancien" * 10):
        code = seal_calendar("0" * HANDLE_LENGTH)
    assert open_calendar(code) is None
    with override_settings(SECRET_KEY_FALLBACKS=["ancien" * 10]):
        assert open_calendar(code) == "0" * HANDLE_LENGTH


@given(st.text(max_size=40))
def test_no_text_opens_a_calendar_by_chance(text):
    assert open_calendar(text) is None


@given(st.integers(0, 31), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_letter_changed_closes_the_address(place, letter):
    code = seal_calendar("7H" * (HANDLE_LENGTH // 2))
    changed = code[:place] + letter + code[place + 1 :]
    assert open_calendar(changed) == (code[:HANDLE_LENGTH] if changed == code else None)
