"""Who may do what in a space: predicates of a membership."""

from django.utils import timezone

from marchepied.apps.organisations.enums import Right, Role
from marchepied.apps.organisations.models import Membership

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
