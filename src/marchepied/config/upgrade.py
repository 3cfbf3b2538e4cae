"""`marchepied upgrade`: after a new version is installed, saves, updates the database, and checks.

On SQLite the database is copied first: if the update fails, the copy takes its place again and the former
version starts as before.
"""

import argparse
import contextlib
import os
import sqlite3
import sys
from datetime import datetime
from pathlib import Path

from marchepied.config.findings import migrations_pending

KEPT_COPIES = 5
SAVED_ELSEWHERE = (
    "PostgreSQL : la base n’est pas copiée ici (pg_dump le fait). Une étape qui échoue y est annulée."
)


def run(arguments: list[str]) -> int:
    """Save, migrate, load the content, check. 0 when the instance is up to date and nothing is broken."""
    options = parse(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marchepied.config.settings")
    import django

    from marchepied.config import settings

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    django.setup()
    newer = unknown_migrations()
    if newer:
        print(
            f"Cette base a été mise à jour par une version plus récente ({newer[0]}) : "
            "installez cette version, ou rétablissez une sauvegarde.",
            file=sys.stderr,
        )
        return 2
    if migrations_pending() and has_tables():
        copy = copy_database(options.backup_dir or settings.DATA_DIR / "sauvegardes")
        print(f"Copie de la base : {copy}" if copy else SAVED_ELSEWHERE)
        if not migrate_or_go_back(copy):
            print("La mise à jour a échoué ; la base est celle d’avant.", file=sys.stderr)
            return 1
    from marchepied.config.server import prepare

    prepare(demo=False)
    print("La base et le contenu sont à jour.")
    from marchepied.config import doctor

    return doctor.run([])


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="marchepied upgrade",
        description="Après l’installation d’une nouvelle version : copie la base, la met à jour, vérifie.",
    )
    parser.add_argument(
        "--backup-dir",
        type=Path,
        help="dossier de la copie (« sauvegardes », dans le dossier des données)",
    )
    return parser.parse_args(arguments)


def unknown_migrations() -> list[str]:
    """Migrations that the database went through and that this version does not know."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    own = set(loader.migrated_apps or ())
    return sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in own and (app, name) not in loader.disk_migrations
    )


def has_tables() -> bool:
    """Whether there is anything to save: a new database has nothing yet."""
    from django.db import connection

    return "organisations_organisation" in connection.introspection.table_names()


def copy_database(folder: Path) -> Path | None:
    """Copy an SQLite database, whole and consistent even while it is used; None on another database.

    The file itself is copied: rows of former tables cannot be read by the models of the new version. The last
    copies are kept, older ones go.
    """
    from django.db import connection

    if connection.vendor != "sqlite":
        return None
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S")  # noqa: DTZ005 (the operator's own clock)
    target = folder / f"avant-mise-a-jour-{stamp}.sqlite3"
    # Nobody else may read it, even while it is written in a folder that is not ours.
    target.touch(mode=0o600, exist_ok=False)
    pour(Path(connection.settings_dict["NAME"]), target)
    for old in sorted(folder.glob("avant-mise-a-jour-*.sqlite3"))[:-KEPT_COPIES]:
        old.unlink()
    return target


def migrate_or_go_back(copy: Path | None) -> bool:
    """Apply the migrations; put the copied SQLite database back when one fails. Whether they all passed."""
    from django.core.management import call_command
    from django.db import connection

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except Exception as error:  # noqa: BLE001 (whatever fails, the former database must come back)
        print(f"{type(error).__name__} : {error}", file=sys.stderr)
        connection.close()
        if copy:
            pour(copy, Path(connection.settings_dict["NAME"]))
        return False
    return True


def pour(source: Path, target: Path) -> None:
    """Write the content of an SQLite database over another, by SQLite itself (its journal included)."""
    with (
        contextlib.closing(sqlite3.connect(source)) as read,
        contextlib.closing(sqlite3.connect(target)) as written,
    ):
        read.backup(written)
