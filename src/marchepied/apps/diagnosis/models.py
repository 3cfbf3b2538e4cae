"""Cycles, the organisation's own answers, stored releases of crossed views, and positions."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from marchepied.apps.diagnosis.enums import (
    Agreement,
    CycleState,
    DeclaredKind,
    Depth,
    OwnAnswerKind,
    Path,
    Phase,
    StepKey,
    StepState,
)
from marchepied.core.models import ScopedModel


class Cycle(ScopedModel):
    """A year of the démarche: chosen themes, from the state of things to the assembly."""

    title = models.CharField(max_length=120)
    version = models.ForeignKey(
        "referentials.ReferentialVersion", on_delete=models.RESTRICT, related_name="+"
    )
    axis_ids = models.JSONField(default=list)
    depth = models.CharField(max_length=10, choices=Depth.choices, default=Depth.EXPRESS)
    # The questions of the cycle, in order (ids of the referential version).
    question_ids = models.JSONField(default=list)
    # Those that something done elsewhere answers whole are set apart, and come back when it no longer does.
    spares_covered = models.BooleanField(default=False)
    spared_ids = models.JSONField(default=list, blank=True)
    assembly_on = models.DateField(null=True, blank=True)
    started_on = models.DateField(default=timezone.localdate)
    state = models.CharField(max_length=10, choices=CycleState.choices, default=CycleState.RUNNING)
    path = models.CharField(max_length=10, choices=Path.choices, default=Path.GROUPS)
    # The cycle this one starts from; null for a first one.
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # Null until colleges are called to answer.
    round = models.OneToOneField(
        "participation.Round", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The introduction the pilot writes for the assembly, and the questions to debate.
    introduction = models.TextField(blank=True)
    debate_questions = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-started_on", "id"]

    def __str__(self) -> str:
        return self.title


class CycleStep(ScopedModel):
    """One step of a cycle: when, how long, whose, and whether it was done or skipped."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=20, choices=StepKey.choices)
    position = models.PositiveSmallIntegerField()
    planned_on = models.DateField(null=True, blank=True)
    # A date set by hand is never moved by a new plan.
    date_by_hand = models.BooleanField(default=False)
    minutes = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.TODO)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["cycle", "key"], name="step_once")]

    def __str__(self) -> str:
        return self.key


class OwnAnswer(ScopedModel):
    """What the organisation itself says of a question, with its narrative and evidence."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="own_answers")
    question_id = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=OwnAnswerKind.choices, default=OwnAnswerKind.LEVEL)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    narrative = models.TextField(blank=True)
    evidence = models.ManyToManyField("evidence.Evidence", blank=True, related_name="+")
    # The answer of an earlier cycle that was read again and said to be still true.
    confirms = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["question_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "question_id"], name="own_answer_once"),
            models.CheckConstraint(
                condition=(
                    models.Q(kind=OwnAnswerKind.LEVEL, level__gte=1, level__lte=11)
                    | ~models.Q(kind=OwnAnswerKind.LEVEL) & models.Q(level=None)
                ),
                name="own_answer_level_or_not",
            ),
        ]

    def __str__(self) -> str:
        return self.question_id


class Declared(ScopedModel):
    """Something already done elsewhere: a certificate, a label, a review, a report, what the law asks.

    It is known by a standard that bridges know (`standard_id`), by a duty of the guide (`duty_id`), or by its
    title only. It counts from `obtained_on` to `valid_until`.
    """

    kind = models.CharField(max_length=20, choices=DeclaredKind.choices)
    standard_id = models.CharField(max_length=80, blank=True)
    # The label of the directory by which it was chosen: several lead to one standard.
    label_id = models.CharField(max_length=80, blank=True)
    duty_id = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200)
    # Which activity or which place, in words; empty: the whole enterprise.
    scope = models.CharField(max_length=300, blank=True)
    obtained_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    # The topics of the standard that are satisfied; empty: all of them.
    item_ids = models.JSONField(default=list, blank=True)
    evidence = models.ManyToManyField("evidence.Evidence", blank=True, related_name="+")
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(standard_id="") | models.Q(duty_id=""), name="declared_one_source"
            ),
            models.CheckConstraint(
                condition=models.Q(obtained_on=None)
                | models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("obtained_on")),
                name="declared_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Release(ScopedModel):
    """Crossed views as they were shown: what an engine printed, with its parameters. Never changed."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    content = models.JSONField()
    parameters = models.JSONField(default=dict)
    engine_version = models.CharField(max_length=40)

    class Meta:
        ordering = ["-number", "id"]
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="release_once")]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.number}"


