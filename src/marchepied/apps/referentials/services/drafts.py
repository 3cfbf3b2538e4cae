"""Writing a referential before anybody answers it: drafts, their changes, their publication."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.referentials.models import Draft, DraftChange, Referential, ReferentialVersion
from marchepied.apps.referentials.selectors import draft_data, free_slug, whole_content
from marchepied.apps.referentials.services.publishing import publish_version
from marchepied.core.audit import record
from marchepied.engines.referential import content_hash
from marchepied.engines.referential.editing import say_name

KEPT_CHANGES = 30
"""How many changes can be undone; older ones stay in the history without what they replaced."""


class DraftConflictError(ValidationError):
    """Somebody else changed the draft since the page was opened: nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            _("Quelqu’un a changé ce brouillon entre-temps. Rechargez la page : votre texte est encore là.")
        )


@dataclass(frozen=True)
class Gesture:
    """What is done to a draft: a past participle with its noun (« question.added »), to which item.

    `credit` names whose idea it was when somebody else writes it down.
    """

    verb: str
    item_id: str = ""
    item_name: str = ""
    credit: str = ""


@transaction.atomic
def open_draft(
    *,
    organisation: Any,
    title: str,
    content: Any,
    base: ReferentialVersion | None = None,
    referential: Referential | None = None,
    by: Any,
) -> Draft:
    """A new draft with this content; `base` for an extension, `referential` for its next version.

    Raises ValidationError when the referential belongs to another organisation, or already has a draft.
    """
    if referential is not None:
        if referential.owner_id != organisation.pk:
            raise ValidationError(_("Ce guide n’est pas le vôtre."))
        if Draft.objects.filter(referential=referential, published=None).exists():
            raise ValidationError(_("Une prochaine version est déjà en cours d’écriture."))
    draft = Draft.objects.create(
        organisation=organisation,
        title=title[:200],
        content=content,
        base=base,
        referential=referential,
        by=by,
    )
    record("draft.opened", draft, by=by)
    return draft


@transaction.atomic
def open_next_version(*, organisation: Any, version: ReferentialVersion, by: Any) -> Draft:
    """A draft of the next version, starting from what a version says."""
    return open_draft(
        organisation=organisation,
        title=say_name(version.content),
        content=version.content,
        base=version.base,
        referential=version.referential,
        by=by,
    )


@transaction.atomic
def change_draft(
    *,
    draft: Draft,
    content: Any,
    gesture: Gesture,
    revision: int,
    base: ReferentialVersion | None = None,
    by: Any,
) -> Draft:
    """Write a new content, if nobody changed the draft since `revision`; keeps what it said before.

    A draft may be incomplete: it is checked when it is published. `base` is the version that it adds to from
    now on, where that changes. Raises DraftConflictError when somebody else was faster, ValidationError when
    it is published already.
    """
    before, added_to = draft.content, draft.base_id
    _write(draft, content, revision, base)
    _remember(draft, gesture, before, by, added_to if base else None)
    record("draft.changed", draft, by=by, what=gesture.verb, item=gesture.item_id)
    return draft


@transaction.atomic
def undo_change(*, draft: Draft, revision: int, by: Any) -> Draft:
    """Take back the latest change. Raises ValidationError when there is none to take back."""
    latest = draft.changes.select_related("base").first()
    if latest is None or not latest.before:
        raise ValidationError(_("Il n’y a rien à annuler."))
    if latest.revision != revision:
        raise DraftConflictError
    before, added_to = draft.content, draft.base_id
    _write(draft, latest.before, revision, latest.base)
    gesture = Gesture("change.undone", latest.item_id, latest.item_name)
    _remember(draft, gesture, before, by, added_to if latest.base else None)
    record("draft.undone", draft, by=by, what=latest.verb)
    return draft


def _write(draft: Draft, content: Any, revision: int, base: ReferentialVersion | None = None) -> None:
    """Only if the draft is still at `revision`, so that two people never write over one another."""
    if draft.published_id is not None:
        raise ValidationError(_("Cette version est publiée : elle ne change plus."))
    now = timezone.now()
    title = say_name(content) if content.get("title") else draft.title
    written = {"content": content, "title": title[:200], "revision": revision + 1, "changed_at": now}
    if base is not None:
        written["base"] = base
    if not Draft.objects.filter(pk=draft.pk, revision=revision, published=None).update(**written):
        raise DraftConflictError
    draft.base = base or draft.base
    draft.content, draft.title, draft.revision, draft.changed_at = content, title[:200], revision + 1, now


def _remember(draft: Draft, gesture: Gesture, before: Any, by: Any, base_id: Any = None) -> None:
    DraftChange.objects.create(
        organisation_id=draft.organisation_id,
        draft=draft,
        revision=draft.revision,
        verb=gesture.verb,
        item_id=gesture.item_id[:80],
        item_name=gesture.item_name[:300],
        credit=gesture.credit[:200],
        before=before,
        base_id=base_id,
        by=by,
    )
    draft.changes.filter(revision__lte=draft.revision - KEPT_CHANGES).exclude(before={}).update(before={})


@transaction.atomic
def publish_draft(*, draft: Draft, number: str, by: Any) -> ReferentialVersion:
    """Make the draft a version that never changes any more.

    Raises InvalidReferentialError with every fault of its content, NumberTakenError for a number already
    published, ValidationError when nothing changed since the last version or when it is published already.
    """
    if draft.published_id is not None:
        raise ValidationError(_("Cette version est déjà publiée."))
    # Held until the end: two people cannot publish it at once, nor one while the other still changes it.
    held = Draft.objects.filter(pk=draft.pk, revision=draft.revision, published=None)
    if not held.update(changed_at=draft.changed_at):
        raise DraftConflictError
    whole = draft_data(draft)
    content = {**draft.content, "version": number}
    referential = draft.referential
    if referential is not None:
        last = referential.versions.first()
        if last and _without_number(whole_content(last)) == _without_number(whole):
            raise ValidationError(_("Rien n’a changé depuis la dernière version."))
    else:
        slug = free_slug(draft.organisation, content["id"]) if "id" in content else "brouillon"
        referential = Referential.objects.create(
            owner=draft.organisation, slug=slug, title=content.get("title", {})
        )
    version = publish_version(referential=referential, content=content, number=number, base=draft.base, by=by)
    referential.title = content["title"]
    referential.save(update_fields=["title"])
    draft.referential, draft.published = referential, version
    draft.save(update_fields=["referential", "published"])
    record("referential.published", version, by=by, organisation=draft.organisation, number=number)
    return version


def _without_number(data: Any) -> str:
    return content_hash({name: value for name, value in data.items() if name != "version"})


@transaction.atomic
def discard_draft(*, draft: Draft, by: Any) -> None:
    """Throw a draft away with its history. Raises ValidationError for one that was published."""
    if draft.published_id is not None:
        raise ValidationError(_("Cette version est publiée : elle ne se jette plus."))
    record("draft.discarded", draft, by=by, title=draft.title)
    draft.delete()
