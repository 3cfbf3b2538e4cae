"""The tenancy: a query on an organisation's rows outside an organisation's scope raises.

A forgotten filter fails instead of leaking. Views open the scope once (`web.shared.access`), tasks
and commands open it themselves; leaving it is a named call with its reason.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

_ALL = "all"
_active: ContextVar[frozenset[UUID] | str | None] = ContextVar("marchepied_scope", default=None)


class ScopeMissingError(RuntimeError):
    """A scoped model was queried outside `scope(organisation)`."""


@contextmanager
def scope(*organisations: Any) -> Iterator[None]:
    """Restrict every query on scoped models to these organisations (objects or ids)."""
    ids = frozenset(getattr(organisation, "pk", organisation) for organisation in organisations)
    token = _active.set(ids)
    try:
        yield
    finally:
        _active.reset(token)


@contextmanager
def unscoped(reason: str) -> Iterator[None]:
    """Leave the tenancy, for the reason given (a link that names its own row, a maintenance task)."""
    if not reason:
        raise ValueError("Leaving the scope needs a reason.")
    token = _active.set(_ALL)
    try:
        yield
    finally:
        _active.reset(token)


def current_scope() -> frozenset[UUID] | None:
    """The ids of the organisations in scope, or None when the scope was left on purpose.

    Raises ScopeMissingError when no scope was opened.
    """
    active = _active.get()
    if active is None:
        raise ScopeMissingError("Open core.scope.scope(organisation) before reading an organisation's rows.")
    return None if isinstance(active, str) else active
