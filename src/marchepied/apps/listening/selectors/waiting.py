"""What waits for the organisation in a register."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from marchepied.apps.listening.enums import WAITING, ComplaintState, IdeaState, Visibility
from marchepied.apps.listening.models import Complaint, Idea, Register
from marchepied.apps.listening.rules import is_idea_late, is_late


@dataclass(frozen=True)
class Waiting:
    """What is late (the rows), what was never looked at, and to how many authors a word is owed."""

    late: tuple[Any, ...] = ()
    new: int = 0
    owed: int = 0
    running: int = 0

    @property
    def is_worth_telling(self) -> bool:
        return bool(self.late or self.new or self.owed)


def waiting_complaints(register: Register, today: date | None = None) -> Waiting:
    """What waits among complaints: those not closed, or whose author wrote last (one query)."""
    day = today or timezone.localdate()
    rows = list(
        Complaint.objects.filter(register=register).filter(Q(state__in=WAITING) | Q(author_waits=True))
    )
    return Waiting(
        late=tuple(row for row in rows if is_late(row, day)),
        new=sum(row.state == ComplaintState.RECEIVED for row in rows),
        owed=sum(row.author_waits for row in rows),
        running=sum(row.state in WAITING for row in rows),
    )


def waiting_ideas(register: Register, today: date | None = None) -> Waiting:
    """What waits among ideas: to read, to decide, and those whose author is owed a word (one query)."""
    day = today or timezone.localdate()
    rows = list(
        Idea.objects.filter(register=register, merged_into=None).exclude(visibility=Visibility.REFUSED)
    )
    return Waiting(
        late=tuple(row for row in rows if is_idea_late(row, day)),
        new=sum(row.visibility == Visibility.WAITING for row in rows),
        owed=sum(row.author_waits or row.needs_word for row in rows),
        running=sum(row.state in (IdeaState.RECEIVED, IdeaState.DISCUSSED) for row in rows),
    )
