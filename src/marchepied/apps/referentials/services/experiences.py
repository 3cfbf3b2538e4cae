"""Writes of what an organisation says of a label it went through."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.referentials.enums import ExperienceState
from marchepied.apps.referentials.models import LabelExperience
from marchepied.core.audit import record


@dataclass(frozen=True)
class ExperienceContent:
    """What a person writes: where it stands, since when, what it took, what was useful and heavy."""

    state: str
    year: int | None = None
    months: int | None = None
    useful: str = ""
    heavy: str = ""
    shared: bool = False
    named: bool = False


@transaction.atomic
def save_experience(
    *, organisation: Any, label_id: str, content: ExperienceContent, by: Any
) -> LabelExperience:
    """Write what the organisation says of a label, in the place of what it said before.

    The caller knows that the label exists. Raises ValidationError for an unknown state, or words shared that
    are not there. A name is never shown unless the words are shared.
    """
    useful, heavy = content.useful.strip(), content.heavy.strip()
    if content.state not in ExperienceState.values:
        raise ValidationError(_("Dites où vous en êtes."))
    if content.shared and not (useful or heavy):
        raise ValidationError(_("Écrivez ce qui a été utile ou lourd, avant de le partager."))
    said = {
        "state": content.state,
        "year": content.year,
        "months": content.months,
        "useful": useful,
        "heavy": heavy,
        "shared": content.shared,
        "named": content.shared and content.named,
        "by": by,
        "at": timezone.now(),
    }
    experience, created = LabelExperience.objects.update_or_create(
        organisation=organisation, label_id=label_id, defaults=said
    )
    verb = "label-experience.added" if created else "label-experience.changed"
    record(verb, experience, by=by, label=label_id, shared=experience.shared)
    return experience


@transaction.atomic
def delete_experience(*, experience: LabelExperience, by: Any) -> None:
    """Remove what the organisation said of a label, for its own space and for the others."""
    record("label-experience.deleted", experience, by=by, label=experience.label_id)
    experience.delete()
