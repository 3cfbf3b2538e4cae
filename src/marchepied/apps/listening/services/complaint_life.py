"""What is done with a complaint, from its acknowledgement to what was learned."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.listening.enums import (
    Cause,
    ComplaintState,
    MessageKind,
    Outcome,
    Seriousness,
)
from marchepied.apps.listening.models import Complaint, ComplaintMessage, ComplaintPerson
from marchepied.apps.listening.services._common import require_text
from marchepied.apps.listening.services.mails import tell_author
from marchepied.apps.listening.validators import clean_text
from marchepied.core.audit import record

MOST_MESSAGES = 200
TEXT_LENGTH = 5000


@dataclass(frozen=True)
class Assessment:
    """How a complaint is looked at: how serious, about what, who handles it."""

    seriousness: int | None = None
    theme_id: str = ""
    cause: str = ""
    owner: Any = None
    urgent: bool = False


@dataclass(frozen=True)
class Closing:
    """How it ends, why it happened, what was learned and changed."""

    outcome: str
    cause: str = ""
    learned: str = ""
    changed: str = ""


@transaction.atomic
def acknowledge(*, complaint: Complaint, text: str, by: Any) -> Complaint:
    """Tell the author that it was read, and what comes next. ValidationError when that was done."""
    if complaint.state != ComplaintState.RECEIVED:
        raise ValidationError(_("L’accusé de réception est déjà parti."))
    _say(complaint, MessageKind.ACKNOWLEDGEMENT, text, by)
    complaint.state = ComplaintState.ACKNOWLEDGED
    complaint.acknowledged_on = timezone.localdate()
    complaint.author_waits = False
    complaint.save(update_fields=["state", "acknowledged_on", "author_waits"])
    record("complaint.acknowledged", complaint, by=by)
    return complaint


@transaction.atomic
def assess(*, complaint: Complaint, assessment: Assessment, by: Any) -> Complaint:
    """Say how serious it is, about what, and who handles it; it is then being handled, once acknowledged."""
    if assessment.seriousness is not None and assessment.seriousness not in Seriousness.values:
        raise ValidationError({"seriousness": _("Choisissez une réponse de la liste.")})
    if assessment.cause and assessment.cause not in Cause.values:
        raise ValidationError({"cause": _("Choisissez une réponse de la liste.")})
    for name, value in vars(assessment).items():
        setattr(complaint, name, value)
    if complaint.state == ComplaintState.ACKNOWLEDGED:
        complaint.state = ComplaintState.HANDLED
    complaint.save()
    record(
        "complaint.assessed", complaint, by=by, seriousness=complaint.seriousness, theme=complaint.theme_id
    )
    return complaint


@transaction.atomic
def note(*, complaint: Complaint, text: str, by: Any) -> ComplaintMessage:
    """Keep a word inside; its author never reads it."""
    message = _say(complaint, MessageKind.NOTE, text, by)
    record("complaint.note_added", complaint, by=by)
    return message


@transaction.atomic
def write_to_author(*, complaint: Complaint, text: str, by: Any) -> ComplaintMessage:
    """Say or ask something to the author without answering yet; it is being handled from then on."""
    message = _say(complaint, MessageKind.WORD, text, by)
    if complaint.state == ComplaintState.ACKNOWLEDGED:
        complaint.state = ComplaintState.HANDLED
    complaint.author_waits = False
    complaint.save(update_fields=["author_waits", "state"])
    record("complaint.written_to", complaint, by=by)
    return message


@transaction.atomic
def extend(*, complaint: Complaint, answer_by: date, reason: str, by: Any) -> Complaint:
    """Announce another day for the answer, with the reason, to the author. The first delay stays not kept."""
    if answer_by <= max(complaint.answer_by, timezone.localdate()):
        raise ValidationError({"answer_by": _("Choisissez un jour plus tard que celui qui est annoncé.")})
    _say(complaint, MessageKind.DELAY, reason, by)
    before, complaint.answer_by = complaint.answer_by, answer_by
    complaint.extended_from = complaint.extended_from or before
    complaint.escalated_on = None
    complaint.save(update_fields=["answer_by", "extended_from", "escalated_on"])
    record("complaint.extended", complaint, by=by, before=before.isoformat(), after=answer_by.isoformat())
    return complaint


@transaction.atomic
def answer(*, complaint: Complaint, text: str, by: Any) -> Complaint:
    """Give the answer; it also acknowledges, where nothing had been said before."""
    if complaint.state == ComplaintState.CLOSED:
        raise ValidationError(_("Elle est close : rouvrez-la d’abord."))
    _say(complaint, MessageKind.ANSWER, text, by)
    today = timezone.localdate()
    complaint.acknowledged_on = complaint.acknowledged_on or today
    complaint.answered_on = complaint.answered_on or today
    complaint.state = ComplaintState.ANSWERED
    complaint.author_waits = False
    complaint.save(update_fields=["state", "acknowledged_on", "answered_on", "author_waits"])
    record("complaint.answered", complaint, by=by)
    return complaint


@transaction.atomic
def close(*, complaint: Complaint, closing: Closing, by: Any) -> Complaint:
    """End it, once it was answered (or withdrawn, or handed over): how, why, what was learned and changed."""
    if closing.outcome not in Outcome.values or closing.outcome == Outcome.NOT_ONE:  # that one: set_aside
        raise ValidationError({"outcome": _("Dites comment cela se termine.")})
    without_answer = closing.outcome in (Outcome.WITHDRAWN, Outcome.ELSEWHERE)
    if complaint.answered_on is None and not without_answer:
        raise ValidationError(_("Répondez d’abord à la personne."))
    if closing.cause and closing.cause not in Cause.values:
        raise ValidationError({"cause": _("Choisissez une réponse de la liste.")})
    complaint.outcome = closing.outcome
    complaint.cause = closing.cause or complaint.cause
    complaint.learned = clean_text(closing.learned)[:TEXT_LENGTH]
    complaint.changed = clean_text(closing.changed)[:TEXT_LENGTH]
    complaint.state, complaint.closed_on = ComplaintState.CLOSED, timezone.localdate()
    complaint.author_waits = False
    complaint.save()
    record("complaint.closed", complaint, by=by, outcome=complaint.outcome)
    return complaint


@transaction.atomic
def reopen(*, complaint: Complaint, reason: str, by: Any) -> Complaint:
    """Take it up again; the answer given stays, and its author reads why."""
    if complaint.state not in (ComplaintState.ANSWERED, ComplaintState.CLOSED):
        raise ValidationError(_("Elle est encore en cours."))
    if complaint.outcome == Outcome.NOT_ONE:
        raise ValidationError(_("Elle est écartée : reprenez-la."))
    _say(complaint, MessageKind.WORD, reason, by)
    complaint.state, complaint.closed_on, complaint.outcome = ComplaintState.HANDLED, None, ""
    complaint.save(update_fields=["state", "closed_on", "outcome"])
    record("complaint.reopened", complaint, by=by)
    return complaint


@transaction.atomic
def reply_as_author(*, complaint: Complaint, text: str, by: None = None) -> ComplaintMessage:
    """What the author adds by the tracking code: no audit entry. One who is not satisfied opens it again."""
    text = clean_text(text)[:TEXT_LENGTH]
    require_text(text, "text", _("Écrivez votre message."))
    if complaint.erased_on is not None:
        raise ValidationError(_("Ce message est effacé. Si besoin, écrivez-en un nouveau."))
    rows = ComplaintMessage.objects.filter(complaint=complaint)
    last = rows.filter(kind=MessageKind.AUTHOR).last()
    if last is not None and last.text == text:
        return last  # sent twice
    if rows.count() >= MOST_MESSAGES:
        raise ValidationError(_("Il y a déjà beaucoup de messages ici. Téléphonez plutôt."))
    message = ComplaintMessage.objects.create(
        organisation=complaint.organisation, complaint=complaint, kind=MessageKind.AUTHOR, text=text
    )
    complaint.author_waits = True
    complaint.save(update_fields=["author_waits"])
    return message


@transaction.atomic
def look_at_person(*, complaint: Complaint, by: Any) -> ComplaintPerson | None:
    """Who wrote and how to reach them, for a member who may: each look is in the audit log."""
    person = ComplaintPerson.objects.filter(complaint=complaint).first()
    if person is not None:
        record("complaint.person_seen", complaint, by=by)
    return person


def _say(complaint: Complaint, kind: str, text: str, by: Any) -> ComplaintMessage:
    """Add a word; its author is told by mail that there is one, where they gave an address."""
    text = clean_text(text)[:TEXT_LENGTH]
    require_text(text, "text", _("Écrivez quelques mots."))
    message = ComplaintMessage.objects.create(
        organisation=complaint.organisation, complaint=complaint, kind=kind, text=text, by=by
    )
    if kind != MessageKind.NOTE:
        tell_author(complaint)
    return message
