"""Referentials and their published, immutable versions."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from marchepied.apps.referentials.enums import ExperienceState
from marchepied.core.models import ScopedModel


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
    """One published version: its content, never changed once published.

    The content of an extension holds what it adds; `base` is the version it adds to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referential = models.ForeignKey(Referential, on_delete=models.CASCADE, related_name="versions")
    number = models.CharField(max_length=20)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    base = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="extensions"
    )
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-published_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["referential", "number"], name="referential_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.referential_id} {self.number}"


class SharedReferential(ScopedModel):
    """That an organisation may use the referential of another: its network, most often."""

    referential = models.ForeignKey(Referential, on_delete=models.CASCADE, related_name="shares")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "referential"], name="referential_shared_once")
        ]

    def __str__(self) -> str:
        return str(self.referential_id)


class Draft(ScopedModel):
    """A referential being written, or the next version of one; nobody answers it before it is published."""

    # The referential whose next version this is; null for a first version.
    referential = models.ForeignKey(
        Referential, on_delete=models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    # The version that an extension adds to; null for a referential that stands alone.
    base = models.ForeignKey(
        ReferentialVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=200)
    content = models.JSONField()
    # Grows with each change, so that two people never write over one another.
    revision = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    # The version it became; null while it is being written.
    published = models.OneToOneField(
        ReferentialVersion, on_delete=models.SET_NULL, null=True, blank=True, related_name="draft"
    )

    class Meta:
        ordering = ["-changed_at", "id"]

    def __str__(self) -> str:
        return self.title


class DraftChange(ScopedModel):
    """One change of a draft: who, when, what, and the content before it, so that it can be undone."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="changes")
    revision = models.PositiveIntegerField()
    # What was done (« question.added »…) to which item, and how that item is called.
    verb = models.CharField(max_length=60)
    item_id = models.CharField(max_length=80, blank=True)
    item_name = models.CharField(max_length=300, blank=True)
    before = models.JSONField()
    # The version that the draft added to before; null where it did not change.
    base = models.ForeignKey(
        ReferentialVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Whose idea it was, where another person wrote it down (an amendment that was merged).
    credit = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-revision", "id"]
        constraints = [models.UniqueConstraint(fields=["draft", "revision"], name="draft_change_once")]

    def __str__(self) -> str:
        return f"{self.verb} {self.item_id}"


class LabelExperience(ScopedModel):
    """What an organisation says of a label that it went through: useful, heavy, how long it took."""

    # The id in the directory that ships; a label that left it keeps what was said.
    label_id = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=ExperienceState.choices)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    useful = models.TextField(blank=True)
    heavy = models.TextField(blank=True)
    # Shown to others only on purpose, with the sector and the form; the name only when asked for.
    shared = models.BooleanField(default=False)
    named = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "label_id"], name="label_experience_once"),
            models.CheckConstraint(
                condition=models.Q(shared=True) | models.Q(named=False),
                name="label_experience_named_if_shared",
            ),
        ]
        indexes = [models.Index(fields=["label_id"], condition=models.Q(shared=True), name="label_shared")]

    def __str__(self) -> str:
        return self.label_id


def brought_path(brought: "PendingReferential", filename: str) -> str:
    """A path that says nothing of the file's name."""
    return f"imports/{brought.organisation_id}/{brought.pk}"


class PendingReferential(ScopedModel):
    """A file of a guide between two screens: erased once imported or given up, after a day at most."""

    in_archives = False
    file: Any = models.FileField(upload_to=brought_path, max_length=200)
    file_name = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return self.file_name
