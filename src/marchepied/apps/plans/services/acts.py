"""Writes of the acts: what is done again and again."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.plans.enums import Rhythm
from marchepied.apps.plans.models import Act, ActDone
from marchepied.apps.plans.selectors.acts import WEEK, monday_of, recurrence_of
from marchepied.core.audit import record, trace
from marchepied.engines.calendars import is_occurrence

NOTE_LENGTH = 300


@dataclass(frozen=True)
class ActContent:
    """What a person writes of an act."""

    title: str
    rhythm: str
    starts_on: date
    ends_on: date | None = None
    owner: Any = None
    owner_name: str = ""


@transaction.atomic
def add_act(*, organisation: Any, content: ActContent, action: Any = None, by: Any) -> Act:
    """Add an act, remembering the action it comes from. Raises ValidationError when it makes no sense."""
    act = Act(organisation=organisation, action=action)
    _fill(act, content)
    act.save()
    if action is not None:
        trace(action, act, by=by)
    record("act.added", act, by=by, title=act.title)
    return act


@transaction.atomic
def update_act(*, act: Act, content: ActContent, by: Any) -> Act:
    """Write an act again; what was ticked before is kept. Raises ValidationError as `add_act`."""
    _fill(act, content)
    act.save()
    record("act.changed", act, by=by)
    return act


@transaction.atomic
def end_act(*, act: Act, by: Any) -> Act:
    """Stop an act from tomorrow on: today's date still counts, what was ticked stays."""
    act.ends_on = max(timezone.localdate(), act.starts_on)
    act.save(update_fields=["ends_on"])
    record("act.ended", act, by=by, on=str(act.ends_on))
    return act


@transaction.atomic
def delete_act(*, act: Act, by: Any) -> None:
    """Remove an act added by mistake, with what was ticked."""
    record("act.deleted", act, by=by, title=act.title)
    act.delete()


@transaction.atomic
def tick_act(*, act: Act, on: date, note: str = "", by: Any) -> ActDone:
    """Say that an act was done for one of its dates, with a word about it; again changes the word.

    Raises ValidationError for a date that is not one of the act's, or later than the end of this week.
    """
    if not is_occurrence(recurrence_of(act), on):
        raise ValidationError(_("Ce geste ne tombe pas ce jour-là. Rechargez la page."))
    if on >= monday_of(timezone.localdate()) + timedelta(days=WEEK):
        raise ValidationError(_("Ce jour est encore loin : vous le noterez la semaine venue."))
    done, _created = ActDone.objects.update_or_create(
        organisation=act.organisation,
        act=act,
        on=on,
        defaults={"note": note.strip()[:NOTE_LENGTH], "by": by},
    )
    record("act.ticked", act, by=by, on=str(on))
    return done


@transaction.atomic
def untick_act(*, act: Act, on: date, by: Any) -> None:
    """Take a tick back; nothing happens when there was none."""
    removed, _rows = ActDone.objects.filter(act=act, on=on).delete()
    if removed:
        record("act.unticked", act, by=by, on=str(on))


def _fill(act: Act, content: ActContent) -> None:
    if not content.title.strip():
        raise ValidationError(_("Dites en quelques mots ce qu’on fera régulièrement."))
    if content.rhythm not in Rhythm.values:
        raise ValidationError(_("Choisissez un rythme de la liste."))
    if content.ends_on is not None and content.ends_on < content.starts_on:
        raise ValidationError(_("La fin vient avant le début : vérifiez les deux dates."))
    for name, value in vars(content).items():
        setattr(act, name, value.strip() if isinstance(value, str) else value)
