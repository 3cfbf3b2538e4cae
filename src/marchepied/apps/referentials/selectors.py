"""Reads of referentials. A version never changes, so what is parsed once stays true."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from marchepied.apps.referentials.models import (
    Draft,
    DraftChange,
    LabelExperience,
    PendingReferential,
    ReferentialVersion,
    SharedReferential,
)
from marchepied.apps.referentials.models import Referential as ReferentialRow
from marchepied.core.scope import unscoped
from marchepied.engines.documents.typography import typeset
from marchepied.engines.referential import (
    Changes,
    Glossary,
    LabelDirectory,
    LegalFrame,
    PracticeLibrary,
    Referential,
    compare,
    content_hash,
    editing,
    merge_extension,
    parse_referential,
    read_shipped_glossary,
    read_shipped_labels,
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
    return _latest(_usable_rows(organisation), organisation)


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
    return _usable_rows(organisation).filter(pk=version_id).first()


def own_versions(organisation: Any) -> list[ReferentialVersion]:
    """What the organisation wrote and published, latest first, without contents (one query)."""
    rows = ReferentialVersion.objects.filter(referential__owner=organisation, draft__isnull=False)
    return list(rows.select_related("referential", "base__referential").defer("content", "base__content"))


def _usable_rows(organisation: Any) -> QuerySet[ReferentialVersion]:
    shares = SharedReferential.objects.filter(organisation=organisation).values("referential")
    rows = ReferentialVersion.objects.filter(
        Q(referential__owner=None) | Q(referential__owner=organisation) | Q(referential__in=shares)
    )
    return rows.select_related("referential").defer("content")


def _startable_rows(organisation: Any) -> QuerySet[ReferentialVersion]:
    return _usable_rows(organisation).filter(Q(referential__owner=None) | Q(draft__isnull=False))


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


def drafts_of(organisation: Any) -> list[Draft]:
    """What the organisation is writing, latest change first, without contents (one query)."""
    rows = Draft.objects.filter(organisation=organisation, published=None)
    rows = rows.select_related("by", "referential", "base__referential")
    return list(rows.defer("content", "base__content"))


def find_draft(organisation: Any, draft_id: Any) -> Draft | None:
    """A draft of the organisation, published or not, with its base; None where there is none."""
    rows = Draft.objects.filter(organisation=organisation, pk=draft_id)
    return rows.select_related("by", "referential", "base__referential").defer("base__content").first()


def changes_of(draft: Draft, limit: int = 200) -> list[DraftChange]:
    """Who changed what in a draft, latest first, without what it said before (one query)."""
    return list(draft.changes.select_related("by").defer("before")[:limit])


def draft_data(draft: Draft) -> Any:
    """The whole data of a draft with what it extends; InvalidReferentialError when they do not fit."""
    return draft.content if draft.base is None else merge_extension(whole_content(draft.base), draft.content)


def base_of(draft: Draft) -> Referential | None:
    """What an extension adds to, typed; None for a draft that stands alone (no query once it was read)."""
    return None if draft.base_id is None else read_referential(draft.base_id)


def last_version(draft: Draft) -> ReferentialVersion | None:
    """The version that a draft goes on from, with its content; None for a first one (one query)."""
    return None if draft.referential is None else draft.referential.versions.first()


def taken_ids(draft: Draft) -> set[str]:
    """The ids that a new item may not take: those of the draft, of its base and of its last version."""
    last, base = last_version(draft), base_of(draft)
    before = editing.ids_in(last.content) if last else set()
    extended = _ids_of(base) if base else set()
    return editing.ids_in(draft.content) | before | extended


def _ids_of(base: Referential) -> set[str]:
    items: list[Any] = [*base.axes, *base.walk_domains(), *base.walk_questions(), *base.walk_levers()]
    items += [indicator for domain in base.walk_domains() for indicator in domain.indicators]
    for axis in base.axes:
        items += [*axis.example_kinds, *axis.examples, *axis.resources, *axis.legal_references]
        items += axis.further_questions
    return {item.id for item in items} | {duty.id for duty in base.duties}


def stamp_of(kind: str, item: Any) -> str:
    """What changes as soon as an item says something else; what is in it does not count."""
    return content_hash(editing.own_words(kind, item))[:16]


def own_referentials(organisation: Any) -> list[ReferentialRow]:
    """The referentials that the organisation published, by name (one query)."""
    return list(ReferentialRow.objects.filter(owner=organisation).order_by("slug"))


@lru_cache(maxsize=8)
def read_labels(language: str) -> LabelDirectory:
    """The directory of labels that ships, ready to be looked through in a language; read once a process."""
    return LabelDirectory(read_shipped_labels(typeset), language)


def own_experiences(organisation: Any) -> dict[str, LabelExperience]:
    """What the organisation says of labels, by label id (one query)."""
    return {row.label_id: row for row in LabelExperience.objects.filter(organisation=organisation)}


def find_experience(organisation: Any, label_id: str) -> LabelExperience | None:
    """What the organisation says of one label; None where it said nothing."""
    return LabelExperience.objects.filter(organisation=organisation, label_id=label_id).first()


def shared_experiences(label_id: str, *, but: Any = None, limit: int = 50) -> list[LabelExperience]:
    """What organisations chose to share of a label, latest first, with the organisation (one query).

    Those of the demonstration are left out, and those of `but`.
    """
    with unscoped("each of these organisations shared these words with everybody on purpose"):
        rows = LabelExperience.objects.filter(label_id=label_id, shared=True, organisation__is_demo=False)
        return list(rows.exclude(organisation=but).select_related("organisation")[:limit])


BROUGHT_KEPT_FOR = timedelta(days=1)


def find_brought(organisation: Any, person: Any, brought_id: UUID) -> PendingReferential | None:
    """The file of a guide that this person put aside less than a day ago; None where there is none."""
    rows = PendingReferential.objects.filter(organisation=organisation, by=person, pk=brought_id)
    return rows.filter(at__gt=oldest_brought(timezone.now())).first()


def oldest_brought(now: datetime) -> datetime:
    """The moment before which a file that was put aside is erased."""
    return now - BROUGHT_KEPT_FOR


def find_extended(organisation: Any, slug: str, number: str) -> ReferentialVersion | None:
    """The version that an extension names, where the organisation may use it; None otherwise (one query)."""
    rows = _usable_rows(organisation).filter(number=number)
    return rows.filter(Q(referential__slug=slug) | Q(content__id=slug)).first()


def open_drafts_by_referential(organisation: Any) -> dict[UUID, UUID]:
    """{referential: the draft of its next version} of what the organisation writes (one query)."""
    rows = Draft.objects.filter(organisation=organisation, published=None, referential__isnull=False)
    return dict(rows.values_list("referential_id", "pk"))


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


def numbers_of(version: ReferentialVersion) -> set[str]:
    """The numbers by which rules of conversion may name a version: its own, and those of what it adds to."""
    found: set[str] = set()
    current: ReferentialVersion | None = version
    while current is not None:
        found.add(current.number.partition("+")[0])
        current = current.base
    return found


def free_slug(owner: Any, wanted: str) -> str:
    """The slug wanted, or followed by a number when the organisation has one already."""
    taken = set(ReferentialRow.objects.filter(owner=owner).values_list("slug", flat=True))
    base = wanted[:70]
    candidates = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


def same_guide(organisation: Any, identity: str) -> set[UUID]:
    """The drafts and the versions of the organisation whose content has this id (two queries)."""
    drafts = Draft.objects.filter(organisation=organisation, published=None, content__id=identity)
    versions = ReferentialVersion.objects.filter(referential__owner=organisation, content__id=identity)
    return {*drafts.values_list("pk", flat=True), *versions.values_list("pk", flat=True)}


def compare_versions_of(before_id: Any, after: ReferentialVersion) -> Changes:
    """What a version changes of another, with what each extends (two queries and one a step down)."""
    before = ReferentialVersion.objects.get(pk=before_id)
    return compare(whole_content(before), whole_content(after))
