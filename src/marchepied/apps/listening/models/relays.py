"""Relays: people who ask aloud and write for those who will not, by a right that can be taken back."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from marchepied.apps.listening.enums import Reach, RelayStanding
from marchepied.core.models import ScopedModel


class Relay(ScopedModel):
    """The right of one person to write for others: where, what, until when."""

    # First half of the link; the second half is an HMAC of it.
    handle = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=80)
    standing = models.CharField(max_length=14, choices=RelayStanding.choices)
    commune = models.ForeignKey("places.Commune", on_delete=models.PROTECT, related_name="+")
    reach = models.CharField(max_length=10, choices=Reach.choices, default=Reach.COMMUNE)
    # What it may bring: answers of one group to one questionnaire, ideas, difficulties.
    call = models.ForeignKey(
        "participation.RoundCollege", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    takes_ideas = models.BooleanField(default=False)
    takes_complaints = models.BooleanField(default=False)
    given_on = models.DateField(default=timezone.localdate)
    until = models.DateField()
    revoked_on = models.DateField(null=True, blank=True)
    # How many answers came by it, so that numbers give made-up ones away; never when.
    answers = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reach=""), name="relay_is_somewhere"),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("given_on")), name="relay_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name
