"""What is asked to each group, and how the collection goes: counts only, never who."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from marchepied.apps.diagnosis.models import Cycle, Release
from marchepied.apps.diagnosis.selectors.cycles import questions_of
from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.apps.participation.enums import AnswerMode, CollegeKind, RoundState
from marchepied.apps.participation.rules import SHOWN_FROM, has_more_than_expected
from marchepied.apps.participation.selectors import (
    InvitationCounts,
    calls_of,
    colleges_of,
    invitation_counts,
)
from marchepied.engines.referential import (
    QUESTIONS_PER_COLLEGE,
    Question,
    Text,
    minutes_for,
    questions_for_college,
    word_text,
)

LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class CollegeLine:
    """One group of the collection: what it is asked, and how many have answered."""

    college: Any
    call: Any = None
    item_ids: tuple[str, ...] = ()
    invitations: InvitationCounts = field(default_factory=InvitationCounts)

    @property
    def minutes(self) -> int:
        return minutes_for(len(self.item_ids))

    @property
    def expected(self) -> int | None:
        return self.college.expected_count if self.call is None else self.call.expected_count

    @property
    def answered(self) -> int:
        return 0 if self.call is None else self.call.answered_count

    @property
    def mode(self) -> str:
        return self.college.mode if self.call is None else self.call.mode

    @property
    def is_collective(self) -> bool:
        return self.mode == AnswerMode.COLLECTIVE

    @property
    def is_small(self) -> bool:
        """Known to be too few to be shown, while each answers alone."""
        return not self.is_collective and self.expected is not None and self.expected < SHOWN_FROM

    @property
    def missing(self) -> int:
        """How many more answers before anything of this group can be shown."""
        return 0 if self.is_collective else max(0, SHOWN_FROM - self.answered)

    @property
    def is_waiting(self) -> bool:
        """Whether inviting this group is still worth it for what can be shown."""
        if self.is_collective or self.is_small:
            return not self.answered
        return bool(self.missing)

    @property
    def can_be_shown(self) -> bool:
        """Whether enough was said for something of this group to be shown."""
        return bool(self.answered) and not self.missing

    @property
    def above(self) -> int:
        """How many answers more than there are people; 0 when the head-count is not known."""
        if self.call is None or not has_more_than_expected(self.call):
            return 0
        return self.answered - (self.expected or 0)


@dataclass(frozen=True)
class Collection:
    """The groups of a cycle and the state of its round (None: not prepared yet)."""

    round: Any
    lines: tuple[CollegeLine, ...]
    may_reopen: bool = False

    @property
    def state(self) -> str:
        return _state_of(self.round)

    @property
    def answered(self) -> int:
        return sum(line.answered for line in self.lines)

    @property
    def expected(self) -> int | None:
        counts = [line.expected for line in self.lines]
        return None if None in counts else sum(count for count in counts if count is not None)

    @property
    def small(self) -> tuple[CollegeLine, ...]:
        return tuple(line for line in self.lines if line.is_small)

    @property
    def is_late(self) -> bool:
        """Whether the date announced is past while answers are still taken."""
        closes_on = None if self.round is None else self.round.closes_on
        return self.state == RoundState.OPEN and closes_on is not None and closes_on < timezone.localdate()

    @property
    def next_to_invite(self) -> CollegeLine | None:
        """The first group that has not said enough to be shown; None when all have."""
        return next((line for line in self.lines if line.is_waiting), None)

    def find_line(self, college_id: UUID) -> CollegeLine | None:
        """The line of that group; None when it is not called."""
        return next((line for line in self.lines if line.college.pk == college_id), None)


def collecting_state(cycle: Cycle) -> str:
    """In preparation, open or closed; in preparation while nothing was prepared."""
    return _state_of(cycle.round)


def _state_of(round_: Any) -> str:
    return RoundState.DRAFT if round_ is None else round_.state


def collection_of(cycle: Cycle) -> Collection:
    """The collection of a cycle, in at most four queries whatever the number of groups.

    In preparation: the organisation's groups, each with the questions chosen or else proposed.
    Open or closed: the groups called, with how many took part.
    """
    round_ = cycle.round
    calls = calls_of(round_) if round_ is not None else []
    if round_ is None or round_.state == RoundState.DRAFT:
        chosen = {call.college_id: tuple(call.item_ids) for call in calls}
        colleges = colleges_of(cycle.organisation)
        proposed = propose_items(cycle, colleges)
        lines = tuple(
            CollegeLine(college, item_ids=chosen.get(college.pk, proposed[college.pk]))
            for college in colleges
        )
        return Collection(round_, lines)
    counts = invitation_counts(round_, timezone.localdate())
    lines = tuple(
        CollegeLine(call.college, call, tuple(call.item_ids), counts.get(call.pk, InvitationCounts()))
        for call in calls
    )
    closed = round_.state == RoundState.CLOSED and not round_.form.get("imported")
    may_reopen = closed and not has_release(cycle)
    return Collection(round_, lines, may_reopen)


def has_release(cycle: Cycle) -> bool:
    """Whether something of what people said has been shown already."""
    return Release.objects.filter(cycle=cycle).exists()


def propose_items(cycle: Cycle, colleges: Sequence[Any]) -> dict[UUID, tuple[str, ...]]:
    """The questions proposed to each group: at most eight, those meant for its kind (no query).

    A group of no kind in particular gets the questions that most kinds are asked, to be comparable.
    """
    questions = questions_of(cycle)
    return {college.pk: _propose_for(questions, college.kind) for college in colleges}


def _propose_for(questions: Sequence[Question], kind: str) -> tuple[str, ...]:
    if kind != CollegeKind.OTHER:
        return tuple(question.id for question in questions_for_college(questions, kind))
    shared = sorted(questions, key=lambda question: -len(question.colleges))[:QUESTIONS_PER_COLLEGE]
    kept = {question.id for question in shared}
    return tuple(question.id for question in questions if question.id in kept)


def build_form(cycle: Cycle, item_ids: Sequence[str]) -> dict[str, Any]:
    """The form of a round: these questions of the cycle, in both languages, in the organisation's words."""
    wanted = set(item_ids)
    words = {language: vocabulary_of(cycle.organisation, language) for language in LANGUAGES}
    return {"items": [_build_item(q, words) for q in questions_of(cycle) if q.id in wanted]}


def _build_item(question: Question, words: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    def both(text: Text) -> dict[str, str]:
        return {
            language: word_text(text.read_in(language), language, words[language]) for language in LANGUAGES
        }

    return {
        "id": question.id,
        "wording": both(question.wording),
        "why": both(question.why),
        "choices": [both(level.short) for level in question.levels],
        "ends": {"low": both(question.ends.low), "high": both(question.ends.high)},
        "levels": len(question.levels),
    }
