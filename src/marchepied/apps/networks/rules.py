"""Who may do what in a network, and what a call takes at each of its moments."""

from typing import Final

from django.utils import timezone

from marchepied.apps.networks.enums import PHASES, Phase, ProposalKind, ProposalState
from marchepied.apps.networks.models import Appeal, Expert, Proposal
from marchepied.apps.organisations.enums import Right

# In the network's own space.
READ_NETWORK: Final = Right.READ
LEAD_WRITING: Final = Right.FACILITATE
MANAGE_MEMBERS: Final = Right.PILOT
GO_WITHOUT_EXPERTS: Final = Right.PILOT
# In a member's space.
READ_APPEALS: Final = Right.READ
TAKE_PART: Final = Right.CONTRIBUTE
VOTE_FOR_US: Final = Right.FACILITATE
JOIN: Final = Right.PILOT


def is_on(appeal: Appeal) -> bool:
    """Whether today is among the days announced for a call."""
    today = timezone.localdate()
    return appeal.opens_on <= today and (appeal.closes_on is None or today <= appeal.closes_on)


def takes_proposals(appeal: Appeal) -> bool:
    """Whether new proposals are taken now."""
    return appeal.phase == Phase.PROPOSE and is_on(appeal)


def takes_comments(appeal: Appeal) -> bool:
    """Whether the discussion goes on now."""
    return appeal.phase in (Phase.PROPOSE, Phase.DISCUSS, Phase.VOTE) and is_on(appeal)


def takes_votes(appeal: Appeal, proposal: Proposal) -> bool:
    """Whether members vote on this proposal now: not on a remark, nor on one that has its reply."""
    votable = proposal.state == ProposalState.OPEN and proposal.kind != ProposalKind.COMMENT
    return appeal.phase == Phase.VOTE and is_on(appeal) and votable


def next_phase(appeal: Appeal) -> Phase | None:
    """What comes after; None when it is over."""
    place = PHASES.index(Phase(appeal.phase))
    return PHASES[place + 1] if place + 1 < len(PHASES) else None


def previous_phase(appeal: Appeal) -> Phase | None:
    """Where one may come back to: proposing before the vote, replying once all is over; None otherwise."""
    return {Phase.DISCUSS: Phase.PROPOSE, Phase.CLOSED: Phase.REPLY}.get(Phase(appeal.phase))


def is_late(appeal: Appeal) -> bool:
    """Whether the last day is past while proposals or votes are still what the call is at."""
    late = appeal.closes_on is not None and appeal.closes_on < timezone.localdate()
    return late and appeal.phase in (Phase.PROPOSE, Phase.DISCUSS, Phase.VOTE)


def is_current(expert: Expert) -> bool:
    """An expert reads until the evening of their date."""
    return expert.until >= timezone.localdate()
