"""Saying what a record serves, of what the organisation exists for and does."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.organisations.selectors import Project
from marchepied.core import audit


@transaction.atomic
def set_served(*, row: Any, project: Project, verb: str, by: Any) -> bool:
    """Say that `row` serves these lines and no others; whether that changed.

    `row` has `purposes` and `activities`. One audit entry, of that verb, when something changed. Raises
    ValidationError for a line of another organisation.
    """
    if any(line.organisation_id != row.organisation_id for line in project.lines):
        raise ValidationError(_("Une de ces phrases est celle d’une autre organisation."))
    before = {*row.purposes.all(), *row.activities.all()}
    after = set(project.lines)
    if before == after:
        return False
    owned = {"organisation_id": row.organisation_id}
    row.purposes.set(project.purposes, through_defaults=owned)
    row.activities.set(project.activities, through_defaults=owned)
    audit.record(verb, row, by=by, added=len(after - before), removed=len(before - after))
    return True
