"""Erasing what the cache has finished with: its rows hold addresses of devices, kept for minutes only."""

from typing import Any

from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils import timezone


def erase_expired_cache() -> int:
    """Delete the rows of the database cache that have expired; how many. Zero for another cache.

    Django leaves them until somebody asks for the same key, or until the table is full.
    """
    cache: Any = caches["default"]
    if not isinstance(cache, DatabaseCache):
        return 0
    table = connection.ops.quote_name(cache._table)  # type: ignore[attr-defined]
    limit = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [limit])  # noqa: S608 (our own setting)
        return int(cursor.rowcount)
