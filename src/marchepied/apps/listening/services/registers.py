"""Opening a register, saying how it answers, closing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.listening.enums import Moderation, Openness, RegisterKind
from marchepied.apps.listening.models import IdeaGroup, Register, Survey
from marchepied.apps.listening.rules import PERSON_ROLES
from marchepied.apps.listening.services._common import free_handle
from marchepied.apps.listening.validators import clean_line, clean_text
from marchepied.apps.organisations.services.doors import set_opened
from marchepied.apps.participation.validators import new_handle
from marchepied.core.audit import record

MENU = "listening"
MOST_DAYS = 365
MOST_GROUPS = 30


@dataclass(frozen=True)
class RegisterContent:
    """What a pilot says of a register."""

    introduction: str = ""
    keeper: Any = None
    acknowledge_days: int = 7
    answer_days: int = 30
    person_roles: Sequence[str] = ("pilot",)
    erase_months: int = 12
    openness: str = Openness.ANYONE
    moderation: str = Moderation.BEFORE


@transaction.atomic
def open_register(*, organisation: Any, kind: str, content: RegisterContent, by: Any) -> Register:
    """Open a register, or open it again with what it held; its door keeps its code.

    Raises ValidationError for delays that make no sense.
    """
    if kind not in RegisterKind.values:
        raise ValidationError(_("Choisissez un registre de la liste."))
    row = Register.objects.filter(organisation=organisation, kind=kind).first()
    if row is None:
        row = Register(organisation=organisation, kind=kind, handle=free_handle(Register, new_handle))
    row.is_open = True
    _fill(row, content)
    row.save()
    record("register.opened", row, by=by, kind=kind)
    set_opened(organisation=organisation, name=MENU, opened=True, by=by)
    return row


@transaction.atomic
def change_register(*, register: Register, content: RegisterContent, by: Any) -> Register:
    """Change delays, words and who looks after it; what was announced for a complaint stays."""
    _fill(register, content)
    register.save()
    record("register.changed", register, by=by, kind=register.kind)
    return register


@transaction.atomic
def close_register(*, register: Register, by: Any) -> Register:
    """Take nothing more. What came stays, its authors still follow it, and it may be opened again."""
    register.is_open = False
    register.save(update_fields=["is_open"])
    record("register.closed", register, by=by, kind=register.kind)
    others = Register.objects.filter(organisation=register.organisation, is_open=True).exists()
    others = others or Survey.objects.filter(organisation=register.organisation).exists()
    set_opened(organisation=register.organisation, name=MENU, opened=others, by=by)
    return register


@transaction.atomic
def add_idea_group(*, register: Register, name: str, college: Any = None, by: Any) -> IdeaGroup:
    """Give a group a link of its own to the idea box. Raises ValidationError without a name, or twice one."""
    name = clean_line(name)[:80]
    if not name:
        raise ValidationError({"name": _("Donnez un nom à ce groupe.")})
    rows = IdeaGroup.objects.filter(register=register)
    if rows.filter(name=name).exists():
        raise ValidationError({"name": _("Ce groupe a déjà son lien.")})
    if rows.count() >= MOST_GROUPS:
        raise ValidationError(_("Trente groupes ont déjà leur lien : c’est la limite."))
    row = IdeaGroup.objects.create(
        organisation=register.organisation,
        register=register,
        college=college,
        name=name,
        handle=free_handle(IdeaGroup, new_handle),
    )
    record("idea_group.added", row, by=by, name=name)
    return row


@transaction.atomic
def remove_idea_group(*, group: IdeaGroup, by: Any) -> None:
    """Close a group's link; its ideas stay, without saying whose group they came from."""
    record("idea_group.removed", group, by=by, name=group.name)
    group.delete()


def _fill(row: Register, content: RegisterContent) -> None:
    if not 1 <= content.acknowledge_days <= content.answer_days <= MOST_DAYS:
        raise ValidationError(
            {"answer_days": _("Comptez en jours, un an au plus, la réponse après l’accusé de réception.")}
        )
    if content.openness not in Openness.values or content.moderation not in Moderation.values:
        raise ValidationError(_("Choisissez une réponse de la liste."))
    row.introduction = clean_text(content.introduction)[:1000]
    row.keeper = content.keeper
    row.acknowledge_days = content.acknowledge_days
    row.answer_days = content.answer_days
    row.person_roles = [role for role in PERSON_ROLES if role in content.person_roles]
    row.erase_months = min(max(content.erase_months, 1), 60)
    row.openness = content.openness
    row.moderation = content.moderation
