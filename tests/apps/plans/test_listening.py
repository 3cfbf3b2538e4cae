"""A complaint or an idea becomes an action in one gesture, and is told what becomes of it."""

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.plans.selectors.listening import actions_from
from marchepied.apps.plans.services import ActionContent, change_action_state, delete_action, update_action
from marchepied.apps.plans.services.listening import take_up_complaint, take_up_idea
from marchepied.core.models import Trace
from marchepied.core.scope import scope
from tests.factories.diagnosis import CycleFactory
from tests.factories.listening import complain, open_one, propose
from tests.factories.networks import pilot_of
from tests.factories.organisations import OrganisationFactory


@pytest.fixture
def house(db):
    organisation = OrganisationFactory()
    organisation.pilot = pilot_of(organisation)
    with scope(organisation):
        organisation.cycle = CycleFactory(organisation=organisation)
        yield organisation


def take(house, idea, **more):
    return take_up_idea(
        idea=idea,
        cycle=house.cycle,
        content=ActionContent(title="Ouvrir le dimanche"),
        by=house.pilot,
        **{"reason": "Oui.", **more},
    )


def test_a_complaint_becomes_an_action_that_says_where_it_comes_from(house):
    row = complain(open_one(house, "complaints"))
    action = take_up_complaint(
        complaint=row, cycle=house.cycle, content=ActionContent(title="Deux clés"), by=house.pilot
    )
    trace = Trace.objects.get()
    assert (trace.source_type, trace.target_id) == ("listening.complaint", str(action.pk))
    assert actions_from([row]) == {row.pk: [action]}


def test_an_idea_is_kept_answered_and_put_in_the_plan_in_one_gesture(house):
    row = propose(open_one(house, "ideas"))
    action = take(house, row)
    assert (row.state, row.reason) == ("accepted", "Oui.")
    assert actions_from([row]) == {row.pk: [action]}


def test_without_a_reason_nothing_is_written(house):
    row = propose(open_one(house, "ideas"))
    with pytest.raises(ValidationError):
        take(house, row, reason="")
    row.refresh_from_db()
    assert (row.state, Trace.objects.count(), actions_from([row])) == ("received", 0, {})


def test_the_idea_follows_its_action(house):
    row = propose(open_one(house, "ideas"))
    action = take(house, row)
    seen = []
    for state in ("doing", "done", "todo", "dropped"):
        change_action_state(action=action, state=state, by=house.pilot)
        row.refresh_from_db()
        seen.append((row.state, row.needs_word))
    update_action(action=action, content=ActionContent(title="Ouvrir", state="done"), by=house.pilot)
    row.refresh_from_db()
    assert seen == [("doing", False), ("done", True), ("accepted", False), ("accepted", True)]
    assert row.state == "done"
    delete_action(action=action, by=house.pilot)
    assert actions_from([row]) == {}


def test_actions_of_many_rows_are_read_in_two_queries(house, django_assert_num_queries):
    box = open_one(house, "ideas")
    rows = [propose(box, title) for title in ("Un banc", "Un puits", "Une serre")]
    for row in rows[:2]:
        take(house, row)
    with django_assert_num_queries(2):
        found = actions_from(rows)
    assert set(found) == {rows[0].pk, rows[1].pk}
    assert actions_from([]) == {}


def test_another_organisations_cycle_is_refused(house):
    row = propose(open_one(house, "ideas"))
    other = CycleFactory()
    for cycle in (other, None):
        with pytest.raises(ValidationError):
            take_up_idea(
                idea=row, cycle=cycle, content=ActionContent(title="A"), reason="Oui.", by=house.pilot
            )
