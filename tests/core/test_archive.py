"""Backup and restore: everything comes back, or nothing changes."""

import tarfile

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from marchepied.apps.diagnosis.models import PendingImport
from marchepied.apps.diagnosis.services.imports import keep_pending_import
from marchepied.apps.evidence.models import Evidence
from marchepied.apps.organisations.models import Membership, Organisation, Person
from marchepied.core.archive import tables, write_archive
from marchepied.core.scope import scope, unscoped
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


def rows() -> dict[str, list]:
    """Every row that an archive holds, by table."""
    with unscoped("comparing two states of the database"):
        return {model._meta.label: sorted(map(str, model._base_manager.values_list())) for model in tables()}


@pytest.fixture
def instance():
    membership = MembershipFactory(organisation__name="L’Atelier du Pont")
    with scope(membership.organisation):
        evidence = Evidence(organisation=membership.organisation, title="Rapport", kind="file")
        evidence.file.save("rapport.pdf", ContentFile(b"%PDF content"))
    return membership


def stored_file(membership) -> bytes:
    with scope(membership.organisation), Evidence.objects.get().file.open() as file:
        return file.read()


def test_what_was_saved_comes_back(instance, tmp_path, settings):
    before = rows()
    archive = tmp_path / "sauvegarde.tar.gz"
    call_command("backup", archive)
    assert archive.stat().st_mode & 0o777 == 0o600
    with scope(instance.organisation):
        Evidence.objects.get().file.delete(save=False)
    Organisation.objects.all().delete()
    Person.objects.all().delete()
    call_command("restore", archive)
    assert rows() == before
    assert stored_file(instance) == b"%PDF content"


def test_a_file_of_answers_that_waits_is_in_no_archive(instance, tmp_path):
    """It holds names beside answers, and is promised to be erased within a day."""
    with scope(instance.organisation):
        keep_pending_import(
            organisation=instance.organisation,
            data=b"nom;groupe;q1\nAwa Diallo;A;3\n",
            file_name="avis.csv",
            by=instance.person,
        )
    archive = tmp_path / "sauvegarde.tar.gz"
    write_archive(archive)
    with tarfile.open(archive) as whole:
        contents = [whole.extractfile(member).read() for member in whole.getmembers() if member.isfile()]
    assert not [content for content in contents if b"Awa Diallo" in content or b"avis.csv" in content]
    assert b"%PDF content" in contents

    call_command("restore", archive, replace=True)
    with unscoped("looking at what is left"):
        assert PendingImport.objects.count() == 0


def test_an_occupied_database_is_not_overwritten(instance, tmp_path):
    archive = tmp_path / "sauvegarde.tar.gz"
    call_command("backup", archive)
    MembershipFactory(organisation__name="Arrivée depuis")
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", archive)
    assert Membership.objects.count() == 2
    call_command("restore", archive, replace=True)
    assert [o.name for o in Organisation.objects.all()] == ["L’Atelier du Pont"]


def test_an_existing_file_is_not_overwritten(instance, tmp_path):
    archive = tmp_path / "sauvegarde.tar.gz"
    archive.write_text("précieux")
    with pytest.raises(CommandError, match="existe déjà"):
        call_command("backup", archive)
    assert archive.read_text() == "précieux"


def test_a_damaged_archive_changes_nothing(instance, tmp_path):
    archive = tmp_path / "sauvegarde.tar.gz"
    write_archive(archive)
    damaged = tmp_path / "abimee.tar.gz"
    with tarfile.open(archive) as whole, tarfile.open(damaged, "w:gz") as part:
        for member in whole.getmembers():
            if member.name != "rows/organisations.Membership.jsonl":
                part.addfile(member, whole.extractfile(member) if member.isfile() else None)
    before = rows()
    with pytest.raises(CommandError, match="incomplète"):
        call_command("restore", damaged, replace=True)
    assert rows() == before
    assert stored_file(instance) == b"%PDF content"


@pytest.mark.parametrize("content", [b"", b"not an archive", b"\x1f\x8b\x08\x00broken"])
def test_another_file_is_refused_in_words(content, tmp_path):
    other = tmp_path / "photo.tar.gz"
    other.write_bytes(content)
    with pytest.raises(CommandError, match="sauvegarde"):
        call_command("restore", other)
