"""Reads of the editions of the pack, exactly as they were printed."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max

from marchepied.apps.restitution.models import Pack
from marchepied.apps.restitution.selectors.reviving import revive
from marchepied.engines.documents import (
    Document,
    Signatory,
    compose_pack,
    fingerprint_content,
    sign_section,
    stamp_edition,
)
from marchepied.engines.documents import Pack as PackContent


class EditionAlteredError(Exception):
    """What is stored of an edition no longer has the fingerprint that was printed on it."""


def packs_of(cycle: Any) -> list[Pack]:
    """The editions of the cycle's pack, the latest first, without their content (two queries)."""
    rows = Pack.objects.filter(cycle=cycle).defer("content").select_related("by")
    return list(rows.prefetch_related("signatures"))


def find_pack(organisation: Any, pack_id: UUID) -> Pack | None:
    """The edition of this id in the organisation, with its signatories; None where there is none."""
    return (
        Pack.objects.select_related("cycle", "organisation")
        .prefetch_related("signatures")
        .filter(organisation=organisation, pk=pack_id)
        .first()
    )


def count_packs(cycle: Any) -> int:
    """How many editions of the pack were made."""
    return Pack.objects.filter(cycle=cycle).count()


def next_number(cycle: Any) -> int:
    """The number of the edition to come."""
    last = Pack.objects.filter(cycle=cycle).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def read_pack(pack: Pack) -> Document:
    """What an edition prints: its document, its imprint, and the table of signatures at the end.

    Raises EditionAlteredError when a frozen edition no longer matches its fingerprint.
    """
    if pack.frozen_at is None:
        return _read_content(pack)
    signatories = [Signatory(row.name, row.quality, row.signed_on) for row in pack.signatures.all()]
    frozen_on = _read_day(pack)
    if fingerprint_pack(pack.content, pack.number, pack.language, frozen_on, signatories) != pack.fingerprint:
        raise EditionAlteredError(str(pack))
    document = _read_content(pack)
    signed = sign_section(signatories, pack.language)
    return replace(
        document,
        imprint=stamp_edition(pack.number, frozen_on, pack.fingerprint, pack.language),
        sections=(*document.sections, signed) if signed else document.sections,
    )


def _read_day(pack: Pack) -> date:
    """The day printed on the edition; read there, since a moment is another day in another time zone."""
    try:
        return date.fromisoformat(pack.content["issued_on"])
    except (KeyError, TypeError, ValueError) as error:
        raise EditionAlteredError(str(pack)) from error


def _read_content(pack: Pack) -> Document:
    """The stored document; an edition older than this model kept the facts of the pack alone."""
    if "sections" in pack.content:
        document: Document = revive(Document, pack.content)
        return document
    return compose_pack(revive(PackContent, pack.content), pack.language).without_empty()


def fingerprint_pack(
    content: dict[str, Any], number: int, language: str, frozen_on: date, signatories: list[Signatory]
) -> str:
    """The fingerprint of all that an edition says: document, number, language, day, signatories."""
    signed = [
        [row.name, row.quality, row.signed_on.isoformat() if row.signed_on else ""] for row in signatories
    ]
    edition = {"number": number, "language": language, "on": frozen_on.isoformat(), "signed": signed}
    return fingerprint_content({"document": content, **edition})
