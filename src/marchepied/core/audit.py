"""Writing the audit log and the traces between records."""

from typing import Any

from django.db import models

from marchepied.core.models import AuditEntry, Trace


def record(
    verb: str, target: models.Model, *, by: Any, organisation: Any = None, **detail: Any
) -> AuditEntry:
    """Write that `by` did `verb` (a past participle with its noun, "cycle.closed") to `target`.

    `organisation` defaults to the target's own. Never call it for a sent answer.
    """
    owner = organisation if organisation is not None else target.organisation  # type: ignore[attr-defined]
    return AuditEntry.objects.create(
        organisation=owner,
        by=by,
        verb=verb,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        detail=detail,
    )


def trace(source: models.Model, target: models.Model, *, by: Any) -> Trace:
    """Remember that `target` was made from `source` (both of the same organisation)."""
    row, _ = Trace.objects.get_or_create(
        organisation=target.organisation,  # type: ignore[attr-defined]
        source_type=source._meta.label_lower,
        source_id=str(source.pk),
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        defaults={"by": by},
    )
    return row
