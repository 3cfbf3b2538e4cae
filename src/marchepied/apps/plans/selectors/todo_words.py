"""The one list of what there is to do, in words that a mail may carry: never what somebody wrote in trust."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.listening.enums import Visibility
from marchepied.apps.plans.enums import TodoKind
from marchepied.apps.plans.selectors.todo import COMPLAINT_KINDS, IDEA_KINDS, Todo
from marchepied.engines.documents.typography import format_date


def name_todo(one: Todo) -> str:
    """What it is about: a number where the words are not for a mail, a title otherwise, or nothing."""
    row: Any = one.row
    if one.kind in COMPLAINT_KINDS or (one.kind in IDEA_KINDS and row.visibility != Visibility.SHOWN):
        return f"n° {row.number}"
    return "" if one.kind in (TodoKind.REVIEW, TodoKind.ROUND_REPLY) else str(row)


def date_todo(one: Todo, language: str, today: date | None = None) -> str:
    """« pour le 3 mars 2027 », « depuis le 3 mars 2027 » once it is past; nothing without a day."""
    if one.due_on is None:
        return ""
    past = one.due_on < (today or timezone.localdate())
    words = _("depuis le %(date)s") if past else _("pour le %(date)s")
    return words % {"date": format_date(one.due_on, language)}


def say_todo(one: Todo, language: str, today: date | None = None) -> str:
    """One thing on one line."""
    name, when = name_todo(one), date_todo(one, language, today)
    line = f"{one.kind.label} : {name}" if name else str(one.kind.label)
    return f"{line} ({when})" if when else line
