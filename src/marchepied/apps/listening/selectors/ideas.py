"""Reads of ideas: the board, one of them, those that look alike, the year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from marchepied.apps.listening.enums import DECIDED, IdeaState, Reach, RegisterKind, Visibility
from marchepied.apps.listening.models import Idea, IdeaSupport, IdeaWord, Register
from marchepied.apps.listening.rules import is_idea_late
from marchepied.apps.listening.selectors.similar import holds_words, pick_similar
from marchepied.apps.listening.selectors.territories import say_territory
from marchepied.apps.listening.validators import mark_of
from marchepied.engines.words import search_key

MOST_SHOWN = 200


@dataclass(frozen=True)
class Sieve:
    """What is asked of the board: a territory (its key), a theme, a state, words; empty keeps all."""

    place: str = ""
    theme_id: str = ""
    state: str = ""
    words: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.place or self.theme_id or self.state or self.words)


@dataclass(frozen=True)
class IdeaLine:
    """An idea in a list, with its supports and its territory in words."""

    idea: Idea
    supports: int
    territory: str
    late: bool = False


@dataclass(frozen=True)
class Board:
    """The ideas that a page shows, and what one may sift them by; `more` were left out of a long list."""

    lines: Sequence[IdeaLine]
    places: Sequence[tuple[str, str]]
    theme_ids: Sequence[str]
    states: Mapping[str, int]
    total: int
    more: int = 0


def rows_of(register: Register) -> QuerySet[Idea]:
    """The ideas of a register with what a list says of each (two joins, one count)."""
    rows = Idea.objects.filter(register=register).select_related("commune", "group", "merged_into")
    return rows.annotate(supports_count=Count("supports"))


def read_board(register: Register, sieve: Sieve | None = None) -> Board:
    """The public board of a register (one query): what is being done first, then the most supported."""
    rows = [
        row for row in rows_of(register) if row.visibility == Visibility.SHOWN and row.merged_into_id is None
    ]
    return _make_board(rows, sieve or Sieve())


def read_box(register: Register, sieve: Sieve | None = None) -> Board:
    """The same as who looks after it sees it: those held back, refused or merged too, what waits first."""
    rows = list(rows_of(register))
    board = _make_board(rows, sieve or Sieve())
    lines = sorted(board.lines, key=_rank_waiting)
    return Board(lines, board.places, board.theme_ids, board.states, board.total, board.more)


def _make_board(rows: Sequence[Any], sieve: Sieve) -> Board:
    places = {key: say_territory(row.commune, row.reach) for row in rows if (key := place_key(row))}
    states = {str(state): sum(row.state == state for row in rows) for state in IdeaState}
    kept = [_line(row) for row in rows if _fits(row, sieve)]
    kept.sort(key=_rank_shown)
    return Board(
        lines=kept[:MOST_SHOWN],
        places=sorted(places.items(), key=lambda item: item[1]),
        theme_ids=sorted({row.theme_id for row in rows if row.theme_id}),
        states=states,
        total=len(rows),
        more=max(0, len(kept) - MOST_SHOWN),
    )


def place_key(idea: Idea) -> str:
    """What stands for a territory in an address: « commune-68066 », « epci-246800726 », « department-68 »."""
    if idea.commune is None or not idea.reach:
        return ""
    code = {
        Reach.COMMUNE: idea.commune.code,
        Reach.EPCI: idea.commune.epci or idea.commune.code,
        Reach.DEPARTMENT: idea.commune.department,
    }[Reach(idea.reach)]
    return f"{idea.reach}-{code}"


def _fits(row: Any, sieve: Sieve) -> bool:
    if sieve.place and not covers(sieve.place, row):
        return False
    if sieve.theme_id and row.theme_id != sieve.theme_id:
        return False
    if sieve.state and row.state != sieve.state:
        return False
    return holds_words(row.search_key, sieve.words)


def covers(place: str, idea: Idea) -> bool:
    """Whether an idea is in a territory: the one asked, or a smaller one inside it."""
    if idea.commune is None or not idea.reach:
        return False
    reach, _dash, code = place.partition("-")
    if reach == Reach.DEPARTMENT:
        return bool(idea.commune.department == code)
    if reach == Reach.EPCI:
        return idea.reach != Reach.DEPARTMENT and (idea.commune.epci or idea.commune.code) == code
    return idea.reach == Reach.COMMUNE and idea.commune.code == code


def _line(row: Any) -> IdeaLine:
    return IdeaLine(row, row.supports_count, say_territory(row.commune, row.reach), is_idea_late(row))


_ORDER = [
    IdeaState.DOING,
    IdeaState.ACCEPTED,
    IdeaState.DISCUSSED,
    IdeaState.RECEIVED,
    IdeaState.DONE,
    IdeaState.DECLINED,
]


def _rank_shown(line: IdeaLine) -> tuple[int, int, int]:
    return _ORDER.index(IdeaState(line.idea.state)), -line.supports, -line.idea.number


def _rank_waiting(line: IdeaLine) -> tuple[Any, ...]:
    idea = line.idea
    return (
        idea.merged_into_id is not None or idea.visibility == Visibility.REFUSED,
        idea.visibility != Visibility.WAITING,
        not (idea.author_waits or idea.needs_word),
        not line.late,
        *_rank_shown(line),
    )


def find_idea(organisation: Any, idea_id: UUID) -> Idea | None:
    """The idea of this id in the organisation, with its register; None where there is none."""
    rows = Idea.objects.filter(organisation=organisation, pk=idea_id)
    return rows.select_related("register", "organisation", "commune", "group", "merged_into").first()


def find_shown(register: Register, number: int) -> Idea | None:
    """The idea of this number on the public board (or merged into one that is); None otherwise."""
    rows = Idea.objects.filter(register=register, number=number, visibility=Visibility.SHOWN)
    return rows.select_related("register", "organisation", "commune", "group", "merged_into").first()


def words_of(idea: Idea) -> list[IdeaWord]:
    """Everything said of an idea, notes included, in order (one query)."""
    return list(IdeaWord.objects.filter(idea=idea).select_related("by"))


def count_supports(idea: Idea) -> int:
    """How many devices support it (one query)."""
    return IdeaSupport.objects.filter(idea=idea).count()


def is_supported_by(idea: Idea, device: str | None) -> bool:
    """Whether this device supports it; False for a device that is not known (one query at most)."""
    return (
        bool(device) and IdeaSupport.objects.filter(idea=idea, mark=mark_of(device or "", idea.pk)).exists()
    )


def similar_ideas(register: Register, text: str, *, but: Any = None) -> list[IdeaLine]:
    """The ideas on the board that look like this text, three at most (one query)."""
    rows = rows_of(register).filter(visibility=Visibility.SHOWN, merged_into=None)
    kept = [row for row in rows if but is None or row.pk != but.pk]
    return [_line(row) for row in pick_similar(search_key(text, "fr"), kept)]


def others_to_merge(idea: Idea) -> list[Idea]:
    """The ideas of the same box that it could be merged into: those that look alike first (one query)."""
    rows = Idea.objects.filter(register=idea.register, merged_into=None).exclude(pk=idea.pk)
    kept = list(rows.exclude(visibility=Visibility.REFUSED))
    alike = pick_similar(idea.search_key, kept, most=len(kept))
    known = {row.pk for row in alike}
    return [*alike, *sorted((row for row in kept if row.pk not in known), key=lambda row: -row.number)]


@dataclass(frozen=True)
class IdeaYear:
    """What the box says between two days."""

    first: date
    last: date
    received: int
    decided: int
    in_time: int
    accepted: int
    done: int
    supports: int
    median_days: float | None
    told: Sequence[tuple[str, str]]


def read_idea_year(register: Register, first: date, last: date) -> IdeaYear:
    """The ideas received between these days, both included, merged and refused ones left out (one query)."""
    found = rows_of(register).filter(received_on__gte=first, received_on__lte=last, merged_into=None)
    rows: list[Any] = sorted(found.exclude(visibility=Visibility.REFUSED), key=lambda row: row.number)
    decided = [row for row in rows if row.state in DECIDED]
    spans = [(row.decided_on - row.received_on).days for row in decided if row.decided_on]
    return IdeaYear(
        first=first,
        last=last,
        received=len(rows),
        decided=len(decided),
        in_time=_count_in_time(decided),
        accepted=sum(row.state != IdeaState.DECLINED for row in decided),
        done=sum(row.state == IdeaState.DONE for row in rows),
        supports=sum(row.supports_count for row in rows),
        median_days=float(median(spans)) if spans else None,
        told=[(row.title, row.told) for row in rows if row.told],
    )


def _count_in_time(rows: Iterable[Any]) -> int:
    return sum(row.decided_on is not None and row.decided_on <= row.answer_by for row in rows)


def idea_year_of(organisation: Any, first: date, last: date) -> IdeaYear | None:
    """The same for the organisation's box; None when it was never opened (two queries)."""
    register = Register.objects.filter(organisation=organisation, kind=RegisterKind.IDEAS).first()
    return None if register is None else read_idea_year(register, first, last)
