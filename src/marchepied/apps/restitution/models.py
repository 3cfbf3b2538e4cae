"""Packs for the general assembly and the sheet for those who answered."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from marchepied.core.models import ScopedModel


class PackDraft(ScopedModel):
    """What the pilot changed in the pack on the screen: order, hidden sections, own words."""

    cycle = models.OneToOneField("diagnosis.Cycle", on_delete=models.CASCADE, related_name="+")
    # [{"key": "method", "hidden": false, "title": {"fr": …}, "text": {"fr": …}}, …] in the order of the pack.
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
    """An edition of the AG pack: the data it printed, so that it can be printed again the same."""

    cycle = models.ForeignKey("diagnosis.Cycle", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5, default="fr")
    content = models.JSONField()
    # Null while it is a working edition; once frozen it is neither changed nor deleted.
    frozen_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-number", "id"]
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="pack_once")]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.number}"


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
