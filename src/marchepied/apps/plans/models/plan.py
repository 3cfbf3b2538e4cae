"""Visions, objectives and actions."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from marchepied.apps.plans.enums import ActionState, Horizon
from marchepied.core.models import ScopedModel


class Vision(ScopedModel):
    """What the organisation wants to have become, for one cycle."""

    cycle = models.OneToOneField("diagnosis.Cycle", on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.text[:60]


class Objective(ScopedModel):
    """A target at one or three years."""

    cycle = models.ForeignKey("diagnosis.Cycle", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    horizon = models.PositiveSmallIntegerField(choices=Horizon.choices, default=Horizon.ONE_YEAR)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["horizon", "position", "id"]

    def __str__(self) -> str:
        return self.text


class Action(ScopedModel):
    """Something to do: who, with what, by when, and what came of it."""

    cycle = models.ForeignKey("diagnosis.Cycle", on_delete=models.CASCADE, related_name="+")
    objective = models.ForeignKey(
        Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions"
    )
    position_of = models.ForeignKey(
        "diagnosis.Position", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    question_id = models.CharField(max_length=80, blank=True)
    lever_id = models.CharField(max_length=80, blank=True)
    # The practice of the library that it was adapted from.
    practice_id = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200)
    first_step = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    owner_name = models.CharField(max_length=120, blank=True)
    means = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    expected_result = models.CharField(max_length=300, blank=True)
    result = models.TextField(blank=True)
    # Anything else: what an imported plan said that has no place of its own.
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ActionState.choices, default=ActionState.TODO)
    created_at = models.DateTimeField(default=timezone.now)
    # What it serves, of what the organisation exists for and of what it does.
    purposes = models.ManyToManyField(
        "organisations.Purpose", through="ActionPurpose", blank=True, related_name="+"
    )
    activities = models.ManyToManyField(
        "organisations.Activity", through="ActionActivity", blank=True, related_name="+"
    )

    class Meta:
        ordering = [models.F("due_on").asc(nulls_last=True), "created_at", "id"]

    def __str__(self) -> str:
        return self.title


class ActionPurpose(ScopedModel):
    """That an action serves something the organisation exists for."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="+")
    purpose = models.ForeignKey("organisations.Purpose", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["action", "purpose"], name="action_purpose_once")]

    def __str__(self) -> str:
        return f"{self.action_id} → {self.purpose_id}"


class ActionActivity(ScopedModel):
    """That an action serves something the organisation does."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="+")
    activity = models.ForeignKey("organisations.Activity", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["action", "activity"], name="action_activity_once")]

    def __str__(self) -> str:
        return f"{self.action_id} → {self.activity_id}"
