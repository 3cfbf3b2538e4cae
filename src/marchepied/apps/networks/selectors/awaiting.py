"""What waits for an organisation in its networks, and in the network that it leads: told on its home."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from marchepied.apps.networks.enums import AffiliationState, Phase, ProposalKind, ProposalState
from marchepied.apps.networks.models import Affiliation, Appeal, Proposal
from marchepied.apps.networks.selectors.appeals import SHARED, shared_rows
from marchepied.core.scope import unscoped


@dataclass(frozen=True, slots=True)
class AwaitedCall:
    """A call that waits for this member: to propose, or to vote on so many proposals (`unvoted`)."""

    appeal_id: UUID
    title: str
    network: str
    closes_on: date | None
    unvoted: int


@dataclass(frozen=True, slots=True)
class LedCall:
    """A call of one's own network where so many proposals wait for a reply, or whose last day is past."""

    appeal_id: UUID
    title: str
    waiting: int
    late: bool


def calls_awaiting(organisation: Any) -> list[AwaitedCall]:
    """The calls where this member has not proposed yet, or has not voted on everything (one query)."""
    today = timezone.localdate()
    with unscoped(SHARED):
        mine = Proposal.objects.filter(appeal=OuterRef("pk"), member=organisation)
        rows = shared_rows(organisation).filter(Q(closes_on=None) | Q(closes_on__gte=today))
        rows = rows.filter(opens_on__lte=today, phase__in=(Phase.PROPOSE, Phase.VOTE))
        votable = Q(proposals__state=ProposalState.OPEN) & ~Q(proposals__kind=ProposalKind.COMMENT)
        voted = Q(proposals__votes__member=organisation)
        rows = rows.annotate(
            proposed=Exists(mine),
            n_votable=Count("proposals", filter=votable, distinct=True),
            n_voted=Count("proposals", filter=votable & voted, distinct=True),
        )
        found = list(rows.select_related("organisation").order_by(F("closes_on").asc(nulls_last=True), "pk"))
    return [
        AwaitedCall(
            row.pk,
            row.title,
            row.organisation.name,
            row.closes_on,
            row.n_votable - row.n_voted if row.phase == Phase.VOTE else 0,
        )
        for row in found
        if (row.phase == Phase.PROPOSE and not row.proposed)
        or (row.phase == Phase.VOTE and row.n_votable > row.n_voted)
    ]


def calls_to_lead(network: Any) -> list[LedCall]:
    """The calls of a network that wait for whoever leads it (one query)."""
    today = timezone.localdate()
    waiting = Count("proposals", filter=Q(proposals__state=ProposalState.OPEN))
    rows = Appeal.objects.filter(organisation=network).exclude(phase=Phase.CLOSED)
    return [
        LedCall(row.pk, row.title, row.n_waiting, row.phase != Phase.REPLY)
        for row in rows.annotate(n_waiting=waiting).only("title", "phase", "closes_on")
        if row.phase == Phase.REPLY or (row.closes_on is not None and row.closes_on < today)
    ]


def count_asking(network: Any) -> int:
    """How many organisations ask to join the network (one query)."""
    return Affiliation.objects.filter(organisation=network, state=AffiliationState.ASKED).count()
