"""Two transactions that meet on PostgreSQL: waiting until one waits for the other."""

import time
from concurrent.futures import Future
from typing import Any

import pytest
from django.db import connection

PATIENCE = 20.0


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
