"""A table put aside between two screens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.models import PendingTable
from marchepied.apps.plans.selectors.pending import find_pending_table
from marchepied.apps.plans.services.imports import (
    erase_pending_tables,
    keep_pending_table,
)
from marchepied.core.scope import unscoped
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db


def test_a_table_put_aside_is_its_owners_for_a_day_then_erased(
    cycle, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    person = cycle.organisation.memberships.get().person
    other = MembershipFactory(organisation=cycle.organisation, role=Role.PILOT).person

    def keep():
        return keep_pending_table(
            organisation=cycle.organisation, data=b"quoi\nAgir", file_name="p.csv", what="actions", by=person
        )

    keep()
    with django_capture_on_commit_callbacks(execute=True):
        pending = keep()
    assert PendingTable.objects.count() == 1
    assert find_pending_table(cycle.organisation, person, pending.pk) == pending
    assert find_pending_table(cycle.organisation, other, pending.pk) is None
    pending.at = timezone.now() - timedelta(hours=25)
    pending.save()
    assert find_pending_table(cycle.organisation, person, pending.pk) is None
    with unscoped("as the maintenance does"), django_capture_on_commit_callbacks(execute=True):
        assert erase_pending_tables() == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
