"""Documents and links: entered once, serving many questions."""

from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from marchepied.apps.evidence.enums import EvidenceKind
from marchepied.core.models import ScopedModel


def private_path(evidence: Any, filename: str) -> str:
    """A path that says nothing of the file's name; the name is kept in the row."""
    suffix = PurePosixPath(filename).suffix.lower()[:10]
    return f"evidence/{evidence.organisation_id}/{evidence.pk}{suffix}"


class Evidence(ScopedModel):
    """A document or a link that shows what the organisation says."""

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    file = models.FileField(upload_to=private_path, blank=True, max_length=200)
    file_name = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    # After this day it shows nothing any more (a certificate, an agreement); null: it does not end.
    valid_until = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(kind=EvidenceKind.FILE, url="") & ~models.Q(file="")
                    | models.Q(kind=EvidenceKind.LINK, file="") & ~models.Q(url="")
                ),
                name="evidence_file_or_link",
            )
        ]

    def __str__(self) -> str:
        return self.title
