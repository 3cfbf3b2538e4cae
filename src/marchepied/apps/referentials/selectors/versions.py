"""Versions of referentials: which may be used, what they say. What is parsed once stays true."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from marchepied.apps.referentials.models import Referential as ReferentialRow
from marchepied.apps.referentials.models import (
    ReferentialVersion,
    SharedReferential,
)
from marchepied.engines.documents.typography import typeset
from marchepied.engines.referential import (
    Changes,
    Referential,
    compare,
    merge_extension,
    parse_referential,
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


def version_holding(axis_ids: Collection[str], organisation: Any = None) -> ReferentialVersion | None:
    """The version that has all of these themes: the guide, what ships beside it, then what `organisation` may
    start a cycle with; None where none does.
    """
    versions = shipped_versions() if organisation is None else startable_versions(organisation)
    for version in versions:
        if set(axis_ids) <= {axis.id for axis in read_referential(version).axes}:
            return version
    return None


def version_after(version_id: Any, organisation: Any = None) -> ReferentialVersion:
    """The latest version of the same referential: one that ships, or that `organisation` may use (one query).

    The guide's for the answers of a file, whose questions are not asked again, and for what is not shared
    any more.
    """
    rows = ReferentialVersion.objects.filter(referential__owner=None).defer("content")
    if organisation is not None:
        rows = _startable_rows(organisation)
    return rows.filter(referential__versions=version_id).first() or guide_version()


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
    return _latest(usable_rows(organisation), organisation)


def startable_versions(organisation: Any) -> list[ReferentialVersion]:
    """Those of `usable_versions` that a cycle may start with: not the questions of a file of answers.

    Raises GuideMissingError where the guide is not among them.
    """
    versions = _latest(_startable_rows(organisation), organisation)
    if not versions or versions[0].referential.slug != GUIDE:
        raise GuideMissingError("The guide is not loaded: run « marchepied manage load_content ».")
    return versions


def find_usable(organisation: Any, version_id: Any) -> ReferentialVersion | None:
    """The version of this id, latest or not, where the organisation may use it; None otherwise."""
    return usable_rows(organisation).filter(pk=version_id).first()


def own_versions(organisation: Any) -> list[ReferentialVersion]:
    """What the organisation wrote and published, latest first, without contents (one query)."""
    rows = ReferentialVersion.objects.filter(referential__owner=organisation, draft__isnull=False)
    return list(rows.select_related("referential", "base__referential").defer("content", "base__content"))


def usable_rows(organisation: Any) -> QuerySet[ReferentialVersion]:
    shares = SharedReferential.objects.filter(organisation=organisation).values("referential")
    rows = ReferentialVersion.objects.filter(
        Q(referential__owner=None) | Q(referential__owner=organisation) | Q(referential__in=shares)
    )
    return rows.select_related("referential").defer("content")


def _startable_rows(organisation: Any) -> QuerySet[ReferentialVersion]:
    return usable_rows(organisation).filter(Q(referential__owner=None) | Q(draft__isnull=False))


def _latest(rows: QuerySet[ReferentialVersion], organisation: Any) -> list[ReferentialVersion]:
    latest: dict[UUID, ReferentialVersion] = {}
    for version in rows:
        latest.setdefault(version.referential_id, version)
    return sorted(latest.values(), key=lambda version: _rank(version, organisation))


def _rank(version: ReferentialVersion, organisation: Any) -> tuple[int, str]:
    owner = version.referential.owner_id
    own = 2 if owner == organisation.pk else 3
    shipped = 0 if version.referential.slug == GUIDE else 1
    return (shipped if owner is None else own, version.referential.slug)


def own_referentials(organisation: Any) -> list[ReferentialRow]:
    """The referentials that the organisation published, by name (one query)."""
    return list(ReferentialRow.objects.filter(owner=organisation).order_by("slug"))


def find_extended(organisation: Any, slug: str, number: str) -> ReferentialVersion | None:
    """The version that an extension names, where the organisation may use it; None otherwise (one query)."""
    rows = usable_rows(organisation).filter(number=number)
    return rows.filter(Q(referential__slug=slug) | Q(content__id=slug)).first()


def newest_versions(organisation: Any) -> dict[UUID, ReferentialVersion]:
    """{referential: its latest version} of what the organisation published (one query)."""
    latest: dict[UUID, ReferentialVersion] = {}
    for version in own_versions(organisation):
        latest.setdefault(version.referential_id, version)
    return latest


def versions_beyond(version_id: Any, organisation: Any) -> list[ReferentialVersion]:
    """What a cycle on this version may go on to: the latest version of the same guide, and additions to it.

    Only what the organisation may start a cycle with, published after it; additions to this version or to a
    later one of the same guide. Without contents, the guide itself first (four queries at most).
    """
    current = ReferentialVersion.objects.defer("content").get(pk=version_id)
    usable = _latest(
        _startable_rows(organisation).select_related("referential", "base").defer("content", "base__content"),
        organisation,
    )
    found = [
        version
        for version in usable
        if version.pk != current.pk
        and (
            (version.referential_id == current.referential_id and version.published_at > current.published_at)
            or (
                version.base is not None
                and version.base.referential_id == current.referential_id
                and version.base.published_at >= current.published_at
            )
        )
    ]
    return sorted(found, key=lambda version: version.base_id is not None)


def numbers_of(version: ReferentialVersion) -> dict[str, set[str]]:
    """{question: the numbers by which rules of conversion may name the version that it was asked in}.

    A question of an addition goes by the number of the addition, those of its guide by that of the guide (one
    query a step down).
    """
    found: dict[str, set[str]] = {}
    current: ReferentialVersion | None = version
    while current is not None:
        number = current.number.partition("+")[0]
        for axis in current.content.get("axes") or ():
            for domain in axis.get("domains") or ():
                for question in domain.get("questions") or ():
                    found[question["id"]] = {number}
        current = current.base
    return found


def free_slug(owner: Any, wanted: str) -> str:
    """The slug wanted, or followed by a number when the organisation has one already."""
    taken = set(ReferentialRow.objects.filter(owner=owner).values_list("slug", flat=True))
    base = wanted[:70]
    candidates = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


def compare_versions_of(before_id: Any, after: ReferentialVersion) -> Changes:
    """What a version changes of another, with what each extends (two queries and one a step down)."""
    before = ReferentialVersion.objects.get(pk=before_id)
    return compare(whole_content(before), whole_content(after))
