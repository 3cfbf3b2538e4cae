"""Who may see who wrote, and what is late."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from marchepied.apps.listening.enums import IdeaState
from marchepied.apps.listening.models import Complaint, Idea, Register
from marchepied.apps.listening.rules import due_on, is_idea_late, is_late, may_see_person, takes_support
from marchepied.apps.organisations.enums import Role
from marchepied.apps.organisations.models import Membership

DAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("roles", "role", "seen"),
    [
        (["pilot"], Role.PILOT, True),
        (["pilot"], Role.FACILITATOR, False),
        (["pilot", "facilitator"], Role.FACILITATOR, True),
        (["facilitator"], Role.PILOT, False),
        (["reader", "contributor"], Role.READER, False),
        ([], Role.PILOT, False),
    ],
)
def test_the_person_is_seen_by_the_roles_of_the_register_alone(roles, role, seen):
    assert may_see_person(Register(person_roles=roles), Membership(role=role)) is seen


def test_a_role_that_ended_sees_nobody():
    ended = Membership(role=Role.ACCOMPAGNATEUR, until=timezone.localdate() - timedelta(days=1))
    assert not may_see_person(Register(person_roles=["accompagnateur"]), ended)
    assert not may_see_person(Register(person_roles=["pilot"]), None)


@pytest.mark.parametrize(
    ("state", "due"),
    [
        ("received", DAY),
        ("acknowledged", DAY + timedelta(days=20)),
        ("handled", DAY + timedelta(days=20)),
        ("answered", None),
        ("closed", None),
    ],
)
def test_what_is_due_follows_the_state(state, due):
    row = Complaint(state=state, acknowledge_by=DAY, answer_by=DAY + timedelta(days=20))
    assert due_on(row) == due
    assert is_late(row, DAY) is False
    assert is_late(row, DAY + timedelta(days=21)) is (due is not None)


@pytest.mark.parametrize(
    ("state", "visibility", "late"),
    [
        ("received", "shown", True),
        ("discussed", "waiting", True),
        ("received", "refused", False),
        ("accepted", "shown", False),
    ],
)
def test_an_idea_is_late_until_it_is_decided(state, visibility, late):
    assert (
        is_idea_late(Idea(state=state, visibility=visibility, answer_by=DAY), DAY + timedelta(days=1)) is late
    )
    assert not is_idea_late(Idea(state=state, visibility=visibility, answer_by=DAY), DAY)


def test_an_idea_is_supported_until_it_is_declined_or_done():
    states = {state: takes_support(Idea(state=state, visibility="shown")) for state in IdeaState.values}
    assert states == {
        "received": True, "discussed": True, "accepted": True, "doing": True,
        "declined": False, "done": False,
    }  # fmt: skip
    assert not takes_support(Idea(state="received", visibility="waiting"))
