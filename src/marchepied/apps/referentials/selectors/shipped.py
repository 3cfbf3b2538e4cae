"""What ships beside the referentials, ready to be read or looked through."""

from functools import cache, lru_cache
from uuid import UUID

from marchepied.apps.referentials.selectors.versions import read_referential, shipped_versions
from marchepied.engines.documents.typography import typeset
from marchepied.engines.referential import (
    Glossary,
    LabelDirectory,
    LegalFrame,
    PracticeLibrary,
    read_shipped_glossary,
    read_shipped_labels,
    read_shipped_legal_frame,
)


def read_practices(language: str) -> PracticeLibrary:
    """The practices that ship, ready to be looked through in a language (one query, none for the texts).

    Raises GuideMissingError in a database that has no guide.
    """
    return _index_practices(tuple(version.pk for version in shipped_versions()), language)


@lru_cache(maxsize=8)
def _index_practices(version_ids: tuple[UUID, ...], language: str) -> PracticeLibrary:
    return PracticeLibrary([read_referential(version_id) for version_id in version_ids], language)


@cache
def read_legal_frame() -> LegalFrame:
    """What the law says of the guide, as it ships, typeset; read once a process."""
    return read_shipped_legal_frame(typeset)


@cache
def read_glossary() -> Glossary:
    """The words of the field, as they ship, typeset; read once a process."""
    return read_shipped_glossary(typeset)


@lru_cache(maxsize=8)
def read_labels(language: str) -> LabelDirectory:
    """The directory of labels that ships, ready to be looked through in a language; read once a process."""
    return LabelDirectory(read_shipped_labels(typeset), language)
