"""The year of complaints, for the assembly: received, delays kept, causes, what changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.utils import timezone

from marchepied.apps.listening.enums import Cause, Channel, ComplaintState, Outcome, RegisterKind, Seriousness
from marchepied.apps.listening.models import Complaint, Register
from marchepied.apps.listening.selectors.territories import say_territory

# Below this number, how many of each cause or theme is not told: people would know whose it was.
TOLD_FROM = 5


@dataclass(frozen=True)
class Kept:
    """Of how many the delay has run out or the thing is done, and for how many it was done in time."""

    asked: int
    kept: int


@dataclass(frozen=True)
class ComplaintYear:
    """What the register says between two days; counts are (words, number), the most frequent first."""

    first: date
    last: date
    received: int
    running: int
    acknowledged: Kept
    answered: Kept
    median_days: float | None
    channels: Sequence[tuple[str, int]]
    causes: Sequence[tuple[str, int]]
    themes: Sequence[tuple[str, int]]
    places: Sequence[tuple[str, int]]
    seriousness: Sequence[tuple[str, int]]
    outcomes: Sequence[tuple[str, int]]
    learned: Sequence[str]
    changed: Sequence[str]

    @property
    def may_count(self) -> bool:
        """Whether counts by cause and by theme may be told without telling of somebody."""
        return self.received >= TOLD_FROM


def read_complaint_year(
    register: Register, first: date, last: date, today: date | None = None
) -> ComplaintYear:
    """The complaints received between these days, both included (one query); what was none is left out."""
    received = Complaint.objects.filter(register=register, received_on__gte=first, received_on__lte=last)
    rows = list(received.exclude(outcome=Outcome.NOT_ONE).select_related("commune"))
    day = today or timezone.localdate()
    rows.sort(key=lambda row: row.number)
    spans = [(row.answered_on - row.received_on).days for row in rows if row.answered_on]
    return ComplaintYear(
        first=first,
        last=last,
        received=len(rows),
        running=sum(row.state not in (ComplaintState.ANSWERED, ComplaintState.CLOSED) for row in rows),
        acknowledged=_count_kept(((row.acknowledged_on, row.acknowledge_by, row) for row in rows), day),
        answered=_count_kept(
            ((row.answered_on, row.extended_from or row.answer_by, row) for row in rows), day
        ),
        median_days=float(median(spans)) if spans else None,
        channels=_count(Channel, (row.channel for row in rows)),
        causes=_count(Cause, (row.cause for row in rows)),
        themes=Counter(row.theme_id for row in rows if row.theme_id).most_common(),
        places=Counter(place for row in rows if (place := _place(row))).most_common(),
        seriousness=_count(Seriousness, (row.seriousness for row in rows)),
        outcomes=_count(Outcome, (row.outcome for row in rows)),
        learned=[row.learned for row in rows if row.learned],
        changed=[row.changed for row in rows if row.changed],
    )


def _place(row: Complaint) -> str:
    return say_territory(row.commune, row.reach)


def year_of(organisation: Any, first: date, last: date) -> ComplaintYear | None:
    """The same for the organisation's register; None when it was never opened (two queries)."""
    register = Register.objects.filter(organisation=organisation, kind=RegisterKind.COMPLAINTS).first()
    return None if register is None else read_complaint_year(register, first, last)


def _count_kept(moments: Iterable[tuple[date | None, date, Complaint]], today: date) -> Kept:
    """Of those done, or whose day is past: a delay that still runs says nothing yet."""
    asked = kept = 0
    for done, due, row in moments:
        dropped = done is None and row.state == ComplaintState.CLOSED
        if dropped or (done is None and due >= today):
            continue
        asked += 1
        kept += done is not None and done <= due
    return Kept(asked, kept)


def _count(choices: Any, values: Iterable[Any]) -> list[tuple[str, int]]:
    """The words of each value and how often it came, the most frequent first."""
    counts = Counter(value for value in values if value not in ("", None))
    order = list(choices)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], order.index(item[0])))
    return [(str(choices(value).label), number) for value, number in ranked]
