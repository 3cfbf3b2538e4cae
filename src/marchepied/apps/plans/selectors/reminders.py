"""What a person is reminded of, and what their week is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from marchepied.apps.plans.enums import ActionState, HappeningKind
from marchepied.apps.plans.models import Action, MailChoice
from marchepied.apps.plans.rules import open_mail_choice
from marchepied.apps.plans.selectors.acts import ActWeek, monday_of
from marchepied.apps.plans.selectors.calendar import Happening
from marchepied.apps.plans.selectors.plan import ENDED, is_late
from marchepied.apps.plans.selectors.todo import Todo, pick_mattering
from marchepied.core.models import AuditEntry
from marchepied.core.scope import unscoped

WEEK = timedelta(days=7)
# A week before, the day itself, a week after.
MOMENTS = (-WEEK, timedelta(0), WEEK)
# What was not sent because the machine was off is sent within a week; a digest, until Wednesday.
CATCH_UP = WEEK
LAST_DIGEST_DAY = 2
COMING = timedelta(days=14)


@dataclass(frozen=True)
class Digest:
    """A person's week: what is late, what comes, the acts, what was done."""

    late: tuple[Action, ...]
    coming: tuple[Happening, ...]
    acts: tuple[Any, ...]
    done: tuple[Action, ...]
    # The three things that matter, for who pilots.
    mattering: tuple[Todo, ...] = ()

    @property
    def is_worth_sending(self) -> bool:
        """What others did is news, not a reason to write."""
        return bool(self.mattering or self.late or self.coming or self.acts)


@dataclass(frozen=True)
class PlanNews:
    """What the digests of an organisation are drawn from: read once, shared by everybody."""

    actions: tuple[Action, ...]
    happenings: tuple[Happening, ...]
    week: ActWeek
    done: tuple[Action, ...]
    todo: tuple[Todo, ...] = ()


def choice_of(organisation: Any, person: Any) -> MailChoice:
    """What this person wants to receive; both, unsaved, before they said anything (one query)."""
    found = MailChoice.objects.filter(organisation=organisation, person=person).first()
    return found or MailChoice(organisation=organisation, person=person)


def find_choice(code: str) -> tuple[MailChoice, str] | None:
    """The choice that a link of a mail names, and the kind of mail; None for a link that is not ours."""
    read = open_mail_choice(code)
    if read is None:
        return None
    with unscoped("the link of a mail names its own row"):
        rows = MailChoice.objects.select_related("organisation", "person")
        choice = rows.filter(pk=read[0]).first()
    return (choice, read[1]) if choice else None


def choices_of(organisation: Any) -> dict[UUID, MailChoice]:
    """What each person of the organisation said, or received, by person (one query)."""
    return {row.person_id: row for row in MailChoice.objects.filter(organisation=organisation)}


def actions_in_sight(cycle: Any, today: date) -> list[Action]:
    """The running actions that a reminder sent today may be about, by date (one query)."""
    first, last = today - WEEK - CATCH_UP, today + WEEK
    rows = Action.objects.filter(cycle=cycle, due_on__gte=first, due_on__lte=last).exclude(owner=None)
    return list(rows.exclude(state__in=ENDED).select_related("owner"))


def pick_reminders(actions: Sequence[Action], since: date, today: date) -> list[Action]:
    """The actions with a moment after `since`, up to today; never on the day they were written.

    `since` further back than a week counts as a week.
    """
    low = max(since, today - CATCH_UP)
    return [action for action in actions if action.due_on and _has_moment(action, action.due_on, low, today)]


def _has_moment(action: Action, due_on: date, low: date, today: date) -> bool:
    after = max(low, timezone.localdate(action.created_at))
    return any(after < due_on + moment <= today for moment in MOMENTS)


def is_digest_day(last: date | None, today: date) -> bool:
    """Whether a digest is due: on Monday, or until Wednesday when Monday's did not leave.

    Somebody who never had one (None) waits for a Monday.
    """
    if last is None:
        return today.weekday() == 0
    return today.weekday() <= LAST_DIGEST_DAY and last < monday_of(today)


def done_since(cycle: Any, since: date) -> list[Action]:
    """The actions that are done and became so after this day (two queries)."""
    entries = AuditEntry.objects.filter(
        organisation=cycle.organisation, verb="action.changed", at__date__gt=since, detail__after="done"
    )
    moved = {
        target
        for target, detail in entries.order_by("at", "id").values_list("target_id", "detail")
        if detail.get("before") != ActionState.DONE
    }
    rows = Action.objects.filter(cycle=cycle, state=ActionState.DONE, pk__in=moved)
    return list(rows.select_related("owner"))


def make_digest(news: PlanNews, person: Any, *, sees_all: bool, today: date) -> Digest:
    """The digest of one person: their own things and what is everybody's; all of it for who pilots."""

    def concerns(row: Any) -> bool:
        return sees_all or row.owner_id == person.pk

    mattering = tuple(pick_mattering(news.todo)) if sees_all else ()
    told = {one.row.pk for one in mattering}
    mine = [action for action in news.actions if concerns(action)]
    coming = [
        one
        for one in news.happenings
        if not one.is_over
        and today <= one.on <= today + COMING
        and (one.kind not in {HappeningKind.STEP, HappeningKind.ACTION} or concerns(one.row))
    ]
    return Digest(
        late=tuple(action for action in mine if is_late(action, today) and action.pk not in told),
        coming=tuple(sorted(coming, key=lambda one: (one.on, one.title))),
        acts=tuple(line.act for line in news.week.lines if line.act.owner_id == person.pk),
        done=news.done,
        mattering=mattering,
    )
