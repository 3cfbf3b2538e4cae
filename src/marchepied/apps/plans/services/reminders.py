"""Writing to people about the plan: reminders of their actions, and their week on Monday."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.organisations.enums import Right
from marchepied.apps.organisations.rules import is_current, may
from marchepied.apps.organisations.selectors import people_of, real_organisations
from marchepied.apps.plans.models import Action, MailChoice
from marchepied.apps.plans.rules import DIGEST, REMINDERS, seal_mail_choice
from marchepied.apps.plans.selectors.acts import look_at_week
from marchepied.apps.plans.selectors.calendar import Happening, action_happenings, shared_happenings
from marchepied.apps.plans.selectors.plan import plan_cycle
from marchepied.apps.plans.selectors.reminders import (
    COMING,
    WEEK,
    Digest,
    PlanNews,
    actions_in_sight,
    choices_of,
    done_since,
    is_digest_day,
    make_digest,
    pick_reminders,
)
from marchepied.apps.plans.selectors.todo import read_todo
from marchepied.apps.plans.selectors.todo_words import say_todo
from marchepied.core import mail
from marchepied.core.audit import record
from marchepied.core.scope import scope
from marchepied.engines.documents.typography import format_date


@transaction.atomic
def choose_mails(*, organisation: Any, reminders: bool, digest: bool, by: Any) -> MailChoice:
    """What whoever asks wants to receive about the plan of this organisation."""
    choice, _made = MailChoice.objects.update_or_create(
        organisation=organisation, person=by, defaults={"reminders": reminders, "digest": digest}
    )
    record("mails.chosen", choice, by=by, reminders=reminders, digest=digest)
    return choice


@transaction.atomic
def choose_mail(*, choice: MailChoice, what: str, wanted: bool, by: Any) -> MailChoice:
    """Stop one kind of mail (`rules.REMINDERS` or `DIGEST`), or receive it again."""
    field = "reminders" if what == REMINDERS else "digest"
    setattr(choice, field, wanted)
    choice.save(update_fields=[field])
    record("mails.chosen", choice, by=by, **{field: wanted})
    return choice


def send_due_mails(*, today: date | None = None, by: Any = None) -> int:
    """Send today's reminders and digests of every organisation, once; returns how many left.

    Whatever was sent is remembered, so that running it twice a day sends nothing twice, and what a machine
    that was off did not send leaves when it is back, within a week. The demonstration receives nothing.
    """
    day = today or timezone.localdate()
    sent = 0
    for organisation in real_organisations():
        with scope(organisation):
            cycle = plan_cycle(organisation)
            if cycle is None:
                continue
            cycle.organisation = organisation
            members = [row for row in people_of(organisation) if is_current(row) and row.person.is_active]
            choices = _complete_choices(organisation, members)
            sent += _send_reminders(cycle, choices, members, day)
            sent += _send_digests(cycle, choices, members, day)
    return sent


def _send_reminders(cycle: Any, choices: dict[Any, MailChoice], members: Sequence[Any], today: date) -> int:
    """One mail to each member whose own actions come in a week, are for today, or are a week late."""
    actions = actions_in_sight(cycle, today)
    sent = 0
    for member in members:
        choice = choices[member.person_id]
        since = choice.reminded_on or today - timedelta(days=1)
        own = [action for action in actions if action.owner_id == member.person_id]
        picked = pick_reminders(own, since, today)
        with transaction.atomic():
            if choice.reminders and _claim(choice, "reminded_on", today) and picked:
                _send_reminder(cycle.organisation, choice, member.person, picked, today)
                sent += 1
    return sent


def _send_digests(cycle: Any, choices: dict[Any, MailChoice], members: Sequence[Any], today: date) -> int:
    """The week of each member, on Monday, to those who have something in it."""
    sent = 0
    news: dict[tuple[str, date], PlanNews] = {}
    for member in members:
        choice = choices[member.person_id]
        if not choice.digest or not is_digest_day(choice.digested_on, today):
            continue
        key = (_language_of(member.person), choice.digested_on or today - WEEK)
        if key not in news:
            news[key] = _gather_news(cycle, *key, today)
        digest = make_digest(news[key], member.person, sees_all=may(member, Right.PILOT), today=today)
        with transaction.atomic():
            if _claim(choice, "digested_on", today) and digest.is_worth_sending:
                _send_digest(cycle.organisation, choice, member.person, digest)
                sent += 1
    return sent


def _complete_choices(organisation: Any, members: Sequence[Any]) -> dict[Any, MailChoice]:
    """A row for each member: it remembers what was sent."""
    known = choices_of(organisation)
    new = [
        MailChoice(organisation=organisation, person=member.person)
        for member in members
        if member.person_id not in known
    ]
    MailChoice.objects.bulk_create(new, ignore_conflicts=True)
    return choices_of(organisation) if new else known


def _claim(choice: MailChoice, field: str, today: date) -> bool:
    """Note that today's mail was looked at; False when another worker did it before."""
    free = Q(**{field: None}) | Q(**{f"{field}__lt": today})
    return MailChoice.objects.filter(free, pk=choice.pk).update(**{field: today}) == 1


