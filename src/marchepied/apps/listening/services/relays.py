"""Giving a relay its right, taking it back, and taking what it brings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, F, PositiveIntegerField, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.listening.enums import Channel, Reach, RelayStanding
from marchepied.apps.listening.models import Complaint, Idea, Relay
from marchepied.apps.listening.rules import may_be_relayed, may_send_as_relay
from marchepied.apps.listening.selectors.relays import read_relay_door
from marchepied.apps.listening.services._common import free_handle
from marchepied.apps.listening.services.complaints import ComplaintContent, receive_complaint
from marchepied.apps.listening.services.ideas import IdeaContent, send_idea
from marchepied.apps.listening.validators import clean_line
from marchepied.apps.participation.services import Given, deposit_answers
from marchepied.apps.participation.validators import new_handle
from marchepied.core.audit import record, trace

LONGEST = timedelta(days=366)
MOST_RELAYS = 200


@dataclass(frozen=True)
class RelayContent:
    """To whom, where, for what, until when; `commune` is one of `places`, `call` may be None."""

    name: str
    standing: str
    commune: Any
    reach: str
    until: date
    call: Any = None
    takes_ideas: bool = False
    takes_complaints: bool = False


@transaction.atomic
def give_relay(*, organisation: Any, content: RelayContent, by: Any) -> Relay:
    """Give somebody the right to write for others. ValidationError, with a sentence, for what makes none."""
    name = clean_line(content.name)[:80]
    _check(organisation, name, content)
    row = Relay.objects.create(
        organisation=organisation,
        handle=free_handle(Relay, new_handle),
        **{**vars(content), "name": name},
        by=by,
    )
    record("relay.given", row, by=by, until=row.until.isoformat())
    return row


def _check(organisation: Any, name: str, content: RelayContent) -> None:
    _check_holder(name, content)
    today = timezone.localdate()
    if not today <= content.until <= today + LONGEST:
        raise ValidationError({"until": _("Choisissez un dernier jour, dans un an au plus.")})
    if not (content.call or content.takes_ideas or content.takes_complaints):
        raise ValidationError(_("Choisissez au moins une chose que ce relais peut écrire."))
    if content.call is not None and not may_be_relayed(content.call):
        raise ValidationError({"call": _("Ce questionnaire ne se remplit pas par un relais.")})
    if Relay.objects.filter(organisation=organisation, revoked_on=None).count() >= MOST_RELAYS:
        raise ValidationError(_("Deux cents relais ont déjà leur droit : c’est la limite."))


def _check_holder(name: str, content: RelayContent) -> None:
    """Who it is, for whom, where."""
    if not name:
        raise ValidationError({"name": _("Dites qui est ce relais.")})
    if content.standing not in RelayStanding.values:
        raise ValidationError({"standing": _("Choisissez une réponse de la liste.")})
    if content.commune is None:
        raise ValidationError({"commune": _("Choisissez la commune où ce relais écoute.")})
    if content.reach not in Reach.values or content.reach == Reach.NOWHERE:
        raise ValidationError({"reach": _("Choisissez une réponse de la liste.")})


@transaction.atomic
def revoke_relay(*, relay: Relay, by: Any) -> Relay:
    """Take the right back: from now on its link takes nothing. What it brought stays."""
    if relay.revoked_on is None:
        relay.revoked_on = timezone.localdate()
        relay.save(update_fields=["revoked_on"])
        record("relay.revoked", relay, by=by)
    return relay


def bring_answers(
    *,
    relay: Relay,
    answers: Mapping[str, Given],
    comments: Mapping[str, str],
    nonce: str,
    by: None = None,
) -> bool:
    """Put what somebody answered aloud among the answers of their group, exactly as if they had sent it.

    Returns False when this very sheet had arrived. Nothing ties it to the relay but a count without time,
    written with those of all the others. Raises ValidationError as the deposit does.
    """
    _require_right(relay)
    call = read_relay_door(relay).call
    if call is None:
        raise ValidationError(_("Ce questionnaire ne prend plus de réponses."), "closed")
    taken = deposit_answers(call=call, answers=answers, comments=comments, nonce=nonce)
    if taken:
        mine = When(pk=relay.pk, then=F("answers") + Value(1))
        one_more = Case(mine, default=F("answers"), output_field=PositiveIntegerField())
        Relay.objects.filter(organisation_id=relay.organisation_id).update(answers=one_more)
    return taken


@transaction.atomic
def bring_idea(*, relay: Relay, content: IdeaContent, nonce: str, by: None = None) -> Idea:
    """Take an idea said aloud, on the territory of the relay; the same one again gives the same row."""
    _require_right(relay)
    register = read_relay_door(relay).ideas
    if register is None:
        raise ValidationError(_("La boîte à idées est fermée."), "closed")
    placed = IdeaContent(**{**vars(content), "commune": relay.commune, "reach": relay.reach})
    row = send_idea(register=register, content=placed, nonce=_own(relay, nonce), relayed=True)
    trace(relay, row, by=None)
    return row


@transaction.atomic
def bring_complaint(*, relay: Relay, content: ComplaintContent, nonce: str, by: None = None) -> Complaint:
    """Take a difficulty said aloud, on the territory of the relay; the same one again gives the same row."""
    _require_right(relay)
    register = read_relay_door(relay).complaints
    if register is None:
        raise ValidationError(_("Cette page ne prend plus de messages."), "closed")
    placed = ComplaintContent(**{**vars(content), "commune": relay.commune, "reach": relay.reach})
    row = receive_complaint(
        register=register, content=placed, nonce=_own(relay, nonce), channel=Channel.SPOKEN
    )
    trace(relay, row, by=None)
    return row


def _own(relay: Relay, nonce: str) -> str:
    """The number of an entry among those of its relay: the same one sent elsewhere is another."""
    return f"{relay.handle} {nonce}" if nonce else ""


def _require_right(relay: Relay) -> None:
    """Look again at the row itself: the right may have been taken back since the page was opened."""
    relay.refresh_from_db(fields=["revoked_on", "until"])
    if not may_send_as_relay(relay):
        raise ValidationError(_("Ce droit n’est plus valable : rien n’a été pris."), "over")
