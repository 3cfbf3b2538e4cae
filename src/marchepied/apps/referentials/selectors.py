"""Reads of referentials. A version never changes, so what is parsed once stays true."""

from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from marchepied.apps.referentials.models import ReferentialVersion
from marchepied.engines.documents.typography import typeset
from marchepied.engines.referential import (
    Axis,
    LegalFrame,
    Referential,
    parse_referential,
    read_shipped_legal_frame,
)

GUIDE = "guide-ess"


class GuideMissingError(LookupError):
    """The shipped guide was not loaded into this database."""


def guide_version() -> ReferentialVersion:
    """The latest version of the guide that ships, without its content (one query).

    Raises GuideMissingError, with the command that loads it, in a database that has none.
    """
    version = (
        ReferentialVersion.objects.filter(referential__slug=GUIDE, referential__owner=None)
        .defer("content")
        .first()
    )
    if version is None:
        raise GuideMissingError("The guide is not loaded: run « marchepied manage load_content ».")
    return version


def find_version(version_id: Any) -> ReferentialVersion | None:
    """The version of this id, without its content; None where there is none."""
    return ReferentialVersion.objects.defer("content").filter(pk=version_id).first()


def read_referential(version: ReferentialVersion | UUID) -> Referential:
    """The referential of a version (or of its id), typed and typeset; parsed once a process.

    Costs two queries the first time, none afterwards.
    """
    return _read(version if isinstance(version, UUID) else version.pk)


def find_axis(referential: Referential, axis_id: str) -> Axis | None:
    """The theme of this id; None where there is none."""
    return next((axis for axis in referential.axes if axis.id == axis_id), None)


@cache
def read_legal_frame() -> LegalFrame:
    """What the law says of the guide, as it ships, typeset; read once a process."""
    return read_shipped_legal_frame(typeset)


@lru_cache(maxsize=64)
def _read(version_id: UUID) -> Referential:
    return _parse(ReferentialVersion.objects.values_list("content_hash", flat=True).get(pk=version_id))


@lru_cache(maxsize=32)
def _parse(content_hash: str) -> Referential:
    rows = ReferentialVersion.objects.filter(content_hash=content_hash).values_list("content", flat=True)
    return parse_referential(rows[:1].get(), typeset)
