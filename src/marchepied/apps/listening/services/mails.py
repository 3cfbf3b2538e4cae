"""Writing to people about the registers: what waits, what is late, danger, and news to an author.

No mail says what somebody wrote: only that it is there, and where.
"""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.listening.enums import RegisterKind
from marchepied.apps.listening.models import Complaint, ComplaintPerson, Register
from marchepied.apps.listening.selectors.registers import keepers_of, pilots_of
from marchepied.apps.listening.selectors.tracking import code_of_complaint
from marchepied.apps.listening.selectors.waiting import Waiting, waiting_complaints, waiting_ideas
from marchepied.apps.organisations.selectors import real_organisations
from marchepied.core import mail
from marchepied.core.audit import record
from marchepied.core.scope import scope

# Whoever looks after a register is not written to again sooner about the same things.
DAYS_BETWEEN = 3


def tell_author(complaint: Complaint, *, by: Any = None) -> bool:
    """Tell the author by mail that something waits for them, when the contact they gave is an address."""
    person = ComplaintPerson.objects.filter(complaint=complaint).first()
    if person is None or not _is_address(person.contact):
        return False
    language = translation.get_language() or settings.LANGUAGE_CODE
    mail.send(
        "listening_news",
        to=person.contact,
        language=language,
        context={
            "organisation": complaint.organisation.name,
            "number": complaint.number,
            "link": settings.BASE_URL + reverse("listening:follow", args=[code_of_complaint(complaint)]),
        },
    )
    return True


def warn_of_danger(complaint: Complaint, *, by: Any = None) -> int:
    """Write at once to who looks after the register and to the pilots; how many mails left."""
    people = {
        person.pk: person for person in [*keepers_of(complaint.register), *pilots_of(complaint.organisation)]
    }
    for person in people.values():
        _write("listening_danger", person, complaint.register, {"number": complaint.number})
    return len(people)


def send_due_mails(*, today: date | None = None, by: Any = None) -> int:
    """Write what waits to who looks after each open register, and what has become late to the pilots, once.

    A complaint is told late once for each delay announced. The demonstration receives nothing. Returns how
    many mails left.
    """
    day = today or timezone.localdate()
    sent = 0
    for organisation in real_organisations():
        with scope(organisation):
            for register in Register.objects.filter(is_open=True).select_related("organisation", "keeper"):
                sent += _escalate(register, day) if register.kind == RegisterKind.COMPLAINTS else 0
                sent += _tell_keepers(register, day)
    return sent


def _tell_keepers(register: Register, today: date) -> int:
    complaints = register.kind == RegisterKind.COMPLAINTS
    waiting = waiting_complaints(register, today) if complaints else waiting_ideas(register, today)
    if not waiting.is_worth_telling:
        return 0
    since = today - timedelta(days=DAYS_BETWEEN)
    free = Q(told_on=None) | Q(told_on__lte=since)
    people = keepers_of(register)
    with transaction.atomic():
        if Register.objects.filter(free, pk=register.pk).update(told_on=today) != 1:
            return 0
        for person in people:
            with translation.override(_language_of(person)):
                lines = _say_complaints(waiting) if complaints else _say_ideas(waiting)
            _write("listening_waiting", person, register, {"lines": lines})
    return len(people)


def _escalate(register: Register, today: date) -> int:
    """What has become late since it was last told, to the pilots."""
    late = [row for row in waiting_complaints(register, today).late if row.escalated_on is None]
    people = pilots_of(register.organisation)
    if not late or not people:
        return 0
    with transaction.atomic():
        for row in late:
            row.escalated_on = today
            row.save(update_fields=["escalated_on"])
            record("complaint.escalated", row, by=None)
        numbers = ", ".join(str(row.number) for row in sorted(late, key=lambda row: row.number))
        for person in people:
            _write("listening_late", person, register, {"n": len(late), "numbers": numbers})
    return len(people)


def _say_complaints(waiting: Waiting) -> list[str]:
    lines = []
    if waiting.late:
        n = len(waiting.late)
        lines.append(ngettext("%(n)s en retard", "%(n)s en retard", n) % {"n": n})
    if waiting.new:
        sentence = ngettext(
            "%(n)s attend votre accusé de réception", "%(n)s attendent votre accusé de réception", waiting.new
        )
        lines.append(sentence % {"n": waiting.new})
    if waiting.owed:
        sentence = ngettext("%(n)s message sans réponse", "%(n)s messages sans réponse", waiting.owed)
        lines.append(sentence % {"n": waiting.owed})
    return lines


def _say_ideas(waiting: Waiting) -> list[str]:
    lines = []
    if waiting.new:
        sentence = ngettext("%(n)s idée à lire", "%(n)s idées à lire", waiting.new)
        lines.append(sentence % {"n": waiting.new})
    if waiting.late:
        n = len(waiting.late)
        sentence = ngettext(
            "%(n)s idée attend votre décision depuis longtemps",
            "%(n)s idées attendent votre décision depuis longtemps",
            n,
        )
        lines.append(sentence % {"n": n})
    if waiting.owed:
        sentence = ngettext(
            "%(n)s personne attend un mot de vous", "%(n)s personnes attendent un mot de vous", waiting.owed
        )
        lines.append(sentence % {"n": waiting.owed})
    return lines


def _write(template: str, person: Any, register: Register, context: dict[str, Any]) -> None:
    name = "complaints" if register.kind == RegisterKind.COMPLAINTS else "ideas"
    language = _language_of(person)
    with translation.override(language):
        what = _("les difficultés et réclamations") if name == "complaints" else _("la boîte à idées")
    mail.send(
        template,
        to=person.email,
        language=language,
        context={
            **context,
            "organisation": register.organisation.name,
            "what": what,
            "link": settings.BASE_URL + reverse(f"listening:{name}", args=[register.organisation.slug]),
        },
    )


def _language_of(person: Any) -> str:
    return person.language or settings.LANGUAGE_CODE


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
