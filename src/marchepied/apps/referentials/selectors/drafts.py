"""Drafts: what is being written, on what, and who changed it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marchepied.apps.referentials.models import (
    Draft,
    DraftChange,
    ReferentialVersion,
)
from marchepied.apps.referentials.selectors.versions import read_referential, usable_rows, whole_content
from marchepied.engines.referential import (
    Changes,
    Referential,
    compare,
    content_hash,
    editing,
    merge_extension,
)


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


def open_drafts_by_referential(organisation: Any) -> dict[UUID, UUID]:
    """{referential: the draft of its next version} of what the organisation writes (one query)."""
    rows = Draft.objects.filter(organisation=organisation, published=None, referential__isnull=False)
    return dict(rows.values_list("referential_id", "pk"))


def same_guide(organisation: Any, identity: str) -> set[UUID]:
    """The drafts and the versions of the organisation whose content has this id (two queries)."""
    drafts = Draft.objects.filter(organisation=organisation, published=None, content__id=identity)
    versions = ReferentialVersion.objects.filter(referential__owner=organisation, content__id=identity)
    return {*drafts.values_list("pk", flat=True), *versions.values_list("pk", flat=True)}


def newer_base(addition: Draft | ReferentialVersion, organisation: Any) -> ReferentialVersion | None:
    """The latest version of what this adds to, published after the one it follows (one query).

    None for what stands alone, and where the organisation may not use it any more.
    """
    if addition.base_id is None:
        return None
    latest = usable_rows(organisation).filter(referential__versions=addition.base_id).first()
    return None if latest is None or latest.pk == addition.base_id else latest


def left_behind(
    additions: Collection[ReferentialVersion], usable: Collection[ReferentialVersion]
) -> set[UUID]:
    """Those of these versions that add to a guide of which there is a later one among `usable` (no query)."""
    latest = {version.referential_id: version.published_at for version in usable}
    return {
        version.pk
        for version in additions
        if version.base is not None
        and version.base.referential_id in latest
        and latest[version.base.referential_id] > version.base.published_at
    }


@dataclass(frozen=True)
class NewBase:
    """What following another version of the base asks of an addition, and what that version changes.

    `before` and `after` are the whole data of the two versions.
    """

    version: ReferentialVersion
    before: Any
    after: Any
    plan: editing.Rebase
    changes: Changes


def plan_new_base(draft: Draft, version: ReferentialVersion) -> NewBase:
    """What happens to an addition that follows this version (two queries and one a step down).

    Raises ValueError for a draft that stands alone.
    """
    if draft.base_id is None:
        raise ValueError("Ce brouillon n’ajoute à aucun guide.")
    before = whole_content(ReferentialVersion.objects.get(pk=draft.base_id))
    after = whole_content(version)
    return NewBase(
        version, before, after, editing.plan_rebase(draft.content, before, after), compare(before, after)
    )
