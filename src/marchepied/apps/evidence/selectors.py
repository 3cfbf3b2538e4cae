"""Reads of evidence."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from marchepied.apps.evidence.models import Evidence


def evidence_of(organisation: Any) -> list[Evidence]:
    """The organisation's evidence, by title (one query)."""
    return list(Evidence.objects.filter(organisation=organisation))


def find_evidence(organisation: Any, evidence_id: UUID) -> Evidence | None:
    """The evidence of this id in the organisation; None where there is none."""
    return Evidence.objects.filter(organisation=organisation, pk=evidence_id).first()


def ended_evidence(organisation: Any, today: date) -> list[Evidence]:
    """The evidence whose validity ended before this day, the oldest first (one query)."""
    rows = Evidence.objects.filter(organisation=organisation, valid_until__lt=today)
    return list(rows.order_by("valid_until", "id"))


def known_ids(organisation: Any, ids: Collection[UUID]) -> set[UUID]:
    """Those of these ids that are evidence of the organisation (no query for no id)."""
    if not ids:
        return set()
    rows = Evidence.objects.filter(organisation=organisation, pk__in=ids).order_by("id")
    return set(rows.values_list("pk", flat=True))
