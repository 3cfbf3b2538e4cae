"""Topics, their statements, the votes under way and the results shown (docs/decisions/0021-deliberation.md).

Votes that were deposited are answers of the topic's round (app `participation`): nothing here holds them.
"""

from typing import Any

from django.db import models
from django.utils import timezone

from marchepied.apps.deliberation.enums import Moderation, Phase, StatementOrigin, StatementState
from marchepied.core.models import RandomKeyField, ScopedModel, random_key


class Topic(ScopedModel):
    """A subject on which viewpoints are brought together."""

    title = models.CharField(max_length=160)
    # Why we talk about it: read by everybody before anything else.
    context = models.TextField(blank=True)
    # What the app above calls the subject (a question's id); nothing here reads it.
    reference = models.CharField(max_length=120, blank=True)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.DRAFT)
    round = models.OneToOneField(
        "participation.Round", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The last days announced; proposals and votes are refused after theirs.
    propose_until = models.DateField(null=True, blank=True)
    vote_until = models.DateField(null=True, blank=True)
    discuss_until = models.DateField(null=True, blank=True)
    decide_on = models.DateField(null=True, blank=True)
    moderation = models.CharField(max_length=8, choices=Moderation.choices, default=Moderation.BEFORE)
    proposals_while_voting = models.BooleanField(default=True)
    # Whether results are told college by college: then small ones are missing from the total.
    by_college = models.BooleanField(default=False)
    # Whether the invitation announced that individual votes, without a name, would be handed over.
    individual_export = models.BooleanField(default=False)
    # Where votes given elsewhere came from: {"format", "file", "people", "statements", "votes", "on"}.
    origin = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["organisation", "reference"])]

    def __str__(self) -> str:
        return self.title


class Statement(ScopedModel):
    """One sentence with which people agree or not. It has no author, and no time.

    Its key is random: while it waits, nothing tells after which other it was written.
    """

    id: models.Field[Any, Any] = RandomKeyField(primary_key=True, default=random_key, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="statements")
    # Given when it is first put to the vote; item « s{number} » of the deposit.
    number = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField()
    origin = models.CharField(max_length=10, choices=StatementOrigin.choices, default=StatementOrigin.SEEDED)
    state = models.CharField(max_length=10, choices=StatementState.choices, default=StatementState.ACCEPTED)
    # About the conversation or the person rather than the topic: voted on, left out of the statistics.
    meta = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    # Why it was refused, merged or withdrawn; read by everybody.
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="statement_number_once"),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(state=StatementState.MERGED),
                name="statement_merged_or_not",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def item_id(self) -> str:
        """Its item in the deposit."""
        return f"s{self.number}"


class OpenBallot(ScopedModel):
    """The votes of somebody who has not finished, sealed: a copy of the database cannot read them.

    Found by a hash of the code or of a random number kept by the device; no time, a random key. Deposited and
    deleted when the person finishes, or when the vote ends.
    """

    id: models.Field[Any, Any] = RandomKeyField(primary_key=True, default=random_key, editable=False)
    call = models.ForeignKey("participation.RoundCollege", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    # Whether it holds a vote: somebody may only have proposed a statement.
    voted = models.BooleanField(default=False)
    sealed = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["call", "id"])]


class Release(ScopedModel):
    """What was shown of the votes on a day, for good: computed once from the votes deposited."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=timezone.now)
    closing = models.BooleanField(default=False)
    # How many people had deposited their votes.
    voters = models.PositiveIntegerField(default=0)
    content = models.JSONField(default=dict)
    parameters = models.JSONField(default=dict)
    engine_version = models.CharField(max_length=120)

    class Meta:
        ordering = ["topic", "-number"]
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="deliberation_release_once")]

    def __str__(self) -> str:
        return str(self.number)
