"""What was learned, voted, measured and decided at the assembly, as the pack tells it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.meetings.enums import MinuteKind
from marchepied.apps.plans.selectors.indicator_words import describe_target, show_value
from marchepied.apps.plans.selectors.indicators import IndicatorLine, indicators_of, lines_of
from marchepied.apps.plans.selectors.reviews import learned_in
from marchepied.apps.plans.selectors.vote_words import vote_of
from marchepied.apps.restitution.selectors.assemblies import HeldAssembly
from marchepied.engines.documents import AssemblyAccount, FigureTable, Motion, format_date

# Three years show where an indicator goes; a page holds no more columns.
YEARS_SHOWN = 3


def list_learned(cycle: Any, language: str) -> tuple[str, ...]:
    """What the looks back of the year taught, each with its day."""
    return tuple(
        f"{format_date(learned.held_on, language)} · {line}"
        for learned in learned_in(cycle)
        for line in learned.lines
    )


def describe_votes(cycle: Any) -> tuple[FigureTable, ...]:
    """The last vote on the actions, as it may be shown; none before any is closed."""
    outcome = vote_of(cycle)
    if outcome is None:
        return ()
    rows = tuple(
        (str(line.rank) if line.rank is not None else "–", line.title, line.grade or "–", line.sentence)
        for line in outcome.lines
    )
    return (
        FigureTable(
            title=outcome.title,
            sentence=outcome.headline,
            head=(_("Rang"), _("Action proposée"), _("Mention"), _("Ce que disent les bulletins")),
            rows=rows,
            notes=outcome.notes,
        ),
    )


def describe_indicators(cycle: Any) -> tuple[FigureTable, ...]:
    """The indicators that have a value, with their last years and their target; none without a value."""
    lines = [
        line
        for line in lines_of(indicators_of(cycle.organisation))
        if line.known and not line.indicator.archived
    ]
    if not lines:
        return ()
    years = sorted({value.year for line in lines for value in line.known})[-YEARS_SHOWN:]
    title = _("Nos indicateurs")
    head = (_("Indicateur"), *(str(year) for year in years), _("Cible"))
    notes = tuple(_describe_source(line) for line in lines if line.indicator.definition)
    return (FigureTable(title, "", head, tuple(_describe_line(line, years) for line in lines), notes),)


def _describe_line(line: IndicatorLine, years: list[int]) -> tuple[str, ...]:
    values = (show_value(line.value_of(year), line.indicator.unit) or "–" for year in years)
    return (line.indicator.name, *values, describe_target(line) or "–")


def _describe_source(line: IndicatorLine) -> str:
    indicator = line.indicator
    told = f"{indicator.name} : {indicator.definition.rstrip(' .')}."
    if not indicator.source:
        return told
    return f"{told} " + _("Source : %(source)s.") % {"source": indicator.source.rstrip(" .")}


def describe_held(held: HeldAssembly) -> AssemblyAccount | None:
    """What happened at the assembly; None while nothing was noted of it."""
    if held.meeting is None or not (held.held_on or held.decisions or held.minutes):
        return None
    return AssemblyAccount(
        held_on=held.held_on,
        attendance=say_attendance(held),
        motions=tuple(
            Motion(decision.text, str(decision.get_outcome_display()), say_votes(decision))
            for decision in held.decisions
        ),
        minutes=tuple(_describe_minute(minute) for minute in held.minutes),
    )


def say_attendance(held: HeldAssembly) -> str:
    """« 42 personnes présentes, 11 représentées. »; empty where it was not noted."""
    present, represented = held.attendance.present, held.attendance.represented
    if not present and not represented:
        return ""
    said = ngettext("%(n)s personne présente", "%(n)s personnes présentes", present) % {"n": present}
    if represented:
        said += ", " + ngettext("%(n)s représentée", "%(n)s représentées", represented) % {"n": represented}
    return f"{said}."


def say_votes(decision: Any) -> str:
    """« 40 pour, 2 contre, 1 abstention »; empty where votes were not counted."""
    counted = (
        (decision.in_favour, _("%(n)s pour")),
        (decision.against, _("%(n)s contre")),
        (
            decision.abstained,
            ngettext("%(n)s abstention", "%(n)s abstentions", decision.abstained or 0),
        ),
    )
    return ", ".join(words % {"n": count} for count, words in counted if count is not None)


def _describe_minute(minute: Any) -> str:
    if minute.kind == MinuteKind.OBJECTION:
        said = _("Objection : %(text)s") % {"text": minute.text}
    elif minute.kind == MinuteKind.PARKING:
        said = _("À reprendre : %(text)s") % {"text": minute.text}
    else:
        said = minute.text
    if minute.said_by:
        said = f"{minute.said_by} : {said}"
    return f"{said} ({minute.answer})" if minute.answer else said
