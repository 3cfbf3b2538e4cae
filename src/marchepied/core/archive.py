"""One archive that holds a whole instance: every row as JSON lines, and every file.

Rows are written in the order of their keys, which for sent answers are random: an archive tells no more
about who answered than the database does. The format is the same for SQLite and PostgreSQL, so an archive
also moves an instance from one to the other.
"""

import io
import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from marchepied import __version__

# Rebuilt by Django itself, or worthless elsewhere: sessions and waiting tasks die with their instance.
LEFT_OUT = {"contenttypes", "auth", "sessions", "django_tasks_database"}
BATCH = 1000


class ExactEncoder(DjangoJSONEncoder):
    """Keeps the microseconds that Django's own encoder drops."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


class ArchiveError(Exception):
    """Says in one sentence why an archive cannot be written or restored, and what to do."""


def every_table() -> list[type[models.Model]]:
    """The models of an instance that are not Django's own, join tables included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in LEFT_OUT and model._meta.managed and not model._meta.proxy
    ]


def tables() -> list[type[models.Model]]:
    """The models an archive holds: all but those that say `in_archives = False`.

    What was promised to be erased within a day must not live on in a backup.
    """
    return [model for model in every_table() if getattr(model, "in_archives", True)]


def list_short_lived_files() -> set[str]:
    """The names, in an archive, of the files of the models that no archive holds."""
    return {
        f"files/{name}"
        for model in set(every_table()) - set(tables())
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.FileField)
        for name in model._base_manager.order_by("pk").values_list(field.attname, flat=True)
    }


def applied_migrations() -> list[str]:
    return sorted(
        f"{app}.{name}"
        for app, name in MigrationRecorder(connection).applied_migrations()
        if app not in LEFT_OUT
    )


def write_archive(path: Path) -> dict[str, int]:
    """Write the archive; the number of rows per table. An existing file is never overwritten."""
    if path.exists():
        raise ArchiveError(_("« %(path)s » existe déjà : choisissez un autre nom.") % {"path": path})
    partial = path.with_name(path.name + ".part")
    counts: dict[str, int] = {}
    try:
        with transaction.atomic(), tarfile.open(partial, "w:gz") as archive:
            for model in tables():
                counts[model._meta.label] = add_table(archive, model)
            files = Path(settings.MEDIA_ROOT)
            if files.is_dir():
                left_out = list_short_lived_files()
                archive.add(
                    files,
                    arcname="files",
                    filter=lambda entry: None if entry.name in left_out else plain_entry(entry),
                )
            manifest = {
                "format": 1,
                "version": __version__,
                "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "migrations": applied_migrations(),
                "tables": counts,
            }
            add_bytes(archive, "manifest.json", json.dumps(manifest, indent=1).encode())
        partial.chmod(0o600)
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    return counts


