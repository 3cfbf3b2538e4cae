"""What was heard all year, as the pack tells it: difficulties and ideas, without anybody's name."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.listening.selectors.complaint_figures import ComplaintYear, Kept, year_of
from marchepied.apps.listening.selectors.ideas import IdeaYear, idea_year_of
from marchepied.engines.documents import FigureTable
from marchepied.engines.documents.typography import format_number, join_words

A_YEAR = timedelta(days=365)
MOST_TOLD = 8


def describe_listening(cycle: Any, language: str) -> tuple[FigureTable, ...]:
    """The registers of the year that ends with the assembly, or today; none while nothing came."""
    first, last = find_days(cycle)
    tables = []
    complaints = year_of(cycle.organisation, first, last)
    if complaints is not None and complaints.received:
        tables.append(_describe_complaints(complaints, language))
    ideas = idea_year_of(cycle.organisation, first, last)
    if ideas is not None and ideas.received:
        tables.append(_describe_ideas(ideas))
    return tuple(tables)


def find_days(cycle: Any) -> tuple[date, date]:
    """From the day after last year's assembly to this one's, or to today when it is to come.

    Without an assembly before, a year back.
    """
    today = timezone.localdate()
    last = min(cycle.assembly_on or today, today)
    before = cycle.follows.assembly_on if cycle.follows_id else None
    if before is not None and before < last:
        return before + timedelta(days=1), last
    return last - A_YEAR + timedelta(days=1), last


def _describe_complaints(told: ComplaintYear, language: str) -> FigureTable:
    sentence = ngettext(
        "Une difficulté nous a été dite.", "%(n)s difficultés nous ont été dites.", told.received
    ) % {"n": told.received}
    said = [
        sentence,
        _say_kept(
            told.acknowledged, _("Accusés de réception dans le délai annoncé : %(kept)s sur %(asked)s.")
        ),
        _say_kept(told.answered, _("Réponses dans le délai annoncé : %(kept)s sur %(asked)s.")),
        _say_median(told.median_days, language),
        ngettext("Une attend encore.", "%(n)s attendent encore.", told.running) % {"n": told.running}
        if told.running
        else "",
        _say_causes(told, language),
    ]
    return FigureTable(
        title=_("Les difficultés et réclamations"),
        sentence=" ".join(filter(None, said)),
        head=(_("Cause"), _("Nombre")) if told.may_count and told.causes else (),
        rows=tuple((words, str(number)) for words, number in told.causes) if told.may_count else (),
        notes=tuple(_("Ce qui a changé : %(text)s") % {"text": text} for text in told.changed[:MOST_TOLD]),
    )


def _say_causes(told: ComplaintYear, language: str) -> str:
    """The causes without their numbers, where these would tell whose each was."""
    if told.may_count or not told.causes:
        return ""
    causes = join_words([words for words, _number in told.causes], language)
    return _("Causes : %(causes)s.") % {"causes": causes}


def _say_kept(kept: Kept, sentence: str) -> str:
    return sentence % {"kept": kept.kept, "asked": kept.asked} if kept.asked else ""


def _say_median(days: float | None, language: str) -> str:
    if days is None:
        return ""
    sentence = _("La moitié ont eu leur réponse en %(days)s jours ou moins.")
    return sentence % {"days": format_number(days, language)}


def _describe_ideas(told: IdeaYear) -> FigureTable:
    received = ngettext("Une idée nous a été proposée.", "%(n)s idées nous ont été proposées.", told.received)
    decided = ngettext(
        "%(n)s a eu sa réponse, dont %(in_time)s dans le délai annoncé ;",
        "%(n)s ont eu leur réponse, dont %(in_time)s dans le délai annoncé ;",
        told.decided,
    ) % {"n": told.decided, "in_time": told.in_time}
    accepted = ngettext("%(n)s retenue,", "%(n)s retenues,", told.accepted) % {"n": told.accepted}
    done = ngettext("%(n)s faite.", "%(n)s faites.", told.done) % {"n": told.done}
    rows = told.told[:MOST_TOLD]
    return FigureTable(
        title=_("La boîte à idées"),
        sentence=" ".join((received % {"n": told.received}, decided, accepted, done)),
        head=(_("Idée"), _("Ce que cela change")) if rows else (),
        rows=tuple((title, words) for title, words in rows),
    )
