"""Where the room is: the question, its phase, the hands raised, what was noted; the same for every screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language

from marchepied.apps.diagnosis.enums import CycleState, Phase
from marchepied.apps.diagnosis.models import Cycle, Workshop
from marchepied.apps.diagnosis.selectors.workshop import Agenda, RoomQuestion, is_followed, read_agenda
from marchepied.apps.diagnosis.validators import open_room
from marchepied.apps.meetings.enums import MinuteKind, ShowState, ShowWay
from marchepied.apps.meetings.selectors.meetings import count_phones, minutes_of, shows_of
from marchepied.apps.meetings.selectors.turns import Shift, Turn, compare_turns, read_turn
from marchepied.core.scope import unscoped

ORDER = tuple(Phase)
KEPT_SECONDS = 5
_kept: dict[tuple[UUID, str, str], tuple[float, "Room | None"]] = {}


@dataclass(frozen=True)
class HandsTurn:
    """A turn of hands on a question: open to phones, or counted.

    `turn` is None while it is open, and when too few phones voted to tell; `raised` says how many did.
    """

    show: Any
    raised: int
    turn: Turn | None

    @property
    def is_open(self) -> bool:
        return bool(self.show.state == ShowState.OPEN)

    @property
    def by_phones(self) -> bool:
        return bool(self.show.way == ShowWay.PHONES)

    @property
    def too_few(self) -> bool:
        """Phones voted, and fewer than one can show."""
        return not self.is_open and self.turn is None


@dataclass(frozen=True)
class BarRow:
    """An answer and the hands it received at each turn; `level` None is no opinion."""

    level: int | None
    text: str
    first: int | None
    second: int | None
    most: int  # the longest bar of the picture, so that both turns share a scale

    @property
    def first_width(self) -> str:
        return _percent(self.first, self.most)

    @property
    def second_width(self) -> str:
        return _percent(self.second, self.most)


@dataclass(frozen=True)
class Hands:
    """The two turns of a question, and what moved between them."""

    first: HandsTurn | None
    second: HandsTurn | None

    @property
    def shift(self) -> Shift | None:
        return compare_turns(_shown(self.first), _shown(self.second))

    @property
    def last(self) -> Turn | None:
        """The latest turn that may be shown."""
        return _shown(self.second) or _shown(self.first)

    def of(self, phase: str) -> HandsTurn | None:
        """The turn that a phase is about; None for the other phases."""
        return {Phase.FIRST: self.first, Phase.SECOND: self.second}.get(Phase(phase))

    def draw(self, texts: Sequence[str]) -> list[BarRow]:
        """One row an answer, then one for no opinion where somebody had none; empty before any count."""
        first, second = _shown(self.first), _shown(self.second)
        shown = [turn for turn in (first, second) if turn]
        if not shown:
            return []
        most = max(max((*turn.levels, turn.silent)) for turn in shown)
        rows = [
            BarRow(level, text, _hands_at(first, level), _hands_at(second, level), most)
            for level, text in enumerate(texts, start=1)
        ]
        if any(turn.silent for turn in shown):
            rows.append(BarRow(None, "", _hands_at(first, None), _hands_at(second, None), most))
        return rows


@dataclass(frozen=True)
class Room:
    """What the screen of the room shows of one question, and every device with it."""

    agenda: Agenda
    question: RoomQuestion
    phase: Phase
    # Whether the room is really there: a member may look at another question meanwhile.
    current: bool
    hands: Hands
    lines: tuple[Any, ...]

    @property
    def workshop(self) -> Workshop | None:
        return self.agenda.workshop

    @property
    def turn(self) -> HandsTurn | None:
        """The turn of this phase, open or counted."""
        return self.hands.of(self.phase)

    @property
    def rings_at(self) -> datetime | None:
        return self.workshop.rings_at if self.current and self.workshop else None

    @property
    def rung(self) -> bool:
        """Whether the time given is over."""
        return self.rings_at is not None and self.rings_at <= timezone.now()

    @property
    def seconds_left(self) -> int:
        """Whole seconds before the end, at least 1; 0 when nothing runs."""
        if self.rings_at is None or self.rung:
            return 0
        return max(1, round((self.rings_at - timezone.now()).total_seconds()))

    @property
    def objections(self) -> list[Any]:
        """The objections on this question that nobody has lifted."""
        return [line for line in self.lines if line.kind == MinuteKind.OBJECTION and not line.settled]

    @property
    def next_phase(self) -> Phase | None:
        """The one gesture that comes next; None after the decision."""
        return next_phase(self.phase, voted=self.hands.first is not None)

    @property
    def previous_phase(self) -> Phase | None:
        return previous_phase(self.phase, voted=self.hands.first is not None)


@dataclass(frozen=True)
class Pulse:
    """What a device asks every few seconds: has anything changed? One query."""

    revision: int
    rung: bool

    @property
    def mark(self) -> str:
        """Short text that changes with what is shown."""
        return f"{self.revision}{'r' if self.rung else ''}"


def next_phase(phase: Phase, *, voted: bool) -> Phase | None:
    """The phase after this one; a room that skipped the first turn has no second."""
    following = ORDER[ORDER.index(phase) + 1 :]
    return next((other for other in following if voted or other != Phase.SECOND), None)


def previous_phase(phase: Phase, *, voted: bool) -> Phase | None:
    """The phase before this one; None at the first."""
    before = ORDER[: ORDER.index(phase)][::-1]
    return next((other for other in before if voted or other != Phase.SECOND), None)


def read_room(cycle: Cycle, question_id: str = "") -> Room | None:
    """The room on a question, or where it is now; None where it is nowhere, or the question is not asked.

    Nine queries at most, whatever the size.
    """
    agenda = read_agenda(cycle)
    workshop = agenda.workshop
    current_id = workshop.current_id if workshop else ""
    question = agenda.find(question_id or current_id)
    if question is None:
        return None
    meeting = workshop.meeting if workshop else None
    current = question.id == current_id
    return Room(
        agenda=agenda,
        question=question,
        phase=Phase(workshop.phase) if current and workshop else Phase.READ,
        current=current,
        hands=hands_of(meeting, question),
        lines=tuple(minutes_of(meeting, question.id)),
    )


def read_room_for_phones(cycle: Cycle, workshop: Workshop) -> Room | None:
    """Where the room is now, read once for all the phones that ask within a few seconds.

    A gesture of the room changes its mark, and so what is read; anything else (a word of the organisation's
    vocabulary) is seen after KEPT_SECONDS at most. Kept in the memory of the process, in the reader's
    language. What one phone has said is never in it.
    """
    key = (workshop.pk, feel_pulse(workshop).mark, get_language() or "fr")
    now = monotonic()
    kept = _kept.get(key)
    if kept is not None and now - kept[0] < KEPT_SECONDS:
        return kept[1]
    room = read_room(cycle)
    for old in [key for key, (since, _room) in list(_kept.items()) if now - since >= KEPT_SECONDS]:
        _kept.pop(old, None)
    _kept[key] = (now, room)
    return room


def hands_of(meeting: Any, question: RoomQuestion) -> Hands:
    """The two turns of a question; empty without a meeting."""
    shows = {show.turn: show for show in shows_of(meeting, question.id)}
    return read_hands(shows, len(question.worded.choices))


def read_hands(shows: dict[int, Any], levels: int) -> Hands:
    """The two turns from their shows, by number of turn (no query but for a show still open)."""
    return Hands(*(_read_turn(shows[turn], levels) if turn in shows else None for turn in (1, 2)))


def pulse_for_code(code: str) -> Pulse | None:
    """Whether what a device follows has changed, by its code; None once the address stopped. One query."""
    handle = open_room(code)
    if handle is None:
        return None
    with unscoped("a link names its own row"):
        found = (
            Workshop.objects.filter(handle=handle, cycle__state=CycleState.RUNNING)
            .only("handle", "follow_until", "revision", "rings_at")
            .first()
        )
    return feel_pulse(found) if found is not None and is_followed(found) else None


def feel_pulse(workshop: Workshop | None) -> Pulse:
    """The pulse of a workshop as it was read: what is read after it is never older than it says."""
    if workshop is None:
        return Pulse(0, rung=False)
    rings_at = workshop.rings_at
    return Pulse(workshop.revision, rung=rings_at is not None and rings_at <= timezone.now())


def _read_turn(show: Any, levels: int) -> HandsTurn:
    open_ = show.state == ShowState.OPEN
    return HandsTurn(
        show=show,
        raised=count_phones(show),
        turn=None if open_ else read_turn(show.counts, levels),
    )


def _shown(turn: HandsTurn | None) -> Turn | None:
    return turn.turn if turn else None


def _hands_at(turn: Turn | None, level: int | None) -> int | None:
    """The hands of a level, or of no opinion; None without a turn."""
    if turn is None:
        return None
    return turn.silent if level is None else turn.levels[level - 1]


def _percent(number: int | None, most: int) -> str:
    """The length of a bar in percent of the longest, written with a point in every language."""
    return f"{100 * (number or 0) / most:.4g}%" if most else "0%"
