"""Votes by which people choose actions together."""

from django.db import models

from marchepied.apps.plans.enums import VoteState
from marchepied.core.models import ScopedModel


class ActionVote(ScopedModel):
    """A vote on actions by majority judgment: its ballots are the answers of a round."""

    cycle = models.ForeignKey("diagnosis.Cycle", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=160)
    # What is voted on: [{"id", "title", "note"}], frozen when the vote opens.
    proposals = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=VoteState.choices, default=VoteState.DRAFT)
    round = models.OneToOneField(
        "participation.Round", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # {college id: weight in percent}; empty: one person, one vote.
    weights = models.JSONField(default=dict, blank=True)
    # Where the statutes weight the colleges; asked as soon as there are weights.
    weights_source = models.CharField(max_length=300, blank=True)
    # What the engine printed when it closed, with its parameters; never changed after.
    result = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return self.title
