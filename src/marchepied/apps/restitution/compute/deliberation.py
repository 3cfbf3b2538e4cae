"""What was talked over and decided together, as the pack tells it: from the results that were shown."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.deliberation.enums import DISAGREE
from marchepied.apps.deliberation.selectors.proposals import decisions_of
from marchepied.apps.deliberation.selectors.results import Result, ResultLine, result_of
from marchepied.apps.deliberation.selectors.topics import topics_between
from marchepied.apps.restitution.compute.listening import find_days
from marchepied.engines.documents import FigureTable

MOST_TOLD = 4


def describe_deliberation(cycle: Any) -> tuple[FigureTable, ...]:
    """The topics whose vote ended in the year of the assembly, a table each; none while nothing was shown."""
    first, last = find_days(cycle)
    tables = []
    for topic, release in topics_between(cycle.organisation, first, last):
        tables.append(_describe(topic, result_of(release)))
    return tuple(tables)


def _describe(topic: Any, result: Result) -> FigureTable:
    decisions = decisions_of(topic)
    return FigureTable(
        title=topic.title,
        sentence=" ".join(filter(None, (_say_voters(result), _say_groups(result)))),
        head=(_("Phrase"), _("Ce qui en a été dit")),
        rows=tuple(
            (_name(line), line.sentence)
            for line in (*result.together[:MOST_TOLD], *result.divides[:MOST_TOLD])
        ),
        notes=tuple(_say_decisions(decisions)),
    )


def _name(line: ResultLine) -> str:
    """A statement that most reject is not taken for what they want."""
    return _("Non : %(text)s") % {"text": line.text} if line.side == DISAGREE else line.text


def _say_voters(result: Result) -> str:
    if result.is_empty:
        return _("Trop peu de personnes ont voté pour montrer un résultat.")
    voted = ngettext("%(n)s personne a voté.", "%(n)s personnes ont voté.", result.voters)
    return voted % {"n": result.voters}


def _say_groups(result: Result) -> str:
    if result.is_empty or result.verdict == "too-small":
        return ""
    if result.opinions is None:
        return _("Les avis ne forment pas de camps.")
    return ngettext(
        "Les avis dessinent un groupe.", "Les avis dessinent %(n)s groupes.", len(result.opinions.groups)
    ) % {"n": len(result.opinions.groups)}


def _say_decisions(decisions: Iterable[Any]) -> Iterable[str]:
    for decision in decisions:
        yield _("Décidé : %(text)s") % {"text": decision.text}
        yield _("Pourquoi : %(text)s") % {"text": decision.reasons}
