"""Calls for proposals: what the network leads, what a member or a group takes part in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from marchepied.apps.networks.enums import AffiliationState, Phase, ProposalState, VoteValue
from marchepied.apps.networks.models import (
    Affiliation,
    Appeal,
    AppealGroup,
    AppealMember,
    Proposal,
    ProposalComment,
    ProposalVote,
)
from marchepied.apps.networks.validators import open_group, seal_group
from marchepied.apps.participation.selectors import calls_of, link_of
from marchepied.apps.referentials.selectors import changes_of
from marchepied.core.scope import unscoped
from marchepied.engines.privacy import ProtectedQuestion

SHARED = "a member reads the calls that it was chosen for, while it belongs to the network"


def appeals_of(network: Any) -> list[Appeal]:
    """The calls of a network, latest first, with how many proposals wait for a reply (one query)."""
    waiting = Count("proposals", filter=Q(proposals__state=ProposalState.OPEN))
    rows = Appeal.objects.filter(organisation=network).select_related("draft").defer("draft__content")
    counted = rows.annotate(n_proposals=Count("proposals"), n_waiting=waiting)
    return list(counted.order_by("-created_at", "id"))  # a query that groups leaves that order out


def appeals_on(draft: Any) -> list[Appeal]:
    """The calls on a draft, latest first (one query)."""
    return list(Appeal.objects.filter(organisation=draft.organisation_id, draft=draft))


def find_appeal(network: Any, appeal_id: UUID) -> Appeal | None:
    """A call of this network, with its draft; None where there is none."""
    return _with_draft(Appeal.objects.filter(organisation=network, pk=appeal_id))


def _with_draft(rows: QuerySet[Appeal]) -> Appeal | None:
    rows = rows.select_related("organisation", "round", "draft__base__referential", "draft__published")
    return rows.defer("draft__base__content", "draft__published__content").first()


def shared_appeals(organisation: Any) -> list[Appeal]:
    """The calls that this member was chosen for, latest first, with their network (one query)."""
    with unscoped(SHARED):
        return list(shared_rows(organisation).select_related("organisation"))


def find_shared_appeal(organisation: Any, appeal_id: UUID) -> Appeal | None:
    """A call that this member was chosen for; None where it was not, or no longer belongs to the network."""
    with unscoped(SHARED):
        return _with_draft(shared_rows(organisation).filter(pk=appeal_id))


def shared_rows(organisation: Any) -> QuerySet[Appeal]:
    """The calls that this member was chosen for, to be read outside its own scope."""
    networks = Affiliation.objects.filter(member=organisation, state=AffiliationState.ACTIVE)
    chosen = AppealMember.objects.filter(member=organisation)
    return Appeal.objects.filter(
        pk__in=chosen.values("appeal"), organisation__in=networks.values("organisation")
    )


def members_called(appeal: Appeal) -> list[AppealMember]:
    """The members chosen for a call, by name (one query)."""
    return list(appeal.members.select_related("member"))


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group of a call: the code of its page, and its link to vote (empty while there is no vote)."""

    group_id: UUID
    name: str
    code: str
    vote_link: str
    answered: int | None


def groups_called(appeal: Appeal) -> list[GroupLine]:
    """The groups of a call with their links; how many voted is told once the vote is over (two queries)."""
    calls = {call.college_id: call for call in calls_of(appeal.round)} if appeal.round else {}
    over = appeal.phase in (Phase.REPLY, Phase.CLOSED)
    lines = []
    for group in appeal.groups.all():
        call = calls.get(group.college_id) if group.college_id else None
        link = link_of(call) if call and appeal.phase == Phase.VOTE else ""
        lines.append(
            GroupLine(
                group.pk,
                group.name,
                seal_group(group.handle),
                link,
                call.answered_count if call and over else None,
            )
        )
    return lines


def find_group(appeal: Appeal, group_id: UUID) -> AppealGroup | None:
    """A group of this call; None where there is none."""
    group = AppealGroup.objects.filter(appeal=appeal, pk=group_id).first()
    if group is not None:
        group.appeal = appeal
    return group


def group_for_code(code: str) -> AppealGroup | None:
    """The group whose link this is, with its call; None for a code that is not one of ours."""
    handle = open_group(code)
    if handle is None:
        return None
    with unscoped("the link of a group names its own row"):
        rows = AppealGroup.objects.filter(handle=handle)
        return rows.select_related("organisation", "appeal__round", "appeal__draft").first()


def vote_link_of(group: AppealGroup) -> str:
    """Where the people of a group vote; empty while there is no vote."""
    appeal = group.appeal
    if appeal.phase != Phase.VOTE or appeal.round is None:
        return ""
    return next((link_of(call) for call in calls_of(appeal.round) if call.college_id == group.college_id), "")


def proposals_of(appeal: Appeal) -> list[Proposal]:
    """The proposals of a call by the day they came, with their votes and comments counted (one query)."""
    votes = {
        f"n_{value}": Count("votes", filter=Q(votes__value=value), distinct=True)
        for value in VoteValue.values
    }
    rows = Proposal.objects.filter(appeal=appeal)
    counted = rows.annotate(n_comments=Count("comments", distinct=True), **votes)
    return list(counted.order_by("on", "id"))  # a query that groups leaves that order out


def find_proposal(appeal: Appeal, proposal_id: UUID) -> Proposal | None:
    """A proposal of this call; None where there is none."""
    proposal = Proposal.objects.filter(appeal=appeal, pk=proposal_id).select_related("change").first()
    if proposal is not None:
        proposal.appeal = appeal
    return proposal


def comments_of(proposal: Proposal) -> list[ProposalComment]:
    """The discussion of a proposal, in order (one query)."""
    return list(ProposalComment.objects.filter(proposal=proposal))


def votes_of(proposal: Proposal) -> list[ProposalVote]:
    """What members said of a proposal, each in its own name (one query)."""
    return list(ProposalVote.objects.filter(proposal=proposal).select_related("member"))


def own_votes(appeal: Appeal, organisation: Any) -> dict[UUID, str]:
    """{proposal: what this member said} (one query)."""
    rows = ProposalVote.objects.filter(proposal__appeal=appeal, member=organisation)
    return dict(rows.values_list("proposal_id", "value"))


def printed_votes(appeal: Appeal, proposal: Proposal) -> ProtectedQuestion | None:
    """What may be printed of the groups' votes on a proposal, as it was stored; None where none voted."""
    plain = appeal.ballots.get("votes", {}).get(str(proposal.pk))
    return ProtectedQuestion.from_dict(plain) if plain else None


def words_of_groups(appeal: Appeal, proposal: Proposal) -> list[str]:
    """What people of large enough groups added to their vote, in no order."""
    return list(appeal.ballots.get("words", {}).get(str(proposal.pk), ()))


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the history of a call: a proposal with its reply, or a change of the draft."""

    on: date
    proposal: Proposal | None = None
    change: Any = None


def history_of(appeal: Appeal) -> Sequence[Moment]:
    """Who proposed and who changed what, latest first (two queries).

    A change that a proposal became is told with the proposal, once.
    """
    proposals = list(Proposal.objects.filter(appeal=appeal).select_related("replied_by"))
    merged = {proposal.change_id for proposal in proposals}
    changes = changes_of(appeal.draft) if appeal.draft else []
    moments = [Moment(proposal.replied_on or proposal.on, proposal=proposal) for proposal in proposals]
    moments += [Moment(change.at.date(), change=change) for change in changes if change.pk not in merged]
    return sorted(moments, key=lambda moment: moment.on, reverse=True)
