"""The path of a table: proposed by size, changed without loss, met and settled through the meetings."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.diagnosis.enums import Path, StepKey, Team
from marchepied.apps.diagnosis.models import Cycle, CycleStep, Position
from marchepied.apps.diagnosis.selectors.calendar import keys_of, minutes_of, plan_steps
from marchepied.apps.diagnosis.selectors.cycles import steps_of
from marchepied.apps.diagnosis.selectors.gestures import next_step
from marchepied.apps.diagnosis.selectors.next_cycle import propose_path
from marchepied.apps.diagnosis.selectors.steps import StepFacts, look_at_steps
from marchepied.apps.diagnosis.selectors.table import read_table
from marchepied.apps.diagnosis.services.cycles import (
    change_path,
    choose_questions,
    open_space,
    set_assembly_date,
)
from marchepied.apps.diagnosis.services.steps import set_step_date
from marchepied.apps.diagnosis.services.table import gather_round_table, note_at_table, settle_question
from marchepied.apps.meetings.enums import MeetingKind
from marchepied.apps.meetings.models import Attendee, Meeting
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.factories.diagnosis import CycleFactory
from tests.factories.organisations import MembershipFactory, PersonFactory
from tests.factories.referentials import ReferentialVersionFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 1)
NOTHING = {"level": 2, "words": "", "agreement": "consent"}


@pytest.fixture
def table(db):
    """A cycle round a table with its two questions, inside its scope, and its pilot as `cycle.pilot`."""
    membership = MembershipFactory()
    with scope(membership.organisation):
        cycle = CycleFactory(organisation=membership.organisation, path=Path.TABLE)
        cycle.pilot = membership.person
        yield cycle


def planned(assembly_on):
    steps = plan_steps(today=TODAY, assembly_on=assembly_on, n_questions=5, path=Path.TABLE)
    return {str(step.key): (step.on, step.minutes) for step in steps if step.key in keys_of(Path.TABLE)}


def test_four_steps_go_backwards_from_the_assembly_with_their_minutes():
    assert planned(date(2026, 10, 31)) == {
        "take_stock": (date(2026, 10, 3), 10),
        "workshop": (date(2026, 10, 10), 60),
        "plan": (date(2026, 10, 10), 20),
        "assembly": (date(2026, 10, 31), 10),
    }


def test_a_near_assembly_shrinks_them_and_none_is_too_short():
    assert [on for on, _minutes in planned(date(2026, 9, 5)).values()] == [
        date(2026, 9, 1),
        date(2026, 9, 2),
        date(2026, 9, 2),
        date(2026, 9, 5),
    ]


def test_without_an_assembly_they_run_forwards():
    assert [(on - TODAY).days for on, _minutes in planned(None).values()] == [0, 7, 7, 28]


def test_the_steps_of_groups_have_no_date_round_a_table():
    steps = plan_steps(today=TODAY, assembly_on=None, n_questions=5, path=Path.TABLE)
    assert {str(step.key) for step in steps if step.on is None} == {"scope", "collect", "cross", "staff"}
    assert minutes_of(StepKey.WORKSHOP, 5) == 120


@pytest.mark.parametrize(
    ("team", "path"),
    [("", "groups"), (Team.UNDER_TEN, "table"), (Team.NO_EMPLOYEE, "table"), (Team.LARGER, "groups")],
)
def test_the_path_follows_how_many_people_there_are(team, path):
    ReferentialVersionFactory()
    assert propose_path(team) == path
    cycle = open_space(
        name="Les Amis", legal_form="association", axis_id="theme-1", team=team, by=PersonFactory()
    )
    assert cycle.path == path
    assert cycle.organisation.size_band == ("0" if team == Team.NO_EMPLOYEE else "")


def test_changing_paths_loses_nothing_and_plans_again(table):
    settle_question(cycle=table, question_id="t1-d1-q1", by=table.pilot, **NOTHING)
    mine = CycleStep.objects.get(key=StepKey.WORKSHOP)
    set_step_date(step=mine, on=date(2027, 1, 1), by=table.pilot)
    change_path(cycle=table, path=Path.GROUPS, by=table.pilot)
    views = look_at_steps(table, steps_of(table), StepFacts(), timezone.localdate())
    assert [view.key for view in views] == [str(key) for key in StepKey]
    assert {step.key: step.minutes for step in steps_of(table)}["workshop"] == 120
    change_path(cycle=table, path=Path.TABLE, by=table.pilot)
    steps = {step.key: step for step in steps_of(table)}
    assert (steps["workshop"].planned_on, steps["workshop"].minutes) == (date(2027, 1, 1), 30)
    assert steps["collect"].planned_on is None
    assert Position.objects.count() == 1
    entries = AuditEntry.objects.filter(verb="cycle.path_changed").order_by("at")
    assert [entry.detail for entry in entries] == [
        {"before": "table", "after": "groups"},
        {"before": "groups", "after": "table"},
    ]


def test_there_are_two_paths_only(table):
    with pytest.raises(ValidationError, match="deux chemins"):
        change_path(cycle=table, path="alone", by=table.pilot)
    assert Cycle.objects.get().path == Path.TABLE


def test_a_new_date_and_fewer_questions_keep_the_path(table):
    set_assembly_date(cycle=table, assembly_on=timezone.localdate() + timedelta(days=28), by=table.pilot)
    assert CycleStep.objects.get(key=StepKey.TAKE_STOCK).planned_on == timezone.localdate()
    assert CycleStep.objects.get(key=StepKey.COLLECT).planned_on is None
    choose_questions(cycle=table, question_ids=["t1-d1-q1"], by=table.pilot)
    assert CycleStep.objects.get(key=StepKey.WORKSHOP).minutes == 20


@pytest.mark.parametrize(
    ("facts", "url_name"),
    [
        ({}, "diagnosis:table"),
        ({"positions": 1}, "diagnosis:table-meeting"),
        ({"positions": 2}, "diagnosis:table-actions"),
        ({"positions": 1, "actions": 3}, "restitution:pack"),
    ],
)
def test_one_thing_to_do_at_a_time(table, facts, url_name):
    told = StepFacts(questions=2, **facts)
    views = look_at_steps(table, steps_of(table), told, timezone.localdate())
    assert [view.key for view in views] == ["take_stock", "workshop", "plan", "assembly"]
    assert next_step(table, views, told, timezone.localdate()).url_name == url_name


def test_numbers_and_names_make_the_attendance(table):
    meeting = gather_round_table(
        cycle=table, people=5, names=["Josiane", " Huguette ", "Josiane", ""], by=table.pilot
    )
    assert (meeting.kind, meeting.held_on) == (MeetingKind.TABLE, timezone.localdate())
    assert [(row.name, row.standing, row.count) for row in Attendee.objects.all()] == [
        ("Huguette", "", 1),
        ("Josiane", "", 1),
        ("", "autour de la table", 3),
    ]
    gather_round_table(cycle=table, people=4, by=table.pilot)
    assert read_table(table).attendance.present == 4
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"people": 0}, "entre 1 et 100"),
        ({"people": 101}, "entre 1 et 100"),
        ({"people": 1, "names": ["A", "B"]}, "plus de noms que de personnes"),
        ({"people": 2, "held_on": date(2999, 1, 1)}, "aujourd’hui ou avant"),
    ],
)
def test_an_impossible_table_is_refused_in_words(table, said, why):
    with pytest.raises(ValidationError, match=why):
        gather_round_table(cycle=table, by=table.pilot, **said)
    assert Attendee.objects.count() == 0


def test_what_is_settled_has_the_day_of_the_meeting_and_whose_disagreement_it_is(table):
    held_on = timezone.localdate() - timedelta(days=3)
    gather_round_table(cycle=table, people=3, held_on=held_on, by=table.pilot)
    position = settle_question(
        cycle=table,
        question_id="t1-d1-q1",
        level=None,
        words="Nous ne voyons pas la même chose.",
        agreement="disagreement",
        disagreement_note="Les horaires.",
        disagreement_by="deux bénévoles",
        counts={"1": 2, "4": 1},
        by=table.pilot,
    )
    assert (position.held_on, position.hands, position.disagreement_by) == (held_on, 3, "deux bénévoles")


def test_a_question_settled_before_anybody_was_counted_holds_the_meeting_today(table):
    settle_question(cycle=table, question_id="t1-d1-q2", by=table.pilot, **NOTHING)
    seen = read_table(table)
    assert (seen.held_on, seen.settled) == (timezone.localdate(), 1)
    assert (seen.next_question.id, seen.next_question.number) == ("t1-d1-q1", 1)


def test_the_table_reads_in_four_queries_and_knows_its_weakest(table, django_assert_num_queries):
    note_at_table(cycle=table, text="Demander la clé du local.", by=table.pilot)
    settle_question(
        cycle=table, question_id="t1-d1-q1", level=4, words="", agreement="consent", by=table.pilot
    )
    settle_question(cycle=table, question_id="t1-d1-q2", by=table.pilot, **NOTHING)
    with django_assert_num_queries(4):
        seen = read_table(table)
    assert [question.id for question in seen.weakest_first] == ["t1-d1-q2", "t1-d1-q1"]
    assert seen.find("t1-d1-q1").settled_words == "On observe le niveau 4."
    assert [note.text for note in seen.notes] == ["Demander la clé du local."]
    assert seen.next_question is None
    first, second = seen.questions
    assert (seen.after(first), seen.before(second), seen.after(second)) == (second, first, None)
