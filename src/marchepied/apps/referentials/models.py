"""Referentials and their published, immutable versions."""

import uuid

from django.db import models
from django.utils import timezone


class Referential(models.Model):
    """A set of themes and questions: shipped for all, or made by one organisation for itself.

    Not a scoped model: published referentials are the same for all; selectors filter the others by owner.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80)
    owner = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    title = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "slug"], name="referential_slug_once"),
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(owner=None), name="referential_shipped_slug_once"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class ReferentialVersion(models.Model):
    """One published version: its whole content, never changed once published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referential = models.ForeignKey(Referential, on_delete=models.CASCADE, related_name="versions")
    number = models.CharField(max_length=20)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-published_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["referential", "number"], name="referential_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.referential_id} {self.number}"