def _gather_news(cycle: Any, language: str, since: date, today: date) -> PlanNews:
    organisation = cycle.organisation
    actions = [one.row for one in action_happenings(cycle, date.min, today) if not one.is_over]
    with translation.override(language):
        happenings = [
            *shared_happenings(organisation, cycle, today, today + COMING),
            *action_happenings(cycle, today, today + COMING),
        ]
    week = look_at_week(organisation, today)
    done = tuple(done_since(cycle, since))
    return PlanNews(
        tuple(actions), tuple(happenings), week, done, tuple(read_todo(organisation, cycle, today))
    )


def _language_of(person: Any) -> str:
    return person.language or settings.LANGUAGE_CODE


def _send_reminder(
    organisation: Any, choice: MailChoice, person: Any, actions: Sequence[Action], today: date
) -> None:
    language = _language_of(person)
    with translation.override(language):
        lines = [
            f"{action.title}\n  {_say_when(action.due_on, today, language)}"
            for action in actions
            if action.due_on
        ]
    _send("plan_reminder", REMINDERS, organisation, choice, person, {"lines": lines, "n": len(lines)})


def _send_digest(organisation: Any, choice: MailChoice, person: Any, digest: Digest) -> None:
    language = _language_of(person)
    with translation.override(language):
        context = {
            "mattering": [say_todo(one, language) for one in digest.mattering],
            "todo_link": settings.BASE_URL + reverse("plans:todo", args=[organisation.slug]),
            "late": [_say_action(action, person, language) for action in digest.late],
            "coming": [_say_happening(one, person, language) for one in digest.coming],
            "acts": [f"{act.title} ({act.get_rhythm_display()})" for act in digest.acts],
            "done": [action.title for action in digest.done],
        }
    _send("plan_digest", DIGEST, organisation, choice, person, context)


def _send(
    template: str, what: str, organisation: Any, choice: MailChoice, person: Any, context: dict[str, Any]
) -> None:
    stop = settings.BASE_URL + reverse("plans:mail-stop", args=[seal_mail_choice(choice.pk, what)])
    mail.send(
        template,
        to=person.email,
        language=_language_of(person),
        context={
            **context,
            "person": person.name,
            "organisation": organisation.name,
            "link": settings.BASE_URL + reverse("plans:plan", args=[organisation.slug]),
            "stop": stop,
        },
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def _say_when(due_on: date, today: date, language: str) -> str:
    """« pour aujourd’hui », « dans 7 jours, le 3 mars 2027 », « c’était pour le 3 mars 2027 »."""
    days = (due_on - today).days
    on = format_date(due_on, language)
    if days == 0:
        return _("pour aujourd’hui")
    if days < 0:
        return _("c’était pour le %(date)s : dites où vous en êtes, ou changez la date") % {"date": on}
    words = ngettext("demain, le %(date)s", "dans %(n)s jours, le %(date)s", days)
    return words % {"date": on, "n": days}


def _say_action(action: Action, person: Any, language: str) -> str:
    line = f"{action.title} ({format_date(action.due_on, language)})" if action.due_on else action.title
    who = "" if action.owner_id == person.pk else str(action.owner or action.owner_name)
    return f"{line}, {who}" if who else line


def _say_happening(one: Happening, person: Any, language: str) -> str:
    mine = getattr(one.row, "owner_id", None) == person.pk
    line = _("%(date)s : %(title)s") % {"date": format_date(one.on, language), "title": one.title}
    return f"{line}, {one.who}" if one.who and not mine else line
