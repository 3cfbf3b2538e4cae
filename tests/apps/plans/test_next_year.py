"""The next year takes from the last: scope, groups counted again, actions carried over or given up."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.diagnosis.enums import CycleState, Depth, Path
from marchepied.apps.diagnosis.models import Cycle
from marchepied.apps.diagnosis.selectors.next_cycle import (
    a_year_later,
    earlier_positions,
    guide_changes,
    last_cycle,
    propose_scope,
)
from marchepied.apps.diagnosis.services.cycles import choose_questions, finish_cycle
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.participation.models import College
from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.models import Action
from marchepied.apps.plans.selectors import tally_actions
from marchepied.apps.plans.selectors.next_year import unfinished_actions
from marchepied.apps.plans.services.next_year import NextYear, start_next_year
from marchepied.apps.plans.services.plan import ActionContent, add_action, change_action_state
from marchepied.core.models import AuditEntry, Trace
from marchepied.core.scope import scope
from tests.factories.diagnosis import CycleFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.participation import CollegeFactory
from tests.factories.referentials import ReferentialVersionFactory, generated

pytestmark = pytest.mark.django_db

SAME = {"axis_ids": ["theme-1"], "depth": Depth.EXPRESS, "path": Path.GROUPS}


@pytest.fixture
def last(db):
    """A finished cycle inside its scope, and its pilot as `last.pilot`."""
    membership = MembershipFactory()
    with scope(membership.organisation):
        cycle = CycleFactory(organisation=membership.organisation, assembly_on=date(2027, 5, 15))
        cycle.pilot = membership.person
        finish_cycle(cycle=cycle, by=membership.person)
        yield cycle


def act(cycle, title, **more):
    return add_action(cycle=cycle, content=ActionContent(title=title, **more), by=cycle.pilot)


@pytest.mark.parametrize(
    ("day", "today", "later"),
    [
        (date(2026, 5, 15), date(2026, 9, 1), date(2027, 5, 15)),
        (date(2023, 5, 15), date(2026, 9, 1), date(2027, 5, 15)),
        (date(2028, 2, 29), date(2028, 6, 1), date(2029, 2, 28)),
        (date(2025, 9, 1), date(2026, 9, 1), date(2027, 9, 1)),
        (date(9999, 12, 31), date(2026, 9, 1), date(9999, 12, 31)),
    ],
)
def test_the_assembly_is_proposed_a_year_later_and_never_in_the_past(day, today, later):
    assert a_year_later(day, today) == later


def test_the_scope_of_the_last_is_proposed(last):
    proposed = propose_scope(last.organisation, last, date(2027, 9, 1))
    assert proposed == type(proposed)(("theme-1",), "express", "groups", date(2028, 5, 15))


@pytest.mark.parametrize(("size", "path"), [("0", "table"), ("1-9", "groups"), ("", "groups")])
def test_a_first_cycle_is_proposed_by_size(last, size, path):
    last.organisation.size_band = size
    assert propose_scope(last.organisation, None, date(2027, 9, 1)).path == path


def test_the_last_cycle_is_the_one_that_no_other_goes_on_from(last):
    assert last_cycle(last.organisation) == last
    cycle = start_next_year(last=last, content=NextYear(**SAME), by=last.pilot)
    assert cycle.follows == last
    assert last_cycle(last.organisation) == cycle


def test_the_same_scope_keeps_the_questions_chosen_by_hand(last):
    choose_questions(cycle=last, question_ids=["t1-d1-q2", "t1-d1-q3"], by=last.pilot)
    cycle = start_next_year(last=last, content=NextYear(**SAME), by=last.pilot)
    assert (cycle.question_ids, cycle.depth) == (["t1-d1-q2", "t1-d1-q3"], "express")


def test_another_depth_takes_its_questions_afresh(last):
    choose_questions(cycle=last, question_ids=["t1-d1-q2"], by=last.pilot)
    cycle = start_next_year(last=last, content=NextYear(**{**SAME, "depth": Depth.FULL}), by=last.pilot)
    assert cycle.question_ids == ["t1-d1-q1", "t1-d1-q2", "t1-d1-q3"]


def test_the_path_can_change_and_the_steps_follow(last):
    cycle = start_next_year(last=last, content=NextYear(**{**SAME, "path": Path.TABLE}), by=last.pilot)
    assert cycle.path == Path.TABLE
    assert cycle.steps.get(key="collect").planned_on is None


def test_the_guides_changes_are_matched_by_id(last):
    content = generated(n_questions=5)
    questions = content["axes"][0]["domains"][0]["questions"]
    questions[0]["wording"]["fr"] = "Autrement dit."
    del questions[1]  # t1-d1-q2 is gone, q4 and q5 are new
    ReferentialVersionFactory(content=content, number="2.0.0")
    found = guide_changes(last)
    assert [(before.id, now.wording.read_in("fr")) for before, now in found.reworded] == [
        ("t1-d1-q1", "Autrement dit.")
    ]
    assert [question.id for question in found.gone] == ["t1-d1-q2"]
    assert [question.id for question in found.new] == ["t1-d1-q4", "t1-d1-q5"]
    cycle = start_next_year(last=last, content=NextYear(**SAME), by=last.pilot)
    assert cycle.question_ids == ["t1-d1-q1", "t1-d1-q4", "t1-d1-q5"]


def test_an_unchanged_guide_has_nothing_to_tell(last):
    assert not guide_changes(last)


def test_actions_are_carried_over_or_given_up_each_traced(last):
    soon = timezone.localdate() + timedelta(days=20)
    going = act(last, "Continuer", first_step="Un pas", owner_name="Huguette", due_on=soon)
    past = act(last, "Redater", due_on=date(2020, 1, 1), result="À moitié")
    stop = act(last, "Arrêter", result="Rien")
    done = act(last, "Finie")
    change_action_state(action=done, state=ActionState.DONE, by=last.pilot)
    assert {action.title for action in unfinished_actions(last)} == {"Continuer", "Redater", "Arrêter"}
    content = NextYear(**SAME, kept=[going.pk, past.pk], dropped={stop.pk: "Plus personne pour le faire."})
    cycle = start_next_year(last=last, content=content, by=last.pilot)
    rows = {action.title: action for action in Action.objects.filter(cycle=cycle)}
    assert set(rows) == {"Continuer", "Redater"}
    first = rows["Continuer"]
    assert (first.first_step, first.owner_name, first.due_on) == ("Un pas", "Huguette", soon)
    assert (rows["Redater"].due_on, rows["Redater"].result) == (None, "À moitié")
    stop.refresh_from_db()
    assert (stop.state, stop.result) == ("dropped", "Rien\nPlus personne pour le faire.")
    assert {(trace.source_id, trace.target_id) for trace in Trace.objects.all()} == {
        (str(going.pk), str(first.pk)),
        (str(past.pk), str(rows["Redater"].pk)),
    }
    assert AuditEntry.objects.filter(verb="action.carried_over").count() == 2


def test_the_tally_tells_what_came_from_the_year_before(last):
    kept = act(last, "Le café")
    cycle = start_next_year(last=last, content=NextYear(**SAME, kept=[kept.pk]), by=last.pilot)
    cycle.pilot = last.pilot
    act(cycle, "L’affiche")
    assert (tally_actions(last).carried, tally_actions(cycle).carried) == (0, 1)
    assert tally_actions(cycle).total == 2


def test_what_no_longer_waits_is_refused_and_nothing_starts(last):
    done = act(last, "Finie")
    change_action_state(action=done, state=ActionState.DONE, by=last.pilot)
    with pytest.raises(ValidationError, match="n’attend plus"):
        start_next_year(last=last, content=NextYear(**SAME, kept=[done.pk]), by=last.pilot)
    assert Cycle.objects.filter(state=CycleState.RUNNING).count() == 0


def test_two_cycles_never_run_at_once(last):
    start_next_year(last=last, content=NextYear(**SAME), by=last.pilot)
    with pytest.raises(ValidationError, match="Une autre démarche est en cours"):
        start_next_year(last=last, content=NextYear(**SAME), by=last.pilot)


def test_groups_are_kept_and_counted_again(last):
    college = CollegeFactory(organisation=last.organisation, name="Salariés", expected_count=12)
    same = CollegeFactory(organisation=last.organisation, name="Bénévoles", expected_count=8)
    content = NextYear(**SAME, counts={college.pk: 14, same.pk: 8})
    start_next_year(last=last, content=content, by=last.pilot)
    assert dict(College.objects.order_by("name").values_list("name", "expected_count")) == {
        "Bénévoles": 8,
        "Salariés": 14,
    }
    assert AuditEntry.objects.filter(verb="college.updated").count() == 1


def test_what_was_agreed_is_read_again_where_the_words_are_the_same(last):
    for question_id in ("t1-d1-q1", "t1-d1-q2"):
        take_position(
            cycle=last, question_id=question_id, level=2, words="", agreement="consent", by=last.pilot
        )
    content = generated()
    content["axes"][0]["domains"][0]["questions"][0]["levels"][4]["short"]["en"] = "Always, by far"
    ReferentialVersionFactory(content=content, number="2.0.0")
    cycle = start_next_year(last=last, content=NextYear(**SAME), by=last.pilot)
    assert list(earlier_positions(cycle)) == ["t1-d1-q2"]
    assert earlier_positions(last) == {}
