"""Packs for the general assembly and the sheet for those who answered."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from marchepied.core.models import ScopedModel


class Pack(ScopedModel):
    """An edition of the AG pack: the data it printed, so that it can be printed again the same."""

    cycle = models.ForeignKey("diagnosis.Cycle", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5, default="fr")
    content = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-number", "id"]
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="pack_once")]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.number}"
