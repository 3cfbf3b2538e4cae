"""Writes of a vote on actions: prepared, open, closed once with its result, and what it puts in the plan."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _

from marchepied.apps.participation.enums import AnswerMode
from marchepied.apps.participation.services import (
    CallRequest,
    call_everyone,
    close_round,
    create_round,
    extend_round,
    forget_respondents,
    open_round,
    set_calls,
    update_draft,
)
from marchepied.apps.plans.compute.votes import compute_result
from marchepied.apps.plans.enums import VoteState
from marchepied.apps.plans.models import Action, ActionVote
from marchepied.apps.plans.selectors.votes import (
    FEWEST_PROPOSALS,
    MOST_PROPOSALS,
    Offered,
    actions_made,
    build_ballot,
    round_of,
)
from marchepied.apps.plans.services.plan import LINE_LENGTH, TITLE_LENGTH, ActionContent, add_action
from marchepied.core.audit import record, trace

VOTE_TITLE_LENGTH = 160


@dataclass(frozen=True)
class VoteContent:
    """What a pilot prepares. No `colleges`: everybody together, one link.

    `weights` is {college: percent}, only when the statutes weight the colleges, and `weights_source` says
    where. `single_use` takes no ballot but by a code that serves once.
    """

    title: str
    proposals: Sequence[Offered]
    closes_on: date | None
    responsible: str
    colleges: Sequence[Any] = ()
    expected_count: int | None = None
    single_use: bool = False
    weights: Mapping[Any, Decimal] = field(default_factory=dict)
    weights_source: str = ""


@transaction.atomic
def prepare_vote(*, cycle: Any, content: VoteContent, by: Any, vote: ActionVote | None = None) -> ActionVote:
    """Write a vote in preparation, new or again. Nobody can vote yet.

    Raises ValidationError with a sentence: fewer than two proposals or more than twelve, two of the same
    words, weights that do not add up to 100 or without their source, or a vote already open.
    """
    _check(content)
    if vote is None:
        vote = ActionVote(organisation=cycle.organisation, cycle=cycle, created_at=timezone.now())
    _require(vote, VoteState.DRAFT, _("Ce vote est ouvert : il ne change plus."))
    vote.title = content.title.strip()
    vote.proposals = _lay_proposals(content.proposals, vote.proposals)
    vote.weights = {str(college.pk): str(weight) for college, weight in content.weights.items()}
    vote.weights_source = content.weights_source.strip()
    vote.round = _prepare_round(cycle, vote, content, by)
    vote.save()
    record("vote.prepared", vote, by=by, proposals=len(vote.proposals))
    return vote


@transaction.atomic
def open_vote(*, vote: ActionVote, by: Any) -> ActionVote:
    """Take ballots from now on. Proposals, groups and weights are frozen."""
    _require(vote, VoteState.DRAFT, _("Ce vote a déjà été ouvert."))
    open_round(round=round_of(vote), by=by)
    vote.state = VoteState.OPEN
    vote.save(update_fields=["state"])
    record("vote.opened", vote, by=by)
    return vote


@transaction.atomic
def extend_vote(*, vote: ActionVote, closes_on: date, by: Any) -> ActionVote:
    """Announce a later last day. Nothing of the ballots has been shown, so nothing is given away."""
    _require(vote, VoteState.OPEN, _("Seul un vote ouvert peut être prolongé."))
    extend_round(round=round_of(vote), closes_on=closes_on, by=by)
    return vote


@transaction.atomic
def close_vote(*, vote: ActionVote, by: Any) -> ActionVote:
    """Take no more ballots, compute the result once, and break what joined one person's grades."""
    _require(vote, VoteState.OPEN, _("Seul un vote ouvert peut être fermé."))
    close_round(round=round_of(vote), by=by)
    vote.result = compute_result(vote)
    forget_respondents(round=round_of(vote), by=by)
    vote.state = VoteState.CLOSED
    vote.closed_at = timezone.now()
    vote.save(update_fields=["result", "state", "closed_at"])
    record("vote.closed", vote, by=by)
    return vote


@transaction.atomic
def delete_vote(*, vote: ActionVote, by: Any) -> None:
    """Remove a vote that was never opened."""
    _require(vote, VoteState.DRAFT, _("Un vote ouvert ne s’efface pas : fermez-le."))
    record("vote.deleted", vote, by=by, title=vote.title)
    round_ = vote.round
    vote.delete()
    if round_ is not None:
        round_.delete()


