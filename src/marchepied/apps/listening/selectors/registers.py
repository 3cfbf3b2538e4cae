"""Reads of what an organisation opened: its registers, their doors, who looks after them."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from marchepied.apps.listening.enums import RegisterKind
from marchepied.apps.listening.models import IdeaGroup, Register
from marchepied.apps.listening.rules import takes_ideas_from_anyone
from marchepied.apps.listening.validators import (
    group_code,
    open_group_code,
    open_register_code,
    register_code,
)
from marchepied.apps.organisations.enums import Role
from marchepied.apps.organisations.rules import is_current
from marchepied.apps.organisations.selectors import people_of
from marchepied.core.scope import unscoped

REASON = "the code of a register names its own row"


def registers_of(organisation: Any) -> dict[str, Register]:
    """The registers ever opened by an organisation, by kind (one query)."""
    rows = Register.objects.filter(organisation=organisation).select_related("keeper")
    return {row.kind: row for row in rows}


def find_register(organisation: Any, kind: str) -> Register | None:
    """The register of this kind, open or closed since; None before it was ever opened (one query)."""
    rows = Register.objects.filter(organisation=organisation, kind=kind)
    return rows.select_related("keeper", "organisation").first()


def find_door(code: str, kind: str) -> tuple[Register, IdeaGroup | None] | None:
    """The register that a code opens, and the group it was given to; None for a code that opens nothing.

    A register that was closed is found: its page says so. An idea box kept inside opens by the links of its
    groups only.
    """
    with unscoped(REASON):
        if (handle := open_register_code(code)) is not None:
            rows = Register.objects.filter(handle=handle, kind=kind).select_related("organisation", "keeper")
            row = rows.first()
            opens = row is not None and (kind == RegisterKind.COMPLAINTS or may_enter(row))
            return (row, None) if row is not None and opens else None
        if kind == RegisterKind.IDEAS and (handle := open_group_code(code)) is not None:
            groups = IdeaGroup.objects.filter(handle=handle)
            group = groups.select_related("register__organisation", "register__keeper").first()
            return (group.register, group) if group is not None else None
    return None


def may_enter(register: Register) -> bool:
    """Whether the own door of an idea box leads to the box, or to the page that says it is closed."""
    return takes_ideas_from_anyone(register) or not register.is_open


def groups_of(register: Register) -> list[IdeaGroup]:
    """The groups that propose by a link of theirs, by name (one query)."""
    return list(IdeaGroup.objects.filter(register=register))


def find_group(register: Register, group_id: Any) -> IdeaGroup | None:
    """The group of this id in the register; None where there is none."""
    return IdeaGroup.objects.filter(register=register, pk=group_id).first()


def code_of(register: Register, group: IdeaGroup | None = None) -> str:
    """The code of a register's door, or of a group's."""
    return group_code(group.handle) if group is not None else register_code(register.handle)


def link_of_register(register: Register) -> str:
    """The whole address of a register's own door."""
    return settings.BASE_URL + _path(register, register_code(register.handle))


def link_of_group(group: IdeaGroup) -> str:
    """The whole address by which a group proposes."""
    return settings.BASE_URL + reverse("listening:board", args=[group_code(group.handle)])


def _path(register: Register, code: str) -> str:
    name = "listening:tell" if register.kind == RegisterKind.COMPLAINTS else "listening:board"
    return reverse(name, args=[code])


def keepers_of(register: Register) -> Sequence[Any]:
    """Who is written to about a register: whoever looks after it while a member, or else the pilots."""
    members = [row for row in people_of(register.organisation) if is_current(row) and row.person.is_active]
    keepers = [row.person for row in members if row.person_id == register.keeper_id]
    return keepers or [row.person for row in members if row.role == Role.PILOT]


def pilots_of(organisation: Any) -> list[Any]:
    """The pilots of an organisation, whom lateness and danger are told to."""
    return [
        row.person
        for row in people_of(organisation)
        if row.role == Role.PILOT and is_current(row) and row.person.is_active
    ]
