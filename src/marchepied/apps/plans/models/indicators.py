"""What is measured, year after year, and where it should go."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from marchepied.apps.plans.enums import Direction, IndicatorKind
from marchepied.core.models import ScopedModel


class Indicator(ScopedModel):
    """A thing followed over the years: its definition, how it is computed, where it comes from."""

    # A short name for formulas: « effectif », « formes ».
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    definition = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=IndicatorKind.choices, default=IndicatorKind.NUMBER)
    unit = models.CharField(max_length=40, blank=True)
    # Computed from the other indicators of the same year; empty: typed each year.
    formula = models.CharField(max_length=400, blank=True)
    source = models.CharField(max_length=200, blank=True)
    direction = models.CharField(max_length=6, choices=Direction.choices, default=Direction.NONE)
    # The indicator of the referential it was taken from, and the objective it serves.
    template_id = models.CharField(max_length=80, blank=True)
    objective = models.ForeignKey(
        "plans.Objective", on_delete=models.SET_NULL, null=True, blank=True, related_name="indicators"
    )
    position = models.PositiveSmallIntegerField(default=0)
    archived = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "name", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="indicator_key_once")]

    def __str__(self) -> str:
        return self.name


class IndicatorValue(ScopedModel):
    """What was found one year, with where it was read."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="values")
    year = models.PositiveSmallIntegerField()
    number = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    words = models.TextField(blank=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["year", "id"]
        constraints = [models.UniqueConstraint(fields=["indicator", "year"], name="value_once_a_year")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}"


class IndicatorTarget(ScopedModel):
    """Where an indicator should be in a given year (at one year, at three years)."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField()
    number = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["year", "id"]
        constraints = [models.UniqueConstraint(fields=["indicator", "year"], name="target_once_a_year")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}"


def table_path(pending: "PendingTable", filename: str) -> str:
    """A path that says nothing of the file's name."""
    return f"imports/{pending.organisation_id}/{pending.pk}"


class PendingTable(ScopedModel):
    """A table of actions or of indicators between two screens: erased once imported, after a day at most."""

    in_archives = False
    file: Any = models.FileField(upload_to=table_path, max_length=200)
    file_name = models.CharField(max_length=200)
    what = models.CharField(max_length=12)  # "actions" or "indicators"
    choices = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return self.file_name
