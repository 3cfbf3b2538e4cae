"""The statements of the deposit, written out: a sheet must cost little, and everybody sends theirs at once.

The same writes through the object mapper take three times as long, most of it spent writing SQL again.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.models import Round, RoundCollege


@cache
def _columns_of(model: type[models.Model], vendor: str) -> str:
    """`table (column, …) VALUES (%s, …)` of a model."""
    quote = connection.ops.quote_name
    fields: Sequence[models.Field[Any, Any]] = model._meta.concrete_fields
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"{quote(model._meta.db_table)} ({columns}) VALUES ({places})"


def insert_rows(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert rows whose every column has its value, as they come. Raises IntegrityError."""
    fields: Sequence[models.Field[Any, Any]] = model._meta.concrete_fields
    values = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {_columns_of(model, connection.vendor)}", values)


@cache
def _counting(vendor: str, *, first_only: bool) -> str:
    quote = connection.ops.quote_name
    calls, rounds = quote(RoundCollege._meta.db_table), quote(Round._meta.db_table)
    # A closing that has begun is waited for, then seen; one that begins waits for us.
    shared = " FOR SHARE" if vendor == "postgresql" else ""
    return (
        f"UPDATE {calls} SET answered_count = answered_count + %s WHERE id = %s "  # noqa: S608 (names of models)
        f"AND round_id = (SELECT id FROM {rounds} WHERE id = %s AND state = %s{shared}) "
        f"{'AND answered_count = 0 ' if first_only else ''}RETURNING answered_count"
    )


def count_more(call: RoundCollege, people: int, *, first_only: bool) -> int | None:
    """Add to the answers of a call whose round is open (and that has none, when `first_only`).

    How many it has now; None, and nothing is written, when it may not. Locks the round against closing, then
    the call; with no people it only does that.
    """
    key, round_key = (
        call._meta.pk.get_db_prep_value(value, connection) for value in (call.pk, call.round_id)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _counting(connection.vendor, first_only=first_only), [people, key, round_key, RoundState.OPEN]
        )
        rows = cursor.fetchall()
    return rows[0][0] if rows else None
