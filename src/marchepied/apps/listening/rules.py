"""Who may do what in the registers, and what a row allows at its moment."""

from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from marchepied.apps.listening.enums import WAITING, ComplaintState, IdeaState, Openness, Visibility
from marchepied.apps.listening.models import Complaint, Idea, Register, Relay
from marchepied.apps.organisations.enums import Right
from marchepied.apps.organisations.rules import is_current
from marchepied.apps.participation.enums import AnswerMode
from marchepied.apps.participation.rules import is_deliberation, is_survey, is_vote, takes_answers

OPEN_REGISTER: Final = Right.PILOT
READ_IDEAS: Final = Right.READ
LEAD_IDEAS: Final = Right.FACILITATE
NOTE_COMPLAINT: Final = Right.CONTRIBUTE
HANDLE_COMPLAINTS: Final = Right.FACILITATE
# The table of a register, brought back into it.
BRING_BACK: Final = Right.FACILITATE
# Themes bring together ideas, complaints and answers: for pilots alone.
LEAD_THEMES: Final = Right.PILOT
# The roles that a register may let see who wrote.
GIVE_RELAYS: Final = Right.PILOT
PERSON_ROLES: Final = ("pilot", "facilitator", "accompagnateur")
# Sheets of paper are typed in for so long after the last day of a survey; then it closes by itself.
PAPER_DAYS: Final = 7


def may_see_person(register: Register, membership: Any) -> bool:
    """Whether this member may see who wrote a complaint: the roles that the register says, no other."""
    return (
        membership is not None
        and is_current(membership)
        and membership.role in PERSON_ROLES
        and membership.role in register.person_roles
    )


def due_on(complaint: Complaint) -> date | None:
    """The day by which the organisation said it would do the next thing; None when nothing is announced."""
    if complaint.state == ComplaintState.RECEIVED:
        return complaint.acknowledge_by
    return complaint.answer_by if complaint.state in WAITING else None


def is_late(complaint: Complaint, today: date | None = None) -> bool:
    """Whether a delay that was announced is past without what it announced."""
    due = due_on(complaint)
    return due is not None and due < (today or timezone.localdate())


def is_waiting(complaint: Complaint) -> bool:
    """Whether the organisation still owes an answer."""
    return complaint.state in WAITING


def is_idea_late(idea: Idea, today: date | None = None) -> bool:
    """Whether the day by which a decision was announced is past."""
    waits = idea.state in (IdeaState.RECEIVED, IdeaState.DISCUSSED)
    kept = idea.visibility != Visibility.REFUSED and idea.merged_into_id is None
    return waits and kept and idea.answer_by < (today or timezone.localdate())


def takes_ideas_from_anyone(register: Register) -> bool:
    """Whether the register's own door opens, without a group's link."""
    return register.is_open and register.openness == Openness.ANYONE


def is_on_board(idea: Idea) -> bool:
    """Whether an idea is on the public board."""
    return idea.visibility == Visibility.SHOWN and idea.merged_into_id is None


def takes_support(idea: Idea) -> bool:
    """Whether one may support an idea: shown, and not decided against nor done."""
    return is_on_board(idea) and idea.state not in (IdeaState.DECLINED, IdeaState.DONE)


# What was written without network before the last day may still be sent so many days after it.
RELAY_GRACE = timedelta(days=7)


def may_enter_as_relay(relay: Relay, today: date | None = None) -> bool:
    """Whether a relay's right lets new entries be written: not taken back, up to its last day."""
    return relay.revoked_on is None and (today or timezone.localdate()) <= relay.until


def may_send_as_relay(relay: Relay, today: date | None = None) -> bool:
    """Whether what a relay wrote is still taken: a week after its last day, never once it is taken back."""
    return relay.revoked_on is None and (today or timezone.localdate()) <= relay.until + RELAY_GRACE


def may_be_relayed(call: Any) -> bool:
    """Whether a relay may bring answers to this call: an open questionnaire that each answers for oneself.

    Never a vote, a deliberation or a survey, whose sheets are other pages.
    """
    other = is_vote(call.round) or is_deliberation(call.round) or is_survey(call.round)
    return not other and call.mode == AnswerMode.INDIVIDUAL and takes_answers(call.round)
