"""Writing the minutes as the meeting goes: notes, what is parked, objections and their answers, decisions."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from marchepied.apps.meetings.enums import MinuteKind, Outcome
from marchepied.apps.meetings.models import Decision, Meeting, Minute
from marchepied.core.audit import record


@dataclass(frozen=True)
class DecisionContent:
    """What a meeting decided; votes are None where they were not counted."""

    text: str
    outcome: str = Outcome.ADOPTED
    subject: str = ""
    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None


@transaction.atomic
def write_minute(
    *, meeting: Meeting, text: str, kind: str = MinuteKind.NOTE, subject: str = "", said_by: str = "", by: Any
) -> Minute:
    """Add a line to the minutes. Raises ValidationError when it is empty or of no known kind."""
    if not text.strip():
        raise ValidationError(_("Écrivez quelques mots."))
    if kind not in MinuteKind.values:
        raise ValidationError(_("Choisissez : une note, une objection, ou une question à reprendre."))
    line = Minute.objects.create(
        organisation_id=meeting.organisation_id,
        meeting=meeting,
        text=text.strip(),
        kind=kind,
        subject=subject,
        said_by=said_by.strip(),
    )
    record("minute.written", line, by=by, kind=kind)
    return line


@transaction.atomic
def answer_minute(*, minute: Minute, answer: str, settled: bool, by: Any) -> Minute:
    """Say what was answered to an objection, or what becomes of what was parked, and whether it is settled.

    Raises ValidationError for an objection lifted without a word: why it was lifted is what is read later.
    """
    if settled and not answer.strip():
        raise ValidationError(_("Écrivez en quelques mots ce qui a été répondu."))
    minute.answer, minute.settled = answer.strip(), settled
    minute.save(update_fields=["answer", "settled"])
    record("minute.answered", minute, by=by, settled=settled)
    return minute


@transaction.atomic
def change_minute(*, minute: Minute, text: str, said_by: str = "", by: Any) -> Minute:
    """Correct a line. Raises ValidationError when nothing is left of it."""
    if not text.strip():
        raise ValidationError(_("Écrivez quelques mots, ou retirez cette ligne."))
    minute.text, minute.said_by = text.strip(), said_by.strip()
    minute.save(update_fields=["text", "said_by"])
    record("minute.changed", minute, by=by)
    return minute


@transaction.atomic
def remove_minute(*, minute: Minute, by: Any) -> None:
    """Take a line out of the minutes."""
    record("minute.removed", minute, by=by, kind=minute.kind)
    minute.delete()


@transaction.atomic
def write_decision(*, meeting: Meeting, content: DecisionContent, by: Any) -> Decision:
    """Add a decision after the others. Raises ValidationError, in words."""
    _check_decision(content)
    last = Decision.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"]
    decision = Decision.objects.create(
        organisation_id=meeting.organisation_id,
        meeting=meeting,
        position=0 if last is None else last + 1,
        **vars(content),
    )
    record("decision.written", decision, by=by, outcome=content.outcome)
    return decision


@transaction.atomic
def change_decision(*, decision: Decision, content: DecisionContent, by: Any) -> Decision:
    """Write a decision again. Raises ValidationError, in words."""
    _check_decision(content)
    for field, value in vars(content).items():
        setattr(decision, field, value)
    decision.save()
    record("decision.changed", decision, by=by)
    return decision


@transaction.atomic
def remove_decision(*, decision: Decision, by: Any) -> None:
    """Take a decision out (written by mistake)."""
    record("decision.removed", decision, by=by, text=decision.text[:200])
    decision.delete()


def _check_decision(content: DecisionContent) -> None:
    if not content.text.strip():
        raise ValidationError(_("Écrivez ce qui a été décidé."))
    if content.outcome not in Outcome.values:
        raise ValidationError(
            _("Dites si la décision est adoptée, rejetée, reportée ou prise pour information.")
        )
    votes = (content.in_favour, content.against, content.abstained)
    if any(count is not None and count < 0 for count in votes):
        raise ValidationError(_("Un nombre de voix ne peut pas être négatif."))
