"""Proposals with their amendments and polls, and decisions of a topic."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from marchepied.apps.deliberation.enums import PollOutcome
from marchepied.apps.deliberation.models import Amendment, Decision, Objection, Poll, Proposal, Topic


def proposals_of(topic: Topic) -> list[Any]:
    """The proposals of a topic with their statements, amendments, polls, objections and decisions
    (six queries).

    Each has `running`: its poll under way, or None.
    """
    rows: list[Any] = list(
        Proposal.objects.filter(topic=topic).prefetch_related(
            "statements",
            Prefetch("amendments", Amendment.objects.order_by("at", "id")),
            Prefetch("polls", Poll.objects.order_by("opened_at", "id")),
            Prefetch("polls__objections", Objection.objects.order_by("state", "id")),
            Prefetch("decisions", Decision.objects.order_by("decided_on", "created_at", "id")),
        )
    )
    for row in rows:
        row.topic = topic
        row.running = next((poll for poll in row.polls.all() if poll.outcome == PollOutcome.OPEN), None)
    return rows


def decisions_of(topic: Topic) -> list[Decision]:
    """The decisions of a topic, the oldest first (one query)."""
    return list(Decision.objects.filter(topic=topic).select_related("proposal"))


def find_proposal(organisation: Any, proposal_id: UUID) -> Proposal | None:
    """The proposal of this id in the organisation, with its topic; None where there is none."""
    return Proposal.objects.filter(organisation=organisation, pk=proposal_id).select_related("topic").first()


def find_amendment(organisation: Any, amendment_id: UUID) -> Amendment | None:
    """The amendment of this id in the organisation, with its proposal and topic; None where there is none."""
    rows = Amendment.objects.filter(organisation=organisation, pk=amendment_id)
    return rows.select_related("proposal__topic").first()


def find_poll(organisation: Any, poll_id: UUID) -> Poll | None:
    """The poll of this id in the organisation, with its proposal and topic; None where there is none."""
    return (
        Poll.objects.filter(organisation=organisation, pk=poll_id).select_related("proposal__topic").first()
    )


def find_objection(organisation: Any, objection_id: UUID) -> Objection | None:
    """The objection of this id in the organisation, with its poll; None where there is none."""
    rows = Objection.objects.filter(organisation=organisation, pk=objection_id)
    return rows.select_related("poll__proposal__topic").first()


def find_decision(organisation: Any, decision_id: UUID) -> Decision | None:
    """The decision of this id in the organisation, with its topic; None where there is none."""
    rows = Decision.objects.filter(organisation=organisation, pk=decision_id)
    return rows.select_related("topic", "proposal").first()
