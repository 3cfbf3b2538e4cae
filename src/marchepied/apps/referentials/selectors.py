"""Reads of referentials. A version never changes, so what is parsed once stays true."""

from collections.abc import Collection
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q

from marchepied.apps.referentials.models import (
    Draft,
    DraftChange,
    ReferentialVersion,
    SharedReferential,
)
from marchepied.apps.referentials.models import Referential as ReferentialRow
from marchepied.engines.documents.typography import typeset
from marchepied.engines.referential import (
    Glossary,
    LegalFrame,
    PracticeLibrary,
    Referential,
    merge_extension,
    parse_referential,
    read_shipped_glossary,
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


def shipped_versions() -> list[ReferentialVersion]:
    """The latest version of each referential that ships, the guide first, without contents (one query).

    Raises GuideMissingError where the guide is not among them.
    """
    rows = ReferentialVersion.objects.filter(referential__owner=None).select_related("referential")
    latest: dict[str, ReferentialVersion] = {}
    for version in rows.defer("content"):
        latest.setdefault(version.referential.slug, version)
    if GUIDE not in latest:
        raise GuideMissingError("The guide is not loaded: run « marchepied manage load_content ».")
    return [latest.pop(GUIDE), *(latest[slug] for slug in sorted(latest))]


def shipped_referentials() -> list[Referential]:
    """The guide, then what ships beside it, in their latest versions (one query once they were read)."""
    return [read_referential(version) for version in shipped_versions()]


def version_holding(axis_ids: Collection[str]) -> ReferentialVersion | None:
    """The shipped version, the guide first, that has all of these themes; None where none does."""
    for version in shipped_versions():
        if set(axis_ids) <= {axis.id for axis in read_referential(version).axes}:
            return version
    return None


def version_after(version_id: Any) -> ReferentialVersion:
    """The latest version of the same shipped referential (one query).

    The guide's for a version that an organisation made for itself: it has no other.
    """
    version = (
        ReferentialVersion.objects.filter(referential__owner=None, referential__versions=version_id)
        .defer("content")
        .first()
    )
    return version or guide_version()


def find_version(version_id: Any) -> ReferentialVersion | None:
    """The version of this id, without its content; None where there is none."""
    return ReferentialVersion.objects.defer("content").filter(pk=version_id).first()


def read_referential(version: ReferentialVersion | UUID) -> Referential:
    """The referential of a version (or of its id), typed and typeset; parsed once a process.

    Costs a query the first time its content is met, and one more for an id; none afterwards.
    """
    if not isinstance(version, UUID):
        _HASHES[version.pk] = version.content_hash
        return _parse(version.content_hash)
    if version not in _HASHES:
        rows = ReferentialVersion.objects.values_list("content_hash", flat=True)
        _HASHES[version] = rows.get(pk=version)
    return _parse(_HASHES[version])


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


# The content of each version met in this process: a version never changes.
_HASHES: dict[UUID, str] = {}


@lru_cache(maxsize=32)
def _parse(content_hash: str) -> Referential:
    version = ReferentialVersion.objects.filter(content_hash=content_hash)[:1].get()
    return parse_referential(whole_content(version), typeset)


def whole_content(version: ReferentialVersion) -> Any:
    """The data of a version with what it extends (one query a step down)."""
    if version.base_id is None:
        return version.content
    base = ReferentialVersion.objects.get(pk=version.base_id)
    return merge_extension(whole_content(base), version.content)


def usable_versions(organisation: Any) -> list[ReferentialVersion]:
    """The latest version of each referential an organisation may use, without contents (one query).

    The guide first, then what ships beside it, then its own, then those shared with it, by name.
    """
    shares = SharedReferential.objects.filter(organisation=organisation).values("referential")
    rows = (
        ReferentialVersion.objects.filter(
            Q(referential__owner=None) | Q(referential__owner=organisation) | Q(referential__in=shares)
        )
        .select_related("referential")
        .defer("content")
    )
    latest: dict[UUID, ReferentialVersion] = {}
    for version in rows:
        latest.setdefault(version.referential_id, version)
    return sorted(latest.values(), key=lambda version: _rank(version, organisation))


def _rank(version: ReferentialVersion, organisation: Any) -> tuple[int, str]:
    owner = version.referential.owner_id
    own = 2 if owner == organisation.pk else 3
    shipped = 0 if version.referential.slug == GUIDE else 1
    return (shipped if owner is None else own, version.referential.slug)


def drafts_of(organisation: Any) -> list[Draft]:
    """What the organisation is writing, latest change first, without contents (one query)."""
    rows = Draft.objects.filter(organisation=organisation, published=None)
    return list(rows.select_related("by", "referential", "base__referential").defer("content"))


def find_draft(organisation: Any, draft_id: Any) -> Draft | None:
    """A draft of the organisation, published or not, with its base; None where there is none."""
    rows = Draft.objects.filter(organisation=organisation, pk=draft_id)
    return rows.select_related("by", "referential", "base__referential").first()


def changes_of(draft: Draft, limit: int = 200) -> list[DraftChange]:
    """Who changed what in a draft, latest first, without what it said before (one query)."""
    return list(draft.changes.select_related("by").defer("before")[:limit])


def draft_data(draft: Draft) -> Any:
    """The whole data of a draft with what it extends; InvalidReferentialError when they do not fit."""
    return draft.content if draft.base is None else merge_extension(whole_content(draft.base), draft.content)


def own_referentials(organisation: Any) -> list[ReferentialRow]:
    """The referentials that the organisation published, by name (one query)."""
    return list(ReferentialRow.objects.filter(owner=organisation).order_by("slug"))


def free_slug(owner: Any, wanted: str) -> str:
    """The slug wanted, or followed by a number when the organisation has one already."""
    taken = set(ReferentialRow.objects.filter(owner=owner).values_list("slug", flat=True))
    base = wanted[:70]
    candidates = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)
