"""Reads of the tenancy."""

from typing import Any

from marchepied.apps.organisations.models import Membership


def find_membership(person: Any, slug: str) -> Membership | None:
    """The membership of this person in the space of that slug, with its organisation (one query)."""
    return (
        Membership.objects.select_related("organisation", "organisation__commune")
        .filter(person=person, organisation__slug=slug)
        .first()
    )
