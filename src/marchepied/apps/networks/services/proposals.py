"""Proposals: sent, discussed, voted, answered one by one, merged with credit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.networks.enums import Phase, ProposalKind, ProposalState, VoteValue
from marchepied.apps.networks.models import Appeal, AppealGroup, Proposal, ProposalComment, ProposalVote
from marchepied.apps.networks.rules import takes_comments, takes_proposals, takes_votes
from marchepied.apps.referentials.selectors import base_of, find_draft, stamp_of
from marchepied.apps.referentials.services import Gesture, add_item, change_draft, change_item
from marchepied.core.audit import record
from marchepied.engines.referential import editing

MOST_BY_GROUP = 200
"""Proposals that the link of one group takes: nobody reads more."""


@dataclass(frozen=True)
class ProposalContent:
    """What is proposed; `levels` are the answers of a question from the least to the most advanced."""

    kind: str
    target_id: str = ""
    target_name: str = ""
    wording: str = ""
    levels: Sequence[str] = ()
    why: str = ""


@transaction.atomic
def propose(
    *, appeal: Appeal, content: ProposalContent, member: Any = None, signed: str = "", by: Any
) -> Proposal:
    """Propose in the name of a member, or of the network itself when there is none.

    `signed` is the name of the person, where they want it shown. Raises ValidationError when the call takes
    no proposal now, or when something lacks.
    """
    house = member or appeal.organisation
    proposal = _store(appeal, content, member=member, by=by, credit=_credit(house, signed))
    record("proposal.sent", proposal, by=by, organisation=house)
    return proposal


@transaction.atomic
def propose_as_group(*, group: AppealGroup, content: ProposalContent, by: None = None) -> Proposal:
    """Propose by the link of a group: no name, no hour, no audit entry; `by` is nobody."""
    if Proposal.objects.filter(group=group).count() >= MOST_BY_GROUP:
        raise ValidationError(_("Ce groupe a déjà beaucoup proposé. Parlez-en à la personne qui anime."))
    return _store(group.appeal, content, group=group, by=None, credit=group.name)


def _store(appeal: Appeal, content: ProposalContent, **who: Any) -> Proposal:
    _read_again(appeal)
    if not takes_proposals(appeal):
        raise ValidationError(_("Cet appel ne prend plus de propositions."))
    _check(content)
    return Proposal.objects.create(
        organisation=appeal.organisation,
        appeal=appeal,
        kind=content.kind,
        target_id=content.target_id[:80],
        target_name=content.target_name[:300],
        wording=" ".join(content.wording.split())[:600],
        levels=[" ".join(level.split())[:600] for level in content.levels] if any(content.levels) else [],
        why=content.why.strip(),
        **who,
    )


def _read_again(appeal: Appeal) -> None:
    """Where the call is now, inside the transaction: it may have moved since the page was opened."""
    appeal.refresh_from_db(fields=["phase", "opens_on", "closes_on"])


def _check(content: ProposalContent) -> None:
    if content.kind in (ProposalKind.QUESTION, ProposalKind.WORDS) and not content.wording.strip():
        raise ValidationError({"wording": _("Écrivez les mots que vous proposez.")})
    if content.kind in (ProposalKind.COMMENT, ProposalKind.REMOVAL) and not content.why.strip():
        raise ValidationError({"why": _("Dites-en un peu plus.")})
    if content.kind != ProposalKind.COMMENT and not content.target_id:
        raise ValidationError(_("Choisissez ce dont vous parlez."))


def _credit(house: Any, signed: str) -> str:
    name = " ".join(signed.split())
    return f"{name[:70]}, {house.name}" if name else str(house.name)


@transaction.atomic
def comment(
    *, proposal: Proposal, text: str, member: Any = None, signed: str = "", by: Any
) -> ProposalComment:
    """Say a word in the discussion, for a member, or for the network when there is none.

    Raises ValidationError when nothing is said, or when the discussion is over.
    """
    _read_again(proposal.appeal)
    if not takes_comments(proposal.appeal):
        raise ValidationError(_("La discussion est finie."))
    if not text.strip():
        raise ValidationError({"text": _("Écrivez quelque chose.")})
    house = member or proposal.appeal.organisation
    row = ProposalComment.objects.create(
        organisation=proposal.organisation,
        proposal=proposal,
        text=text.strip(),
        member=member,
        credit=_credit(house, signed),
        by=by,
    )
    record("proposal.discussed", proposal, by=by, organisation=house)
    return row


@transaction.atomic
def vote(*, proposal: Proposal, member: Any, value: str, by: Any) -> ProposalVote:
    """What a member says of a proposal, in its own name; it may change its mind until the vote is over."""
    _read_again(proposal.appeal)
    proposal.refresh_from_db(fields=["state"])
    if not takes_votes(proposal.appeal, proposal):
        raise ValidationError(_("On ne vote pas sur cette proposition en ce moment."))
    if value not in VoteValue.values:
        raise ValidationError(_("Choisissez pour, contre ou sans avis."))
    row, _created = ProposalVote.objects.update_or_create(
        proposal=proposal,
        member=member,
        defaults={"organisation": proposal.organisation, "value": value, "by": by, "at": timezone.now()},
    )
    record("proposal.voted", proposal, by=by, organisation=member)
    return row


@transaction.atomic
def reply_to(*, proposal: Proposal, state: str, reply: str, by: Any) -> Proposal:
    """Answer a proposal without changing the draft, or change the reply until the call is closed.

    « Withheld » takes its words off every page but those of who leads. Raises ValidationError when nothing is
    said: a refusal too has its reason.
    """
    _read_again(proposal.appeal)
    proposal.refresh_from_db(fields=["state", "reply", "change"])
    if proposal.appeal.phase == Phase.CLOSED:
        raise ValidationError(_("Cet appel est terminé."))
    if state not in ProposalState.values or state == ProposalState.OPEN:
        raise ValidationError({"state": _("Dites si elle est retenue.")})
    if proposal.change_id is not None and state in (ProposalState.DECLINED, ProposalState.WITHHELD):
        raise ValidationError({"state": _("Elle est dans le guide : annulez d’abord ce changement.")})
    _answer(proposal, state, reply, by)
    record("proposal.replied", proposal, by=by, state=str(state))
    return proposal


def _answer(proposal: Proposal, state: str, reply: str, by: Any) -> None:
    _require_reply(reply)
    proposal.state, proposal.reply = state, reply.strip()
    proposal.replied_by, proposal.replied_on = by, timezone.localdate()
    proposal.save(update_fields=["state", "reply", "replied_by", "replied_on", "change"])


def _require_reply(reply: str) -> None:
    if not reply.strip():
        raise ValidationError({"reply": _("Répondez en une phrase : la personne qui propose la lira.")})


@transaction.atomic
def merge(*, proposal: Proposal, wording: str, levels: Sequence[str], reply: str, by: Any) -> Proposal:
    """Write a proposal into the draft, under the name of whoever proposed it, and answer it.

    Other words than those proposed are kept « in part ». Raises ValidationError when the draft is published
    or thrown away, when what it is about is gone, or when the proposal was answered already.
    """
    _read_again(proposal.appeal)
    _require_reply(reply)
    # Only if nobody answered meanwhile: two people who take it up at once write it once.
    waiting = Proposal.objects.filter(pk=proposal.pk, state=ProposalState.OPEN)
    taken = {"state": ProposalState.MERGED, "reply": reply.strip()}
    if proposal.appeal.phase == Phase.CLOSED or not waiting.update(**taken):
        raise ValidationError(_("Cette proposition a déjà sa réponse."))
    draft = find_draft(proposal.organisation, proposal.appeal.draft_id)
    if draft is None or draft.published_id is not None:
        raise ValidationError(_("Le brouillon de cet appel ne change plus."))
    words, said = " ".join(wording.split()), [" ".join(level.split()) for level in levels]
    if proposal.kind in (ProposalKind.QUESTION, ProposalKind.WORDS) and not words:
        raise ValidationError({"wording": _("Écrivez les mots retenus.")})
    before = draft.revision
    _MERGE[ProposalKind(proposal.kind)](draft, proposal, words, said, by)
    same = words == proposal.wording and (said or []) == (proposal.levels or [""] * len(said))
    whole = proposal.kind == ProposalKind.REMOVAL or same
    proposal.change = draft.changes.first() if draft.revision > before else None
    _answer(proposal, ProposalState.MERGED if whole else ProposalState.PARTLY, reply, by)
    record("proposal.merged", proposal, by=by, item=proposal.target_id)
    return proposal


def _add_question(draft: Any, proposal: Proposal, words: str, levels: Sequence[str], by: Any) -> None:
    base = base_of(draft)
    language = editing.languages_of(draft.content, base)[0]
    item = editing.new_item(draft.content, "question", base)
    item |= {"wording": {language: words}, "statement": {language: words}, "depth": "express"}
    for level, text in zip(item["levels"], levels, strict=False):
        if text:
            level["short"] = {language: text}
    if proposal.why:
        item["why"] = {language: proposal.why}
    add_item(
        draft=draft, kind="question", parent=proposal.target_id, item=item, credit=proposal.credit, by=by
    )


def _change_words(draft: Any, proposal: Proposal, words: str, levels: Sequence[str], by: Any) -> None:
    place = editing.find_place(draft.content, proposal.target_id)
    if place is None:
        raise ValidationError(_("Ce passage n’est plus dans le brouillon."))
    language = editing.languages_of(draft.content, base_of(draft))[0]
    field = "wording" if place.kind == "question" else "title"
    item = {**place.item, field: {**(place.item.get(field) or {}), language: words}}
    if place.kind == "question" and any(levels):
        held = item.get("levels") or []
        item["levels"] = [
            {**level, "short": {**(level.get("short") or {}), language: text}} if text else level
            for level, text in zip(held, [*levels, *[""] * len(held)], strict=False)
        ]
    change_item(
        draft=draft,
        item_id=proposal.target_id,
        item=item,
        seen=stamp_of(place.kind, place.item),
        credit=proposal.credit,
        by=by,
    )


def _take_out(draft: Any, proposal: Proposal, words: str, levels: Sequence[str], by: Any) -> None:
    place = editing.find_place(draft.content, proposal.target_id)
    if place is None:
        raise ValidationError(_("Ce passage n’est plus dans le brouillon."))
    gesture = Gesture(
        f"{place.kind}.removed", proposal.target_id, editing.say_name(place.item), proposal.credit
    )
    content = editing.remove_item(draft.content, proposal.target_id)
    change_draft(draft=draft, content=content, gesture=gesture, revision=draft.revision, by=by)


def _note(draft: Any, proposal: Proposal, words: str, levels: Sequence[str], by: Any) -> None:
    raise ValidationError(_("Une remarque ne s’intègre pas toute seule : répondez-lui, puis écrivez."))


_MERGE = {
    ProposalKind.QUESTION: _add_question,
    ProposalKind.WORDS: _change_words,
    ProposalKind.REMOVAL: _take_out,
    ProposalKind.COMMENT: _note,
}
