"""Calling people: single-use slips, invitations by mail, and reminders to those who have not answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marchepied.apps.participation.enums import AnswerMode, InvitationKind
from marchepied.apps.participation.models import Invitation, RoundCollege
from marchepied.apps.participation.rules import count_questions, is_deliberation, is_vote, takes_answers
from marchepied.apps.participation.selectors.calls import (
    find_free_handles,
    invited_emails,
    link_of,
    remindable_on,
)
from marchepied.apps.participation.validators import Address
from marchepied.core import mail
from marchepied.core.audit import record
from marchepied.engines.documents.typography import format_date
from marchepied.engines.referential import minutes_for

SLIPS_AT_ONCE = 500
MAILS_AT_ONCE = 500


@dataclass(frozen=True)
class InvitationOutcome:
    """How many were written to, and which addresses had been invited before."""

    sent: int
    already: tuple[str, ...] = ()


@transaction.atomic
def make_slips(*, call: RoundCollege, count: int, by: Any) -> list[Invitation]:
    """Make so many single-use codes to print and hand out, in an order that tells nothing."""
    _require_open(call)
    if not 1 <= count <= SLIPS_AT_ONCE:
        raise ValidationError(_("Demandez de 1 à %(most)s bulletins à la fois.") % {"most": SLIPS_AT_ONCE})
    slips = Invitation.objects.bulk_create(
        Invitation(organisation=call.organisation, call=call, handle=handle, kind=InvitationKind.SLIP)
        for handle in find_free_handles(count)
    )
    record("slips.made", call, by=by, count=count)
    return slips


@transaction.atomic
def invite_by_mail(
    *, call: RoundCollege, addresses: Sequence[Address], by: Any, language: str = "fr"
) -> InvitationOutcome:
    """Write to each address not invited yet, with a link of its own that serves once.

    An address already invited is not written to again (whether it has answered or not), and said.
    """
    _require_open(call)
    known = invited_emails(call)
    fresh = {address.email: address for address in addresses if address.email not in known}
    if len(fresh) > MAILS_AT_ONCE:
        raise ValidationError(
            _("Invitez au plus %(most)s personnes à la fois, puis recommencez.") % {"most": MAILS_AT_ONCE}
        )
    today = timezone.localdate()
    invitations = Invitation.objects.bulk_create(
        Invitation(
            organisation=call.organisation,
            call=call,
            handle=handle,
            kind=InvitationKind.NAMED,
            email=address.email,
            name=address.name,
            sent_on=today,
        )
        for address, handle in zip(fresh.values(), find_free_handles(len(fresh)), strict=True)
    )
    _send("participation_invitation", call, invitations, language)
    record("invitations.sent", call, by=by, count=len(invitations))
    already = tuple(dict.fromkeys(address.email for address in addresses if address.email in known))
    return InvitationOutcome(len(invitations), already)


@transaction.atomic
def remind(*, call: RoundCollege, by: Any, language: str = "fr") -> int:
    """Write again, with the same link, to those who have not answered; how many were written to.

    Nobody is written to twice within three days. Neither the audit nor the answer says who.
    """
    _require_open(call)
    today = timezone.localdate()
    late = list(
        Invitation.objects.filter(remindable_on(today), call=call, kind=InvitationKind.NAMED, used=False)
    )
    Invitation.objects.filter(pk__in=[row.pk for row in late]).update(reminded_on=today)
    _send("participation_reminder", call, late, language)
    record("invitations.reminded", call, by=by)
    return len(late)


def _send(template: str, call: RoundCollege, invitations: Sequence[Invitation], language: str) -> None:
    context = _context_of(call, language)
    for invitation in invitations:
        mail.send(
            template,
            to=invitation.email,
            language=language,
            context={**context, "name": invitation.name, "link": link_of(invitation)},
        )


def _context_of(call: RoundCollege, language: str) -> dict[str, Any]:
    round_ = call.round
    with translation.override(language):
        closes_on = format_date(round_.closes_on, language) if round_.closes_on else ""
    return {
        "organisation": call.organisation.name,
        "title": round_.title.get(language) or round_.title.get("fr", ""),
        "count": count_questions(call),
        "minutes": minutes_for(count_questions(call)),
        "closes_on": closes_on,
        "responsible": round_.responsible,
        # One answer for the whole group is read as the group's: nothing anonymous may be promised.
        "together": call.mode == AnswerMode.COLLECTIVE,
        "vote": is_vote(round_),
        "talk": is_deliberation(round_),
    }


def _require_open(call: RoundCollege) -> None:
    if not takes_answers(call.round):
        raise ValidationError(_("Le questionnaire n’est pas ouvert : on ne peut inviter personne."))
