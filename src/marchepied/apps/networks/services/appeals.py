"""The life of a call for proposals: opened, moved on, voted, closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.networks.compute import build_ballot, print_ballots, tell_replies
from marchepied.apps.networks.enums import Phase, ProposalKind, ProposalState
from marchepied.apps.networks.models import Appeal, AppealGroup, AppealMember, Proposal
from marchepied.apps.networks.rules import next_phase, previous_phase
from marchepied.apps.networks.selectors.affiliations import members_of, pilots_of
from marchepied.apps.participation.enums import CollegeKind, RoundState
from marchepied.apps.participation.selectors import colleges_of
from marchepied.apps.participation.services import (
    CallRequest,
    add_college,
    close_round,
    create_round,
    extend_round,
    forget_respondents,
    open_round,
    publish_reply,
)
from marchepied.apps.participation.validators import new_handle
from marchepied.core import mail
from marchepied.core.audit import record
from marchepied.engines.documents.typography import format_date

HANDLE_TRIES = 20


@dataclass(frozen=True)
class AppealContent:
    """What is called for, and whom: ids of members, kinds of groups."""

    title: str
    text: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    members: Sequence[Any] = ()
    groups: Sequence[str] = ()


@transaction.atomic
def open_appeal(*, draft: Any, content: AppealContent, by: Any) -> Appeal:
    """Call for proposals on a draft, and write to the pilots of the members chosen.

    Raises ValidationError when nobody is called, when a member does not belong to the network, when the dates
    are the wrong way round, or when the draft is published already.
    """
    network = draft.organisation
    _check(draft, content)
    belonging = {line.member_id for line in members_of(network)}
    if not set(content.members) <= belonging:
        raise ValidationError(_("Choisissez des membres de votre réseau."))
    appeal = Appeal.objects.create(
        organisation=network,
        draft=draft,
        title=" ".join(content.title.split()),
        text=content.text.strip(),
        opens_on=content.opens_on or timezone.localdate(),
        closes_on=content.closes_on,
        by=by,
    )
    AppealMember.objects.bulk_create(
        AppealMember(organisation=network, appeal=appeal, member_id=member) for member in content.members
    )
    for kind in dict.fromkeys(content.groups):
        _call_group(appeal, kind, by)
    record("appeal.opened", appeal, by=by, members=len(content.members), groups=len(content.groups))
    for row in appeal.members.select_related("member"):
        _tell(appeal, row.member)
    return appeal


def _check(draft: Any, content: AppealContent) -> None:
    if draft.published_id is not None:
        raise ValidationError(_("Ce guide est publié : il ne change plus."))
    if not content.title.strip():
        raise ValidationError({"title": _("Donnez un titre à votre appel.")})
    if not content.members and not content.groups:
        raise ValidationError(_("Choisissez au moins un membre ou un groupe : à qui le proposer ?"))
    starts = content.opens_on or timezone.localdate()
    if content.closes_on is not None and content.closes_on < max(starts, timezone.localdate()):
        raise ValidationError({"closes_on": _("Choisissez une fin après le début, et à venir.")})


def _call_group(appeal: Appeal, kind: str, by: Any) -> AppealGroup:
    organisation = appeal.organisation
    college = next((row for row in colleges_of(organisation) if row.kind == kind), None)
    if college is None:
        name = str(CollegeKind(kind).label)
        college = add_college(organisation=organisation, kind=kind, name=name, by=by)
    return AppealGroup.objects.create(
        organisation=organisation, appeal=appeal, college=college, name=college.name, handle=_free_handle()
    )


def _free_handle() -> str:
    # 25 bits: a handle already drawn is rare, and never taken twice.
    for _try in range(HANDLE_TRIES):
        handle = new_handle()
        if not AppealGroup._base_manager.filter(handle=handle).exists():
            return handle
    raise ValidationError(_("Réessayez dans un instant."))


def _tell(appeal: Appeal, member: Any) -> None:
    path = reverse("networks:shared-appeal", args=[member.slug, appeal.pk])
    for person in pilots_of(member):
        language = person.language or translation.get_language() or settings.LANGUAGE_CODE
        mail.send(
            "networks_appeal",
            to=person.email,
            language=language,
            context={
                "network": appeal.organisation.name,
                "title": appeal.title,
                # Quoted: what a network writes is never taken for what we write.
                "text": "\n".join(f"> {line}".rstrip() for line in appeal.text.splitlines()),
                "closes_on": format_date(appeal.closes_on, language) if appeal.closes_on else "",
                "link": f"{settings.BASE_URL}{path}",
            },
        )


@transaction.atomic
def move_on(*, appeal: Appeal, by: Any) -> Appeal:
    """Go to the next moment of the call.

    To vote: what has no reply yet is put to the members, and to the groups by a questionnaire. After it:
    what may be printed of the groups' votes is stored, once. To close: every proposal must have its reply.
    Raises ValidationError with a sentence.
    """
    phase = next_phase(appeal)
    if phase is None:
        raise ValidationError(_("Cet appel est terminé."))
    _claim(appeal, phase)
    if phase == Phase.VOTE:
        _open_vote(appeal, by)
    elif phase == Phase.REPLY:
        _close_vote(appeal, by)
    elif phase == Phase.CLOSED:
        _close(appeal, by)
    appeal.save(update_fields=["round", "ballots", "closed_on"])
    record("appeal.moved_on", appeal, by=by, phase=str(phase))
    return appeal


def _claim(appeal: Appeal, phase: Phase) -> None:
    """Only if nobody moved it meanwhile: two clicks at once open one vote."""
    if not Appeal.objects.filter(pk=appeal.pk, phase=appeal.phase).update(phase=phase):
        raise ValidationError(_("Cet appel a avancé entre-temps."))
    appeal.phase = phase


@transaction.atomic
def move_back(*, appeal: Appeal, by: Any) -> Appeal:
    """Take proposals again before the vote, or open again a call that is over, to change a reply.

    Raises ValidationError once the vote began: what people voted on does not change any more.
    """
    phase = previous_phase(appeal)
    if phase is None:
        raise ValidationError(_("On ne revient pas en arrière quand le vote a commencé."))
    _claim(appeal, phase)
    appeal.closed_on = None
    appeal.save(update_fields=["closed_on"])
    record("appeal.moved_back", appeal, by=by, phase=str(phase))
    return appeal


@transaction.atomic
def change_closing(*, appeal: Appeal, closes_on: date | None, by: Any) -> Appeal:
    """Another last day, or none, for a call that is not over; the questionnaire of the groups follows.

    Raises ValidationError for a day that is past, or before the first.
    """
    appeal.refresh_from_db(fields=["phase"])
    if appeal.phase in (Phase.REPLY, Phase.CLOSED):
        raise ValidationError(_("Le temps de proposer et de voter est passé."))
    if closes_on is not None and closes_on < max(appeal.opens_on, timezone.localdate()):
        raise ValidationError({"closes_on": _("Choisissez une fin après le début, et à venir.")})
    if closes_on is None and appeal.phase == Phase.VOTE and appeal.round is not None:
        raise ValidationError({"closes_on": _("On vote : donnez une date de fin.")})
    appeal.closes_on = closes_on
    appeal.save(update_fields=["closes_on"])
    if closes_on is not None and appeal.round is not None and appeal.round.state == RoundState.OPEN:
        extend_round(round=appeal.round, closes_on=closes_on, by=by)
    record("appeal.date_changed", appeal, by=by)
    return appeal


@transaction.atomic
def renew_group_link(*, group: AppealGroup, by: Any) -> AppealGroup:
    """Another link for a group: the one given before opens nothing any more."""
    group.handle = _free_handle()
    group.save(update_fields=["handle"])
    record("appeal.link_renewed", group, by=by)
    return group


def _open_vote(appeal: Appeal, by: Any) -> None:
    voted = list(
        Proposal.objects.filter(appeal=appeal, state=ProposalState.OPEN).exclude(kind=ProposalKind.COMMENT)
    )
    groups = appeal.groups.select_related("college")
    colleges = [group.college for group in groups if group.college is not None]
    if not voted or not colleges:
        return
    form = build_ballot(voted)
    ids = [item["id"] for item in form["items"]]
    appeal.round = create_round(
        organisation=appeal.organisation,
        title={"fr": appeal.title, "en": appeal.title},
        form=form,
        calls=[CallRequest(college, ids) for college in colleges],
        closes_on=appeal.closes_on,
        responsible=appeal.organisation.name,
        by=by,
    )
    open_round(round=appeal.round, by=by)


def _close_vote(appeal: Appeal, by: Any) -> None:
    if appeal.round is None or appeal.round.state != RoundState.OPEN:
        return
    close_round(round=appeal.round, by=by)
    appeal.ballots = print_ballots(appeal.round)
    forget_respondents(round=appeal.round, by=by)


def _close(appeal: Appeal, by: Any) -> None:
    waiting = Proposal.objects.filter(appeal=appeal, state=ProposalState.OPEN).count()
    if waiting:
        sentence = ngettext(
            "Une proposition attend encore sa réponse.",
            "%(n)s propositions attendent encore leur réponse.",
            waiting,
        )
        raise ValidationError(sentence % {"n": waiting})
    appeal.closed_on = timezone.localdate()
    if appeal.round is not None:
        publish_reply(round=appeal.round, content=tell_replies(appeal), by=by)
