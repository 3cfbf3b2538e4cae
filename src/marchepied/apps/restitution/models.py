"""Packs for the general assembly and the sheet for those who answered."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from marchepied.core.models import ScopedModel
from marchepied.engines.documents import shorten_fingerprint


class FrozenEditionError(Exception):
    """A frozen edition was about to be changed or deleted: another one is made instead."""


class PackDraft(ScopedModel):
    """What the pilot changed in the pack on the screen: order, hidden sections, own words."""

    cycle = models.OneToOneField("diagnosis.Cycle", on_delete=models.CASCADE, related_name="+")
    # In the order of the pack: a key, whether it is hidden, a title by language, own words by language and
    # part, what was proposed when they were written, when and by whom.
    sections = models.JSONField(default=list, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.cycle_id)


class Assembly(ScopedModel):
    """The general assembly of a cycle: the meeting that held it, and the edition it was shown."""

    cycle = models.OneToOneField("diagnosis.Cycle", on_delete=models.CASCADE, related_name="+")
    meeting = models.OneToOneField("meetings.Meeting", on_delete=models.CASCADE, related_name="+")
    pack = models.ForeignKey(
        "restitution.Pack", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.cycle_id)


class Pack(ScopedModel):
    """An edition of the AG pack: the document it printed, so that it can be printed again the same.

    Once frozen it is neither changed nor deleted, nor its cycle; it goes with its organisation alone.
    """

    cycle = models.ForeignKey("diagnosis.Cycle", on_delete=models.RESTRICT, related_name="+")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5, default="fr")
    content = models.JSONField()
    # Null for an edition older than freezing.
    frozen_at = models.DateTimeField(null=True, blank=True)
    # SHA-256 of the content, the number, the day and the signatories, as it was printed on the edition.
    fingerprint = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-number", "id"]
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="pack_once")]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.number}"

    @property
    def short_fingerprint(self) -> str:
        """The first letters of the fingerprint, to compare a sheet of paper with a file."""
        return shorten_fingerprint(self.fingerprint)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new edition; one that is frozen is never written again, whoever asks."""
        if not self._state.adding and self.frozen_at is not None:
            raise FrozenEditionError(str(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Erase an edition; one that is frozen goes with its organisation alone."""
        if self.frozen_at is not None:
            raise FrozenEditionError(str(self))
        return super().delete(*args, **kwargs)


class Signature(ScopedModel):
    """Somebody who signs a frozen edition, and the day they did."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="signatures")
    name = models.CharField(max_length=120)
    quality = models.CharField(max_length=120, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
