"""Letting another organisation use a referential of one's own."""

from typing import Any

from django.db import transaction

from marchepied.apps.referentials.models import Referential, SharedReferential
from marchepied.core.audit import record
from marchepied.core.scope import scope


@transaction.atomic
def share_referential(*, referential: Referential, organisation: Any, by: Any) -> SharedReferential:
    """Let an organisation use a referential, in all its versions to come; once is enough."""
    with scope(organisation):
        share, _created = SharedReferential.objects.get_or_create(
            organisation=organisation, referential=referential
        )
        record(
            "referential.shared", referential, by=by, organisation=referential.owner, with_=organisation.name
        )
    return share
