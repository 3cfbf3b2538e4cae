"""From what people share to a decision: proposals, amendments, consent or vote, decisions."""

from django.db import models
from django.utils import timezone

from marchepied.apps.deliberation.enums import (
    AmendmentState,
    ObjectionState,
    PollOutcome,
    PollWay,
    ProposalState,
)
from marchepied.apps.deliberation.models.topics import Statement, Topic
from marchepied.core.models import ScopedModel


class Proposal(ScopedModel):
    """A text put to discussion, made from statements that people share."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="proposals")
    title = models.CharField(max_length=200)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.DRAFT)
    # The statements it stands on.
    statements = models.ManyToManyField(Statement, related_name="+", blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "created_at", "id"]

    def __str__(self) -> str:
        return self.title


class Amendment(ScopedModel):
    """Another wording of a proposal, accepted or refused with a reason."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="amendments")
    text = models.TextField()
    why = models.TextField(blank=True)
    # Who brings it, in words, if they wish: « le conseil », « deux salariées ».
    said_by = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=AmendmentState.choices, default=AmendmentState.WAITING)
    answer = models.TextField(blank=True)
    # What the proposal said before the amendment was accepted.
    former_text = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class Poll(ScopedModel):
    """One round of consent, or one vote, on a proposal: held in a room, and counted there."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="polls")
    way = models.CharField(max_length=10, choices=PollWay.choices, default=PollWay.CONSENT)
    # The text as it was put; a proposal amended afterwards needs another poll.
    text = models.TextField()
    meeting = models.ForeignKey(
        "meetings.Meeting", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    people = models.PositiveIntegerField(null=True, blank=True)
    in_favour = models.PositiveIntegerField(null=True, blank=True)
    against = models.PositiveIntegerField(null=True, blank=True)
    abstaining = models.PositiveIntegerField(null=True, blank=True)
    outcome = models.CharField(
        max_length=10, choices=PollOutcome.choices, default=PollOutcome.OPEN, blank=True
    )
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=models.Q(outcome=PollOutcome.OPEN), name="poll_one_open"
            )
        ]

    def __str__(self) -> str:
        return self.way


class Objection(ScopedModel):
    """A reason not to consent, recorded and answered. No account is tied to it."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="objections")
    text = models.TextField()
    said_by = models.CharField(max_length=120, blank=True)
    answer = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=ObjectionState.choices, default=ObjectionState.OPEN)

    class Meta:
        ordering = ["state", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class Decision(ScopedModel):
    """What was decided on a topic, why, by whom, when."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="decisions")
    proposal = models.ForeignKey(
        Proposal, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    text = models.TextField()
    reasons = models.TextField()
    decided_by = models.CharField(max_length=160, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    # The decision of a meeting that says the same, when there is one.
    minuted = models.ForeignKey(
        "meetings.Decision", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["decided_on", "created_at", "id"]

    def __str__(self) -> str:
        return self.text[:60]
