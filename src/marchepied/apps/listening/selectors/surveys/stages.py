"""Where each survey stands: what it asks, who is called, how many have answered."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from marchepied.apps.listening.models import Survey, SurveyBenchmark, SurveyRelease
from marchepied.apps.listening.rules import PAPER_DAYS
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.rules import has_more_than_expected
from marchepied.apps.participation.selectors import calls_of, find_call
from marchepied.engines.surveys import THRESHOLD, Question, read_questions

# Before the end, a first result from so many answers, then each time so many more came.
FIRST_SHOWN, MORE_SHOWN = 2 * THRESHOLD, 2 * THRESHOLD


@dataclass(frozen=True)
class SurveyStage:
    """A survey, the groups called, its last release, and the day it is read."""

    survey: Survey
    calls: tuple[Any, ...]
    release: SurveyRelease | None
    today: date

    @property
    def state(self) -> str:
        return state_of(self.survey)

    @property
    def answers(self) -> int:
        return sum(call.answered_count for call in self.calls)

    @property
    def expected(self) -> int | None:
        """The people to hear, when every group says how many it has."""
        counts = [call.expected_count for call in self.calls]
        known = [count for count in counts if count is not None]
        return sum(known) if known and len(known) == len(counts) else None

    @property
    def rate(self) -> int | None:
        """Answers for a hundred people, never more than a hundred."""
        return min(100, round(100 * self.answers / self.expected)) if self.expected else None

    @property
    def too_many(self) -> tuple[Any, ...]:
        """The groups that answered more than they are."""
        return tuple(call for call in self.calls if has_more_than_expected(call))

    @property
    def full(self) -> tuple[Any, ...]:
        """The groups whose quota is reached."""
        quota = self.survey.quota
        return tuple(call for call in self.calls if quota and call.answered_count >= quota)

    @property
    def is_whole_full(self) -> bool:
        """Whether all the answers wanted together are there."""
        whole = self.survey.whole_quota
        return whole is not None and self.answers >= whole

    @property
    def is_complete(self) -> bool:
        """Whether an open survey has all the answers that were wanted."""
        every = bool(self.calls) and len(self.full) == len(self.calls)
        return self.state == RoundState.OPEN and (self.is_whole_full or every)

    @property
    def reply(self) -> Any:
        """What everybody who answered was told; None as long as nothing was."""
        return getattr(self.survey.round, "reply", None)

    @property
    def closes_alone_on(self) -> date | None:
        """The day it closes by itself, once the sheets of paper had their days."""
        last = self.survey.closes_on
        return None if last is None else last + timedelta(days=PAPER_DAYS + 1)

    @property
    def is_late(self) -> bool:
        """Whether the last day is past while nobody has closed."""
        last = self.survey.closes_on
        return self.state == RoundState.OPEN and last is not None and last < self.today

    @property
    def missing_answers(self) -> int:
        """How many more answers a new result waits for; 0 when it may be shown."""
        needed = FIRST_SHOWN if self.release is None else self.release.answers + MORE_SHOWN
        return max(0, needed - self.answers)


def state_of(survey: Survey) -> str:
    """In preparation, open or closed."""
    return str(survey.round.state) if survey.round is not None else str(RoundState.DRAFT)


def is_full(call: Any) -> bool:
    """Whether a call takes no more answers: its own quota, or that of all together, is reached.

    One query when there is a quota for all together, none otherwise.
    """
    form = call.round.form
    quota, whole = form.get("quota"), form.get("whole_quota")
    if quota and call.answered_count >= quota:
        return True
    return bool(whole) and sum(one.answered_count for one in calls_of(call.round)) >= whole


def surveys_of(organisation: Any) -> list[Survey]:
    """All the surveys, the latest first (one query)."""
    return list(Survey.objects.filter(organisation=organisation).select_related("round"))


def find_survey(organisation: Any, survey_id: UUID) -> Survey | None:
    """The survey of that id in the organisation; None where there is none (one query)."""
    rows = Survey.objects.filter(organisation=organisation, pk=survey_id)
    return rows.select_related("round__reply", "organisation").first()


def find_survey_call(survey: Survey, call_id: UUID) -> Any:
    """A call of an open or closed survey; None where there is none."""
    if survey.round is None or survey.round.state == RoundState.DRAFT:
        return None
    return find_call(survey.round, call_id)


def survey_of_round(round_: Any) -> Survey | None:
    """The survey that a round collects; in the scope of its organisation (one query)."""
    return Survey.objects.filter(round=round_).select_related("round", "organisation").first()


def stage_of(survey: Survey) -> SurveyStage:
    """Where a survey stands (two queries)."""
    calls = calls_of(survey.round) if survey.round is not None else []
    release = SurveyRelease.objects.filter(survey=survey).order_by("-number").first()
    return SurveyStage(survey, tuple(calls), release, timezone.localdate())


def questions_of(survey: Survey) -> tuple[Question, ...]:
    """What a survey asks; once it is open, what it asked then."""
    frozen = survey.round.form.get("questions") if survey.round is not None else None
    return read_questions(frozen or survey.questions)


def waves_of(survey: Survey) -> list[Survey]:
    """The waves of the same survey, the first one first, itself included (one query)."""
    first = survey.first_id or survey.pk
    rows = Survey.objects.filter(Q(pk=first) | Q(first=first), organisation=survey.organisation_id)
    return list(rows.select_related("round").order_by("wave", "created_at"))


def benchmarks_of(survey: Survey) -> list[SurveyBenchmark]:
    """Figures from elsewhere beside those of a survey, whichever wave (one query)."""
    return list(SurveyBenchmark.objects.filter(survey_id=survey.first_id or survey.pk))


def find_benchmark(survey: Survey, benchmark_id: UUID) -> SurveyBenchmark | None:
    """The figures of that id, or None (one query)."""
    rows = SurveyBenchmark.objects.filter(survey_id=survey.first_id or survey.pk, pk=benchmark_id)
    return rows.first()
