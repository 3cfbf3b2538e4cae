"""Receiving a complaint, by whatever way it comes."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.listening.enums import Channel, Reach, RegisterKind
from marchepied.apps.listening.models import Complaint, ComplaintPerson, Register
from marchepied.apps.listening.selectors.channels import speaks_of_danger
from marchepied.apps.listening.services._common import (
    MOST_A_DAY,
    free_handle,
    key_of,
    next_number,
    require_text,
)
from marchepied.apps.listening.services.mails import warn_of_danger
from marchepied.apps.listening.validators import (
    clean_line,
    clean_text,
    digest_nonce,
    digest_text,
    new_tracking_handle,
)
from marchepied.core.audit import record

TEXT_LENGTH = 5000


@dataclass(frozen=True)
class ComplaintContent:
    """The five things asked; only the first is needed. Where is said by a relay or a member only."""

    what: str
    when_where: str = ""
    wanted: str = ""
    name: str = ""
    contact: str = ""
    commune: Any = None
    reach: str = ""


@transaction.atomic
def receive_complaint(
    *,
    register: Register,
    content: ComplaintContent,
    nonce: str = "",
    channel: str = Channel.ONLINE,
    by: None = None,
) -> Complaint:
    """Take what somebody sent without an account; the same form sent twice gives the same complaint.

    Raises ValidationError when the register takes nothing, when nothing is said, or when the same text came
    online today already (two people may tell a relay the same). Nothing but the complaint is kept of whoever
    sent it: no address, no hour.
    """
    known = _sent_before(register, nonce)
    if known is not None:
        return known
    _check_open(register)
    row = _build(register, content, channel, timezone.localdate())
    today = Complaint.objects.filter(register=register, received_on=row.received_on)
    if channel == Channel.ONLINE and today.filter(text_digest=row.text_digest).exists():
        raise ValidationError(
            _("Ce message nous est déjà arrivé aujourd’hui. Suivez-le avec son code."), "twice"
        )
    if today.count() >= MOST_A_DAY:
        raise ValidationError(
            _("Trop de messages sont arrivés aujourd’hui. Réessayez demain, ou téléphonez.")
        )
    row.sent_digest = digest_nonce(nonce)
    return _keep(row, content)


@transaction.atomic
def note_complaint(
    *, register: Register, content: ComplaintContent, channel: str, received_on: date | None = None, by: Any
) -> Complaint:
    """Write down what came by telephone, on paper, by mail or in person, on the day it came.

    Raises ValidationError when nothing is said, for a day to come, or for another way than those.
    """
    _check_open(register)
    day = received_on or timezone.localdate()
    if channel not in Channel.values:
        raise ValidationError({"channel": _("Dites comment elle est arrivée.")})
    if day > timezone.localdate():
        raise ValidationError({"received_on": _("Choisissez un jour passé, ou aujourd’hui.")})
    row = _build(register, content, channel, day)
    row.by = by
    _keep(row, content)
    record("complaint.noted", row, by=by, channel=channel)
    return row


def _check_open(register: Register) -> None:
    if not register.is_open or register.kind != RegisterKind.COMPLAINTS:
        raise ValidationError(_("Cette page ne prend plus de messages."), "closed")


def _sent_before(register: Register, nonce: str) -> Complaint | None:
    digest = digest_nonce(nonce)
    return Complaint.objects.filter(register=register, sent_digest=digest).first() if digest else None


def _build(register: Register, content: ComplaintContent, channel: str, day: date) -> Complaint:
    what = clean_text(content.what)[:TEXT_LENGTH]
    require_text(what, "what", _("Dites en quelques mots ce qui s’est passé."))
    when_where = clean_line(content.when_where)[:200]
    wanted = clean_text(content.wanted)[:TEXT_LENGTH]
    reach = content.reach if content.commune is not None else Reach.NOWHERE
    if reach not in Reach.values:
        raise ValidationError({"reach": _("Choisissez une réponse de la liste.")})
    return Complaint(
        organisation=register.organisation,
        register=register,
        number=next_number(Complaint.objects.filter(register=register)),
        handle=free_handle(Complaint, new_tracking_handle),
        channel=channel,
        what=what,
        when_where=when_where,
        wanted=wanted,
        commune=content.commune if reach else None,
        reach=reach,
        urgent=speaks_of_danger(what, when_where, wanted),
        received_on=day,
        acknowledge_by=day + timedelta(days=register.acknowledge_days),
        answer_by=day + timedelta(days=register.answer_days),
        search_key=key_of(what, when_where, wanted),
        text_digest=digest_text(what),
    )


def _keep(row: Complaint, content: ComplaintContent) -> Complaint:
    row.save(force_insert=True)
    name, contact = clean_line(content.name)[:120], clean_line(content.contact)[:200]
    if name or contact:
        ComplaintPerson.objects.create(
            organisation=row.organisation, complaint=row, name=name, contact=contact
        )
    if row.urgent:
        warn_of_danger(row)
    return row
