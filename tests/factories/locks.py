"""Two transactions that meet on PostgreSQL: waiting until one waits for the other."""

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from marchepied.core.scope import scope

PATIENCE = 20.0


def start_beside(pool: Executor, house: Any, gesture: Callable[[], Any]) -> Future[Any]:
    """What the gesture gives, or the refusal it raises, in a thread and a connection of its own."""

    def beside() -> Any:
        try:
            with scope(house):
                return gesture()
        except ValidationError as refusal:
            return refusal
        finally:
            connection.close()

    return pool.submit(beside)


def wait_for_locks(*started: Future[Any]) -> None:
    """Until each of these, run beside, waits for a lock; the test is void when one of them ends instead."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and not any(one.done() for one in started):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0] >= len(started):
                return
        time.sleep(0.02)
    pytest.fail("nobody waited")
