"""PostgreSQL moves the rows of others in one pass, even where it believes the table empty."""

import pytest
from django.db import connection

from marchepied.apps.participation.models import Answer, Comment
from marchepied.apps.participation.services.deposit import _choose_moved
from tests.factories.participation import RoundCollegeFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgres,
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="no PostgreSQL: scripts/postgres .venv/bin/python -m pytest tests/apps/participation",
    ),
]


@pytest.mark.parametrize("model", [Answer, Comment])
def test_those_drawn_are_found_once(model):
    """Drawn again for each row, five thousand answers cost twenty-five million comparisons a deposit."""
    chosen, parameters = _choose_moved(model, RoundCollegeFactory(), (1_000, 30))
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pg_class SET reltuples = 0, relpages = 1000 WHERE relname = %s", [table])
        cursor.execute(f"EXPLAIN SELECT ctid FROM {table} WHERE {chosen}", parameters)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "InitPlan" in plan
    assert "Nested Loop" not in plan
