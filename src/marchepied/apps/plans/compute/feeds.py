"""A person's calendar: what concerns them, written by the engine."""

from datetime import date, time
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from marchepied.apps.plans.enums import HappeningKind
from marchepied.apps.plans.models import Act, Action, Feed
from marchepied.apps.plans.selectors.acts import recurrence_of
from marchepied.apps.plans.selectors.calendar import Happening
from marchepied.apps.plans.selectors.feeds import Changes, changes_of, dates_for
from marchepied.engines.calendars import Entry, write_calendar

# Never the host's name: the address of an instance may change, its events must not come twice.
REALM = "marchepied"


def write_feed(feed: Feed, today: date | None = None) -> bytes:
    """The calendar in the person's language; the same bytes as long as nothing changes."""
    organisation = feed.organisation
    language = feed.person.language or settings.LANGUAGE_CODE
    with translation.override(language):
        dates = dates_for(organisation, feed.person, today or timezone.localdate())
        writer = _Writer(
            feed, changes_of([*dates.actions, *dates.acts, *(one.row for one in dates.happenings)])
        )
        entries = [
            *(writer.tell_action(action, action.due_on) for action in dates.actions if action.due_on),
            *(writer.tell_act(act) for act in dates.acts),
            *(writer.tell_happening(one) for one in dates.happenings),
        ]
        return write_calendar(entries, name=_("Plan de %(name)s") % {"name": organisation}, language=language)


class _Writer:
    """Rows of one organisation as entries of a calendar."""

    def __init__(self, feed: Feed, changes: dict[str, Changes]) -> None:
        self.feed = feed
        self.changes = changes
        slug = feed.organisation.slug
        self.plan = settings.BASE_URL + reverse("plans:plan", args=[slug])
        self.acts = settings.BASE_URL + reverse("plans:acts", args=[slug])
        self.calendar = settings.BASE_URL + reverse("plans:calendar", args=[slug])

    def tell_action(self, action: Action, due_on: date) -> Entry:
        said = [
            (_("Premier pas : %(text)s"), action.first_step),
            (_("Avec quoi : %(text)s"), action.means),
            (_("Ce sera réussi quand : %(text)s"), action.expected_result),
        ]
        return Entry(
            on=due_on,
            title=action.title,
            description="\n".join(words % {"text": text} for words, text in said if text),
            url=f"{self.plan}#action-{action.pk}",
            **self._identify(HappeningKind.ACTION, action),
        )

    def tell_act(self, act: Act) -> Entry:
        lines = [str(act.get_rhythm_display()).capitalize()]
        if act.action:
            lines.append(_("Pour l’action : %(text)s") % {"text": act.action.title})
        return Entry(
            on=act.starts_on,
            title=act.title,
            description="\n".join(lines),
            url=self.acts,
            recurrence=recurrence_of(act),
            **self._identify(HappeningKind.ACT, act),
        )

    def tell_happening(self, one: Happening) -> Entry:
        place, description = "", ""
        if one.kind == HappeningKind.MEETING:
            place, description = one.row.place, _say_time(one.row.starts_at)
        elif one.kind == HappeningKind.STEP and one.row.minutes:
            description = _("Comptez environ %(n)s minutes.") % {"n": one.row.minutes}
        return Entry(
            on=one.on,
            title=one.title,
            description=description,
            place=place,
            url=self.calendar,
            **self._identify(one.kind, one.row),
        )

    def _identify(self, kind: HappeningKind, row: Any) -> dict[str, Any]:
        """What tells calendars that it is the same event, and whether it changed."""
        made_at = getattr(row, "created_at", None) or self.feed.made_at
        change = self.changes.get(str(row.pk), Changes(made_at, 0))
        return {
            "uid": f"{kind.value}-{row.pk}@{REALM}",
            "changed_at": change.at,
            "sequence": change.count,
        }


def _say_time(starts_at: time | None) -> str:
    return _("À %(time)s") % {"time": time_format(starts_at)} if starts_at else ""
