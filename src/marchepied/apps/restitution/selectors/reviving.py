"""Dataclasses made again from the plain values that were stored."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints


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
