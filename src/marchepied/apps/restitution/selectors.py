"""Reads of packs and sheets."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from marchepied.apps.participation.selectors import reply_to
from marchepied.apps.restitution.models import Pack
from marchepied.engines.documents import Pack as PackContent


def packs_of(cycle: Any) -> list[Pack]:
    """The editions of the cycle's pack, the latest first, without their content (one query)."""
    return list(Pack.objects.filter(cycle=cycle).defer("content").select_related("by"))


def find_pack(organisation: Any, pack_id: UUID) -> Pack | None:
    """The edition of this id in the organisation; None where there is none."""
    return (
        Pack.objects.select_related("cycle", "organisation")
        .filter(organisation=organisation, pk=pack_id)
        .first()
    )


def count_packs(cycle: Any) -> int:
    """How many editions of the pack were made."""
    return Pack.objects.filter(cycle=cycle).count()


def sheet_published(cycle: Any) -> bool:
    """Whether what became of their answers was told to those who answered."""
    return cycle.round is not None and reply_to(cycle.round) is not None


def read_pack(pack: Pack) -> PackContent:
    """What an edition printed, exactly."""
    return revive(PackContent, pack.content)


def revive(wanted: Any, value: Any) -> Any:
    """The dataclass, date or tuple that plain JSON values were made from."""
    origin, wanted_class = get_origin(wanted), wanted
    if origin in {Union, types.UnionType}:
        inner = [argument for argument in get_args(wanted) if argument is not type(None)]
        return None if value is None else revive(inner[0], value)
    if origin is tuple:
        return tuple(revive(get_args(wanted)[0], item) for item in value)
    if is_dataclass(wanted) and isinstance(value, Mapping):
        hints = get_type_hints(wanted)
        known = {field.name for field in fields(wanted)}
        return wanted(**{name: revive(hints[name], item) for name, item in value.items() if name in known})  # type: ignore[operator]
    if is_dataclass(wanted) and isinstance(value, str):
        # An edition older than the class kept its sentence alone: it is the first field.
        return wanted_class(value)
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        return wanted(value)
    if wanted is date:
        return date.fromisoformat(value)
    return value
