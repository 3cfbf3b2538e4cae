"""Who may do what in a space: predicates of a membership."""

from datetime import timedelta

from django.utils import timezone

from marchepied.apps.organisations.enums import Right, Role
from marchepied.apps.organisations.models import MemberInvitation, Membership

INVITATION_DAYS = 14
# The pilot and one more: a space must survive a holiday, a departure, a lost mailbox.
KEY_HOLDERS = 2

RIGHTS: dict[str, frozenset[str]] = {
    Role.READER: frozenset({Right.READ}),
    Role.CONTRIBUTOR: frozenset({Right.READ, Right.CONTRIBUTE}),
    Role.FACILITATOR: frozenset({Right.READ, Right.CONTRIBUTE, Right.FACILITATE}),
    Role.ACCOMPAGNATEUR: frozenset({Right.READ, Right.CONTRIBUTE, Right.FACILITATE}),
    Role.PILOT: frozenset(Right.values),
}


def is_current(membership: Membership) -> bool:
    """An accompagnateur's role ends on the evening of its date."""
    return membership.until is None or membership.until >= timezone.localdate()


def may(membership: Membership | None, right: str) -> bool:
    """Whether this membership holds the right today."""
    return membership is not None and is_current(membership) and right in RIGHTS[membership.role]


def is_open(invitation: MemberInvitation) -> bool:
    """Whether an invitation may still be accepted: not yet used, not too old, its role not ended."""
    fresh = timezone.now() < invitation.created_at + timedelta(days=INVITATION_DAYS)
    not_ended = invitation.until is None or invitation.until >= timezone.localdate()
    return invitation.accepted_at is None and fresh and not_ended
