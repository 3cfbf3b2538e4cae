"""`marchepied upgrade`: the database is copied, brought up to date, and put back when that fails."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.config.running import bare_environment


def marchepied(data: Path, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "marchepied.cli", *arguments],
        env=bare_environment(MARCHEPIED_DATA_DIR=str(data)),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def current(tmp_path_factory) -> Path:
    data = tmp_path_factory.mktemp("current")
    assert marchepied(data, "upgrade").returncode == 0
    return data


@pytest.fixture
def data(current, tmp_path) -> Path:
    """An instance that is up to date, to be spoiled."""
    for name in ("marchepied.sqlite3", "content.stamp"):
        (tmp_path / name).write_bytes((current / name).read_bytes())
    return tmp_path


def tables(database: Path) -> set[str]:
    with closing(sqlite3.connect(database)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def execute(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(statement)
        connection.commit()


def test_a_former_database_is_copied_then_updated(data):
    database = data / "marchepied.sqlite3"
    before = tables(database)
    assert marchepied(data, "manage", "migrate", "restitution", "0001").returncode == 0
    former = tables(database)
    done = marchepied(data, "upgrade")
    assert done.returncode == 0, done.stderr
    (copy,) = (data / "sauvegardes").iterdir()
    assert (tables(copy), tables(database)) == (former, before)
    assert copy.stat().st_mode & 0o077 == 0
    assert "La base et le contenu sont à jour." in done.stdout


def test_a_failed_update_leaves_the_database_as_it_was(data):
    database = data / "marchepied.sqlite3"
    marchepied(data, "manage", "migrate", "restitution", "0001")
    execute(database, "CREATE TABLE restitution_signature (a_former_accident INTEGER)")
    former = tables(database)
    failed = marchepied(data, "upgrade")
    assert failed.returncode == 1
    assert "la base est celle d’avant" in failed.stderr
    assert tables(database) == former


def test_a_database_of_a_newer_version_is_refused_untouched(data):
    database = data / "marchepied.sqlite3"
    statement = (
        "INSERT INTO django_migrations (app, name, applied) VALUES ('plans', '9999_future', '2030-01-01')"
    )
    execute(database, statement)
    before = database.read_bytes()
    refused = marchepied(data, "upgrade")
    assert refused.returncode == 2
    assert "plans.9999_future" in refused.stderr
    assert database.read_bytes() == before
