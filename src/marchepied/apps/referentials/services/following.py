"""An addition goes on to another version of the guide it adds to."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.referentials.models import Draft, ReferentialVersion
from marchepied.apps.referentials.selectors import newer_base, plan_new_base
from marchepied.apps.referentials.services.drafts import Gesture, change_draft
from marchepied.engines.referential import editing


@transaction.atomic
def follow_base(
    *, draft: Draft, version: ReferentialVersion, choices: Mapping[str, str], revision: int, by: Any
) -> Draft:
    """Make an addition follow the newest version of its guide; `undo_change` comes back to the former one.

    `choices` says where goes what hangs nowhere any more, by the key of each conflict of the plan. Everything
    that was written is still there. Raises ValidationError when this is not the newest version, or when a
    choice lacks or leads nowhere; DraftConflictError when somebody changed the draft since `revision`.
    """
    newest = newer_base(draft, draft.organisation)
    if newest is None or newest.pk != version.pk:
        raise ValidationError(_("Ces ajouts ne peuvent pas suivre cette version."))
    planned = plan_new_base(draft, version)
    try:
        content = editing.rebase(draft.content, planned.before, planned.after, choices)
    except (KeyError, ValueError) as error:
        raise ValidationError(_("Choisissez une place pour chaque passage.")) from error
    content["extends"] = {"referential": planned.after["id"], "version": version.number}
    gesture = Gesture("base.changed", item_name=_name_of(version))
    return change_draft(draft=draft, content=content, gesture=gesture, revision=revision, base=version, by=by)


def _name_of(version: ReferentialVersion) -> str:
    title = version.referential.title
    return f"{title.get('fr') or next(iter(title.values()), '')}, {version.number}"
