"""Reads of what was told to those who answered."""

from typing import Any

from marchepied.apps.participation.selectors import reply_to


def published_reply(cycle: Any) -> Any | None:
    """What was told to those who answered, with the day it was; None while nothing was."""
    return reply_to(cycle.round) if cycle.round is not None else None


def sheet_published(cycle: Any) -> bool:
    """Whether what became of their answers was told to those who answered."""
    return published_reply(cycle) is not None
