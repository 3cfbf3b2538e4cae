"""Themes of what people write: what was learned, what people did with it. No text is kept here."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from marchepied.apps.listening.enums import ThemeGestureKind
from marchepied.core.models import ScopedModel


class ThemeBoard(ScopedModel):
    """The themes of one organisation. Texts stay where they were written, and are read again each time."""

    # What the engine `themes` learned, and where each text was then; without a sentence.
    found = models.JSONField(default=dict)
    found_at = models.DateTimeField(default=timezone.now)
    # People’s gestures (the engine’s Labels), which no computation undoes.
    labels = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="theme_board_once")]

    def __str__(self) -> str:
        return str(self.organisation_id)


class ThemeGesture(ScopedModel):
    """One gesture on the themes, and what was there before it, so that it can be undone."""

    board = models.ForeignKey(ThemeBoard, on_delete=models.CASCADE, related_name="gestures")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=ThemeGestureKind.choices)
    # The theme as it was called then.
    theme = models.CharField(max_length=200, blank=True)
    # {"labels": …}, and {"found": …, "found_at": …} where the machine looked again.
    before = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number", "id"]
        constraints = [models.UniqueConstraint(fields=["board", "number"], name="theme_gesture_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class TakenTheme(ScopedModel):
    """A theme from which actions of the plan were made, with the name it had."""

    board = models.ForeignKey(ThemeBoard, on_delete=models.CASCADE, related_name="taken")
    key = models.CharField(max_length=12)
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["key", "id"]
        constraints = [models.UniqueConstraint(fields=["board", "key"], name="taken_theme_once")]

    def __str__(self) -> str:
        return self.title
