"""Adding, changing and removing evidence."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.evidence.enums import EvidenceKind
from marchepied.apps.evidence.models import Evidence
from marchepied.apps.evidence.validators import clean_file_name, validate_file, validate_link
from marchepied.core.audit import record


@transaction.atomic
def add_file(
    *,
    organisation: Any,
    file: Any,
    title: str = "",
    dated_on: date | None = None,
    valid_until: date | None = None,
    note: str = "",
    by: Any,
) -> Evidence:
    """Keep a file (anything with name, size, read and seek); its name is its title unless one is given.

    Raises ValidationError for a file that `validate_file` refuses. The file lies under a path that says
    nothing of its name.
    """
    validate_file(file)
    name = clean_file_name(file.name)
    evidence = Evidence(
        organisation=organisation,
        kind=EvidenceKind.FILE,
        title=title.strip() or name,
        file_name=name,
        dated_on=dated_on,
        valid_until=valid_until,
        note=note.strip(),
        added_by=by,
    )
    evidence.file.save(name, file, save=False)
    evidence.save(force_insert=True)
    record("evidence.added", evidence, by=by, title=evidence.title)
    return evidence


@transaction.atomic
def add_link(
    *,
    organisation: Any,
    url: str,
    title: str = "",
    dated_on: date | None = None,
    valid_until: date | None = None,
    note: str = "",
    by: Any,
) -> Evidence:
    """Keep an address of the web. Raises ValidationError for one that `validate_link` refuses."""
    validate_link(url)
    evidence = Evidence.objects.create(
        organisation=organisation,
        kind=EvidenceKind.LINK,
        title=(title.strip() or url)[:200],
        url=url,
        dated_on=dated_on,
        valid_until=valid_until,
        note=note.strip(),
        added_by=by,
    )
    record("evidence.added", evidence, by=by, title=evidence.title)
    return evidence


@transaction.atomic
def update_evidence(
    *,
    evidence: Evidence,
    title: str,
    url: str = "",
    dated_on: date | None,
    valid_until: date | None = None,
    note: str,
    by: Any,
) -> Evidence:
    """Change what is said of a piece of evidence, and the address of a link; a file is never replaced."""
    if not title.strip():
        raise ValidationError(_("Donnez un titre à ce document."))
    if evidence.kind == EvidenceKind.LINK:
        validate_link(url)
        evidence.url = url
    evidence.title, evidence.dated_on, evidence.note = title.strip(), dated_on, note.strip()
    evidence.valid_until = valid_until
    evidence.save(update_fields=["title", "url", "dated_on", "valid_until", "note"])
    record("evidence.changed", evidence, by=by, title=evidence.title)
    return evidence


@transaction.atomic
def delete_evidence(*, evidence: Evidence, by: Any) -> None:
    """Remove a piece of evidence from everywhere it serves; its file goes once this is committed."""
    record("evidence.deleted", evidence, by=by, title=evidence.title)
    evidence.delete()
