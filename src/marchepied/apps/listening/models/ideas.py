"""Ideas, from the day they are proposed to what became of them."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from marchepied.apps.listening.enums import IdeaState, Reach, Visibility, WordKind
from marchepied.apps.listening.models.registers import Register
from marchepied.core.models import ScopedModel


class IdeaGroup(ScopedModel):
    """A group that proposes ideas by a link of its own."""

    register = models.ForeignKey(Register, on_delete=models.CASCADE, related_name="groups")
    college = models.ForeignKey(
        "participation.College", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=80)
    handle = models.CharField(max_length=8, unique=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["register", "name"], name="idea_group_once")]

    def __str__(self) -> str:
        return self.name


class Idea(ScopedModel):
    """Something that somebody proposes, where, and what became of it."""

    register = models.ForeignKey(Register, on_delete=models.CASCADE, related_name="ideas")
    number = models.PositiveIntegerField()
    handle = models.CharField(max_length=8, unique=True)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    # Shown with the idea, where its author gave one.
    signed = models.CharField(max_length=60, blank=True)
    group = models.ForeignKey(IdeaGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    commune = models.ForeignKey(
        "places.Commune", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reach = models.CharField(max_length=10, choices=Reach.choices, blank=True)
    theme_id = models.CharField(max_length=80, blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.WAITING)
    # Why it is held back, or was not published: the author reads it.
    held_for = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=IdeaState.choices, default=IdeaState.RECEIVED)
    received_on = models.DateField(default=timezone.localdate)
    answer_by = models.DateField()
    decided_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    # What it changed, told once it is done.
    told = models.TextField(blank=True)
    # The action that it became moved on: its author is owed a word.
    needs_word = models.BooleanField(default=False)
    author_waits = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged"
    )
    search_key = models.TextField(blank=True)
    sent_digest = models.CharField(max_length=64, blank=True)
    text_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="idea_number_once"),
            models.UniqueConstraint(
                fields=["register", "sent_digest"], condition=~models.Q(sent_digest=""), name="idea_sent_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["received", "discussed"]) | ~models.Q(reason=""),
                name="idea_decided_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(reach="") | models.Q(commune__isnull=False),
                name="idea_reach_around_something",
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="idea_merged_into_another"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class IdeaSupport(ScopedModel):
    """That a device supports an idea. The mark is an HMAC of both: it ties no two ideas together."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="supports")
    mark = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["idea", "mark"], name="idea_support_once")]

    def __str__(self) -> str:
        return self.mark[:8]


class IdeaWord(ScopedModel):
    """A word on an idea: said by the organisation to all, from its author, or kept inside."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="words")
    kind = models.CharField(max_length=10, choices=WordKind.choices)
    text = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]
