"""Receiving an idea, supporting one."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.listening.enums import Moderation, Openness, Reach, RegisterKind, Visibility
from marchepied.apps.listening.models import Idea, IdeaGroup, IdeaSupport, Register
from marchepied.apps.listening.rules import takes_support
from marchepied.apps.listening.services._common import (
    MOST_A_DAY,
    free_handle,
    key_of,
    next_number,
    require_text,
)
from marchepied.apps.listening.validators import (
    clean_line,
    clean_text,
    digest_nonce,
    digest_text,
    has_many_links,
    mark_of,
    new_tracking_handle,
)
from marchepied.core.audit import record

TEXT_LENGTH = 3000


@dataclass(frozen=True)
class IdeaContent:
    """What is proposed, where, about what; only the title is needed. `commune` may be None."""

    title: str
    text: str = ""
    signed: str = ""
    commune: Any = None
    reach: str = ""
    theme_id: str = ""


@transaction.atomic
def send_idea(
    *,
    register: Register,
    content: IdeaContent,
    group: IdeaGroup | None = None,
    nonce: str = "",
    relayed: bool = False,
    by: None = None,
) -> Idea:
    """Take an idea sent without an account; the same form sent twice gives the same idea.

    A `relayed` one comes by the right of a relay, into a box kept inside too.

    It is shown at once, or held to be read, as the register says; one with many links, or that speaks of
    danger, is always held, and says why. Raises ValidationError when the box takes nothing, when nothing is
    said, or when the same idea came already.
    """
    digest = digest_nonce(nonce)
    known = Idea.objects.filter(register=register, sent_digest=digest).first() if digest else None
    if known is not None:
        return known
    _check_open(register, group, relayed=relayed)
    row = _build(register, content)
    rows = Idea.objects.filter(register=register)
    if rows.filter(text_digest=row.text_digest).exists():
        raise ValidationError(
            _("Cette idée est déjà dans la boîte, mot pour mot. Vous pouvez la soutenir."), "twice"
        )
    if rows.filter(received_on=row.received_on).count() >= MOST_A_DAY:
        raise ValidationError(_("Trop d’idées sont arrivées aujourd’hui. Réessayez demain."))
    row.group, row.sent_digest = group, digest
    _choose_visibility(row)
    row.save(force_insert=True)
    return row


@transaction.atomic
def note_idea(*, register: Register, content: IdeaContent, group: IdeaGroup | None = None, by: Any) -> Idea:
    """Write down an idea that somebody said or wrote on paper: it is shown at once, for you have read it."""
    if not register.is_open or register.kind != RegisterKind.IDEAS:
        raise ValidationError(_("La boîte à idées est fermée."), "closed")
    row = _build(register, content)
    row.group, row.visibility = group, Visibility.SHOWN
    row.save(force_insert=True)
    record("idea.noted", row, by=by)
    return row


def _check_open(register: Register, group: IdeaGroup | None, *, relayed: bool) -> None:
    if not register.is_open or register.kind != RegisterKind.IDEAS:
        raise ValidationError(_("La boîte à idées est fermée."), "closed")
    if group is None and not relayed and register.openness != Openness.ANYONE:
        raise ValidationError(_("Cette boîte est ouverte à nos groupes, par leur lien."), "closed")


def _build(register: Register, content: IdeaContent) -> Idea:
    title = clean_line(content.title)[:120]
    require_text(title, "title", _("Dites votre idée en une phrase."))
    text = clean_text(content.text)[:TEXT_LENGTH]
    reach = content.reach if content.commune is not None else Reach.NOWHERE
    if reach not in Reach.values:
        raise ValidationError({"reach": _("Choisissez une réponse de la liste.")})
    today = timezone.localdate()
    return Idea(
        organisation=register.organisation,
        register=register,
        number=next_number(Idea.objects.filter(register=register)),
        handle=free_handle(Idea, new_tracking_handle),
        title=title,
        text=text,
        signed=clean_line(content.signed)[:60],
        commune=content.commune if reach else None,
        reach=reach,
        theme_id=content.theme_id,
        received_on=today,
        answer_by=today + timedelta(days=register.answer_days),
        search_key=key_of(title, text),
        text_digest=digest_text(f"{title}\n{text}"),
    )


def _choose_visibility(row: Idea) -> None:
    if has_many_links(f"{row.title} {row.text}"):
        row.held_for = _("Elle contient plusieurs liens : quelqu’un la lira avant qu’elle paraisse.")
    elif row.register.moderation == Moderation.AFTER:
        row.visibility = Visibility.SHOWN


@transaction.atomic
def support_idea(*, idea: Idea, device: str, by: None = None) -> bool:
    """Add the support of a device, once; False when it was there. ValidationError when it takes none."""
    if not takes_support(idea):
        raise ValidationError(_("Cette idée ne se soutient plus : sa réponse est là."))
    _row, made = IdeaSupport.objects.get_or_create(
        organisation=idea.organisation, idea=idea, mark=mark_of(device, idea.pk)
    )
    return made


@transaction.atomic
def withdraw_support(*, idea: Idea, device: str, by: None = None) -> bool:
    """Take back the support of a device; False when there was none."""
    gone, _rows = IdeaSupport.objects.filter(idea=idea, mark=mark_of(device, idea.pk)).delete()
    return bool(gone)
