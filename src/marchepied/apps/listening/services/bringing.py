"""A register brought back from its table: put aside, checked, then written whole or not at all."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from marchepied.apps.listening.models import (
    Complaint,
    Idea,
    IdeaGroup,
    IdeaSupport,
    Register,
    RegisterTable,
)
from marchepied.apps.listening.selectors.brought import Planned, RegisterImport
from marchepied.apps.listening.services._common import free_handles, key_of
from marchepied.apps.listening.services.registers import add_idea_group
from marchepied.apps.listening.validators import name_key, new_tracking_handle
from marchepied.core.aside import erase_aside
from marchepied.core.audit import record

BATCH = 500


@transaction.atomic
def keep_register_table(*, register: Register, data: bytes, file_name: str, by: Any) -> RegisterTable:
    """Put a table aside until it is checked; replaces the one that this person left there."""
    RegisterTable.objects.filter(register=register, by=by).delete()
    return RegisterTable.objects.create(
        organisation=register.organisation, register=register, data=data, file_name=file_name[-200:], by=by
    )


@transaction.atomic
def discard_register_table(*, table: RegisterTable, by: Any) -> None:
    """Erase a table that was put aside."""
    table.delete()


def erase_register_tables(*, by: Any = None, now: datetime | None = None) -> int:
    """Erase the tables put aside for more than a day, on the whole instance; returns how many."""
    return erase_aside(RegisterTable, now=now)


@transaction.atomic
def bring_complaints(*, register: Register, planned: RegisterImport, by: Any) -> int:
    """Write the complaints of a table that the register lacks, all or none; returns how many.

    Each gets a new tracking code, which nobody knows yet; no mail leaves. Raises ValidationError while a
    cell is refused, for a register that is closed, and when it changed since the table was read.
    """
    _check(register, planned)
    handles = free_handles(Complaint, new_tracking_handle, len(planned.added))
    rows = [
        Complaint(
            organisation=register.organisation,
            register=register,
            number=plan.number,
            handle=handle,
            by=by,
            search_key=key_of(*(plan.fields[name] for name in ("what", "when_where", "wanted"))),
            **plan.fields,
        )
        for plan, handle in zip(planned.added, handles, strict=True)
    ]
    return _write(Complaint, rows, register, by)


@transaction.atomic
def bring_ideas(*, register: Register, planned: RegisterImport, by: Any) -> int:
    """Write the ideas of a table that the box lacks, with as many supports; returns how many.

    Groups that the box lacks get a link of their own. Same errors as `bring_complaints`, and when the groups
    are too many.
    """
    _check(register, planned)
    groups = _groups_for(register, planned.added, by)
    handles = free_handles(Idea, new_tracking_handle, len(planned.added))
    rows = [
        Idea(
            organisation=register.organisation,
            register=register,
            number=plan.number,
            handle=handle,
            group=groups[_key_of_group(plan.group)] if plan.group else None,
            search_key=key_of(plan.fields["title"], plan.fields["text"]),
            **plan.fields,
        )
        for plan, handle in zip(planned.added, handles, strict=True)
    ]
    count = _write(Idea, rows, register, by)
    joined = _join(planned.added, rows)
    _support(planned.added, rows, joined)
    return count


def _check(register: Register, planned: RegisterImport) -> None:
    if not register.is_open:
        raise ValidationError(_("Ce registre est fermé : ouvrez-le d’abord."), "closed")
    if planned.refusals:
        raise ValidationError(_("Ce tableau a changé : vérifiez-le de nouveau."))


def _write(model: Any, rows: Sequence[Any], register: Register, by: Any) -> int:
    try:
        with transaction.atomic():
            model.objects.bulk_create(rows, batch_size=BATCH)
    except IntegrityError:
        sentence = _("Le registre a changé pendant que vous lisiez : vérifiez de nouveau, puis reprenez.")
        raise ValidationError(sentence) from None
    record("register.brought", register, by=by, kind=register.kind, rows=len(rows))
    return len(rows)


def _groups_for(register: Register, plans: Sequence[Planned], by: Any) -> dict[str, IdeaGroup]:
    """{key of the name: group} of the groups that a table names, those of the box or new ones."""
    found = {_key_of_group(group.name): group for group in IdeaGroup.objects.filter(register=register)}
    wanted = {_key_of_group(plan.group): plan.group for plan in plans if plan.group}
    for key, name in wanted.items():
        if key not in found:
            found[key] = add_idea_group(register=register, name=name, by=by)
    return found


def _key_of_group(name: str) -> str:
    return name_key(name) or name


def _join(plans: Sequence[Planned], rows: Sequence[Idea]) -> dict[Any, list[Idea]]:
    """Tie the ideas that the table joins to another; {key of that one: those joined to it}."""
    written = {id(plan): row for plan, row in zip(plans, rows, strict=True)}
    joined: dict[Any, list[Idea]] = {}
    for plan, idea in zip(plans, rows, strict=True):
        if plan.into is not None:
            idea.merged_into_id = written[id(plan.into)].pk
        elif plan.into_present is not None:
            idea.merged_into_id = plan.into_present
        else:
            continue
        joined.setdefault(idea.merged_into_id, []).append(idea)
    moved = [idea for ideas in joined.values() for idea in ideas]
    Idea.objects.bulk_update(moved, ["merged_into"], batch_size=BATCH)
    return joined


def _support(plans: Sequence[Planned], rows: Sequence[Idea], joined: dict[Any, list[Idea]]) -> None:
    """Give each idea as many supports as the table says, those joined to it among them.

    To one that was in the box already, what is joined brings its own supports and itself, as `merge_ideas`.
    """
    for marks in batched(_draw_marks(plans, rows, joined), BATCH):
        IdeaSupport.objects.bulk_create(marks, ignore_conflicts=True)


def _draw_marks(
    plans: Sequence[Planned], rows: Sequence[Idea], joined: dict[Any, list[Idea]]
) -> Iterator[IdeaSupport]:
    for plan, idea in zip(plans, rows, strict=True):
        own = [other.pk.hex for other in joined.get(idea.pk, ())][: plan.supports]
        own += [uuid4().hex for _place in range(plan.supports - len(own))]
        of = [idea.pk] if plan.into_present is None else [idea.pk, plan.into_present]
        for target in of:
            for mark in own:
                yield IdeaSupport(organisation=idea.organisation, idea_id=target, mark=mark)
        if plan.into_present is not None:
            yield IdeaSupport(organisation=idea.organisation, idea_id=plan.into_present, mark=idea.pk.hex)
