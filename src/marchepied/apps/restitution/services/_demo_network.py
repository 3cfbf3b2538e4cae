"""The federation of the demonstration: its three members, and a call for proposals that is over."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from marchepied.apps.networks.enums import AffiliationState
from marchepied.apps.networks.selectors.appeals import find_appeal, find_proposal
from marchepied.apps.networks.services import (
    AppealContent,
    ProposalContent,
    accept_invitation,
    comment,
    invite_organisation,
    merge,
    move_on,
    open_appeal,
    propose,
    reply_to,
    take_in,
    vote,
)
from marchepied.apps.organisations.enums import Role
from marchepied.apps.organisations.selectors import people_of
from marchepied.apps.referentials.selectors import find_draft, guide_version, read_referential
from marchepied.apps.referentials.services import start_draft
from marchepied.apps.restitution.services._demo_data import count_day
from marchepied.apps.restitution.services._demo_house import date_back
from marchepied.core.scope import scope


def live_network(network: Any, members: Mapping[str, Any], told: dict[str, Any], today: date) -> None:
    """Gather the members, and live the call with its proposals, votes and replies."""
    for member in members.values():
        _join(network, member, count_day(today, told["joined"]))
    with scope(network):
        by = _pilot_of(network)
        appeal = _call(network, members, told, today, by)
        domain = {"domain": told["draft"]["domain"]}
        proposals = [_propose(appeal, members, {**one, **domain}, today) for one in told["proposals"]]
        # On to the discussion, to the vote, and to the replies.
        move_on(appeal=appeal, by=by)
        move_on(appeal=appeal, by=by)
        for proposal, one in zip(proposals, told["proposals"], strict=True):
            _vote(proposal, members, one, count_day(today, told["call"]["closes"]))
        move_on(appeal=appeal, by=by)
        for proposal, one in zip(proposals, told["proposals"], strict=True):
            _answer(proposal, one, today, by)
        move_on(appeal=appeal, by=by)
        days = {name: count_day(today, told["call"][name]) for name in ("opens", "closes", "closed")}
        date_back(
            appeal,
            opens_on=days["opens"],
            closes_on=days["closes"],
            closed_on=days["closed"],
            created_at=_at(days["opens"]),
        )


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


def _pilot_of(organisation: Any) -> Any:
    with scope(organisation):
        people = people_of(organisation)
    return next(row.person for row in people if row.role == Role.PILOT)


def _join(network: Any, member: Any, day: date) -> None:
    with scope(network):
        asked = invite_organisation(network=network, addressed_to=member.slug, by=_pilot_of(network))
    affiliation = accept_invitation(affiliation=asked, member=member, by=_pilot_of(member))
    if affiliation.state == AffiliationState.ASKED:  # a story told of a day to come: its members are younger
        with scope(network):
            affiliation = take_in(affiliation=affiliation, by=_pilot_of(network))
    date_back(affiliation, since=day, at=_at(day))


def _call(network: Any, members: Mapping[str, Any], told: dict[str, Any], today: date, by: Any) -> Any:
    draft = start_draft(
        organisation=network,
        title={"fr": told["draft"]["title"]},
        purpose={"fr": told["draft"]["purpose"]},
        base=guide_version(),
        by=by,
    )
    begun = _at(count_day(today, told["draft"]["begun"]))
    date_back(draft, created_at=begun, changed_at=begun)
    content = AppealContent(
        title=told["call"]["title"],
        text=told["call"]["text"],
        opens_on=min(count_day(today, told["call"]["opens"]), timezone.localdate()),
        members=[member.pk for member in members.values()],
    )
    appeal = find_appeal(network, open_appeal(draft=draft, content=content, by=by).pk)
    assert appeal is not None
    return appeal


def _propose(appeal: Any, members: Mapping[str, Any], told: dict[str, Any], today: date) -> Any:
    walked = read_referential(guide_version()).walk_domains()
    domain = next(one for one in walked if one.id == told["domain"])
    content = ProposalContent(
        kind="question",
        target_id=domain.id,
        target_name=domain.title.read_in("fr"),
        wording=told["wording"],
        levels=told["levels"],
        why=told["why"],
    )
    member = members[told["member"]]
    by = _pilot_of(member)
    row = propose(appeal=appeal, content=content, member=member, signed=told.get("signed", ""), by=by)
    date_back(row, on=count_day(today, told["on"]))
    proposal = find_proposal(appeal, row.pk)
    for said in told["comments"]:
        _comment(proposal, members[said["member"]], said, today)
    return proposal


def _comment(proposal: Any, member: Any, said: dict[str, Any], today: date) -> None:
    told = {"text": said["text"], "signed": said.get("signed", "")}
    row = comment(proposal=proposal, member=member, by=_pilot_of(member), **told)
    date_back(row, at=_at(count_day(today, said["on"])))


def _vote(proposal: Any, members: Mapping[str, Any], told: dict[str, Any], day: date) -> None:
    for name, value in told["votes"].items():
        row = vote(proposal=proposal, member=members[name], value=value, by=_pilot_of(members[name]))
        date_back(row, at=_at(day))


def _answer(proposal: Any, told: dict[str, Any], today: date, by: Any) -> None:
    day = count_day(today, told["replied"])
    if "kept" in told:
        merge(proposal=proposal, wording=told["kept"], levels=proposal.levels, reply=told["reply"], by=by)
        date_back(proposal.change, at=_at(day))
        date_back(find_draft(proposal.organisation, proposal.appeal.draft_id), changed_at=_at(day))
    else:
        reply_to(proposal=proposal, state="declined", reply=told["reply"], by=by)
    date_back(proposal, replied_on=day)