def plain_entry(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Files and folders only, owned by nobody in particular."""
    if not (entry.isfile() or entry.isdir()):
        return None
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    entry.mode = 0o600
    archive.addfile(entry, io.BytesIO(content))


def add_table(archive: tarfile.TarFile, model: type[models.Model]) -> int:
    """Add one table as JSON lines, through a temporary file: a table may be larger than memory."""
    names = [field.attname for field in model._meta.local_concrete_fields]
    count = 0
    with tempfile.TemporaryFile() as lines:
        for values in model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=BATCH):
            lines.write(json.dumps(dict(zip(names, values, strict=True)), cls=ExactEncoder).encode() + b"\n")
            count += 1
        entry = tarfile.TarInfo(f"rows/{model._meta.label}.jsonl")
        entry.size = lines.tell()
        entry.mode = 0o600
        lines.seek(0)
        archive.addfile(entry, lines)
    return count


def read_archive(path: Path, *, replace: bool = False) -> dict[str, int]:
    """Restore an archive into the current database and file folder; all of it or nothing.

    Raises ArchiveError when the file is not an archive of this version, or when the database already
    holds organisations and `replace` is false.
    """
    try:
        archive = tarfile.open(path, "r:*")  # noqa: SIM115 (closed by the with below)
    except (OSError, EOFError, tarfile.TarError):
        raise ArchiveError(_("« %(path)s » n’est pas une sauvegarde lisible.") % {"path": path}) from None
    with archive, tempfile.TemporaryDirectory(dir=prepare_file_parent()) as folder:
        manifest = read_manifest(archive, path)
        refuse_other_versions(manifest)
        files = Path(folder) / "files"
        extract_files(archive, files)
        with transaction.atomic():
            empty_tables(replace=replace)
            for model in tables():
                restore_table(archive, model, manifest)
            connection.check_constraints()
            swap_files(files)
    return {label: int(count) for label, count in manifest["tables"].items()}


def prepare_file_parent() -> Path:
    parent = Path(settings.MEDIA_ROOT).parent
    parent.mkdir(parents=True, exist_ok=True)
    return parent


def read_manifest(archive: tarfile.TarFile, path: Path) -> dict[str, Any]:
    try:
        member = archive.extractfile("manifest.json")
        manifest = json.loads(member.read()) if member else {}
    except (KeyError, ValueError, tarfile.TarError, EOFError, OSError):
        manifest = {}
    if manifest.get("format") != 1:
        raise ArchiveError(
            _("« %(path)s » n’est pas une sauvegarde de Marchepied, ou elle est incomplète.") % {"path": path}
        )
    return manifest


def refuse_other_versions(manifest: dict[str, Any]) -> None:
    if manifest["migrations"] != applied_migrations():
        raise ArchiveError(
            _(
                "Cette sauvegarde vient de la version %(theirs)s, et ce serveur est en version %(ours)s : "
                "rétablissez-la avec la version %(theirs)s, puis mettez à jour."
            )
            % {"theirs": manifest["version"], "ours": __version__}
        )


def extract_files(archive: tarfile.TarFile, folder: Path) -> None:
    folder.mkdir()
    members = [
        member for member in archive.getmembers() if member.name.startswith("files/") and member.isfile()
    ]
    archive.extractall(folder.parent, members=members, filter="data")


def empty_tables(*, replace: bool) -> None:
    occupied = apps.get_model("organisations", "Organisation")._base_manager.exists()
    if occupied and not replace:
        raise ArchiveError(
            _("La base contient déjà des espaces : ajoutez --replace pour les remplacer par la sauvegarde.")
        )
    with connection.constraint_checks_disabled():
        for model in reversed(every_table()):
            model._base_manager.all()._raw_delete(connection.alias)


def restore_table(archive: tarfile.TarFile, model: type[models.Model], manifest: dict[str, Any]) -> None:
    label = model._meta.label
    expected = manifest["tables"].get(label, 0)
    count = 0
    batch: list[models.Model] = []
    for row in read_rows(archive, label):
        batch.append(revive(model, row))
        count += 1
        if len(batch) == BATCH:
            model._base_manager.bulk_create(batch)
            batch = []
    model._base_manager.bulk_create(batch)
    if count != expected:
        raise ArchiveError(
            _("La sauvegarde est incomplète : %(label)s devrait compter %(expected)s lignes.")
            % {"label": label, "expected": expected}
        )


def read_rows(archive: tarfile.TarFile, label: str) -> Iterator[dict[str, Any]]:
    try:
        member = archive.extractfile(f"rows/{label}.jsonl")
    except KeyError:
        return
    if member is not None:
        yield from (json.loads(line) for line in member)


def revive(model: type[models.Model], row: dict[str, Any]) -> models.Model:
    values = {}
    for field in model._meta.local_concrete_fields:
        if field.attname in row:
            value = row[field.attname]
            values[field.attname] = value if isinstance(field, models.JSONField) else field.to_python(value)
    return model(**values)


def swap_files(restored: Path) -> None:
    """Put the restored files in place of the present ones, which are removed only then."""
    target = Path(settings.MEDIA_ROOT)
    former = restored.parent / "former"
    if target.exists():
        target.rename(former)
    shutil.move(restored, target)
