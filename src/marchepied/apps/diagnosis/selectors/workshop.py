"""Reads of the meeting: which questions, in which order, and all that the room may see of each."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from marchepied.apps.diagnosis.enums import CycleState
from marchepied.apps.diagnosis.models import Cycle, OwnAnswer, Position, Workshop
from marchepied.apps.diagnosis.selectors.crossed import CrossedQuestion, read_crossed
from marchepied.apps.diagnosis.selectors.cycles import questions_of
from marchepied.apps.diagnosis.selectors.positions import positions_of
from marchepied.apps.diagnosis.selectors.releases import latest_release
from marchepied.apps.diagnosis.validators import open_room, seal_room
from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.core.scope import unscoped
from marchepied.engines.referential import WordedQuestion, word_question

# A meeting of an hour holds five questions.
PROPOSED = 5
# An own answer up to the middle of the scale leaves something to talk about.
LOW_SHARE = 0.5
MINUTES = 8


@dataclass(frozen=True)
class RoomQuestion:
    """A question as the room sees it: `crossed` is None before any release.

    `voices` are words that a release printed and that the facilitator chose to read out.
    """

    worded: WordedQuestion
    crossed: CrossedQuestion | None
    own: OwnAnswer | None
    position: Position | None
    voices: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.worded.id

    @property
    def own_words(self) -> str:
        """What the organisation itself answered, in the words of the answer; empty when it did not."""
        if self.own is None:
            return ""
        return self.say_level(self.own.level) or str(self.own.get_kind_display())

    def say_level(self, level: int | None) -> str:
        """The answer at a level, without its full stop; empty for no level."""
        texts = {choice.level: choice.text.rstrip(" .") for choice in self.worded.choices}
        return texts.get(level, "") if level is not None else ""

    @property
    def decided_words(self) -> str:
        """The level agreed, in words; empty when none was."""
        return "" if self.position is None else self.say_level(self.position.level)


@dataclass(frozen=True)
class Agenda:
    """The questions of a meeting in order, and the others of the cycle, that could be added."""

    questions: tuple[RoomQuestion, ...]
    others: tuple[RoomQuestion, ...]
    minutes: int
    released: bool
    workshop: Workshop | None

    @property
    def decided(self) -> int:
        return sum(question.position is not None for question in self.questions)

    @property
    def everything(self) -> tuple[RoomQuestion, ...]:
        return self.questions + self.others

    def find(self, question_id: str) -> RoomQuestion | None:
        """The question of this id, on the agenda or not."""
        return next((question for question in self.everything if question.id == question_id), None)


def read_agenda(cycle: Cycle) -> Agenda:
    """The agenda of a cycle: what was prepared, or else proposed. Six queries whatever the size."""
    workshop = find_workshop(cycle)
    release = latest_release(cycle)
    crossed = {q.id: q for q in read_crossed(cycle, release)} if release and cycle.round else {}
    own = {answer.question_id: answer for answer in OwnAnswer.objects.filter(cycle=cycle)}
    positions = positions_of(cycle)
    language = get_language() or "fr"
    words = vocabulary_of(cycle.organisation, language)
    chosen = workshop.voices if workshop else {}
    questions = {
        question.id: RoomQuestion(
            worded=word_question(question, language, words),
            crossed=crossed.get(question.id),
            own=own.get(question.id),
            position=positions.get(question.id),
            voices=_allow_voices(chosen.get(question.id, ()), crossed.get(question.id)),
        )
        for question in questions_of(cycle)
    }
    prepared = [key for key in (workshop.question_ids if workshop else ()) if key in questions]
    order = prepared or propose_agenda(questions)
    return Agenda(
        questions=tuple(questions[key] for key in order),
        others=tuple(question for key, question in questions.items() if key not in set(order)),
        minutes=workshop.minutes if workshop else MINUTES,
        released=bool(crossed),
        workshop=workshop,
    )


def propose_agenda(questions: dict[str, RoomQuestion]) -> list[str]:
    """Those that deserve to be talked about, then those that the organisation itself finds weak.

    Five at most, the groups furthest apart first. With nothing answered at all, the first five.
    """
    discussed = [
        key for key, question in questions.items() if question.crossed and question.crossed.discussed
    ]
    discussed.sort(key=lambda key: _rank(questions[key]))
    weak = [key for key, question in questions.items() if key not in discussed and _is_weak(question)]
    weak.sort(key=lambda key: _own_share(questions[key]))
    return (discussed + weak or list(questions))[:PROPOSED]


def _rank(question: RoomQuestion) -> int:
    return question.crossed.rank if question.crossed else 0


def _own_share(question: RoomQuestion) -> float:
    if question.own is None or question.own.level is None:
        return 0.0
    return (question.own.level - 1) / (len(question.worded.choices) - 1)


def _is_weak(question: RoomQuestion) -> bool:
    own = question.own
    if own is None:
        return False
    return own.kind == "dont_know" or (own.level is not None and _own_share(question) <= LOW_SHARE)


def _allow_voices(chosen: Any, crossed: CrossedQuestion | None) -> tuple[str, ...]:
    """The chosen words that the release printed: nothing else is ever read out."""
    printed = {text for _group, text in crossed.comments} if crossed else set()
    return tuple(text for text in chosen if text in printed)


def find_workshop(cycle: Cycle) -> Workshop | None:
    """How the meeting of a cycle is prepared, with the meeting itself; None while nobody did."""
    return Workshop.objects.select_related("meeting").filter(cycle=cycle).first()


def follow_code(workshop: Workshop | None) -> str:
    """The code by which the room follows, while it works; empty otherwise."""
    if workshop is None or workshop.handle is None or not is_followed(workshop):
        return ""
    return seal_room(workshop.handle)


def workshop_for_code(code: str) -> Workshop | None:
    """The meeting that a code opens, with its cycle, round and organisation; None once it stopped.

    Runs outside any scope, since the code names its own row; open `scope(workshop.organisation)` after.
    """
    handle = open_room(code)
    if handle is None:
        return None
    with unscoped("a link names its own row"):
        workshop = (
            Workshop.objects.select_related("organisation", "cycle__round", "cycle__organisation", "meeting")
            .filter(handle=handle)
            .first()
        )
    if workshop is None or not is_followed(workshop) or workshop.cycle.state != CycleState.RUNNING:
        return None
    return workshop


def is_followed(workshop: Workshop) -> bool:
    """Whether the address of the meeting works today."""
    return (
        bool(workshop.handle)
        and workshop.follow_until is not None
        and workshop.follow_until >= timezone.localdate()
    )
