"""What a space shows in its menu beside its cycle, its plan and its house."""

from typing import Any

from django.db import transaction

from marchepied.apps.organisations.models import Organisation
from marchepied.core import audit


@transaction.atomic
def set_opened(*, organisation: Organisation, name: str, opened: bool, by: Any) -> Organisation:
    """Show an entry in the menu of the space, or take it away; nothing is written when nothing changes."""
    if (name in organisation.opened) == opened:
        return organisation
    others = [known for known in organisation.opened if known != name]
    organisation.opened = sorted([*others, name]) if opened else others
    organisation.save(update_fields=["opened"])
    audit.record("menu.changed", organisation, by=by, organisation=organisation, name=name, opened=opened)
    return organisation
