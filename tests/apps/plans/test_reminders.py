"""Reminders and digests: to whom, when, in which words, and never twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from marchepied.apps.diagnosis.enums import StepKey
from marchepied.apps.diagnosis.models import CycleStep
from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.models import Action, MailChoice
from marchepied.apps.plans.rules import DIGEST, REMINDERS, open_mail_choice, seal_mail_choice
from marchepied.apps.plans.selectors.reminders import is_digest_day, pick_reminders
from marchepied.apps.plans.services import change_action_state
from marchepied.apps.plans.services.reminders import choose_mails, send_due_mails
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.factories.diagnosis import CycleFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.plans import ActFactory, ActionFactory

pytestmark = pytest.mark.django_db(transaction=True)

THURSDAY = date(2027, 3, 4)
MONDAY = date(2027, 3, 8)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def house():
    """An organisation whose cycle plans no step, in scope."""
    organisation = OrganisationFactory(name="L’Atelier du Pont")
    with scope(organisation):
        organisation.cycle = CycleFactory(organisation=organisation)
        CycleStep.objects.update(planned_on=None)
        yield organisation


def member(house, name="Zoé", role=Role.CONTRIBUTOR, **fields):
    email = f"{name.lower()}@exemple.fr"
    return MembershipFactory(
        organisation=house, role=role, person=PersonFactory(name=name, email=email, **fields)
    ).person


def action(house, title="Relire la charte", **fields):
    return ActionFactory(cycle=house.cycle, title=title, **({"created_at": LONG_AGO} | fields))


def sent(plain):
    return [(message.to[0], plain(message.subject)) for message in mail.outbox]


def body(plain):
    return plain(mail.outbox[-1].body)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (7, "* Relire la charte dans 7 jours, le 11 mars 2027"),
        (0, "* Relire la charte pour aujourd’hui"),
        (
            -7,
            "* Relire la charte c’était pour le 25 février 2027 : dites où vous en êtes, ou changez la date",
        ),
        (8, None),
        (6, None),
        (1, None),
        (-1, None),
        (-6, None),
        (-8, None),
    ],
)
def test_three_moments_of_an_action_are_told(house, plain, days, words):
    action(house, owner=member(house), due_on=THURSDAY + timedelta(days=days))
    assert send_due_mails(today=THURSDAY) == (1 if words else 0)
    assert len(mail.outbox) == (1 if words else 0)
    if words:
        assert sent(plain) == [("zoé@exemple.fr", "L’Atelier du Pont : une action vous attend")]
        assert words in body(plain)
        assert f"/e/{house.slug}/plan/" in body(plain)


def test_several_actions_make_one_mail(house, plain):
    zoe = member(house)
    for number in range(3):
        action(house, f"Action {number}", owner=zoe, due_on=THURSDAY)
    send_due_mails(today=THURSDAY)
    assert sent(plain) == [("zoé@exemple.fr", "L’Atelier du Pont : 3 actions vous attendent")]


def test_nobody_is_written_to_for_what_is_not_theirs(house, plain):
    zoe, gone = member(house), member(house, "Max")
    house.memberships.filter(person=gone).delete()
    ended = member(house, "Ali", Role.ACCOMPAGNATEUR)
    house.memberships.filter(person=ended).update(until=date(2020, 1, 1))
    asleep = member(house, "Léa", is_active=False)
    for person in (gone, ended, asleep):
        action(house, owner=person, due_on=THURSDAY)
    action(house, owner=None, owner_name="Zoé", due_on=THURSDAY)
    action(house, owner=zoe, due_on=THURSDAY, state=ActionState.DONE)
    action(house, owner=zoe, due_on=THURSDAY, state=ActionState.DROPPED)
    action(house, owner=zoe)
    assert send_due_mails(today=THURSDAY) == 0
    assert mail.outbox == []


def test_the_same_day_twice_sends_once(house):
    action(house, owner=member(house), due_on=THURSDAY)
    assert [send_due_mails(today=THURSDAY) for _run in range(2)] == [1, 0]
    assert len(mail.outbox) == 1


def test_what_a_stopped_machine_did_not_send_leaves_when_it_is_back(house, plain):
    zoe = member(house)
    send_due_mails(today=THURSDAY)
    action(house, "Lundi", owner=zoe, due_on=THURSDAY + timedelta(days=4))
    action(house, "Mardi en huit", owner=zoe, due_on=THURSDAY + timedelta(days=12))
    action(house, "Déjà dit", owner=zoe, due_on=THURSDAY)
    assert send_due_mails(today=THURSDAY + timedelta(days=5)) == 1
    said = body(plain)
    assert "* Lundi c’était pour le 8 mars 2027" in said
    assert "* Mardi en huit dans 7 jours, le 16 mars 2027" in said
    assert "Déjà dit" not in said
    assert send_due_mails(today=THURSDAY + timedelta(days=6)) == 0


def test_after_a_month_only_the_last_week_is_told(house, plain):
    zoe = member(house)
    send_due_mails(today=THURSDAY)
    action(house, "Ancienne", owner=zoe, due_on=THURSDAY + timedelta(days=10))
    action(house, "Récente", owner=zoe, due_on=THURSDAY + timedelta(days=26))
    send_due_mails(today=THURSDAY + timedelta(days=28))
    assert "Récente" in body(plain)
    assert "Ancienne" not in body(plain)


def test_an_action_written_today_is_not_told_today(house):
    written = datetime.combine(THURSDAY, datetime.min.time(), tzinfo=UTC) + timedelta(hours=9)
    action(house, owner=member(house), due_on=THURSDAY, created_at=written)
    assert send_due_mails(today=THURSDAY) == 0


@given(st.integers(-40, 40), st.lists(st.integers(1, 6), min_size=1, max_size=30))
def test_whatever_days_the_machine_runs_each_moment_is_told_once(due, gaps):
    """Runs never more than six days apart: each of the three moments inside the runs is told exactly once."""
    subject = Action(due_on=THURSDAY + timedelta(days=due), created_at=LONG_AGO)
    last, told = THURSDAY, 0
    for gap in gaps:
        today = last + timedelta(days=gap)
        told += bool(pick_reminders([subject], last, today))
        last = today
    moments = [subject.due_on + timedelta(days=days) for days in (-7, 0, 7)]
    assert told == sum(THURSDAY < moment <= last for moment in moments)


@pytest.mark.parametrize(
    ("last", "today", "expected"),
    [
        (None, MONDAY, True),
        (None, MONDAY + timedelta(days=1), False),
        (MONDAY - timedelta(days=7), MONDAY, True),
        (MONDAY - timedelta(days=6), MONDAY + timedelta(days=2), True),
        (MONDAY - timedelta(days=7), MONDAY + timedelta(days=3), False),
        (MONDAY, MONDAY, False),
        (MONDAY, MONDAY + timedelta(days=1), False),
        (MONDAY, MONDAY + timedelta(days=7), True),
    ],
)
def test_the_digest_is_of_monday_or_a_little_late(last, today, expected):
    assert is_digest_day(last, today) is expected


def test_a_digest_holds_the_week_of_its_person(house, plain):
    zoe, max_ = member(house), member(house, "Max")
    action(house, "En retard", owner=zoe, due_on=MONDAY - timedelta(days=3))
    action(house, "À venir", owner=zoe, due_on=MONDAY + timedelta(days=10))
    action(house, "Trop loin", owner=zoe, due_on=MONDAY + timedelta(days=15))
    action(house, "De Max", owner=max_, due_on=MONDAY - timedelta(days=3))
    done = action(house, "Charte relue", owner=max_)
    change_action_state(action=done, state=ActionState.DONE, by=max_)
    AuditEntry.objects.update(at=datetime(2027, 3, 6, 8, 0, tzinfo=UTC))
    ActFactory(organisation=house, title="Boîte à idées", owner=zoe)
    ActFactory(organisation=house, title="Geste de Max", owner=max_)
    CycleStep.objects.filter(key=StepKey.COLLECT).update(planned_on=MONDAY, owner=zoe)
    CycleStep.objects.filter(key=StepKey.PLAN).update(planned_on=MONDAY, owner=max_)
    MeetingFactory(organisation=house, title="Comité", planned_on=MONDAY + timedelta(days=1))
    MailChoice.objects.create(organisation=house, person=max_, digest=False, reminders=False)
    assert send_due_mails(today=MONDAY) == 1
    assert sent(plain) == [("zoé@exemple.fr", "L’Atelier du Pont : votre semaine")]
    lines = [plain(line) for line in mail.outbox[0].body.splitlines() if line.startswith("* ")]
    assert lines == [
        "* En retard (5 mars 2027)",
        "* 8 mars 2027 : Recueillir les avis",
        "* 9 mars 2027 : Comité",
        "* 18 mars 2027 : À venir",
        "* Boîte à idées (chaque semaine)",
        "* Charte relue",
    ]


def test_a_pilot_sees_what_everybody_is_late_for(house, plain):
    member(house, "Pia", Role.PILOT)
    action(house, "En retard", owner_name="Les bénévoles", due_on=MONDAY - timedelta(days=3))
    send_due_mails(today=MONDAY)
    assert "* En retard (5 mars 2027), Les bénévoles" in body(plain)


def test_what_was_done_before_the_last_digest_is_not_told_again(house, plain):
    zoe = member(house)
    action(house, "En retard", owner=zoe, due_on=MONDAY - timedelta(days=3))
    done = action(house, "Charte relue")
    change_action_state(action=done, state=ActionState.DONE, by=zoe)
    AuditEntry.objects.update(at=datetime(2027, 2, 26, 8, 0, tzinfo=UTC))
    send_due_mails(today=MONDAY)
    assert "Charte relue" not in body(plain)


def test_nothing_to_say_sends_nothing_even_when_others_did_things(house):
    zoe = member(house)
    change_action_state(action=action(house), state=ActionState.DONE, by=zoe)
    assert send_due_mails(today=MONDAY) == 0
    assert MailChoice.objects.get().digested_on == MONDAY


def test_each_reads_their_own_language(house, plain):
    action(house, owner=member(house, "Ann", language="en"), due_on=THURSDAY)
    action(house, owner=member(house, "Zoé", language=""), due_on=THURSDAY)
    send_due_mails(today=THURSDAY)
    assert {message.to[0] for message in mail.outbox} == {"ann@exemple.fr", "zoé@exemple.fr"}
    said = {message.to[0]: plain(message.body) for message in mail.outbox}
    assert "pour aujourd’hui" in said["zoé@exemple.fr"]


def test_who_said_no_receives_nothing(house):
    zoe = member(house)
    action(house, owner=zoe, due_on=MONDAY)
    choose_mails(organisation=house, reminders=False, digest=False, by=zoe)
    assert send_due_mails(today=MONDAY) == 0


def test_the_demonstration_and_other_cycles_are_left_alone(house):
    zoe = member(house)
    action(house, owner=zoe, due_on=THURSDAY)
    house.is_demo = True
    house.save()
    assert send_due_mails(today=THURSDAY) == 0


def test_two_organisations_do_not_mix(house, plain):
    zoe = member(house)
    action(house, "Ici", owner=zoe, due_on=THURSDAY)
    elsewhere = OrganisationFactory(name="Ailleurs")
    MembershipFactory(organisation=elsewhere, person=zoe)
    with scope(elsewhere):
        cycle = CycleFactory(organisation=elsewhere)
        CycleStep.objects.update(planned_on=None)
        ActionFactory(cycle=cycle, title="Là-bas", owner=zoe, due_on=THURSDAY, created_at=LONG_AGO)
    assert send_due_mails(today=THURSDAY) == 2
    said = {plain(message.subject).partition(" :")[0]: plain(message.body) for message in mail.outbox}
    assert ("Là-bas" in said["Ailleurs"], "Ici" in said["Ailleurs"]) == (True, False)
    assert ("Là-bas" in said["L’Atelier du Pont"], "Ici" in said["L’Atelier du Pont"]) == (False, True)


def test_the_mail_carries_the_way_to_stop_it(house):
    zoe = member(house)
    action(house, owner=zoe, due_on=THURSDAY)
    send_due_mails(today=THURSDAY)
    (message,) = mail.outbox
    stop = f"{settings.BASE_URL}/courriels/{seal_mail_choice(MailChoice.objects.get().pk, REMINDERS)}/"
    assert message.extra_headers == {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert stop in message.body


def test_a_hostile_title_stays_in_the_body(house):
    house.name = "Atelier\r\nBcc: tous@exemple.fr"
    house.save()
    action(house, "Titre\nBcc: tous@exemple.fr", owner=member(house), due_on=THURSDAY)
    send_due_mails(today=THURSDAY)
    (message,) = mail.outbox
    assert "\n" not in message.subject
    assert message.recipients() == ["zoé@exemple.fr"]


def test_a_seal_says_whose_and_which_and_nothing_else_opens():
    choice = MailChoice()
    for what in (REMINDERS, DIGEST):
        assert open_mail_choice(seal_mail_choice(choice.pk, what)) == (choice.pk, what)
    code = seal_mail_choice(choice.pk, DIGEST)
    assert open_mail_choice(code.replace(DIGEST, REMINDERS)) is None
    assert open_mail_choice(seal_mail_choice(choice.pk, "tout")) is None
    assert open_mail_choice("") is None


@pytest.mark.parametrize("count", [1, 3])
def test_a_morning_costs_the_same_whatever_the_actions(house, count, django_assert_num_queries):
    zoe = member(house)
    send_due_mails(today=MONDAY - timedelta(days=1))
    for _number in range(count):
        action(house, owner=zoe, due_on=MONDAY + timedelta(days=3))
    with django_assert_num_queries(24):
        send_due_mails(today=MONDAY)
