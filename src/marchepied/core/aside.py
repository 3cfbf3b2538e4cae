"""Files put aside between two screens: kept a day, then erased by the upkeep."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from marchepied.core.scope import scope, unscoped

KEPT_FOR = timedelta(days=1)


def oldest_kept(now: datetime) -> datetime:
    """The moment before which what was put aside is erased."""
    return now - KEPT_FOR


def erase_aside(model: Any, *, now: datetime | None = None) -> int:
    """Erase the rows of a scoped model whose `at` is a day old or more, on the whole instance; how many.

    One by one, each in the scope of its organisation: a file that a row holds goes with it.
    """
    limit = oldest_kept(now or timezone.now())
    with unscoped("the erasure by age concerns every organisation"):
        old = list(model.objects.filter(at__lte=limit).order_by("at", "id"))
    for row in old:
        with scope(row.organisation_id):
            row.delete()
    return len(old)
