"""Reads of calendars: whose they are, and what they hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.urls import reverse

from marchepied.apps.organisations.enums import Right
from marchepied.apps.organisations.rules import may
from marchepied.apps.organisations.selectors import find_membership
from marchepied.apps.plans.enums import HappeningKind
from marchepied.apps.plans.models import Act, Action, Feed
from marchepied.apps.plans.rules import open_calendar, seal_calendar
from marchepied.apps.plans.selectors.calendar import Happening, shared_happenings
from marchepied.apps.plans.selectors.plan import ENDED, plan_cycle
from marchepied.core.models import AuditEntry
from marchepied.core.scope import unscoped

PAST, AHEAD = timedelta(days=31), timedelta(days=400)
# Ticking an act does not change its event.
SILENT = ("act.ticked", "act.unticked")
# Dates that stay in a calendar once they are past.
KEPT = {HappeningKind.ASSEMBLY, HappeningKind.MEETING}


@dataclass(frozen=True)
class OwnDates:
    """What a calendar holds: the person's actions, their acts, and what everybody should know of."""

    actions: tuple[Action, ...]
    acts: tuple[Act, ...]
    happenings: tuple[Happening, ...]


@dataclass(frozen=True)
class Changes:
    """When a record was last changed, and how many times it was since it was made."""

    at: datetime
    count: int


def find_own_feed(organisation: Any, person: Any) -> Feed | None:
    """The calendar that this person opened in this organisation; None before they did (one query)."""
    return Feed.objects.filter(organisation=organisation, person=person).first()


def find_feed(code: str) -> Feed | None:
    """The calendar of an address, while its person may still read the space; None otherwise."""
    handle = open_calendar(code)
    if handle is None:
        return None
    with unscoped("the address of a calendar names its own row"):
        feed = Feed.objects.select_related("organisation", "person").filter(handle=handle).first()
    if feed is None or not feed.person.is_active:
        return None
    return feed if may(find_membership(feed.person, feed.organisation.slug), Right.READ) else None


def address_of(feed: Feed) -> str:
    """The whole address of a calendar."""
    return settings.BASE_URL + reverse("plans:feed", args=[seal_calendar(feed.handle)])


def dates_for(organisation: Any, person: Any, today: date) -> OwnDates:
    """What concerns this person from a month ago to a year ahead (seven queries).

    Titles are in the active language. Actions that are done or dropped, and steps of others, are left out.
    """
    acts = Act.objects.filter(organisation=organisation, owner=person).exclude(ends_on__lt=today - PAST)
    cycle = plan_cycle(organisation)
    if cycle is None:
        return OwnDates((), tuple(acts.select_related("action")), ())
    cycle.organisation = organisation
    actions = Action.objects.filter(cycle=cycle, owner=person).exclude(due_on=None)
    happenings = [
        one
        for one in shared_happenings(organisation, cycle, today - PAST, today + AHEAD)
        if (one.kind in KEPT or not one.is_over)
        and (one.kind != HappeningKind.STEP or one.row.owner_id == person.pk)
    ]
    return OwnDates(
        tuple(actions.exclude(state__in=ENDED)), tuple(acts.select_related("action")), tuple(happenings)
    )


def changes_of(rows: Iterable[Any]) -> dict[str, Changes]:
    """For each record that the audit log knows, by its key as text, its last change (one query)."""
    entries = (
        AuditEntry.objects.filter(target_id__in={str(row.pk) for row in rows})
        .exclude(verb__in=SILENT)
        .values("target_id")
        .annotate(last=Max("at"), times=Count("pk"))
        .order_by("target_id")
    )
    return {row["target_id"]: Changes(row["last"], row["times"] - 1) for row in entries}
