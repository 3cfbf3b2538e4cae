"""Meetings: when, who was there, what was said, how hands were raised, what was decided.

A meeting does not know what it is about: `subject` is a name given from above (the id of a question, of a
motion), empty for the meeting as a whole.
"""

from django.db import models
from django.utils import timezone

from marchepied.apps.meetings.enums import MeetingKind, MinuteKind, Outcome, Presence, ShowState, ShowWay
from marchepied.core.models import ScopedModel


class Meeting(ScopedModel):
    """A meeting, planned or held."""

    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=MeetingKind.choices, default=MeetingKind.OTHER)
    planned_on = models.DateField(null=True, blank=True)
    starts_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=160, blank=True)
    # Null until it was held.
    held_on = models.DateField(null=True, blank=True)
    facilitator = models.CharField(max_length=120, blank=True)
    secretary = models.CharField(max_length=120, blank=True)
    # When what was left open is taken up again.
    next_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = [models.F("planned_on").desc(nulls_last=True), "-created_at", "id"]

    def __str__(self) -> str:
        return self.title


class Attendee(ScopedModel):
    """Somebody who was there, or a number of people when nobody was asked to sign."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees")
    # Empty when `count` people came whose names are not kept.
    name = models.CharField(max_length=120, blank=True)
    standing = models.CharField(max_length=120, blank=True)  # for whom, in what quality
    presence = models.CharField(max_length=12, choices=Presence.choices, default=Presence.PRESENT)
    represented_by = models.CharField(max_length=120, blank=True)
    count = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["standing", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(name="") | models.Q(count=1), name="attendee_named_is_one"
            )
        ]

    def __str__(self) -> str:
        return self.name or f"{self.count} {self.standing}"


class Minute(ScopedModel):
    """A line of the minutes, written as it goes: a note, something parked, an objection and its answer."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes")
    subject = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=10, choices=MinuteKind.choices, default=MinuteKind.NOTE)
    text = models.TextField()
    said_by = models.CharField(max_length=120, blank=True)
    # What was answered to an objection, or what becomes of what was parked.
    answer = models.TextField(blank=True)
    # The objection is lifted, the parked matter taken up again.
    settled = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class ShowOfHands(ScopedModel):
    """Hands raised on a subject: a first time before talking, a second time after."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="shows")
    subject = models.CharField(max_length=80)
    turn = models.PositiveSmallIntegerField(default=1)
    way = models.CharField(max_length=10, choices=ShowWay.choices, default=ShowWay.PHONES)
    levels = models.PositiveSmallIntegerField(default=5)
    state = models.CharField(max_length=10, choices=ShowState.choices, default=ShowState.OPEN)
    # {"1": 3, "2": 5, "none": 1}: written when it is counted; empty while phones vote, and for ever when too
    # few phones voted to tell without telling who.
    counts = models.JSONField(default=dict, blank=True)
    # How many hands were raised, those without opinion included; 0 while phones vote.
    raised = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "subject", "turn"], name="show_once"),
            models.CheckConstraint(condition=models.Q(turn__in=[1, 2]), name="show_turn_one_or_two"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.turn}"


class Hand(ScopedModel):
    """What one phone says while hands are raised; erased as soon as they are counted."""

    in_archives = False  # it lives a few minutes, and is nobody's to keep
    show = models.ForeignKey(ShowOfHands, on_delete=models.CASCADE, related_name="hands")
    # A hash of a random number kept by the phone, so that it may change its mind and counts once.
    voter = models.CharField(max_length=32)
    level = models.PositiveSmallIntegerField(null=True)  # null: no opinion

    class Meta:
        constraints = [models.UniqueConstraint(fields=["show", "voter"], name="hand_once")]


class Decision(ScopedModel):
    """What a meeting decided, with the votes when they were counted."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    subject = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.ADOPTED)
    in_favour = models.PositiveIntegerField(null=True, blank=True)
    against = models.PositiveIntegerField(null=True, blank=True)
    abstained = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text[:60]
