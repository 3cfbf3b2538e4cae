"""Colleges, rounds, invitations, and the deposit of answers (docs/architecture/anonymity.md).

Two facts are kept apart on purpose: who has taken part (invitations, without a time), and what was
said (answers and comments, with random keys and no time). Nothing joins them.
"""

from typing import Any

from django.db import models
from django.utils import timezone

from marchepied.apps.participation.enums import (
    AnswerKind,
    AnswerMode,
    CollegeKind,
    InvitationKind,
    RoundState,
)
from marchepied.core.models import RandomKeyField, ScopedModel, random_key


class College(ScopedModel):
    """A group of people concerned, as the organisation names it; reused from one cycle to the next."""

    kind = models.CharField(max_length=30, choices=CollegeKind.choices)
    name = models.CharField(max_length=80)
    expected_count = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    mode = models.CharField(max_length=12, choices=AnswerMode.choices, default=AnswerMode.INDIVIDUAL)
    archived = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="college_name_once")]

    def __str__(self) -> str:
        return self.name


class Round(ScopedModel):
    """A call to answer, whatever for: a frozen form, put to chosen colleges, until a date."""

    title = models.JSONField(default=dict)  # {"fr": …, "en": …}
    # {"items": [{"id", "wording": {fr,en}, "why": {fr,en}, "choices": [{fr,en} × levels], "ends": {…}}]}
    form = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=RoundState.choices, default=RoundState.DRAFT)
    opened_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    # Who is responsible for the data and answers questions about it, in words.
    responsible = models.CharField(max_length=200, blank=True)
    respondent_keys_erased_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_on", "id"]

    def __str__(self) -> str:
        return str(self.title.get("fr", self.pk))


class RoundCollege(ScopedModel):
    """A college called to answer a round: its items, its own link, and how many took part."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="calls")
    college = models.ForeignKey(College, on_delete=models.RESTRICT, related_name="calls")
    # First half of the link and short address; the second half is an HMAC of it.
    handle = models.CharField(max_length=8, unique=True)
    item_ids = models.JSONField(default=list)
    expected_count = models.PositiveIntegerField(null=True, blank=True)
    mode = models.CharField(max_length=12, choices=AnswerMode.choices, default=AnswerMode.INDIVIDUAL)
    answered_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["college__position", "id"]
        constraints = [models.UniqueConstraint(fields=["round", "college"], name="call_once")]

    def __str__(self) -> str:
        return self.handle


class Invitation(ScopedModel):
    """A single-use link: mailed to somebody, or printed on a slip. Its token is an HMAC of its handle."""

    call = models.ForeignKey(RoundCollege, on_delete=models.CASCADE, related_name="invitations")
    handle = models.CharField(max_length=8, unique=True)
    kind = models.CharField(max_length=10, choices=InvitationKind.choices)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    used = models.BooleanField(default=False)

    class Meta:
        ordering = ["email", "handle"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "email"], condition=~models.Q(email=""), name="invitation_email_once"
            )
        ]

    def __str__(self) -> str:
        return self.handle


class Answer(ScopedModel):
    """One sent answer to one item. Final: nobody can find it again to change it."""

    id: models.Field[Any, Any] = RandomKeyField(primary_key=True, default=random_key, editable=False)
    # Answers are only ever read by their call, whose indexes are below: each index more is a write at a
    # random place for every answer of a sheet.
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    call = models.ForeignKey(RoundCollege, on_delete=models.CASCADE, related_name="+", db_index=False)
    item_id = models.CharField(max_length=80)
    # Random per person and round; erased some months after closing.
    respondent = models.BigIntegerField(null=True)
    kind = models.PositiveSmallIntegerField(choices=AnswerKind.choices, default=AnswerKind.LEVEL)
    level = models.PositiveSmallIntegerField(null=True)
    weight = models.FloatField(default=1.0)

    class Meta:
        indexes = [
            models.Index(fields=["call", "item_id"]),
            models.Index(fields=["call", "respondent"]),  # keys are random: a run of them is a random sample
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(kind=AnswerKind.LEVEL, level__gte=1, level__lte=11)
                    | ~models.Q(kind=AnswerKind.LEVEL) & models.Q(level=None)
                ),
                name="answer_level_or_not",
            )
        ]


class Comment(ScopedModel):
    """What someone wrote about an item, kept apart from their other answers."""

    id: models.Field[Any, Any] = RandomKeyField(primary_key=True, default=random_key, editable=False)
    call = models.ForeignKey(RoundCollege, on_delete=models.CASCADE, related_name="+")
    item_id = models.CharField(max_length=80)
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["call", "item_id"]), models.Index(fields=["call", "id"])]


class SentForm(ScopedModel):
    """That a form has arrived, so that sending it again after a cut network adds nothing.

    Holds a hash of a random number drawn for the form: no person, no answer, no time. Erased at closing.
    """

    id: models.Field[Any, Any] = RandomKeyField(primary_key=True, default=random_key, editable=False)
    call = models.ForeignKey(RoundCollege, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "digest"], name="form_sent_once")]


class OrganisationAnswer(ScopedModel):
    """The answers a partner, a supplier, a local authority or a funder gives in its own name."""

    call = models.ForeignKey(RoundCollege, on_delete=models.CASCADE, related_name="organisation_answers")
    name = models.CharField(max_length=120)
    contact = models.CharField(max_length=120, blank=True)
    # {item id: {"kind": …, "level": …, "comment": …}}
    content = models.JSONField(default=dict)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Reply(ScopedModel):
    """What became of a round, shown at the link by which people answered."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="reply")
    # {"fr": {"title", "paragraphs": […], "parts": [{"title", "lines"}]}, "en": …}
    content = models.JSONField(default=dict)
    published_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.pk)
