"""What an organisation opened, and how it said it would answer."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from marchepied.apps.listening.enums import Moderation, Openness, RegisterKind
from marchepied.core.models import ScopedModel


def default_readers() -> list[str]:
    return ["pilot"]


class Register(ScopedModel):
    """A register of an organisation: its door, its announced delays, who looks after it."""

    kind = models.CharField(max_length=12, choices=RegisterKind.choices)
    is_open = models.BooleanField(default=True)
    opened_on = models.DateField(default=timezone.localdate)
    # First half of the door's code; the second half is an HMAC of it.
    handle = models.CharField(max_length=8, unique=True)
    introduction = models.TextField(blank=True)
    # Who looks after it; without anybody, the pilots.
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Calendar days announced to whoever writes.
    acknowledge_days = models.PositiveSmallIntegerField(default=7)
    answer_days = models.PositiveSmallIntegerField(default=30)
    # Complaints: the roles that may see who wrote, and when that is erased once it is closed.
    person_roles = models.JSONField(default=default_readers)
    erase_months = models.PositiveSmallIntegerField(default=12)
    # Ideas: from whom, and when they are shown.
    openness = models.CharField(max_length=10, choices=Openness.choices, default=Openness.ANYONE)
    moderation = models.CharField(max_length=10, choices=Moderation.choices, default=Moderation.BEFORE)
    # So that a worker started twice sends one mail.
    told_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="register_once"),
            models.CheckConstraint(
                condition=models.Q(acknowledge_days__gte=1, answer_days__gte=models.F("acknowledge_days")),
                name="register_delays",
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class RegisterTable(ScopedModel):
    """The table of a register between two screens: erased once brought in, or by the upkeep after a day."""

    in_archives = False  # it holds what people wrote, for a few minutes
    register = models.ForeignKey(Register, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    data = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return self.file_name
