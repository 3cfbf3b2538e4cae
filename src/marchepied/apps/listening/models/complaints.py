"""Complaints and difficulties, from the day they are received to what was learned."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from marchepied.apps.listening.enums import (
    Cause,
    Channel,
    ComplaintState,
    MessageKind,
    Outcome,
    Reach,
    Seriousness,
)
from marchepied.apps.listening.models.registers import Register
from marchepied.core.models import ScopedModel


class Complaint(ScopedModel):
    """What somebody says went wrong. Who they are is in another table."""

    register = models.ForeignKey(Register, on_delete=models.CASCADE, related_name="complaints")
    number = models.PositiveIntegerField()
    # First half of the tracking code; the second half is an HMAC of it.
    handle = models.CharField(max_length=8, unique=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.ONLINE)
    what = models.TextField()
    when_where = models.CharField(max_length=200, blank=True)
    wanted = models.TextField(blank=True)
    # Where it was, when a relay or a member says so: whoever writes alone is never asked.
    commune = models.ForeignKey(
        "places.Commune", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reach = models.CharField(max_length=10, choices=Reach.choices, blank=True)
    # Its words may speak of danger or of violence: it is read at once.
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=ComplaintState.choices, default=ComplaintState.RECEIVED)
    received_on = models.DateField(default=timezone.localdate)
    acknowledge_by = models.DateField()
    answer_by = models.DateField()
    acknowledged_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    # Its author wrote last: something is owed to them.
    author_waits = models.BooleanField(default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    seriousness = models.PositiveSmallIntegerField(choices=Seriousness.choices, null=True, blank=True)
    theme_id = models.CharField(max_length=80, blank=True)
    cause = models.CharField(max_length=14, choices=Cause.choices, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    # What was learned, and what changed: told at the assembly, without the person.
    learned = models.TextField(blank=True)
    changed = models.TextField(blank=True)
    search_key = models.TextField(blank=True)
    # What tells the same form, or the same text, sent twice.
    sent_digest = models.CharField(max_length=64, blank=True)
    text_digest = models.CharField(max_length=64, blank=True)
    # The day first announced for the answer, where another was announced since.
    extended_from = models.DateField(null=True, blank=True)
    escalated_on = models.DateField(null=True, blank=True)
    # The words of what was no complaint are deleted after a while: the row says that it was there.
    erased_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="complaint_number_once"),
            models.UniqueConstraint(
                fields=["register", "sent_digest"],
                condition=~models.Q(sent_digest=""),
                name="complaint_sent_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed")
                | (~models.Q(outcome="") & models.Q(closed_on__isnull=False)),
                name="complaint_closed_says_how",
            ),
            models.CheckConstraint(
                condition=models.Q(reach="") | models.Q(commune__isnull=False),
                name="complaint_reach_around_something",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_on__isnull=True) | models.Q(outcome="not_one"),
                name="complaint_erased_was_not_one",
            ),
        ]

    def __str__(self) -> str:
        return f"n° {self.number}"


class ComplaintPerson(ScopedModel):
    """Who wrote and how to reach them: read by the roles that the register says, each look noted."""

    complaint = models.OneToOneField(Complaint, on_delete=models.CASCADE, related_name="person")
    name = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.complaint_id)


class ComplaintMessage(ScopedModel):
    """A word on a complaint: kept inside, to its author, or from them."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=16, choices=MessageKind.choices)
    text = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]
