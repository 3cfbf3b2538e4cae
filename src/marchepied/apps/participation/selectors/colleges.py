"""The groups of people that an organisation has named."""

from typing import Any

from marchepied.apps.participation.models import College


def colleges_of(organisation: Any, *, archived: bool = False) -> list[College]:
    """The organisation's groups in its own order, those set aside apart (one query)."""
    return list(College.objects.filter(organisation=organisation, archived=archived))


def find_college(college_id: Any) -> College | None:
    """The group of that id in the scope, set aside or not."""
    return College.objects.filter(pk=college_id).first()
