"""What organisations say of the labels they went through."""

from typing import Any

from marchepied.apps.referentials.models import (
    LabelExperience,
)
from marchepied.core.scope import unscoped


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
