"""Guides brought in from a file: put aside, then written whole into a draft, or not at all."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.referentials.models import Draft, PendingReferential, Referential, ReferentialVersion
from marchepied.apps.referentials.selectors import whole_content
from marchepied.apps.referentials.services.drafts import Gesture, change_draft, open_draft
from marchepied.core.aside import erase_aside
from marchepied.engines.referential import merge_extension, parse_referential


@transaction.atomic
def keep_brought_file(*, organisation: Any, data: bytes, file_name: str, by: Any) -> PendingReferential:
    """Put a file aside until it is checked; replaces those that the person left there."""
    for left in PendingReferential.objects.filter(organisation=organisation, by=by):
        left.delete()
    brought = PendingReferential(organisation=organisation, file_name=file_name[-200:], by=by)
    brought.file.save("guide", ContentFile(data), save=False)
    brought.save(force_insert=True)
    return brought


@transaction.atomic
def discard_brought_file(*, brought: PendingReferential, by: Any) -> None:
    """Erase a file that was put aside; the file itself goes once this is committed."""
    brought.delete()


def erase_brought_files(*, by: Any = None, now: datetime | None = None) -> int:
    """Erase the files put aside for more than a day, on the whole instance; returns how many."""
    return erase_aside(PendingReferential, now=now)


@transaction.atomic
def import_guide(
    *,
    brought: PendingReferential,
    content: Any,
    base: ReferentialVersion | None = None,
    draft: Draft | None = None,
    referential: Referential | None = None,
    by: Any,
) -> Draft:
    """Write what a file says into a draft, and erase the file: all or nothing.

    Into `draft`, whose history remembers it (« draft.imported »); as the next version of `referential`; or as
    a new guide. `base` is what an extension adds to. Raises InvalidReferentialError when the whole is not
    valid, DraftConflictError when somebody else changed the draft meanwhile, ValidationError for a draft that
    adds to something else.
    """
    whole = merge_extension(whole_content(base), content) if base else content
    parse_referential(whole)
    if draft is not None:
        if draft.base_id != (base.pk if base else None):
            raise ValidationError(_("Ce brouillon ne s’ajoute pas au même guide que le fichier."))
        gesture = Gesture("draft.imported", item_name=brought.file_name)
        written = change_draft(draft=draft, content=content, gesture=gesture, revision=draft.revision, by=by)
    else:
        title = content["title"].get("fr") or next(iter(content["title"].values()))
        written = open_draft(
            organisation=brought.organisation,
            title=title,
            content=content,
            base=base,
            referential=referential,
            by=by,
        )
    brought.delete()
    return written
