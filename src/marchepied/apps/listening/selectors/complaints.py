"""Reads of complaints: the list with late ones first, one of them, who looked at its person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from marchepied.apps.listening.enums import WAITING, ComplaintState, Outcome
from marchepied.apps.listening.models import Complaint, ComplaintMessage, ComplaintPerson, Register
from marchepied.apps.listening.rules import due_on, is_late
from marchepied.apps.listening.selectors.similar import holds_words
from marchepied.apps.listening.selectors.territories import say_territory
from marchepied.core.models import AuditEntry

RUNNING, ENDED, ASIDE, EVERYTHING = "", "closes", "ecartees", "toutes"
MOST_SHOWN = 200
SOON = 3


@dataclass(frozen=True)
class ComplaintLine:
    """A complaint in the list: what is due, by when, and whether it is past."""

    complaint: Complaint
    due_on: date | None
    late: bool
    soon: bool
    territory: str = ""

    @property
    def next_step(self) -> str:
        """acknowledge, answer, close, or nothing."""
        state = self.complaint.state
        if state == ComplaintState.RECEIVED:
            return "acknowledge"
        if state in WAITING:
            return "answer"
        return "close" if state == ComplaintState.ANSWERED else ""


@dataclass(frozen=True)
class ComplaintList:
    """What a page of the register shows; `more` were left out of a very long list."""

    lines: Sequence[ComplaintLine]
    counts: Mapping[str, int]
    more: int = 0

    @property
    def late(self) -> int:
        return sum(line.late for line in self.lines)


def list_complaints(register: Register, which: str = RUNNING, words: str = "") -> ComplaintList:
    """The complaints of a register (one query): urgent and late ones first, then by what is due.

    `which` keeps those that run, those that ended, those set aside, or all; `words` those that hold them in
    some form.
    """
    today = timezone.localdate()
    rows = list(Complaint.objects.filter(register=register).select_related("owner", "commune"))
    counts = {
        RUNNING: sum(_belongs(row, RUNNING) for row in rows),
        ENDED: sum(_belongs(row, ENDED) for row in rows),
        ASIDE: sum(_belongs(row, ASIDE) for row in rows),
        EVERYTHING: len(rows),
    }
    kept = [row for row in rows if _belongs(row, which) and _holds(row, words)]
    lines = [_line(row, today) for row in kept]
    lines.sort(key=_rank)
    return ComplaintList(lines[:MOST_SHOWN], counts, max(0, len(lines) - MOST_SHOWN))


def _belongs(row: Complaint, which: str) -> bool:
    if which == EVERYTHING:
        return True
    if which == ASIDE:
        return row.outcome == Outcome.NOT_ONE
    ended = row.state == ComplaintState.CLOSED
    if which == ENDED:
        return ended and row.outcome != Outcome.NOT_ONE
    # Whoever wrote again after the end is owed something: it runs too.
    return not ended or row.author_waits


def _holds(row: Complaint, words: str) -> bool:
    asked = words.strip()
    if asked.isdigit():
        return row.number == int(asked[:9])
    return holds_words(row.search_key, asked)


def _line(row: Complaint, today: date) -> ComplaintLine:
    due = due_on(row)
    late = is_late(row, today)
    soon = due is not None and not late and (due - today).days <= SOON
    return ComplaintLine(row, due, late, soon, say_territory(row.commune, row.reach))


def _rank(line: ComplaintLine) -> tuple[Any, ...]:
    row = line.complaint
    unread_danger = row.urgent and row.state == ComplaintState.RECEIVED
    return (
        row.state == ComplaintState.CLOSED,
        not unread_danger,
        not line.late,
        not row.author_waits,
        line.due_on or date.max,
        -row.number,
    )


def find_complaint(organisation: Any, complaint_id: UUID) -> Complaint | None:
    """The complaint of this id in the organisation, with its register; None where there is none."""
    rows = Complaint.objects.filter(organisation=organisation, pk=complaint_id)
    return rows.select_related(
        "register", "register__keeper", "organisation", "owner", "by", "commune"
    ).first()


def list_to_set_aside(register: Register) -> list[Complaint]:
    """Those that may be set aside several at once, the latest first: running, without a word of danger."""
    rows = Complaint.objects.filter(register=register, urgent=False).exclude(state=ComplaintState.CLOSED)
    return list(rows.order_by("-number")[:MOST_SHOWN])


def messages_of(complaint: Complaint) -> list[ComplaintMessage]:
    """Everything said on a complaint, notes included, in order (one query)."""
    return list(ComplaintMessage.objects.filter(complaint=complaint).select_related("by"))


def has_person(complaint: Complaint) -> bool:
    """Whether somebody said who they are, without saying who (one query)."""
    return ComplaintPerson.objects.filter(complaint=complaint).exists()


def looks_of(complaint: Complaint) -> list[AuditEntry]:
    """Who looked at the person, the latest first (one query)."""
    rows = AuditEntry.objects.filter(
        organisation=complaint.organisation, verb="complaint.person_seen", target_id=str(complaint.pk)
    )
    return list(rows.select_related("by"))
