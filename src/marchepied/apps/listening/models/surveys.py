"""Satisfaction surveys. Their answers are in the deposit of the app `participation`, never here."""

from django.db import models
from django.utils import timezone

from marchepied.core.models import ScopedModel


class Survey(ScopedModel):
    """One wave of a survey: its questions, the round that collects it, the wave before it."""

    # {"fr": …, "en": …}; English may be missing.
    title = models.JSONField(default=dict)
    introduction = models.JSONField(default=dict, blank=True)
    # Plain questions of the engine `surveys`.
    questions = models.JSONField(default=list)
    # The question whose choices cut the others (« selon… »), announced to whoever answers.
    crossed_by = models.CharField(max_length=40, blank=True)
    round = models.OneToOneField(
        "participation.Round", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The last day, the people to hear, and the most answers a group may give.
    closes_on = models.DateField(null=True, blank=True)
    expected_count = models.PositiveIntegerField(null=True, blank=True)
    quota = models.PositiveIntegerField(null=True, blank=True)
    # The most answers wanted of all the groups together.
    whole_quota = models.PositiveIntegerField(null=True, blank=True)
    responsible = models.CharField(max_length=200, blank=True)
    first = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="waves")
    wave = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return str(self.title.get("fr", self.pk))


class SurveyRelease(ScopedModel):
    """What was shown of the answers on a day, for good."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=timezone.now)
    closing = models.BooleanField(default=False)
    # How many people had answered.
    answers = models.PositiveIntegerField(default=0)
    content = models.JSONField(default=dict)
    parameters = models.JSONField(default=dict)
    engine_version = models.CharField(max_length=120)

    class Meta:
        ordering = ["survey", "-number"]
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="survey_release_once")]

    def __str__(self) -> str:
        return str(self.number)


class SurveyBenchmark(ScopedModel):
    """Figures published elsewhere for a question like one of ours, with their source."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="benchmarks")
    question_id = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    source = models.CharField(max_length=300)
    # [{"label": "2020", "value": 0.68, "size": 1200}], shares from 0 to 1, in the order of time.
    points = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["survey", "question_id", "name", "id"]

    def __str__(self) -> str:
        return self.name


class TakenAnswer(ScopedModel):
    """What was answered and from which actions of the plan were made: a question, or words written to it."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="taken")
    question_id = models.CharField(max_length=40)
    # The question as it was asked.
    wording = models.CharField(max_length=300)
    # What somebody wrote, from the result that was shown; empty for the question as a whole.
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["survey", "question_id", "words", "id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "question_id", "words"], name="taken_answer_once")
        ]

    def __str__(self) -> str:
        return self.words or self.wording
