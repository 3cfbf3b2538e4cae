"""After the assembly: when it was held, who came, what it decided, what was said."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from marchepied.apps.diagnosis.enums import StepKey
from marchepied.apps.diagnosis.selectors.cycles import find_step
from marchepied.apps.diagnosis.services.steps import complete_step
from marchepied.apps.meetings.enums import MeetingKind, Presence
from marchepied.apps.meetings.services.meetings import (
    AttendeeContent,
    MeetingContent,
    hold_meeting,
    plan_meeting,
    set_attendance,
    update_meeting,
)
from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.apps.restitution.models import Assembly
from marchepied.core.audit import record


@dataclass(frozen=True)
class AssemblyContent:
    """What is noted of the assembly: numbers of people, never a list of names."""

    held_on: date
    place: str = ""
    present: int = 0
    represented: int = 0


@transaction.atomic
def meeting_of_assembly(*, cycle: Any, by: Any) -> Any:
    """The meeting of the cycle's assembly: the one that exists, or a new one on the date of the cycle."""
    row = Assembly.objects.filter(cycle=cycle).select_related("meeting").first()
    if row is not None:
        return row.meeting
    with override("fr"):
        title = vocabulary_of(cycle.organisation, "fr")["assembly"].capitalize()
    content = MeetingContent(title=title[:160], kind=MeetingKind.ASSEMBLY, planned_on=cycle.assembly_on)
    meeting = plan_meeting(organisation=cycle.organisation, content=content, by=by)
    Assembly.objects.create(organisation=cycle.organisation, cycle=cycle, meeting=meeting)
    return meeting


@transaction.atomic
def note_assembly(*, cycle: Any, content: AssemblyContent, by: Any) -> Any:
    """Write when and where the assembly was held and how many came, in place of what was written before.

    Raises ValidationError, in words, for a day to come or negative numbers.
    """
    if content.present < 0 or content.represented < 0:
        raise ValidationError(_("Un nombre de personnes ne peut pas être négatif."))
    meeting = meeting_of_assembly(cycle=cycle, by=by)
    kept = MeetingContent(**{field.name: getattr(meeting, field.name) for field in fields(MeetingContent)})
    update_meeting(meeting=meeting, content=replace(kept, place=content.place.strip()), by=by)
    counts = ((Presence.PRESENT, content.present), (Presence.REPRESENTED, content.represented))
    rows = [
        AttendeeContent(standing=_("membres"), presence=presence, count=count)
        for presence, count in counts
        if count
    ]
    set_attendance(meeting=meeting, attendees=rows, by=by)
    return hold_meeting(meeting=meeting, held_on=content.held_on, by=by)


@transaction.atomic
def close_assembly(*, cycle: Any, by: Any) -> None:
    """Say that the assembly has been told of: the last step is done.

    Raises ValidationError while the day it was held is not known.
    """
    row = Assembly.objects.filter(cycle=cycle).select_related("meeting").first()
    if row is None or row.meeting.held_on is None:
        raise ValidationError(_("Dites d’abord quand l’assemblée a eu lieu."))
    step = find_step(cycle, StepKey.ASSEMBLY)
    if step is not None:
        complete_step(step=step, by=by)
    record("assembly.told", cycle, by=by)
