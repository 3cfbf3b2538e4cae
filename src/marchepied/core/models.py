"""Tables every app stands on: the organisation-scoped base, the audit log, and what came from what."""

import secrets
import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from marchepied.core.scope import current_scope


def random_key() -> int:
    """A random positive 63-bit key: on SQLite it is the row's place, so order tells nothing."""
    return secrets.randbits(63)


class RandomKeyField(models.BigIntegerField):  # type: ignore[type-arg]
    """A random key that is also the row's place on SQLite.

    There only a column declared "integer" is the place; a "bigint" key would leave a hidden counter beside
    it, in the order of insertion. An attack on a copy of the database found it.
    """

    def db_type(self, connection: Any) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class ScopedManager(models.Manager[Any]):
    """Sees the rows of the organisations in scope; raises outside any scope."""

    def get_queryset(self) -> models.QuerySet[Any]:
        ids = current_scope()
        rows = super().get_queryset()
        if ids is None:
            return rows
        if len(ids) == 1:
            return rows.filter(organisation_id=next(iter(ids)))
        return rows.filter(organisation_id__in=ids)


class ScopedModel(models.Model):
    """A row that belongs to one organisation."""

    id: models.Field[Any, Any] = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager[Any]] = ScopedManager()

    class Meta:
        abstract = True


class AuditEntry(ScopedModel):
    """Who changed what, when. Nothing about a sent answer ever goes here."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["organisation", "-at"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_type}"


class Trace(ScopedModel):
    """What came from what: this record (target) was made from that one (source)."""

    source_type = models.CharField(max_length=60)
    source_id = models.CharField(max_length=40)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_type", "source_id", "target_type", "target_id"], name="trace_once"
            )
        ]
        indexes = [models.Index(fields=["organisation", "target_type", "target_id"])]

    def __str__(self) -> str:
        return f"{self.source_type} → {self.target_type}"
