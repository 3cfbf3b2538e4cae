"""Role × right, as docs/reference/roles.md says."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from marchepied.apps.organisations.enums import Right, Role
from marchepied.apps.organisations.models import MemberInvitation, Membership
from marchepied.apps.organisations.rules import is_current, is_open, may

TABLE = {
    Role.READER: {Right.READ},
    Role.CONTRIBUTOR: {Right.READ, Right.CONTRIBUTE},
    Role.FACILITATOR: {Right.READ, Right.CONTRIBUTE, Right.FACILITATE},
    Role.ACCOMPAGNATEUR: {Right.READ, Right.CONTRIBUTE, Right.FACILITATE},
    Role.PILOT: {Right.READ, Right.CONTRIBUTE, Right.FACILITATE, Right.PILOT},
}
PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "roles.md"


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("right", Right)
def test_a_role_holds_its_rights_and_no_other(role, right):
    assert may(Membership(role=role), right) is (right in TABLE[role])


def test_nobody_has_no_right():
    assert [may(None, right) for right in Right] == [False] * len(Right)


@pytest.mark.parametrize(("days", "current"), [(-1, False), (0, True), (1, True)])
def test_a_role_ends_on_the_evening_of_its_date(days, current):
    membership = Membership(role=Role.ACCOMPAGNATEUR, until=timezone.localdate() + timedelta(days=days))
    assert is_current(membership) is current
    assert may(membership, Right.READ) is current


@pytest.mark.parametrize(("days", "opens"), [(0, True), (13, True), (14, False), (400, False)])
def test_an_invitation_is_open_for_two_weeks(days, opens):
    invitation = MemberInvitation(role=Role.READER, created_at=timezone.now() - timedelta(days=days))
    assert is_open(invitation) is opens


def test_the_documentation_says_the_same():
    marks = {
        tuple(cell.strip() for cell in line.strip("|\n ").split("|"))
        for line in PAGE.read_text().splitlines()
        if line.startswith("| `")
    }
    expected = {
        (f"`{role.value}`", *("yes" if right in TABLE[role] else "–" for right in Right)) for role in Role
    }
    assert marks == expected