@transaction.atomic
def adopt_proposals(*, vote: ActionVote, chosen: Sequence[str], by: Any) -> list[Action]:
    """Put chosen proposals of a closed vote into the plan, traced from the vote.

    An action that was already in the plan is only traced. Raises ValidationError when nothing is chosen or
    a proposal is not one of the vote's.
    """
    _require(vote, VoteState.CLOSED, _("Fermez d’abord le vote : on choisit une fois que tous ont voté."))
    known = {proposal["id"]: proposal for proposal in vote.proposals}
    if not chosen:
        raise ValidationError(_("Cochez au moins une action."))
    if any(identity not in known for identity in chosen):
        raise ValidationError(_("Une de ces actions n’est pas dans ce vote : rechargez la page."))
    made = actions_made(vote)
    actions = []
    for identity in dict.fromkeys(chosen):
        action = made.get(identity) or _make_action(vote, known[identity], by)
        trace(vote, action, by=by)
        actions.append(action)
    vote.save(update_fields=["proposals"])
    record("vote.adopted", vote, by=by, actions=len(actions))
    return actions


def _make_action(vote: ActionVote, proposal: dict[str, Any], by: Any) -> Action:
    action = add_action(
        cycle=vote.cycle,
        content=ActionContent(title=proposal["title"], first_step=proposal["note"]),
        question_id=proposal["question_id"],
        lever_id=proposal["lever_id"],
        by=by,
    )
    proposal["action_id"] = str(action.pk)
    return action


def _lay_proposals(offered: Sequence[Offered], before: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The proposals as they are stored; one that was there before keeps its id."""
    ids = {proposal["title"]: proposal["id"] for proposal in before}
    return [
        {
            "id": ids.get(one.title.strip()) or f"p{secrets.token_hex(4)}",
            "key": one.key,
            "title": one.title.strip(),
            "note": one.note.strip()[:LINE_LENGTH],
            "action_id": str(one.action_id) if one.action_id else None,
            "question_id": one.question_id,
            "lever_id": one.lever_id,
        }
        for one in offered
    ]


def _prepare_round(cycle: Any, vote: ActionVote, content: VoteContent, by: Any) -> Any:
    form = build_ballot(vote.proposals, single_use=content.single_use)
    announced: dict[str, Any] = {
        "title": {"fr": vote.title, "en": vote.title},
        "form": form,
        "closes_on": content.closes_on,
        "responsible": content.responsible,
    }
    colleges = content.colleges or [call_everyone(organisation=cycle.organisation, by=by)]
    items = [item["id"] for item in form["items"]]
    # A ballot is a person's, even in a group that answers questionnaires with one voice.
    calls = [
        CallRequest(
            college, items, None if content.colleges else content.expected_count, AnswerMode.INDIVIDUAL
        )
        for college in colleges
    ]
    if vote.round is None:
        return create_round(organisation=cycle.organisation, calls=calls, by=by, **announced)
    update_draft(round=vote.round, by=by, **announced)
    set_calls(round=vote.round, calls=calls, by=by)
    return vote.round


def _check(content: VoteContent) -> None:
    if not content.title.strip():
        raise ValidationError(_("Donnez un titre à ce vote."))
    titles = [one.title.strip() for one in content.proposals]
    if not FEWEST_PROPOSALS <= len(titles) <= MOST_PROPOSALS:
        raise ValidationError(
            _("Proposez de %(fewest)s à %(most)s actions ; il y en a %(count)s.")
            % {"fewest": FEWEST_PROPOSALS, "most": MOST_PROPOSALS, "count": len(titles)}
        )
    long = next((title for title in titles if len(title) > TITLE_LENGTH), None)
    if long is not None:
        raise ValidationError(
            _("« %(title)s… » est trop long : %(most)s signes au plus par action.")
            % {"title": long[:40], "most": TITLE_LENGTH}
        )
    twice = next((title for title in titles if titles.count(title) > 1), None)
    if twice is not None:
        raise ValidationError(_("« %(title)s » est proposée deux fois.") % {"title": twice})
    _check_weights(content)


def _check_weights(content: VoteContent) -> None:
    if not content.weights:
        return
    if set(content.weights) != set(content.colleges) or min(content.weights.values()) <= 0:
        raise ValidationError(_("Donnez un poids à chaque groupe qui vote, ou à aucun."))
    total = sum(content.weights.values())
    if total != 100:
        raise ValidationError(
            _("La somme des poids fait %(total)s ; elle doit faire 100.") % {"total": localize(total)}
        )
    if not content.weights_source.strip():
        raise ValidationError(_("Dites où les statuts donnent ces poids : l’article, la page."))


def _require(vote: ActionVote, state: str, sentence: str) -> None:
    if vote.state != state:
        raise ValidationError(sentence)
