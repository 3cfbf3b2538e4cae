"""The plan day after day: acts that come back, reviews, what each person receives."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from marchepied.apps.plans.enums import ActionState, Rhythm
from marchepied.core.models import ScopedModel


class Act(ScopedModel):
    """A small thing done again and again, with or without an action behind it."""

    action = models.ForeignKey(
        "plans.Action", on_delete=models.SET_NULL, null=True, blank=True, related_name="acts"
    )
    title = models.CharField(max_length=200)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    owner_name = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class ActDone(ScopedModel):
    """That an act was done for one of its dates."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="done")
    on = models.DateField()  # the date it was due, not the date it was ticked
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "id"]
        constraints = [models.UniqueConstraint(fields=["act", "on"], name="act_done_once")]

    def __str__(self) -> str:
        return str(self.on)


class Review(ScopedModel):
    """A look back at the plan: what moved, what was learned, when to look again."""

    cycle = models.ForeignKey("diagnosis.Cycle", on_delete=models.CASCADE, related_name="+")
    held_on = models.DateField(default=timezone.localdate)
    # What was learned, in three answers.
    worked = models.TextField(blank=True)
    stuck = models.TextField(blank=True)
    changes = models.TextField(blank=True)
    next_on = models.DateField(null=True, blank=True)
    meeting = models.OneToOneField(
        "meetings.Meeting", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-held_on", "id"]

    def __str__(self) -> str:
        return str(self.held_on)


class ReviewedAction(ScopedModel):
    """Where an action stood on the day of a review, and what was said of it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="lines")
    action = models.ForeignKey("plans.Action", on_delete=models.CASCADE, related_name="reviews")
    state = models.CharField(max_length=10, choices=ActionState.choices)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["review", "action"], name="reviewed_once")]

    def __str__(self) -> str:
        return self.words or self.state


class Feed(ScopedModel):
    """The address at which a person's own calendar reads what they have to do here."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # First half of the address; the second half is an HMAC of it. A new handle stops the old address.
    handle = models.CharField(max_length=16, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="feed_once")]

    def __str__(self) -> str:
        return self.handle


class MailChoice(ScopedModel):
    """What a person wants to receive about the plan; without a row, both."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reminders = models.BooleanField(default=True)
    digest = models.BooleanField(default=True)
    # So that a worker started twice sends one mail.
    reminded_on = models.DateField(null=True, blank=True)
    digested_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="mail_choice_once")]

    def __str__(self) -> str:
        return str(self.person_id)