class ReleaseFigures(ScopedModel):
    """The figures of one question of a release: a page that draws all of them need not read them."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="figures")
    question_id = models.CharField(max_length=80)
    # {cell: indices}; releases made before this table have them in their content.
    indices = models.JSONField(default=dict)

    class Meta:
        ordering = ["question_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["release", "question_id"], name="release_figures_once")
        ]

    def __str__(self) -> str:
        return self.question_id


class Workshop(ScopedModel):
    """How the meeting of a cycle is prepared, and the address by which the room follows it."""

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="workshop")
    # Questions in the order of the meeting; empty: those proposed.
    question_ids = models.JSONField(default=list, blank=True)
    # {question id: texts chosen to be read out}; shown only where a release printed them.
    voices = models.JSONField(default=dict, blank=True)
    minutes = models.PositiveSmallIntegerField(default=8)  # for each question
    held_on = models.DateField(null=True, blank=True)
    meeting = models.OneToOneField(
        "meetings.Meeting", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Where the room is now, for those who follow on their own device; empty between two questions.
    current_id = models.CharField(max_length=80, blank=True)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.READ)
    # When the timer rings; null while none runs.
    rings_at = models.DateTimeField(null=True, blank=True)
    # Grows with each gesture that the room may see, so that phones ask for a page only when it changed.
    revision = models.PositiveIntegerField(default=0)
    # First half of the address to follow; the second half is an HMAC of it. Null: nobody follows.
    handle = models.CharField(max_length=8, null=True, blank=True, unique=True)
    follow_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.cycle_id)


class Kit(ScopedModel):
    """A facilitator's kit taken away before a meeting without network; what it brings back comes once."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="kits")
    # First half of its code; the second half is an HMAC of it.
    handle = models.CharField(max_length=8, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    # What came back, waiting to be read and confirmed; emptied once it is written into the cycle.
    notes = models.JSONField(default=dict, blank=True)
    came_back_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "id"]

    def __str__(self) -> str:
        return self.handle


class Position(ScopedModel):
    """What was agreed in the room on one question: a level, words, and how far people agree."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="positions")
    question_id = models.CharField(max_length=80)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.TextField(blank=True)
    agreement = models.CharField(max_length=20, choices=Agreement.choices)
    disagreement_note = models.TextField(blank=True)
    # Who keeps the disagreement, in words they accept to see written (« deux bénévoles », a name).
    disagreement_by = models.CharField(max_length=200, blank=True)
    # Hands counted in a room without network: {"1": 3, "2": 5, …}
    counts = models.JSONField(default=dict, blank=True)
    held_on = models.DateField(default=timezone.localdate)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    # What it serves, of what the organisation exists for and of what it does.
    purposes = models.ManyToManyField(
        "organisations.Purpose", through="PositionPurpose", blank=True, related_name="+"
    )
    activities = models.ManyToManyField(
        "organisations.Activity", through="PositionActivity", blank=True, related_name="+"
    )

    class Meta:
        ordering = ["question_id", "id"]
        constraints = [models.UniqueConstraint(fields=["cycle", "question_id"], name="position_once")]

    def __str__(self) -> str:
        return self.question_id

    @property
    def hands(self) -> int:
        """How many hands were counted, over all levels."""
        return sum(self.counts.values())


class PositionPurpose(ScopedModel):
    """That what was agreed serves something the organisation exists for."""

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="+")
    purpose = models.ForeignKey("organisations.Purpose", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["position", "purpose"], name="position_purpose_once")]

    def __str__(self) -> str:
        return f"{self.position_id} → {self.purpose_id}"


class PositionActivity(ScopedModel):
    """That what was agreed serves something the organisation does."""

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="+")
    activity = models.ForeignKey("organisations.Activity", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["position", "activity"], name="position_activity_once")
        ]

    def __str__(self) -> str:
        return f"{self.position_id} → {self.activity_id}"


ASIDE = "@"
"""What stands between a question's id and the version in which it was answered, in an answer set aside."""


class CycleUpgrade(ScopedModel):
    """That a running cycle went on to another version of its guide, and what became of its answers.

    What was set aside keeps its row, under the name of its question in the former version
    (« accueil@1.0.0 »): no page reads it as an answer any more, and undoing gives it its name back.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="upgrades")
    before = models.ForeignKey("referentials.ReferentialVersion", on_delete=models.RESTRICT, related_name="+")
    after = models.ForeignKey("referentials.ReferentialVersion", on_delete=models.RESTRICT, related_name="+")
    # What the cycle asked before, and what each row said that was changed: all that undoing needs.
    report = models.JSONField(default=dict)
    # What the cycle held just after: undoing is possible while it holds the same.
    mark = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.before_id} → {self.after_id}"


def pending_path(pending: "PendingImport", filename: str) -> str:
    """A path that says nothing of the file's name."""
    return f"imports/{pending.organisation_id}/{pending.pk}"


class PendingImport(ScopedModel):
    """A file of answers between two screens: erased once imported or given up, after a day at most."""

    in_archives = False  # it holds people's names with their answers
    file = models.FileField(upload_to=pending_path, max_length=200)
    file_name = models.CharField(max_length=200)
    # The sheet of a workbook; empty: its first.
    sheet = models.CharField(max_length=100, blank=True)
    # What the person said the columns mean; empty until they did.
    choices = models.JSONField(default=dict)
    title = models.CharField(max_length=120, blank=True)
    # The cycle whose questions are answered; none when the columns make their own.
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return self.file_name
