"""Votes that were given elsewhere, on their way in."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from marchepied.apps.deliberation.enums import TransferState
from marchepied.apps.deliberation.models.topics import Topic
from marchepied.core.models import ScopedModel


def transfer_path(instance: Any, name: str) -> str:
    """Where the file waits: by its row's id, whatever its own name."""
    return f"deliberation/{instance.organisation_id}/{instance.pk}"


class VoteImport(ScopedModel):
    """A file of votes being read, in a task when it is large; its file is erased once it is in."""

    in_archives = False  # it may hold people's names with their votes
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="imports")
    file = models.FileField(upload_to=transfer_path, max_length=200, blank=True)
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=TransferState.choices, default=TransferState.WAITING)
    # How many votes there are to write, and how many are.
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # What was understood, or the sentence that says why not.
    report = models.JSONField(default=dict, blank=True)
    # Nobody when a command brings the file.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    # When it was brought, then when votes were last written.
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return self.file_name
