"""Writes of participation, one file a matter."""

from marchepied.apps.participation.services.rounds import (
    CallRequest,
    close_round,
    create_round,
    extend_round,
    open_round,
    reopen_round,
)

__all__ = [
    "CallRequest",
    "close_round",
    "create_round",
    "extend_round",
    "open_round",
    "reopen_round",
]
